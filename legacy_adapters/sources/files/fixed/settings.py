"""What a pipeline file says of fixed-width records: ``format: {kind: fixed, …}``. No driver is imported here."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import pyarrow as pa
from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, ValidationInfo, model_validator

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.copybook.file import copybook_text
from legacy_adapters.sources.files.fixed.copybook.source import Form
from legacy_adapters.sources.files.fixed.numbers_settings import Numbers
from legacy_adapters.sources.files.fixed.record_settings import Fields, Marked, Rdw, RecordTypes, SkippedBytes, Texts
from legacy_adapters.sources.files.format import FIELD_BYTES, FormatSettings, Piece


def _encoding(value: str) -> str:
    charset(value)
    return value


def _copybook(value: str, info: ValidationInfo) -> str:
    folder = info.context.get("folder") if isinstance(info.context, Mapping) else None
    return copybook_text(value, folder if isinstance(folder, Path) else Path.cwd())


def _conditions(value: object) -> object:
    return {} if value is None else value


Conditions = Annotated[dict[str, dict[str, Texts]], BeforeValidator(_conditions)]


class FixedFormat(FormatSettings):
    """Records whose fields are at fixed positions. Fulfils ``Format``."""

    kind: Literal["fixed"] = Field("fixed", description="Records whose fields are at fixed positions.")
    encoding: Annotated[str, AfterValidator(_encoding)] = Field(
        "utf-8", description="The code page: cp1252, cp850, cp037, cp273, cp500, cp1047, cp1140 … or utf-8."
    )
    framing: Literal["lines", "fixed", "rdw", "counted"] | None = Field(
        None,
        description="How records are told apart: lines, fixed (one length), rdw (the length is in front of each), "
        "counted (each ends where its OCCURS counts say). fixed where `record_length` is stated, lines otherwise.",
    )
    record_length: PositiveInt | None = Field(
        None, le=FIELD_BYTES, description="How many bytes each record has; unless stated, as many as its layout."
    )
    rdw: Rdw | None = Field(None, description="The form of the length in front of each record, if not IBM's.")
    skip: int = Field(0, ge=0, description="Records (or lines) at the beginning that are no rows.")
    skip_bytes: SkippedBytes = Field(
        SkippedBytes(), description="How many bytes in front of the first record and behind the last are none."
    )
    fields: Fields | None = Field(None, description="The layout by hand.")
    copybook: Annotated[str, AfterValidator(_copybook)] | None = Field(
        None, min_length=1, description="Instead: a file with the COBOL copybook of the records, or its text."
    )
    copybook_form: Form = Field("auto", description="How the copybook is written: fixed (columns 8 to 72) or free.")
    record: str | None = Field(
        None, min_length=1, description="Which 01 level of the copybook the records have, if there are several."
    )
    records: RecordTypes | None = Field(None, description="Several kinds of records, each a table of its own.")
    when: Conditions = Field(
        default_factory=dict,
        description="Copybook: which alternatives (REDEFINES) are there in which records, `{CONTACTS: {SEGMENT-ID: "
        "P}}`. In other records their columns are null. Unless stated every alternative is read in every record.",
    )
    counts: dict[str, dict[str, Annotated[int, Field(ge=0)]]] = Field(
        default_factory=dict,
        description="Copybook: what the field that an OCCURS depends on means if it is no number: `{DETAIL: {A: 1}}`.",
    )
    occurs: Literal["moves_up", "keeps_place"] = Field(
        "moves_up",
        description="Copybook: whether what is behind an OCCURS DEPENDING ON moves up where there are fewer, or room "
        "is kept for the most.",
    )
    header: Marked | None = Field(None, description="The record at the beginning that says what the file holds.")
    trailer: Marked | None = Field(None, description="The record at the end that says what the file holds.")
    short: Literal["reject", "pad"] = Field(
        "reject", description="Records that are shorter than their layout: reject, or pad (what is missing is blank)."
    )
    long: Literal["reject", "ignore"] = Field(
        "reject", description="Records that are longer than their layout, blanks aside: reject, or ignore the rest."
    )
    low_values: Literal["keep", "blank"] = Field(
        "keep", description="NUL characters (LOW-VALUES) in text: keep them, or read them as blanks."
    )
    numbers: Numbers = Field(Numbers(), description="How numbers are stored, where it differs from a mainframe.")

    @model_validator(mode="after")
    def _goes_together(self) -> FixedFormat:
        by_type = self.records is not None and all(one.fields is not None for one in self.records.types.values())
        if (self.copybook is None) == (self.fields is None and not by_type):
            raise ValueError("state the layout: either `fields`, or `copybook`, or the fields of each of the `records`")
        if self.rdw is not None and self.framing not in {None, "rdw"}:
            raise ValueError("`rdw` says how lengths in front of records are written, but `framing` is another")
        if self.copybook is None and (self.record or self.when or self.counts):
            raise ValueError("`record`, `when` and `counts` belong to a copybook")
        if self.records is not None and (self.record or self.fields):
            raise ValueError("with `records` each type has a layout of its own: `record` and `fields` belong there")
        if self.records is not None and any(one and one.count for one in (self.header, self.trailer)):
            raise ValueError("a count cannot be compared where there are several `records`: leave it out")
        from legacy_adapters.sources.files.fixed.plan import plan_of

        plan_of(self)
        return self

    def tables(self, path: Path, *, count: bool) -> Sequence[StreamInfo]:
        """See ``Format``: the file's one table, or one per record type."""
        from legacy_adapters.sources.files.fixed.reader import tables

        return tables(self, path, count=count)

    def schema(self, path: Path, table: str | None) -> pa.Schema:  # type: ignore[override]
        """See ``Format``: text as it stands; numbers with an implied point, a sign or a binary form are typed."""
        from legacy_adapters.sources.files.fixed.reader import schema

        return schema(self, table)

    def totals(self, table: str | None) -> Sequence[str]:
        """See ``Format``: the columns of the table that header or trailer state the sums of."""
        from legacy_adapters.sources.files.fixed.reader import totals

        return totals(self, table)

    def read(
        self, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
    ) -> Generator[Piece, None, None]:
        """See ``Format``."""
        from legacy_adapters.sources.files.fixed.reader import read

        return read(self, path, table, columns, after, most_rows)

    def is_complete(self, path: Path) -> bool:
        """See ``Format``: whether the last record is whole, and the trailer where one is stated."""
        from legacy_adapters.sources.files.fixed.reader import is_complete

        return is_complete(self, path)
