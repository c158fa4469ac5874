"""Ranges one after the other and several at once, halved until the application shows all of each."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.position import Position
from tests.sources.screen.ledger import Ledger, Row, rows
from tests.sources.screen.reading import RANGES, begun, cells, expected, identity, origins, read


def ledger(cap: int = 4, **stated: Any) -> Ledger:
    """Fourteen entries on seven days."""
    return Ledger(rows(14), cap=cap, **stated)


@pytest.mark.parametrize("contexts", [1, 4])
@pytest.mark.parametrize("cap", [2, 4, 100])
def test_all_rows_in_order(cap: int, contexts: int, tmp_path: Path) -> None:
    """However small the ranges must become, and however many are read at once."""
    made = ledger(cap)
    batches = read(made, tmp_path, pace={"contexts": contexts})
    assert cells(batches) == expected(made.rows)
    assert len({batch.id for batch in batches}) == len(batches)
    assert len(set(origins(batches))) == 14


def test_ids_name_the_range(tmp_path: Path) -> None:
    """And the page in it."""
    batches = read(ledger(4), tmp_path)
    assert [batch.id for batch in batches][:3] == [
        "2025-01-01 to 2025-01-02 page 1",
        "2025-01-01 to 2025-01-02 page 2",
        "2025-01-03 to 2025-01-04 page 1",
    ]


def test_split_to_single_days_and_not_further(tmp_path: Path) -> None:
    """A day of which the application does not show all is named, with what to do."""
    with pytest.raises(SourceChanged, match="does not show all even of 2025-01-01") as caught:
        read(ledger(1), tmp_path)
    assert "further field" in caught.value.hint


def test_ranges_as_they_are_stated_are_not_asked_for_as_one(tmp_path: Path) -> None:
    """`each` spares questions in vain."""
    made = ledger(4)
    read(made, tmp_path, ranges={**RANGES, "each": 2})
    assert sum("from" in asked and "page" not in asked for asked in made.asked) == 4


@pytest.mark.parametrize("contexts", [1, 3])
@settings(max_examples=15)
@given(data=st.data())
def test_it_goes_on_behind_every_page(
    contexts: int, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the ranges were when the run was killed, empty ones among them."""
    folder = tmp_path_factory.getbasetemp()
    made = ledger(data.draw(st.sampled_from([2, 4])))
    gone = data.draw(st.sets(st.integers(0, 13)))
    made.rows = [row for number, row in enumerate(made.rows) if number not in gone]
    stated: Any = {"pace": {"contexts": contexts}}
    whole = read(made, folder, **stated)
    behind = data.draw(st.integers(1, len(whole) - 1))
    rest = read(made, folder, whole[behind - 1].position, **stated)
    assert identity(whole[:behind] + rest) == identity(whole)


def test_each_range_is_proven_by_itself(tmp_path: Path) -> None:
    """Its count is that of its rows."""
    with pytest.raises(SourceChanged, match="states 99 rows, and has 4"):
        read(ledger(4, says={"count": "99"}), tmp_path)


def test_a_range_without_rows(tmp_path: Path) -> None:
    """Is read to its end like any other."""
    made = ledger(4)
    made.rows = [row for row in made.rows if row.date not in ("2025-01-01", "2025-01-02", "2025-01-05")]
    assert cells(read(made, tmp_path, ranges={**RANGES, "each": 1})) == expected(made.rows)


def test_several_at_once_are_asked_at_the_same_time(tmp_path: Path) -> None:
    """As many as stated, and no more."""
    made = ledger(4)
    together = threading.Barrier(2)
    now, most = [0], [0]
    lock = threading.Lock()

    def always(path: str) -> None:
        if path != "/list" or together.broken:
            return
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        try:
            together.wait(5)
        except threading.BrokenBarrierError:
            pass
        finally:
            with lock:
                now[0] -= 1
                if most[0] >= 2:
                    together.abort()

    made.always = always
    assert cells(read(made, tmp_path, ranges={**RANGES, "each": 2}, pace={"contexts": 2})) == expected(made.rows)
    assert most[0] == 2


@pytest.mark.parametrize("what", ["crash", "throw_out"])
@pytest.mark.parametrize("request_number", [6, 9, 12])
def test_lost_in_the_middle_of_ranges(what: str, request_number: int, tmp_path: Path) -> None:
    """One after the other: the same batches as without it."""
    whole = identity(read(ledger(4, login=True), tmp_path))
    made = ledger(4, login=True)
    made.at[request_number] = made.crash if what == "crash" else made.throw_out
    assert identity(read(made, tmp_path)) == whole


def test_numbers(tmp_path: Path) -> None:
    """Ranges of numbers are asked for as such."""
    made = Ledger([Row(f"{n}", f"{n}", "1") for n in range(10, 20)], cap=3, per_page=9)
    stated = {"of": "numbers", "start": "10", "end": "{last}", "capped": ".capped"}
    batches = read(made, tmp_path, ranges=stated, params={"last": "19"})
    assert cells(batches) == expected(made.rows)


def test_the_position_has_the_ranges_that_are_left(tmp_path: Path) -> None:
    """So that what was halved stays so."""
    (first, *_) = begun(ledger(4), tmp_path, 1)
    assert Position.of(first.position).ranges == (
        ("2025-01-01", "2025-01-02"),
        ("2025-01-03", "2025-01-04"),
        ("2025-01-05", "2025-01-08"),
    )
