"""A download, as it is written."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.screen.download.settings import Download

FORMAT = {"kind": "delimited"}


def test_a_place_and_a_format() -> None:
    """And which of several things in the file is meant."""
    made = Download.model_validate(
        {"at": "#export", "frame": "main", "format": {"kind": "spreadsheet"}, "table": "Sheet 2"}
    )
    assert (made.at, made.frame, made.what) == ("#export", ("main",), "Sheet 2")


@pytest.mark.parametrize("stated", ["#export", {"at": "#export"}, {"format": FORMAT}, {"at": "", "format": FORMAT}])
def test_what_is_no_download(stated: Any) -> None:
    """Where to click and how the file is written must both be said."""
    with pytest.raises(ValidationError):
        Download.model_validate(stated)
