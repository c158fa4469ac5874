"""Times and sizes as people write them."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from legacy_adapters.sources.quantities import Bytes, Seconds


class Written(BaseModel):
    """A time and a size."""

    time: Seconds = 0
    size: Bytes = 1


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("5 min", 300), ("2 Hours", 7200), ("250 ms", 0.25), ("1.5", 1.5), (7, 7)]
)
def test_a_duration_is_read_with_its_unit(text: object, seconds: float) -> None:
    """Seconds are meant where no unit stands."""
    assert Written.model_validate({"time": text}).time == seconds


@pytest.mark.parametrize(("text", "size"), [("500 MB", 500_000_000), ("1.5kb", 1_500), ("12", 12), (12, 12)])
def test_a_size_is_read_with_its_unit(text: object, size: int) -> None:
    """Units are those of 1000."""
    assert Written.model_validate({"size": text}).size == size


@pytest.mark.parametrize(("key", "text"), [("time", "soon"), ("time", "-1s"), ("size", "large"), ("size", "0")])
def test_anything_else_is_refused(key: str, text: str) -> None:
    """With an example of what is meant."""
    with pytest.raises(ValidationError):
        Written.model_validate({key: text})
