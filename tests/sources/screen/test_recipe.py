"""Recipes: what must be there, and what fits together."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.screen.recipe import Recipe
from tests.sources.screen.reading import LOGIN

TABLE = {"at": "#list", "header": ["No", "Amount"]}
WHOLE: dict[str, Any] = {"url": "http://ledger.test", "table": TABLE}
DETAILS: dict[str, Any] = {"address": "/entry?no={No}", "table": {"at": "#lines", "header": ["No", "Text"]}}
DOWNLOAD: dict[str, Any] = {"at": "#export", "format": {"kind": "delimited"}}


def recipe(**stated: Any) -> Recipe:
    return Recipe.model_validate({**WHOLE, **stated})


def test_the_least_that_is_a_recipe() -> None:
    """An address and a table with its header."""
    made = recipe()
    assert made.columns == ("No", "Amount")
    assert (made.next, made.total, made.login, made.session) == (None, None, None, False)


@pytest.mark.parametrize(
    ("stated", "what"),
    [
        ({"table": None}, "exactly one of `table` and `download`"),
        ({"download": DOWNLOAD}, "exactly one of `table` and `download`"),
        ({"table": None, "download": DOWNLOAD, "next": {"link": "#n"}}, "a download has no `next`"),
        ({"table": None, "download": DOWNLOAD, "ranges": {}}, "of"),
        ({"session": True, "next": {"more": "#n"}}, "`session` needs pages with addresses"),
        ({"session": True, "next": {"scroll": "true"}}, "`session` needs pages with addresses"),
        ({"login": LOGIN, "next": {"scroll": "true"}}, "a list that is scrolled needs `total`, or `next.last`"),
        ({"table": {"at": "#list"}}, "`table.header` must say"),
        ({"details": {**DETAILS, "table": {"at": "#a"}}}, "`table.header` must say"),
        ({"key": ["Nr"]}, "no column 'Nr' in `table.header`; there are Amount, No"),
        ({"total": {"sum": {"Sum": "total"}}}, "no column 'Sum'"),
        ({"python": "journal"}, "a class is named as"),
        ({"python": "journal.py:"}, "a class is named as"),
        ({"url": ""}, "at least 1 character"),
        ({"version": "2"}, "Input should be '1'"),
        ({"tabel": {}}, "not permitted"),
    ],
)
def test_what_is_no_recipe(stated: dict[str, Any], what: str) -> None:
    """Is an error that says what is wrong."""
    with pytest.raises(ValidationError, match=what):
        Recipe.model_validate({key: value for key, value in {**WHOLE, **stated}.items() if value is not None})


@pytest.mark.parametrize("python", ["journal.py:Journal", "classes/journal.py:Journal", "ours.journal:Journal"])
def test_a_class_is_named(python: str) -> None:
    """By a file beside the recipe, or by a module."""
    assert recipe(python=python).python == python


def test_columns_with_details() -> None:
    """Those of the page of a row stand behind the row's own, with a prefix, or a number where they are the same."""
    assert recipe(details=DETAILS).columns == ("No", "Amount", "No_2", "Text")
    assert recipe(details={**DETAILS, "prefix": "Entry "}).columns == ("No", "Amount", "Entry No", "Entry Text")
    assert recipe(details=DETAILS).detail_names == ("No", "Text")


def test_what_is_taken_from_cells_is_a_column() -> None:
    """And can be a key."""
    made = recipe(table={**TABLE, "take": {"No": ["link"]}}, key=["No link"])
    assert made.columns == ("No", "Amount", "No link")


def test_a_download_has_no_columns_of_its_own() -> None:
    """They are those of the file."""
    made = Recipe.model_validate({"url": "http://ledger.test", "download": DOWNLOAD})
    assert made.columns == made.detail_names == ()


def test_parameters_are_not_shown() -> None:
    """One of them may be a password."""
    assert "sesame" not in repr(recipe(params={"password": "open sesame"}))
