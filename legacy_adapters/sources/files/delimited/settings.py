"""What a pipeline file says of delimited text: ``format: {kind: delimited, …}``. No driver is imported here."""

from __future__ import annotations

import codecs
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

import pyarrow as pa
from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, model_validator

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.delimited.record_settings import RecordTypes, Trailer
from legacy_adapters.sources.files.format import FormatSettings, Piece

_WORDS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
_NO_FILES = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "hz", "iso2022", "undefined")


def _delimiter(value: object) -> object:
    return _WORDS.get(value.lower(), value) if isinstance(value, str) else value


def _nothing(value: object) -> object:
    return None if isinstance(value, str) and value.lower() in {"", "none"} else value


def _texts(value: object) -> object:
    if isinstance(value, str):
        return (value,) if value else ()
    return () if value is None else value


def _encoding(value: str) -> str:
    try:
        name = codecs.lookup(value.strip()).name
        "a".encode(name)
    except (LookupError, UnicodeError):
        raise ValueError(f"{value} is no code page that Python knows, such as cp1252, cp850 or utf-8") from None
    if name.replace("_", "-").startswith(_NO_FILES) or name in _NO_FILES:
        raise ValueError(f"{value} is no code page that files are written in")
    return value.strip()


def _short(most: int) -> AfterValidator:
    def check(value: str) -> str:
        if not 1 <= len(value) <= most or "\r" in value or "\n" in value:
            raise ValueError(f"must be {'one character' if most == 1 else f'1 to {most} characters'}, and no line end")
        return value

    return AfterValidator(check)


Delimiter = Annotated[str, BeforeValidator(_delimiter), _short(8)]
Sign = Annotated[str, _short(1)]
OptionalSign = Annotated[Sign | None, BeforeValidator(_nothing, json_schema_input_type=str | None)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts, json_schema_input_type=str | list[str] | None)]


class DelimitedFormat(FormatSettings):
    """Text whose fields are told apart by a delimiter: CSV and its relatives. Fulfils ``Format``."""

    kind: Literal["delimited"] = Field("delimited", description="Text with a delimiter, or with record types.")
    encoding: Annotated[str, AfterValidator(_encoding)] = Field(
        default="utf-8",
        description="The code page, by Python's name (cp1252, cp850, utf-16 …). A byte order mark goes before it.",
    )
    delimiter: Delimiter = Field(
        default=",",
        description="What stands between two fields: one to eight characters, or tab, comma, semicolon, pipe, space. "
        "A first line `sep=;` goes before it.",
    )
    quote: OptionalSign = Field(
        default='"', description="What fields are put into that hold delimiters or line ends; null: there is none."
    )
    escape: OptionalSign = Field(
        default=None,
        description="What stands before a character that means itself; null: none. A doubled quote within quotes is "
        "one quote in any case.",
    )
    header: bool = Field(default=True, description="Whether the first line, behind `skip`, has the names of columns.")
    columns: tuple[str, ...] | None = Field(
        default=None, min_length=1, description="Names of the columns: instead of the header's, or where there is none."
    )
    skip: int = Field(default=0, ge=0, description="Lines at the beginning, before the header, that are no rows.")
    footer: int = Field(default=0, ge=0, le=1000, description="Lines at the end that are no rows; not read at all.")
    comment: Texts = Field(default=(), description="What lines begin with that are no rows: one text, or a list.")
    repeated_header: bool = Field(
        default=False, description="Whether the header comes again on the way, as on top of each page: no rows."
    )
    blank_lines: Literal["skip", "row", "end"] = Field(
        default="skip",
        description="Empty lines: skip (no rows), row (a row whose only field is empty), end (what follows the first "
        "one behind a row is no longer part of the table).",
    )
    records: RecordTypes | None = Field(default=None, description="Several kinds of records, each a table of its own.")
    trailer: Trailer | None = Field(default=None, description="The line at the end that says what the file holds.")
    ragged: Literal["reject", "pad"] = Field(
        default="reject",
        description="Rows with more or fewer fields than columns: reject, or pad (short ones are filled up with null; "
        "surplus fields are dropped if all of them are empty).",
    )
    skip_blanks: bool = Field(
        default=False, description="Whether blanks behind a delimiter are no part of the field, also before a quote."
    )
    excel_text: bool = Field(
        default=True, description='Whether a field `="0012"`, as Excel protects codes, stands for 0012.'
    )
    quoted_lines: PositiveInt = Field(
        default=1000,
        description="Over how many lines a quoted field may go on. A quote that is not closed by then never was.",
    )

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        signs = [sign for sign in (self.quote, self.escape) if sign is not None]
        if any(sign in self.delimiter for sign in signs) or len(set(signs)) != len(signs):
            raise ValueError("delimiter, quote and escape must be different from each other")
        if self.skip_blanks and self.delimiter == " ":
            raise ValueError("skip_blanks cannot be where blanks stand between fields")
        if self.columns is not None and not _distinct(self.columns):
            raise ValueError("columns must be different from each other, and none empty")
        if self.records is not None:
            self._check_records(self.records)
        return self

    def _check_records(self, records: RecordTypes) -> None:
        if self.columns is not None or (self.header and "header" in self.model_fields_set):
            raise ValueError("with records each type names its own columns; header and columns cannot be stated")
        if not _distinct(tuple(one.name for one in records.types.values())):
            raise ValueError("two types of records cannot become one table")
        for code, one in records.types.items():
            if not _distinct(one.columns) or len(one.columns) < records.field:
                raise ValueError(f"columns of record type {code}: different from each other, none empty, one per field")

    @property
    def signs(self) -> str:
        """Delimiter, quote and escape, one after the other."""
        return self.delimiter + (self.quote or "") + (self.escape or "")

    def tables(self, path: Path, *, count: bool) -> Sequence[StreamInfo]:
        """See ``Format``: the file's one table, or one per record type."""
        from legacy_adapters.sources.files.delimited.reader import tables

        return tables(self, path, count=count)

    def schema(self, path: Path, table: str | None) -> pa.Schema:  # type: ignore[override]
        """See ``Format``: every column is text as it stands."""
        from legacy_adapters.sources.files.delimited.reader import schema

        return schema(self, path, table)

    def read(
        self, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
    ) -> Generator[Piece, None, None]:
        """See ``Format``."""
        from legacy_adapters.sources.files.delimited.reader import read

        return read(self, path, table, columns, after, most_rows=most_rows)

    def totals(self, table: str | None) -> Sequence[str]:
        """See ``Format``: those that the trailer states the sums of."""
        if self.trailer is None:
            return ()
        if self.records is None:
            return tuple(self.trailer.totals)
        known = {name for one in self.records.types.values() if table in {None, one.name} for name in one.columns}
        return tuple(name for name in self.trailer.totals if name in known)

    def is_complete(self, path: Path) -> bool:
        """See ``Format``: whether the last line is the trailer, where one is stated. Reads the file's end only."""
        from legacy_adapters.sources.files.delimited.trailer import is_complete

        return is_complete(self, path)


def _distinct(names: Sequence[str]) -> bool:
    return all(name.strip() for name in names) and len(set(names)) == len(names)
