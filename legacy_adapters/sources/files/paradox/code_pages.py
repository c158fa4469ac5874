"""The code page of a Paradox table's texts: as stated, or by its header.

Paradox 4 and later write the number of a code page; earlier ones a byte for the order of sorting, which says in which
countries' programs the table was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.desktop.code_page import CodePage
from legacy_adapters.sources.files.paradox.header import Header

UNSAID: Final = "ascii"
"""Where nothing says what the other bytes stand for, they stand for nothing: a guess would be a silent one."""

_BY_SORT_ORDER: Final[Mapping[int, str]] = {0xB7: "cp437", 0x82: "cp865", 0xE6: "cp865", 0xF0: "cp437"}
"""International; Norwegian and Danish of Paradox 3 and 4; Swedish and Finnish. 0, plain ASCII, says nothing."""

_OF_THEIR_OWN: Final[Mapping[int, str]] = {867: "kamenicky", 895: "kamenicky", 620: "mazovia", 667: "mazovia"}


def code_page_of(path: Path, header: Header, stated: str | None) -> tuple[CodePage, str]:
    """The code page, and the reason in words. Raises ``ConfigError`` for a stated one that there is not."""
    if stated is not None:
        try:
            return CodePage.named(stated), f"code page {stated}: it is stated"
        except LookupError as error:
            hint = "Known are those of Python (`cp437`, `cp1252`, `utf-8` …), `mazovia` and `kamenicky`."
            raise ConfigError(f"there is no code page {stated}", where=path.name, hint=hint) from error
    found = _by_number(header.code_page) or _by_sort_order(header)
    return found or (CodePage.named(UNSAID), "only ASCII: the header names no code page")


def _by_number(number: int) -> tuple[CodePage, str] | None:
    if not number:
        return None
    name = _OF_THEIR_OWN.get(number, f"cp{number}")
    try:
        return CodePage.named(name), f"code page {name}: the header has the number {number}"
    except LookupError:
        return None


def _by_sort_order(header: Header) -> tuple[CodePage, str] | None:
    name = None if header.code_page else _BY_SORT_ORDER.get(header.sort_order)
    if name is None:
        return None
    return CodePage.named(name), f"code page {name}: the header has the sort order 0x{header.sort_order:02X}"
