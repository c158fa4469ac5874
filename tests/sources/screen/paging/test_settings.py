"""How a recipe goes on, as it is written."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.screen.paging.settings import Next


@pytest.mark.parametrize(
    ("stated", "what"),
    [
        ({}, "exactly one of `link`, `address`, `more` and `scroll`"),
        ({"scroll": False}, "exactly one of"),
        ({"link": "#a", "more": "#b"}, "exactly one of"),
        ({"address": "/list?page={page}"}, "say where the end is"),
        ({"further": "#a", "more": "#b"}, "`further` belongs to `link`"),
        ({"link": "#a", "most": 0}, "greater than 0"),
        ({"link": "#a", "page": {"at": "#a", "matches": "x"}}, "exactly one group"),
        ({"link": ""}, "at least 1 character"),
    ],
)
def test_what_is_no_way(stated: dict[str, Any], what: str) -> None:
    """None, two, or one that has no end is an error."""
    with pytest.raises(ValidationError, match=what):
        Next.model_validate(stated)


@pytest.mark.parametrize(
    ("stated", "grows"),
    [
        ({"link": "#a"}, False),
        ({"link": "#a", "further": "#b"}, False),
        ({"address": "/list?page={page}", "last": "#end"}, False),
        ({"more": "#a"}, True),
        ({"scroll": True}, True),
    ],
)
def test_whether_a_page_grows(stated: dict[str, Any], grows: bool) -> None:
    """More rows come below, or other ones in their place."""
    assert Next.model_validate(stated).grows is grows
