"""Rows set aside by a stage: whole, as rejects, in the order of the rows."""

from __future__ import annotations

from legacy_adapters.changes.set_aside import set_aside
from legacy_adapters.core.protocols import Mapped
from legacy_adapters.core.reject import Reason, Reject
from tests.changes.test_duplicates import batch_of, kept, mapped, records

WAITS = Reason("kept_back", "gl_line", "journal_id", "x")


def test_a_row_goes_with_all_of_its_records() -> None:
    """Of whatever entity they are; the balance is of rows."""
    given = mapped(records("gl_line", ["a", "b", "c"]), records("account", ["1", "2"], [1, 2]), taken=3)
    result = set_aside(batch_of(3), given, {1: [WAITS]}, {1: "b"})
    assert (kept(result), kept(result, "account"), result.taken) == (["a", "c"], ["2"], 2)
    assert [(r.origin, r.record_id, r.row, r.reasons) for r in result.rejects] == [
        ("r1", "b", '{"raw": "r1"}', (WAITS,))
    ]


def test_rejects_stand_in_the_order_of_the_rows() -> None:
    """Those that there were, and the new ones."""
    bad = Reject("gl", "r1", None, "{}", (Reason("not_a_number", "gl_line", "amount"),))
    given = Mapped((records("gl_line", ["a", "c"], [0, 2]),), (bad,), 2, 0)
    result = set_aside(batch_of(3), given, {0: [WAITS], 2: [WAITS]}, {})
    assert [reject.origin for reject in result.rejects] == ["r0", "r1", "r2"]
