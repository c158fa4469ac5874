"""A field of a layout made by hand."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, model_validator

from legacy_adapters.sources.files.fixed.copybook.entry import parse_entry
from legacy_adapters.sources.files.fixed.copybook.source import CopybookFault, sentences
from legacy_adapters.sources.files.fixed.copybook.storage import kind_of
from legacy_adapters.sources.files.fixed.dialect import Dialect
from legacy_adapters.sources.files.fixed.kinds.binary import Binary
from legacy_adapters.sources.files.fixed.kinds.cells import Kind
from legacy_adapters.sources.files.fixed.kinds.exact import MOST_DIGITS
from legacy_adapters.sources.files.fixed.kinds.floating import Floating
from legacy_adapters.sources.files.fixed.kinds.packed import Packed
from legacy_adapters.sources.files.fixed.kinds.text import National, Text
from legacy_adapters.sources.files.fixed.kinds.zoned import Sign, Zoned
from legacy_adapters.sources.files.format import FIELD_BYTES

FieldType = Literal["text", "zoned", "packed", "binary", "float", "national"]


class FixedField(BaseModel):
    """One field: where it is, and what its bytes mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, description="What the column is called.")
    at: PositiveInt | None = Field(
        None,
        le=FIELD_BYTES,
        description="Its first position, counted from 1; behind the field before it if not stated.",
    )
    width: PositiveInt | None = Field(
        None,
        le=FIELD_BYTES,
        description="How many bytes it has (characters, in a UTF-8 file); a last field of text without a width goes "
        "on to the end of the record.",
    )
    type: FieldType = Field(
        "text",
        description="text (as it stands), zoned (digits, with an overpunched or separate sign), packed (COMP-3), "
        "binary (COMP), float (COMP-1, COMP-2), national (UTF-16).",
    )
    decimals: int = Field(0, ge=0, le=MOST_DIGITS, description="Digits behind a decimal point that is not written.")
    sign: Literal["none", "trailing", "leading", "trailing separate", "leading separate"] | None = Field(
        None, description="Where a number's sign is; trailing (overpunched) unless stated. none: there is none."
    )
    byte_order: Literal["big", "little"] | None = Field(None, description="Of binary and float fields.")
    pic: str | None = Field(
        None, min_length=1, description="Instead of width, type, decimals and sign: `S9(7)V99 COMP-3`, as in COBOL."
    )

    @model_validator(mode="after")
    def _goes_together(self) -> FixedField:
        if self.pic is not None:
            if self.width is not None or self.type != "text" or self.decimals or self.sign is not None:
                raise ValueError("`pic` says width, type, decimals and sign: state it or these")
            return self
        if self.width is None and self.type != "text":
            raise ValueError(f"a field of type {self.type} needs a width")
        most = {"zoned": MOST_DIGITS + 1, "packed": 20, "binary": 16}.get(self.type, FIELD_BYTES)
        allowed = {"float": (4, 8), "binary": (1, 2, 3, 4, 5, 6, 7, 8, 16)}.get(self.type)
        if self.width is not None and (self.width > most or (allowed and self.width not in allowed)):
            raise ValueError(f"a field of type {self.type} cannot have {self.width} bytes")
        if self.type == "national" and self.width is not None and self.width % 2:
            raise ValueError("a field of type national has two bytes for each character")
        if self.type == "text" and (self.decimals or self.sign is not None):
            raise ValueError("a field of text has neither decimals nor sign: the mapping reads numbers from it")
        return self

    def kind(self, dialect: Dialect) -> Kind:
        """What its bytes mean. Raises ``ValueError`` for a ``pic`` that is none."""
        if self.pic is not None:
            return self._pictured(self.pic, dialect)
        width = self.width or 1
        little = dialect.little_comp if self.byte_order is None else self.byte_order == "little"
        match self.type:
            case "zoned":
                return self._zoned(width, dialect)
            case "packed":
                return Packed(width, self.decimals, has_sign=self.sign != "none")
            case "binary":
                return Binary(width, self.decimals, signed=self.sign != "none", little=little)
            case "float":
                return Floating(width, dialect.ibm_floats, little)
            case "national":
                return National(width)
            case _:
                return Text(width, dialect.charset, dialect.low_values)

    def _zoned(self, width: int, dialect: Dialect) -> Kind:
        sign = Sign(self.sign or "trailing")
        digits = width - sign.separate
        if not 1 <= digits <= MOST_DIGITS:
            raise ValueError(f"{self.name}: {digits} digits are not read; between 1 and {MOST_DIGITS} are")
        return Zoned(digits, dialect.charset, self.decimals, 0, sign, dialect.overpunch, dialect.zeros)

    def _pictured(self, pic: str, dialect: Dialect) -> Kind:
        try:
            (sentence,) = sentences(f"05 FIELD PIC {pic.rstrip('.')}.", "free")
            item = parse_entry(sentence)
            if item is None or item.occurs is not None:
                raise CopybookFault(1, "it is no single field")
            return kind_of(item, dialect)
        except (CopybookFault, ValueError) as fault:
            raise ValueError(f"{self.name}: pic {pic}: {str(fault).removeprefix('line 1: ')}") from None
