"""Patterns and fields of lines."""

from __future__ import annotations

from typing import Any

import pytest

from legacy_adapters.sources.files.report.line_settings import Total, named_groups
from tests.sources.files.report.pages import settings


def test_names_of_parts() -> None:
    """In both ways of writing them."""
    assert named_groups(r"(?<A>x)(?P<B>y)(?:z)(c)") == ["A", "B"]
    assert Total(match=r"^S (?<A>\d)").of == "group"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"detail": "^("}, "no regular expression"),
        ({"detail": "^x"}, "names no column"),
        (
            {"detail": {"match": "(?<A>x)", "fields": [{"name": "A", "at": 1, "like": "date"}]}},
            "either `match` or `fields`",
        ),
        ({"detail": {"fields": [{"name": "A", "at": 1}]}}, "every line would be a row"),
        ({"groups": {"k": "^Konto"}}, "no bracketed part"),
        ({"sums": [{"match": "^Summe"}]}, "names no column"),
        ({"sums": [{"match": "^Summe (?<X>x)"}]}, "X, which is no column"),
        ({"groups": {"BELEG": "(x)"}}, "two columns are called BELEG"),
        ({"encoding": "cp9999"}, "not a code page"),
        ({"detail": "(?<A>x)(?=y)", "sums": []}, "no regular expression"),
    ],
)
def test_what_is_refused(given: dict[str, Any], message: str) -> None:
    """With a reason."""
    with pytest.raises(ValueError, match=message):
        settings(**given)
