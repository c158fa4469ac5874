"""Ranges, as they are written."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.screen.ranges.settings import Ranges
from tests.sources.screen.reading import RANGES


@pytest.mark.parametrize("written", ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%y", "%d %b %Y", "%Y%m%d", "%j/%Y"])
def test_dates_are_written_as_stated(written: str) -> None:
    """In whatever way a day can be told from all others."""
    assert Ranges.model_validate({**RANGES, "written": written}).written == written


@pytest.mark.parametrize(
    ("stated", "what"),
    [
        ({"written": "%d.%m."}, "the day, the month and the year"),
        ({"written": "%m.%Y"}, "the day, the month and the year"),
        ({"written": "today"}, "the day, the month and the year"),
        ({"written": "%d.%m.%Y%"}, "`written`"),
        ({"each": 0}, "greater than 0"),
        ({"of": "letters"}, "Input should be"),
        ({"start": ""}, "at least 1 character"),
    ],
)
def test_what_is_no_range(stated: dict[str, Any], what: str) -> None:
    """A date that would not be clear is an error."""
    with pytest.raises(ValidationError, match=what):
        Ranges.model_validate({**RANGES, **stated})


def test_numbers_need_no_way_of_writing() -> None:
    """They are filled in as they are."""
    stated = {"of": "numbers", "start": "1", "end": "9", "capped": ".capped", "written": "%d"}
    assert Ranges.model_validate(stated).of == "numbers"
