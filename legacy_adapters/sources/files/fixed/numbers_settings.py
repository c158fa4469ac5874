"""What a pipeline file says of how numbers are stored, where a copybook leaves it to the machine and the compiler."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from legacy_adapters.sources.files.fixed.charset import Charset
from legacy_adapters.sources.files.fixed.dialect import Dialect
from legacy_adapters.sources.files.fixed.kinds.zoned import Overpunch

ByteOrder = Literal["big", "little"]


class Numbers(BaseModel):
    """How numbers are stored; what is not stated is as on a mainframe, floats in ASCII files apart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    comp: ByteOrder = Field("big", description="The byte order of COMP, BINARY, COMP-4, INDEX, COMP-1 and COMP-2.")
    comp_5: ByteOrder = Field("big", description="The byte order of COMP-5; on PCs and Unix servers it is little.")
    floats: Literal["ibm", "ieee"] | None = Field(
        None, description="The form of COMP-1 and COMP-2: ibm in EBCDIC files, ieee in others unless stated."
    )
    binary_sizes: Literal["2-4-8", "1-8"] = Field(
        "2-4-8", description="How long binary fields are: 2, 4 or 8 bytes, or as many of 1 to 8 as their digits need."
    )
    overpunch: Literal["standard", "fujitsu"] = Field(
        "standard",
        description="How signs are punched over digits in ASCII files: {A…I and }J…R (also p…y), or Fujitsu's "
        "@A…I and P…Y.",
    )
    overpunched_zeros: str = Field(
        "",
        max_length=2,
        description="What an overpunched +0 and −0 have become in a national code page, such as `äü` from 273.",
    )

    def dialect(self, charset: Charset, *, low_values: bool) -> Dialect:
        """Together with the code page."""
        ibm = charset.ebcdic if self.floats is None else self.floats == "ibm"
        return Dialect(
            charset,
            low_values,
            self.comp == "little",
            self.comp_5 == "little",
            ibm,
            self.binary_sizes == "1-8",
            Overpunch(self.overpunch),
            self.overpunched_zeros,
        )
