"""What a recipe says of a table, list, form or text on a screen. No driver is imported here."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PositiveInt, model_validator

from legacy_adapters.sources.files.delimited.header import unique_names
from legacy_adapters.sources.files.fixed.settings import FixedFormat
from legacy_adapters.sources.files.report.line_settings import Pattern
from legacy_adapters.sources.files.report.settings import ReportFormat
from legacy_adapters.sources.screen.screen import Place
from legacy_adapters.sources.screen.table.charsets import is_charset

Layout: TypeAlias = Literal["auto", "grid", "list", "form", "labels", "text"]
RowKind: TypeAlias = Literal["total", "subtotal", "heading", "other"]
Extra: TypeAlias = Literal["link", "image", "checked", "value"]


def plain_name(text: str) -> str:
    """A header's text as it is compared: white space, line breaks and no-break spaces are one blank each."""
    return " ".join(text.split())


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _text(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


def _charset(value: str) -> str:
    if not is_charset(value):
        raise ValueError(f"{value} is not a code page that is known; write one such as windows-1252, latin-2 or utf-8")
    return value


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class SetApart(_Part):
    """Rows that are no records: those to which everything applies that is stated here."""

    name: str = Field(min_length=1, description="What the report calls the rule.")
    kind: RowKind = Field("other", alias="as", description="What such rows are: total, subtotal, heading or other.")
    css_class: str | None = Field(
        None, alias="class", min_length=1, description="A CSS class of the row or of one of its cells."
    )
    where: dict[str, Pattern] = Field(
        default_factory=dict,
        description="Column → a regular expression that is found in its text. Without look-around.",
    )
    cells: PositiveInt | None = Field(None, description="How many cells the row has, however wide they are.")
    spans_all: bool = Field(False, description="Whether one cell takes the whole width of the table.")

    @model_validator(mode="after")
    def _says_something(self) -> SetApart:
        if not (self.css_class or self.where or self.cells or self.spans_all):
            raise ValueError("the rule would take every row: state `class`, `where`, `cells` or `spans_all`")
        return self


class Empty(_Part):
    """What the table shows where it has no rows."""

    text: str = Field(min_length=1, description="A part of what stands there: `No records found`.")


Rules = tuple[SetApart, ...]
Names = Annotated[tuple[Annotated[str, AfterValidator(plain_name)], ...], Field(min_length=1)]
Extras = Annotated[
    tuple[Extra, ...], Field(min_length=1), BeforeValidator(_listed, json_schema_input_type=Extra | list[Extra])
]


class TableSettings(_Part):
    """Where the rows are on a page, and what they must look like."""

    at: str = Field(min_length=1, description="CSS selector, or `xpath=…`, of the table, list, form or text.")
    frame: Annotated[tuple[str, ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])] = Field(
        (), description="The frames to go through from the top, each by its name or by a selector."
    )
    layout: Layout = Field(
        "auto",
        description="grid (rows and columns), list (a `dl`), form (fields with labels), labels (a table of labels, "
        "each with its value beside it) or text (a `pre`, a print screen); auto: by the element.",
    )
    header: Names | None = Field(
        None, description="The texts of the header, in order, that must be there; a column without one is ''."
    )
    header_rows: int | None = Field(
        None, ge=0, description="How many rows are header; unless stated, `thead`, or rows of `th`, or the first one."
    )
    header_separator: str = Field(
        " / ", description="What stands between the texts of a column whose header has several rows."
    )
    columns: Literal["as_stated", "by_header"] = Field(
        "as_stated",
        description="as_stated: a column that was moved, renamed, added or left out is a changed source. by_header: "
        "the stated columns are found by their texts wherever they are, and others are not read.",
    )
    skip: Rules = Field((), description="Rules for rows that are no records. The first one that applies names the row.")
    take: dict[str, Extras] = Field(
        default_factory=dict,
        description="Column → what is taken from its cells besides their text, as columns of their own called `COLUMN "
        "link`, `COLUMN image` (its title), `COLUMN checked` (true or false) or `COLUMN value` (of fields).",
    )
    empty: Annotated[Empty, BeforeValidator(_text, json_schema_input_type=str | Empty)] | None = Field(
        None, description="What the table shows where it has no rows."
    )
    charset: Annotated[str, AfterValidator(_charset)] | None = Field(
        None, description="The code page of pages that declare none, where they are read without the browser."
    )
    nbsp: Literal["space", "keep"] = Field(
        "space", description="What a no-break space is: a blank (none at the ends of a cell), or itself."
    )
    hidden: Literal["skip", "keep"] = Field("skip", description="Whether rows and cells that are not shown are read.")
    text: Annotated[FixedFormat | ReportFormat, Field(discriminator="kind")] | None = Field(
        None, description="How text is read: `kind: report` or `kind: fixed`, with its settings as for a file."
    )

    @model_validator(mode="after")
    def _goes_together(self) -> TableSettings:
        if self.text is not None and self.layout not in {"auto", "text"}:
            raise ValueError(f"`text` says how text is read, but `layout` is {self.layout}")
        if self.header is not None:
            named = [name for name in self.header if name]
            twice = next((name for name in named if self.columns == "by_header" and named.count(name) > 1), None)
            if twice is not None:
                raise ValueError(f"two columns are called {twice}: they cannot be told apart `by_header`")
        names = [rule.name for rule in self.skip]
        again = next((name for name in names if names.count(name) > 1), None)
        if again is not None:
            raise ValueError(f"two rules of `skip` are called {again}")
        return self

    @property
    def place(self) -> Place:
        """Where it is on the screen."""
        return Place(self.at, self.frame)


def column_names(settings: TableSettings) -> tuple[str, ...]:
    """The columns that ``read_table`` hands over: the header's, then those of ``take``."""
    names = list(unique_names(settings.header or ()))
    for column, extras in settings.take.items():
        for extra in extras:
            names.append(unique_names([*names, f"{column} {extra}"])[-1])
    return tuple(names)
