"""What a pipeline file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.fixed.settings import FixedFormat
from tests.sources.files.fixed.given import settings, write


def test_a_copybook_is_part_of_the_settings(tmp_path: Path) -> None:
    """It is read from the pipeline's folder, so that a change of it is a change of the pipeline."""
    write(tmp_path, b"       01 A PIC X.\n", "a.cpy")
    found = FixedFormat.model_validate({"copybook": "a.cpy"}, context={"folder": tmp_path})
    assert found.copybook == "       01 A PIC X.\n"
    assert FixedFormat.model_validate(found.model_dump(mode="json", exclude_unset=True)) == found


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "state the layout"),
        ({"copybook": "01 A PIC X.", "fields": [{"name": "A", "width": 1}]}, "state the layout"),
        ({"fields": [{"name": "A", "width": 1}], "when": {"A": {"B": "1"}}}, "belong to a copybook"),
        ({"fields": [{"name": "A", "width": 1}], "rdw": {}, "framing": "lines"}, "`framing` is another"),
        ({"copybook": "01 A PIC X.", "encoding": "cp9999"}, "not a code page"),
        ({"copybook": "missing.cpy"}, "cannot be read"),
        ({"copybook": "01 A PIC X.", "no_such": 1}, "no_such"),
    ],
)
def test_what_contradicts_itself(given: dict[str, object], message: str) -> None:
    """The error says what to state."""
    with pytest.raises(ValueError, match=message):
        settings(**given)


def test_a_count_over_several_kinds_is_refused() -> None:
    """It could not be compared."""
    records = {"field": [1, 1], "types": {"1": {"name": "a", "fields": [{"name": "A", "width": 1}]}}}
    with pytest.raises(ValueError, match="cannot be compared"):
        settings(records=records, trailer={"starts_with": "9", "count": [2, 3]})
