"""How an elementary item is stored: from PICTURE, USAGE and SIGN to the kind of field and its width.

Sizes as in IBM's Enterprise COBOL Language Reference, "USAGE clause"; alignment as there under "SYNCHRONIZED clause".
"""

from __future__ import annotations

from legacy_adapters.sources.files.fixed.copybook.item import Item
from legacy_adapters.sources.files.fixed.copybook.picture import Picture
from legacy_adapters.sources.files.fixed.copybook.source import CopybookFault
from legacy_adapters.sources.files.fixed.dialect import Dialect
from legacy_adapters.sources.files.fixed.kinds.binary import Binary
from legacy_adapters.sources.files.fixed.kinds.cells import Kind
from legacy_adapters.sources.files.fixed.kinds.floating import Floating
from legacy_adapters.sources.files.fixed.kinds.packed import Packed
from legacy_adapters.sources.files.fixed.kinds.text import National, Text
from legacy_adapters.sources.files.fixed.kinds.zoned import Sign, Zoned


def kind_of(item: Item, dialect: Dialect) -> Kind:
    """The kind of an elementary item, which has what it inherits. Raises ``CopybookFault``."""
    usage = item.usage or "DISPLAY"
    picture = item.picture
    if usage in {"COMP-1", "COMP-2"}:
        return Floating(4 if usage == "COMP-1" else 8, dialect.ibm_floats, dialect.little_comp)
    if usage in {"INDEX", "POINTER"}:
        return Binary(4, signed=False, little=dialect.little_comp)
    if picture is None:
        raise CopybookFault(item.line, f"{item.shown} has no PICTURE")
    if usage in {"DISPLAY", "NATIONAL"}:
        return _displayed(item, picture, usage, dialect)
    if picture.digits is None:
        if usage == "COMP-X":
            return Binary(_narrow(item, picture.characters), signed=False, little=dialect.little_comp)
        raise CopybookFault(item.line, f"{item.shown} is {usage}, which holds numbers, but PIC {picture.text} is text")
    return _computational(picture, usage, dialect)


def alignment(item: Item) -> int:
    """The multiple of bytes at which a SYNCHRONIZED item begins."""
    if not item.sync or item.children:
        return 1
    match item.usage:
        case "COMP-1" | "INDEX" | "POINTER":
            return 4
        case "COMP-2":
            return 8
        case "COMP" | "COMP-5":
            digits = 0 if item.picture is None else item.picture.digits or 0
            return 2 if digits < 5 else 4
        case _:
            return 1


def _displayed(item: Item, picture: Picture, usage: str, dialect: Dialect) -> Kind:
    if usage == "NATIONAL" or picture.national:
        return National(2 * picture.characters)
    if picture.digits is None:
        return Text(picture.characters, dialect.charset, dialect.low_values)
    sign = _sign(item) if picture.signed else Sign.NONE
    if sign is Sign.NONE and picture.scale == 0 and picture.shift == 0:
        # Whole numbers without a sign are codes as often as not: as text they keep their leading zeros.
        return Text(picture.characters, dialect.charset, dialect.low_values)
    return Zoned(picture.digits, dialect.charset, picture.scale, picture.shift, sign, dialect.overpunch, dialect.zeros)


def _sign(item: Item) -> Sign:
    if item.sign is None:
        return Sign.TRAILING
    if item.sign.separate:
        return Sign.LEADING_SEPARATE if item.sign.leading else Sign.TRAILING_SEPARATE
    return Sign.LEADING if item.sign.leading else Sign.TRAILING


def _computational(picture: Picture, usage: str, dialect: Dialect) -> Kind:
    digits = picture.digits or 0
    match usage:
        case "COMP-3":
            return Packed(digits // 2 + 1, picture.scale, picture.shift)
        case "COMP-6":
            return Packed((digits + 1) // 2, picture.scale, picture.shift, has_sign=False)
        case "COMP-5":
            little = dialect.little_comp_5
        case _:
            little = dialect.little_comp
    width = _shortest(digits, signed=picture.signed) if dialect.short_binary or usage == "COMP-X" else _width(digits)
    return Binary(width, picture.scale, picture.shift, picture.signed, little)


def _width(digits: int) -> int:
    return next(width for most, width in ((4, 2), (9, 4), (18, 8), (38, 16)) if digits <= most)


def _shortest(digits: int, *, signed: bool) -> int:
    width = next(width for width in range(1, 17) if 10**digits <= 2 ** (8 * width - signed))
    return width if width <= 8 else 16


def _narrow(item: Item, width: int) -> int:
    if width > 8:
        raise CopybookFault(item.line, f"{item.shown} is a binary number of {width} bytes; at most 8 are read")
    return width
