"""Which framing is meant."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.fixed.plan import plan_of
from legacy_adapters.sources.files.fixed.told_apart import framing_name, framing_of
from tests.sources.files.fixed.given import settings

BOOK = "01 A PIC X(3)."


@pytest.mark.parametrize(
    ("given", "name", "kind"),
    [
        ({}, "lines", "Lines"),
        ({"encoding": "cp037"}, "fixed", "FixedLength"),
        ({"record_length": 9}, "fixed", "FixedLength"),
        ({"rdw": {}}, "rdw", "LengthField"),
        ({"framing": "rdw"}, "rdw", "LengthField"),
        ({"framing": "counted"}, "counted", "Counted"),
        ({"framing": "lines", "encoding": "cp037"}, "lines", "Lines"),
    ],
)
def test_framings(given: dict[str, object], name: str, kind: str) -> None:
    """Stated, or what follows from the rest."""
    format_ = settings(copybook=BOOK, **given)
    plan = plan_of(format_)
    assert framing_name(format_, plan) == name
    assert type(framing_of(format_, plan)).__name__ == kind
