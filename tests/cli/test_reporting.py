"""A report as a person reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from rich.console import Console

from legacy_adapters.cli.reporting import show_report
from legacy_adapters.core.checkpoint import Delivered, Rows, Tally
from legacy_adapters.runs.report import Report

BEGAN = datetime(2026, 1, 31, 3, 0, tzinfo=UTC)


def shown(**changes: object) -> str:
    values: dict[str, object] = {
        "pipeline": "gl",
        "run_id": "r1",
        "status": "finished",
        "exit_code": 65,
        "moments": (BEGAN,),
        "ended_at": BEGAN + timedelta(seconds=5),
        "streams": {
            "gl": Tally(
                Rows(12_345, 12_340, 0, 2, 3),
                {"gl_line": Delivered(12_340, 12_340, sums={"amount": Decimal("-0.5000")})},
                1,
            )
        },
        "outputs": ("out/gl_line.csv",),
    }
    console = Console(width=200, highlight=False, record=True, file=None, quiet=False)
    with console.capture() as captured:
        show_report(Report(**(values | changes)), console)  # type: ignore[arg-type]
    return captured.get()


def test_it_shows_balance_totals_and_where_the_output_is() -> None:
    """Rows read, what became of them, the sums of amounts, the files."""
    text = shown()
    for piece in ("12,345", "12,340", "amount -0.50", "3 rows rejected, 1 new, 2 known before", "out/gl_line.csv"):
        assert piece in text


def test_a_resumed_run_is_of_several_moments() -> None:
    """What was read before the interruption is older than the rest, and the report says so."""
    assert "2 moments" in shown(moments=(BEGAN, BEGAN + timedelta(seconds=1)))


def test_what_does_not_balance_is_seen() -> None:
    """A difference stands out."""
    assert "NO" in shown(streams={"gl": Tally(Rows(read=5, taken=4))})


def test_the_error_that_ended_it_is_shown() -> None:
    """A failed run says why."""
    assert "the server is gone" in shown(status="failed", exit_code=69, error="the server is gone")
