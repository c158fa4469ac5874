"""A report is kept as JSON and comes back the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.checkpoint import Delivered, Rows, Tally
from legacy_adapters.runs.report import Report

BEGAN = datetime(2026, 1, 31, 3, 0, tzinfo=UTC)


def report(**changes: object) -> Report:
    values: dict[str, object] = {
        "pipeline": "gl",
        "run_id": "20260131-030000-ab12",
        "status": "finished",
        "exit_code": 65,
        "moments": (BEGAN, BEGAN + timedelta(hours=1)),
        "ended_at": BEGAN + timedelta(hours=2),
        "streams": {
            "gl": Tally(Rows(10, 7, 0, 1, 2), {"gl_line": Delivered(7, 7, sums={"amount": Decimal("0.10")})}, 1)
        },
        "outputs": ("out/gl_line.csv",),
        "notes": ("a note",),
        "error": None,
    }
    return Report(**(values | changes))  # type: ignore[arg-type]


def test_it_comes_back_from_json_as_it_was() -> None:
    """Times, sums and counts survive."""
    assert Report.from_json(report().to_json()) == report()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20))
def test_sums_are_kept_to_the_last_digit(total: Decimal) -> None:
    """A sum is text in JSON and never a binary number."""
    kept = report(streams={"gl": Tally(records={"gl_line": Delivered(sums={"amount": total})})})
    back = Report.from_json(kept.to_json())
    assert str(back.streams["gl"].records["gl_line"].sums["amount"]) == format(total, "f")


def test_rejects_are_counted_over_all_streams() -> None:
    """Known and new ones are told apart."""
    assert (report().rejected, report().new_rejects) == (2, 1)


def test_one_stream_out_of_balance_spoils_the_whole() -> None:
    """A run balances only if every stream does."""
    assert report().balanced
    assert not report(streams={"gl": Tally(Rows(read=2, taken=1))}).balanced
