"""Which languages a code page was made for: with the letters of others it can be right too, but hardly is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_CENTRAL: Final = frozenset({"Polish", "Czech", "Slovak", "Hungarian", "Romanian", "Croatian or Slovene", "German"})
_BALTIC: Final = frozenset({"Lithuanian", "Latvian", "Estonian", "Polish", "German"})
_WEST: Final = frozenset(
    {
        *("German", "French", "Spanish", "Portuguese", "Italian", "Swedish", "Danish or Norwegian", "Icelandic"),
        *("Finnish", "Dutch", "Estonian", "Catalan"),
    }
)
_CYRILLIC: Final = frozenset({"Russian", "Ukrainian", "Bulgarian", "Serbian"})

MADE_FOR: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(("cp1252", "cp850", "cp437", "cp858", "iso8859-1", "iso8859-15", "mac_roman"), _WEST),
    **dict.fromkeys(("cp1250", "cp852", "iso8859-2", "mac_latin2"), _CENTRAL),
    **dict.fromkeys(("cp1257", "cp775", "iso8859-13"), _BALTIC),
    **dict.fromkeys(("cp1251", "cp866", "koi8-r", "koi8-u", "iso8859-5", "mac_cyrillic", "cp855"), _CYRILLIC),
    **dict.fromkeys(("cp1253", "cp737", "cp869", "iso8859-7"), frozenset({"Greek"})),
    **dict.fromkeys(("cp1254", "cp857", "iso8859-9"), frozenset({"Turkish", "German"})),
    **dict.fromkeys(("cp1255", "cp862"), frozenset({"Hebrew"})),
    **dict.fromkeys(("cp037", "cp500", "cp1047"), _WEST),
    "cp273": frozenset({"German"}),
    "cp277": frozenset({"Danish or Norwegian"}),
    "cp278": frozenset({"Swedish", "Finnish"}),
    "cp280": frozenset({"Italian"}),
    "cp284": frozenset({"Spanish", "Catalan"}),
    "cp285": _WEST,
    "cp297": frozenset({"French"}),
    "cp870": _CENTRAL,
    "cp871": frozenset({"Icelandic"}),
    "cp1026": frozenset({"Turkish"}),
    "cp865": frozenset({"Danish or Norwegian"}),
    "cp863": frozenset({"French"}),
    "cp860": frozenset({"Portuguese"}),
    "cp861": frozenset({"Icelandic"}),
    "cp1256": frozenset({"Arabic"}),
    "cp874": frozenset({"Thai"}),
}
"""Code page → the languages of the countries where it was sold."""

_STRANGER: Final = -8.0


def stranger(language: str, codec: str) -> float:
    """Bits against a language that a code page was not made for."""
    return 0.0 if language in MADE_FOR[codec] else _STRANGER
