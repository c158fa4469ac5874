"""A recipe: what a clerk would do to read one screen of an application, and what proves that it was all of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from legacy_adapters.sources.files.delimited.header import unique_names
from legacy_adapters.sources.screen.browser.settings import BrowserSettings
from legacy_adapters.sources.screen.declaration import Declaration, Frames
from legacy_adapters.sources.screen.details.settings import Details
from legacy_adapters.sources.screen.download.settings import Download
from legacy_adapters.sources.screen.login.settings import LoginSettings
from legacy_adapters.sources.screen.pace import Pace
from legacy_adapters.sources.screen.paging.settings import Next
from legacy_adapters.sources.screen.ranges.settings import Ranges
from legacy_adapters.sources.screen.steps.settings import Step
from legacy_adapters.sources.screen.table.settings import TableSettings, column_names
from legacy_adapters.sources.screen.whole.settings import Total

_PYTHON = re.compile(r"[\w./\\-]+(\.py)?:[A-Za-z_]\w*")


def _python(text: str) -> str:
    if not _PYTHON.fullmatch(text):
        raise ValueError("a class is named as `journal.py:Journal` or `package.module:Journal`")
    return text


class Recipe(Declaration):
    """One screen of an application."""

    version: Annotated[Literal["1"], WithJsonSchema({"enum": [1, "1"]})] = Field(
        "1", description="The version of this form of file."
    )
    application: str = Field("", description="What the application is called.")
    about: str = Field("", description="What the screen shows, for a person.")
    params: dict[str, str] = Field(
        {},
        repr=False,
        description="The parameters of the recipe and their defaults; `~` is one that must be given. They are filled "
        "in as {name}. Write secrets as ${env:NAME}, ${file:PATH} or ${keyring:NAME}.",
    )
    url: str = Field(min_length=1, description="Where the application begins; other addresses are relative to it.")
    browser: BrowserSettings = Field(BrowserSettings(), description="The browser, and what it answers to dialogs.")
    login: LoginSettings | None = Field(None, description="How to log in, and how to know that one is in.")
    pace: Pace = Field(Pace(), description="How gently the application is asked.")
    frame: Frames = Field((), description="The frame that is meant wherever none is stated.")
    open: tuple[Step, ...] = Field((), description="What is done to get to the screen; it begins at `url`.")
    table: TableSettings | None = Field(None, description="The table that is read, and the header that must be there.")
    download: Download | None = Field(None, description="Instead of a table: a file that the screen exports.")
    key: tuple[str, ...] = Field((), description="The columns that tell one row from all others.")
    next: Next | None = Field(None, description="How to get to the next page; without it there is one.")
    total: Total | None = Field(None, description="What the screen states of the whole: a count, sums.")
    ranges: Ranges | None = Field(None, description="The list is asked for in ranges, as the application caps it.")
    details: Details | None = Field(None, description="What is read on the page of each row.")
    session: bool = Field(
        False,
        description="Whether pages behind the first may be asked for without showing them, with the browser's session; "
        "the first is read both ways and must be the same. Needs pages with addresses.",
    )
    python: Annotated[str, AfterValidator(_python)] | None = Field(
        None,
        description="A class that does what YAML cannot say, `journal.py:Journal`: any of the methods log_in, open, "
        "cells, next and total.",
    )
    file: Path | None = Field(None, description="The file that the recipe was read from; filled in by itself.")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.table is None) == (self.download is None):
            raise ValueError("state exactly one of `table` and `download`")
        if self.download is not None and (self.next or self.details or self.total or self.session):
            raise ValueError("a download has no `next`, `details`, `total` and `session`")
        if self.login is not None and self.next is not None and self.next.scroll and not self._end_is_known(self.next):
            raise ValueError(
                "a list that is scrolled needs `total`, or `next.last`: a session that is over ends it just as well"
            )
        if self.session and self.next is not None and not (self.next.address or self.next.link):
            raise ValueError("`session` needs pages with addresses: `next.link` or `next.address`")
        for table in filter(None, (self.table, self.details.table if self.details else None)):
            if table.header is None:
                raise ValueError("`table.header` must say which columns the screen has")
        if self.table is not None:
            self._check_columns(set(column_names(self.table)))
        return self

    def _end_is_known(self, following: Next) -> bool:
        return self.total is not None or following.last is not None or following.pages is not None

    def _check_columns(self, known: set[str]) -> None:
        named = [*self.key, *(self.total.sum if self.total else ())]
        for name in named:
            if name not in known:
                raise ValueError(f"there is no column {name!r} in `table.header`; there are {', '.join(sorted(known))}")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the screen's rows, in their order."""
        if self.table is None:
            return ()
        own = column_names(self.table)
        prefix = self.details.prefix if self.details else ""
        return unique_names([*own, *(prefix + name for name in self.detail_names)])

    @property
    def detail_names(self) -> tuple[str, ...]:
        """The columns of the page of a row, as that page has them."""
        return column_names(self.details.table) if self.details else ()
