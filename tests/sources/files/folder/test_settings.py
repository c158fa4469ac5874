"""What a pipeline file says of a folder."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from legacy_adapters.sources.files.folder.settings import After, Complete, Limits, Order, PatternTexts


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30), ("5 min", 300), ("2 hours", 7200), ("1 day", 86400), ("10", 10), (3, 3), ("0.5 s", 0.5)],
)
def test_durations_are_text(text: Any, seconds: float) -> None:
    """In the units that people write."""
    assert Complete(stable_for=text).stable_for == seconds


@pytest.mark.parametrize(
    "stated", [{"trigger": "{stem}.ok"}, {"trailer": "true"}, {"lock": "exclusive"}, {"rename": "*.tmp"}]
)
def test_each_way_can_be_stated_as_text(stated: dict[str, str]) -> None:
    """As a pipeline file has it."""
    found = Complete.model_validate(stated)
    assert found.model_dump(exclude_none=True).keys() == stated.keys()


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"stable_for": "30s", "trailer": "true"},
        {"stable_for": "soon"},
        {"stable_for": "-5"},
        {"trailer": "false"},
        {"lock": "shared"},
        {"trigger": "{x}.ok"},
        {"rename": "../x"},
        {"after": "x"},
    ],
)
def test_anything_but_one_way_is_refused(stated: dict[str, str]) -> None:
    """None, two, or one that there is not."""
    with pytest.raises(ValidationError):
        Complete.model_validate(stated)


@pytest.mark.parametrize("stated", [{"archive": "{x}"}, {"quarantine": ""}, {"archive": "."}, {"arch": "done"}])
def test_wrong_folders_are_refused(stated: dict[str, str]) -> None:
    """Before anything is moved."""
    with pytest.raises(ValidationError):
        After.model_validate(stated)


def test_an_order_may_be_one_key_or_several() -> None:
    """Names as words, the others with what to look for."""
    adapter: TypeAdapter[Order] = TypeAdapter(Order)
    assert [key.by for key in adapter.validate_python("name")] == ["name"]
    found = adapter.validate_python(["modified", {"number": r"BUCH(\d+)"}, {"date": "%Y%m%d"}])
    assert [(key.by, key.number, key.date) for key in found] == [
        ("modified", None, None),
        (None, r"BUCH(\d+)", None),
        (None, None, "%Y%m%d"),
    ]


@pytest.mark.parametrize(
    "stated", ["size", {"number": "BUCH"}, {"number": "("}, {"date": "%m"}, [], {"by": "name", "date": "%Y"}]
)
def test_wrong_orders_are_refused(stated: Any) -> None:
    """An expression needs its one group, a date its year."""
    adapter: TypeAdapter[Order] = TypeAdapter(Order)
    with pytest.raises(ValidationError):
        adapter.validate_python(stated)


def test_sizes_are_text() -> None:
    """Of a thousand, as disks are sold."""
    assert Limits.model_validate({"unpacked": "500 MB", "ratio": "20"}) == Limits(unpacked=500_000_000, ratio=20)
    with pytest.raises(ValidationError):
        Limits.model_validate({"unpacked": "much"})


def test_patterns_are_one_or_many() -> None:
    """And checked at once."""
    adapter: TypeAdapter[PatternTexts] = TypeAdapter(PatternTexts)
    assert adapter.validate_python("*.txt") == ("*.txt",)
    assert adapter.validate_python(["a", "b"]) == ("a", "b")
    with pytest.raises(ValidationError):
        adapter.validate_python(["../a"])
