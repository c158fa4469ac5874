"""Names of code pages in DBF files."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.dbf.code_pages import BY_BYTE, by_cpg, by_driver
from legacy_adapters.sources.files.desktop.code_page import CodePage


def test_every_byte_has_a_code_page() -> None:
    """None is only a name."""
    assert all(CodePage.named(name) for name in BY_BYTE.values())


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("1252", "cp1252"), ("ANSI 1251", "cp1251"), ("OEM 850", "cp850"), ("UTF-8\r\n", "utf-8"),
        ("\ufeffUTF-8", "utf-8"),
        ("65001", "utf-8"), ("88592", "iso8859-2"), ("8859-15", "iso8859-15"), ("Big5", "cp950"), ("LDID/87", "cp1252"),
        ("koi8-r", "koi8-r"), ("932", "cp932"),
    ],
)  # fmt: skip
def test_cpg_files_name_it_in_many_ways(text: str, codec: str) -> None:
    """Esri's, and those of others."""
    assert CodePage.named(by_cpg(text)) == CodePage.named(codec)


@pytest.mark.parametrize(
    ("driver", "codec"),
    [("DB437US0", "cp437"), ("DB850DE0", "cp850"), ("DBWINUS0", "cp1252"), ("PDOX", None), ("", None)]
)  # fmt: skip
def test_drivers_of_dbase7(driver: str, codec: str | None) -> None:
    """Their digits are the code page's."""
    assert by_driver(driver) == codec
