"""What is shown of each row on a page of its own."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import SourceChanged
from tests.sources.screen.ledger import HEADER, Ledger, Row, rows
from tests.sources.screen.reading import DETAILS, begun, cells, identity, origins, read

WINDOW: Any = {"window": "#list tbody tr:nth-child({row}) a", "table": DETAILS["table"], "prefix": "Entry "}
LANES: dict[str, dict[str, Any]] = {
    "address": {"details": DETAILS},
    "several": {"details": DETAILS, "pace": {"contexts": 3}},
    "session": {"details": DETAILS, "session": True},
    "window": {"details": WINDOW},
}


def ledger(**stated: Any) -> Ledger:
    """Seven entries, of which one has no lines, and one several."""
    found = rows(7)
    found[2] = replace(found[2], lines=())
    found[4] = replace(found[4], lines=("a", "b", "c"))
    return Ledger(found, **stated)


def wanted(found: list[Row]) -> list[list[str | None]]:
    """Each entry with each of its lines."""
    return [
        [row.no, row.date, row.amount, line, None if line is None else row.no]
        for row in found
        for line in row.lines or (None,)
    ]


@pytest.mark.parametrize("lane", LANES)
def test_each_row_with_its_lines(lane: str, tmp_path: Path) -> None:
    """However the pages are opened, in the order of the list."""
    made = ledger()
    batches = read(made, tmp_path, **LANES[lane])
    assert cells(batches) == wanted(made.rows)
    found = origins(batches)
    assert len(set(found)) == len(found)
    assert batches[0].rows.schema.names == [*HEADER, "Entry Line", "Entry No"]


@pytest.mark.parametrize("lane", LANES)
def test_it_goes_on_behind_every_page(lane: str, tmp_path: Path) -> None:
    """With the same batches."""
    whole = read(ledger(), tmp_path, **LANES[lane])
    for behind in range(1, len(whole)):
        some = begun(ledger(), tmp_path, behind, **LANES[lane])
        rest = read(ledger(), tmp_path, some[-1].position, **LANES[lane])
        assert identity(some + rest) == identity(whole)


@pytest.mark.parametrize("lane", ["address", "window"])
@pytest.mark.parametrize("what", ["crash", "throw_out"])
@pytest.mark.parametrize("request_number", [5, 6, 9])
def test_lost_in_the_middle(lane: str, what: str, request_number: int, tmp_path: Path) -> None:
    """The list is opened again, and goes on behind the last page that was handed over."""
    whole = identity(read(ledger(login=True), tmp_path, **LANES[lane]))
    made = ledger(login=True)
    made.at[request_number] = made.crash if what == "crash" else made.throw_out
    assert identity(read(made, tmp_path, **LANES[lane])) == whole


def test_several_at_once(tmp_path: Path) -> None:
    """As many pages are asked for at the same time as stated."""
    made = ledger()
    together = threading.Barrier(3)
    met: list[int] = []

    def always(path: str) -> None:
        if path == "/entry" and not met:
            together.wait(10)
            met.append(1)

    made.always = always
    made.rows = made.rows[:3]
    assert cells(read(made, tmp_path, **LANES["several"])) == wanted(made.rows)
    assert met


@pytest.mark.parametrize("lane", LANES)
def test_a_page_that_is_another_one(lane: str, tmp_path: Path) -> None:
    """Its header must be there; what is shown elsewhere is a changed source."""
    details = {**LANES[lane]["details"], "table": {"at": "#lines", "header": ["Zeile", "No"]}}
    with pytest.raises(SourceChanged, match="Zeile"):
        read(ledger(), tmp_path, **{**LANES[lane], "details": details})
    details = {**LANES[lane]["details"], "table": {"at": "#nothing", "header": ["Line", "No"]}}
    with pytest.raises(SourceChanged, match="#nothing"):
        read(ledger(), tmp_path, **{**LANES[lane], "details": details})


def test_a_row_that_is_a_fault_is_not_asked_for(tmp_path: Path) -> None:
    """Nothing is filled into an address that stands in the wrong column; it stays a fault."""
    made = ledger(linked=False)
    made.rows[1] = Row("0001", "2025</td><td>x</td><td>y", "1.25")
    batches = read(made, tmp_path, details=DETAILS, total=None)
    assert batches[0].faults is not None
    assert [(fault["row"], fault["column"]) for fault in batches[0].faults.to_pylist()] == [(1, "")]
    assert batches[0].rows.to_pylist()[1] == dict.fromkeys(batches[0].rows.schema.names)
    assert "/entry?no=0001" not in made.asked


def test_a_row_that_is_odd_stays_in_its_place_of_the_address(tmp_path: Path) -> None:
    """What a cell holds cannot ask for anything else."""
    made = ledger()
    made.rows = [Row("a/b?no=2&x=1#y", "2025-01-01", "1", ("line",))]
    made.linked = False
    assert cells(read(made, tmp_path, details=DETAILS)) == wanted(made.rows)


def test_what_is_known_of_the_recipe_can_be_in_the_address(tmp_path: Path) -> None:
    """Its parameters, and those of the range."""
    made = ledger()
    details = {**DETAILS, "address": "/{what}?no={No}"}
    assert cells(read(made, tmp_path, details=details, params={"what": "entry"})) == wanted(made.rows)


def test_the_windows_of_rows_are_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One is open at a time."""
    from tests.sources.screen.fake_screen import FakeContext, FakeScreen

    most = [0]
    opening = FakeContext.screen

    def counted(context: FakeContext) -> FakeScreen:
        screen = opening(context)
        most[0] = max(most[0], context.windows)
        return screen

    monkeypatch.setattr(FakeContext, "screen", counted)
    read(ledger(), tmp_path, **LANES["window"])
    assert most[0] == 2
