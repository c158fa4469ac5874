"""What screens are measured with, and what a right copy of them holds."""

from __future__ import annotations

import pytest
import yaml

from benchmarks.screen_recipes import PAGES, SESSION, details, of_pages
from benchmarks.screen_site import row
from legacy_adapters.sources.screen.recipe import Recipe
from tests.fixtures.nordhandel import load_build_script


@pytest.mark.parametrize(("text", "detailed"), [(PAGES, False), (SESSION, False), (details(8), True)])
def test_recipes_have_the_columns_of_the_copy(text: str, detailed: bool) -> None:
    """A recipe that is not valid, or that reads other columns, would measure nothing."""
    # Text as it stands, as recipes are read.
    recipe = Recipe.model_validate(yaml.load(text.replace("~", "x"), yaml.BaseLoader))
    assert list(recipe.columns) == of_pages(1, detailed=detailed)[0]


def test_rows_are_those_of_the_application() -> None:
    """Its own truth says the same of them."""
    truth = load_build_script().truth()
    for number in (1, 99, 5000, 200_000):
        assert row(number) == truth.bench(number, number)[0]


def test_a_copy_holds_every_row() -> None:
    """In the order of the pages, below the header."""
    copy = of_pages(2)
    assert [len(copy), copy[1][0], copy[-1][:2]] == [201, "000001", ["000200", "Line 200"]]
    assert of_pages(1, detailed=True)[7][-2:] == ["000001", "Line 1"]
