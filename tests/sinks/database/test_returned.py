"""What was given to the sink is read back as it was."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from legacy_adapters.core.protocols import Answering
from tests.sinks.database.places import Place, Row, records, sqlite_place

FULL: Row = {
    "n": 9_007_199_254_740_993,
    "name": 'Größe "x"\n',
    "amount": Decimal("12345678901234567890.1234"),
    "rate": Decimal("0.000000000001"),
    "day": date(1753, 1, 1),
    "moment": datetime(2024, 2, 29, 23, 59, 59, 999_999),
    "yes": False,
}
EMPTY: Row = {"n": 1}


def check_returned(place: Place, row: Row) -> None:
    """A record that is refused when it is published is the one that was written."""
    given = records(row, sequence=5)
    given = replace(given, stream="gl", source_modified_at=pa.array([datetime(2024, 1, 1)], pa.timestamp("us")))
    with closing(place.sink().open(place.delivery(), None)) as sink:
        sink.write(given)
        sink.commit()
        sink.publish()
        assert isinstance(sink, Answering)
        [refusal] = sink.refusals()
    found = refusal.record
    assert found.rows.equals(given.rows)
    assert found.envelope().equals(given.envelope())
    assert (found.entity, found.stream, found.first_sequence) == ("entry", "gl", 5)


@pytest.mark.parametrize("row", [FULL, EMPTY], ids=["full", "empty"])
def test_every_type_is_exact(row: Row, tmp_path: Path) -> None:
    """Values, nulls and the envelope, to the microsecond and the last digit."""
    place = sqlite_place(tmp_path)
    place.run()
    place.execute("CREATE TRIGGER t BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'no'); END")
    check_returned(place, row)
