"""The code page of a DBF's texts, by the byte in its header, by dBase 7's driver, or by a .cpg file beside it.

Sources: Microsoft, "Code Pages Supported by Visual FoxPro"; Borland, "dBASE language drivers" (BDE); Esri's 0x57; the
list of the dBase III, IV and FoxPro bytes in Clipper's and Harbour's manuals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BY_BYTE: Final[Mapping[int, str]] = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x04: "mac_roman", 0x08: "cp865", 0x09: "cp437", 0x0A: "cp850",
    0x0B: "cp437", 0x0D: "cp437", 0x0E: "cp850", 0x0F: "cp437", 0x10: "cp850", 0x11: "cp437", 0x12: "cp850",
    0x13: "cp932", 0x14: "cp850", 0x15: "cp437", 0x16: "cp850", 0x17: "cp865", 0x18: "cp437", 0x19: "cp437",
    0x1A: "cp850", 0x1B: "cp437", 0x1C: "cp863", 0x1D: "cp850", 0x1F: "cp852", 0x22: "cp852", 0x23: "cp852",
    0x24: "cp860", 0x25: "cp850", 0x26: "cp866", 0x37: "cp850", 0x40: "cp852", 0x4D: "cp936", 0x4E: "cp949",
    0x4F: "cp950", 0x50: "cp874", 0x57: "cp1252", 0x58: "cp1252", 0x59: "cp1252", 0x64: "cp852", 0x65: "cp866",
    0x66: "cp865", 0x67: "cp861", 0x68: "kamenicky", 0x69: "mazovia", 0x6A: "cp737", 0x6B: "cp857", 0x6C: "cp863",
    0x78: "cp950", 0x79: "cp949", 0x7A: "cp936", 0x7B: "cp932", 0x7C: "cp874", 0x7D: "cp1255", 0x7E: "cp1256",
    0x86: "cp737", 0x87: "cp852", 0x88: "cp857", 0x96: "mac_cyrillic", 0x97: "mac_latin2", 0x98: "mac_greek",
    0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253", 0xCC: "cp1257", 0xF0: "utf-8",
}  # fmt: skip
"""By byte 29 of the header; 0 and all others say nothing."""

_WINDOWS_DRIVER: Final = {
    "DBWINUS0": "cp1252", "DBWINWE0": "cp1252", "DBWINES0": "cp1252", "DB0ESP0": "cp1252",
    "ANSICZEW": "cp1250", "DBWINEE0": "cp1250",
}  # fmt: skip


def by_driver(name: str) -> str | None:
    """The code page of one of dBase 7's language drivers: ``DB437US0``, ``DB850DE0``, ``DBWINUS0``; None if unknown."""
    if name in _WINDOWS_DRIVER:
        return _WINDOWS_DRIVER[name]
    digits = name[2:5]
    return f"cp{digits}" if name.startswith("DB") and digits in _DOS else None


_DOS: Final = frozenset({"437", "850", "852", "857", "860", "861", "863", "865", "866"})

_ESRI: Final[Mapping[str, str]] = {"ansi": "cp1252", "oem": "cp437", "big5": "cp950", "sjis": "cp932"}


def by_cpg(text: str) -> str:
    """The name in a .cpg file as Python knows it: ``1252``, ``ANSI 1252``, ``88591``, ``UTF-8``, ``LDID/87``."""
    name = text.strip().strip("\ufeff\"'").lower()
    if name.startswith("ldid/") and name[5:].isdigit():
        return BY_BYTE.get(int(name[5:]), name)
    words = name.replace("ansi ", "").replace("oem ", "")
    if words.startswith("8859") and words[4:].strip("-").isdigit():
        return f"iso8859-{words[4:].strip('-')}"
    if words == "65001":
        return "utf-8"
    return _ESRI.get(words, f"cp{words}" if words.isdigit() else words)
