"""What a pipeline file says of a print-image report: ``format: {kind: report, …}``. No driver is imported here."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import pyarrow as pa
from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, model_validator

from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.format import FormatSettings, Piece
from legacy_adapters.sources.files.report.line_settings import Detail, Group, Pattern, Total, named_groups


def _encoding(value: str) -> str:
    charset(value)
    return value


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])]


class ReportFormat(FormatSettings):
    """A report as it was printed: every line is of a kind that is stated, or a reject. Fulfils ``Format``."""

    kind: Literal["report"] = Field("report", description="A report as it was printed.")
    encoding: Annotated[str, AfterValidator(_encoding)] = Field(
        "utf-8", description="The code page: cp850, cp1252, cp037 … or utf-8."
    )
    control: Literal["none", "asa"] = Field(
        "none", description="What the first column of each line is: text, or ASA carriage control (blank, 0, -, +, 1)."
    )
    detail: Detail = Field(description="The lines that are rows: a pattern, or fields at positions.")
    groups: dict[str, Group] = Field(
        default_factory=dict,
        description="Column → the lines that give its value for all rows that follow, from the outermost group "
        "inwards. A new value of an outer group ends the inner ones.",
    )
    sums: tuple[Total, ...] = Field((), description="The lines that state sums of rows; they are compared.")
    skip: Patterns = Field((), description="Patterns of lines that are no rows: headings, rules, page numbers.")
    page_header: int = Field(0, ge=0, description="How many lines at the top of each page are no rows.")
    skip_lines: int = Field(0, ge=0, description="How many lines at the beginning of the file are no rows.")
    decimal: Literal[".", ","] = Field(".", description="The decimal sign of the sums that totals compare.")
    line_bytes: PositiveInt = Field(32_768, le=1 << 20, description="A longer line is a reject: no printer had one.")

    @model_validator(mode="after")
    def _goes_together(self) -> ReportFormat:
        names = self.columns
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"two columns are called {twice}")
        for total in self.sums:
            for name in named_groups(total.match):
                if name not in names and name != "count":
                    raise ValueError(f"a total is stated of {name}, which is no column: {', '.join(names)}")
        return self

    @property
    def columns(self) -> list[str]:
        """The names of the columns: those of groups, then those of rows."""
        return [*self.groups, *self.detail.columns]

    def tables(self, path: Path, *, count: bool) -> Sequence[StreamInfo]:
        """See ``Format``: the one table of rows."""
        from legacy_adapters.sources.files.report.reader import tables

        return tables(self, path, count=count)

    def schema(self, path: Path, table: str | None) -> pa.Schema:  # type: ignore[override]
        """See ``Format``: every column is text as it stands."""
        from legacy_adapters.sources.files.report.reader import schema

        return schema(self, table)

    def totals(self, table: str | None) -> list[str]:
        """See ``Format``: the columns whose sums are stated of the whole report."""
        named = [name for total in self.sums if total.of == "report" for name in named_groups(total.match)]
        return [name for name in self.columns if name in named]

    def read(
        self, path: Path, table: str | None, columns: Sequence[str] | None, after: str | None, most_rows: int
    ) -> Generator[Piece, None, None]:
        """See ``Format``."""
        from legacy_adapters.sources.files.report.reader import read

        return read(self, path, table, columns, after, most_rows)

    def is_complete(self, path: Path) -> bool:
        """See ``Format``: whether a total of the whole report is among the last lines, where one is stated."""
        from legacy_adapters.sources.files.report.reader import is_complete

        return is_complete(self, path)
