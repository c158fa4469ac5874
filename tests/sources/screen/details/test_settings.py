"""The page of a row, as it is written."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.screen.details.settings import Details
from legacy_adapters.sources.screen.screen import Place

TABLE = {"at": "#lines", "header": ["Line"]}


@pytest.mark.parametrize("stated", [{}, {"address": "/e", "window": "#w"}, {"address": ""}])
def test_it_is_opened_one_way(stated: dict[str, Any]) -> None:
    """By an address or in a window: neither, or both, is an error."""
    with pytest.raises(ValidationError):
        Details.model_validate({"table": TABLE, **stated})


def test_a_window_is_a_place() -> None:
    """In which the row's columns and its number are filled in."""
    details = Details.model_validate({"table": TABLE, "window": "tr:nth-child({row}) a[title='{No}']"})
    assert details.window is not None
    assert details.window.place((), {"row": "3", "No": "0001"}) == Place("tr:nth-child(3) a[title='0001']")
