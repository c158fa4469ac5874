"""How a recipe goes on from page to page."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, PositiveInt, model_validator

from legacy_adapters.sources.screen.declaration import Declaration, TextAt, Where


class Next(Declaration):
    """How to get to the next page; exactly one of ``link``, ``address``, ``more`` and ``scroll``."""

    link: Where | None = Field(
        None,
        description="What is clicked for the next page; the last page is the one without it, or where it is disabled. "
        "{page} is the number of the next page: `text={page}`.",
    )
    further: Where | None = Field(
        None, description="What is clicked where `link` is not there and there may be more, such as `text=...`."
    )
    address: Annotated[str, Field(min_length=1)] | None = Field(
        None, description="The address of a page: `/customers?page={page}`. The last is stated (`pages`), or `last` is."
    )
    first: int = Field(1, description="The number of the first page.")
    more: Where | None = Field(
        None, description="A button that puts more rows below those that are there; it is gone at the end."
    )
    scroll: bool = Field(False, description="More rows come when the list, or the page, is scrolled to its end.")
    page: TextAt | None = Field(
        None, description=r"Where the page's number is shown, as in `Page ([\d,.]+) of`: no page may be left out."
    )
    pages: TextAt | None = Field(None, description=r"Where the number of pages is shown, as in `of ([\d,.]+)`.")
    last: Where | None = Field(None, description="What can be seen on the last page only.")
    most: PositiveInt = Field(100_000, description="So many pages are too many: something goes in circles.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [self.link is not None, self.address is not None, self.more is not None, self.scroll]
        if sum(ways) != 1:
            raise ValueError("state exactly one of `link`, `address`, `more` and `scroll`")
        if self.address is not None and self.pages is None and self.last is None:
            raise ValueError("with `address`, say where the end is: `pages`, or `last`")
        if self.further is not None and self.link is None:
            raise ValueError("`further` belongs to `link`")
        return self

    @property
    def grows(self) -> bool:
        """Whether more rows come onto the same page."""
        return self.more is not None or self.scroll
