"""Which code page a DBF's texts are in, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.dbf.code_pages import BY_BYTE, by_cpg, by_driver
from legacy_adapters.sources.files.dbf.companions import cpg_path
from legacy_adapters.sources.files.dbf.header import Header
from legacy_adapters.sources.files.desktop.code_page import CodePage

UNSAID: Final = "ascii"
"""Where nothing says what the other bytes stand for, they stand for nothing: a guess would be a silent one."""

_CPG_BYTES: Final = 100


def code_page_of(path: Path, header: Header, stated: str | None) -> tuple[CodePage, str]:
    """The code page, and the reason in words: as it is stated, else by a .cpg file, else by the header.

    Raises ``ConfigError`` for a stated one that there is not.
    """
    if stated is not None:
        try:
            return CodePage.named(stated), f"code page {stated}: it is stated"
        except LookupError as error:
            hint = "Known are those of Python (`cp850`, `cp1252`, `iso8859-2`, `utf-8` …), `mazovia` and `kamenicky`."
            raise ConfigError(f"there is no code page {stated}", where=path.name, hint=hint) from error
    found = _by_cpg(path) or said_by(header)
    return found or (CodePage.named(UNSAID), "only ASCII: the header names no code page")


def said_by(header: Header) -> tuple[CodePage, str] | None:
    """The code page that a header names; None if it names none that is known."""
    if header.driver and (driver := by_driver(header.driver)):
        return CodePage.named(driver), f"code page {driver}: the header names the driver {header.driver}"
    name = BY_BYTE.get(header.language)
    if name is None:
        return None
    return CodePage.named(name), f"code page {name}: the header has the byte 0x{header.language:02X}"


def _by_cpg(path: Path) -> tuple[CodePage, str] | None:
    found = cpg_path(path)
    if found is None:
        return None
    with found.open("rb") as file:
        text = file.read(_CPG_BYTES).decode("ascii", "replace")
    try:
        page = CodePage.named(by_cpg(text))
    except LookupError:
        return None
    return page, f"code page {page.name}: {found.name} says {text.strip()}"
