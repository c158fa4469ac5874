"""The page of a row: how it is opened, and what is read there."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from legacy_adapters.sources.screen.declaration import Declaration, Where, check_one_group
from legacy_adapters.sources.screen.table.settings import TableSettings


class Taken(Declaration):
    """A part of what a row shows."""

    column: str = Field(alias="from", min_length=1, description="The column: `No. link`.")
    matches: str = Field(min_length=1, description=r"A regular expression with one group: `detail\((\d+)\)`.")

    @model_validator(mode="after")
    def _one_group(self) -> Self:
        check_one_group(self.matches)
        return self


class Details(Declaration):
    """What is read on the page of each row; its columns stand behind the row's own."""

    address: Annotated[str, Field(min_length=1)] | None = Field(
        None,
        description="The address of the row's page, with the row's columns filled in: `/customer?id={No}`; `{No link}` "
        "where the table takes a link's target.",
    )
    window: Where | None = Field(
        None,
        description="Instead of an address: what is clicked to open the row's window, with the row's columns and its "
        "number filled in: `#list tr:nth-child({row}) a`.",
    )
    values: dict[str, Taken] = Field(
        {},
        description="What is taken out of the row to be filled in besides its columns, such as the number in a link of "
        r"JavaScript: `id: {from: No. link, matches: 'detail\((\d+)\)'}`.",
    )
    table: TableSettings = Field(
        description="What is read there. A form, a list or labels with values give one row; a table gives several, and "
        "the row is repeated for each."
    )
    prefix: str = Field("", description="What is put in front of the names of these columns.")

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if (self.address is None) == (self.window is None):
            raise ValueError("state exactly one of `address` and `window`")
        return self
