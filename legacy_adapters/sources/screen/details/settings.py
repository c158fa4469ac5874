"""The page of a row: how it is opened, and what is read there."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from legacy_adapters.sources.screen.declaration import Declaration, Where
from legacy_adapters.sources.screen.table.settings import TableSettings


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
