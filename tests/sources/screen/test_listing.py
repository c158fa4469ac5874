"""One list from its first page to its last, proven to be whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.files.faults import as_faults
from legacy_adapters.sources.screen.listing import without_first
from tests.sources.screen.details.test_joining import listed
from tests.sources.screen.ledger import HEADER, Ledger, Row, rows
from tests.sources.screen.reading import (
    COUNT,
    PAGE,
    SUM,
    WAYS,
    begun,
    cells,
    expected,
    identity,
    origins,
    read,
)

SUMS: Any = {"count": COUNT, "sum": {"Amount": SUM}}


@pytest.mark.parametrize("way", WAYS)
def test_all_rows_by_each_way(way: str, tmp_path: Path) -> None:
    """With the count and the sum that the screen states."""
    ledger = Ledger(rows(10), way=way)
    batches = read(ledger, tmp_path, total=SUMS)
    assert cells(batches) == expected(ledger.rows)
    assert [batch.id for batch in batches] == ["page 1", "page 2", "page 3", "page 4", "end"]


def test_origins_name_address_page_and_row(tmp_path: Path) -> None:
    """And are all different."""
    found = origins(read(Ledger(rows(4)), tmp_path))
    assert found == [
        "http://ledger.test/list page 1 row 1",
        "http://ledger.test/list page 1 row 2",
        "http://ledger.test/list page 1 row 3",
        "http://ledger.test/list?page=2 page 2 row 1",
    ]


@pytest.mark.parametrize("way", WAYS)
def test_an_empty_list(way: str, tmp_path: Path) -> None:
    """Is no error where the screen says that there is nothing, and states nothing else."""
    batches = read(Ledger([], way=way), tmp_path, total=SUMS)
    assert cells(batches) == []
    assert batches[0].rows.schema.names == list(HEADER)


def test_an_empty_list_that_states_rows(tmp_path: Path) -> None:
    """What it states must be right."""
    with pytest.raises(SourceChanged, match="states 7 rows, and has 0"):
        read(Ledger([], says={"count": "7"}), tmp_path)


def test_neither_the_table_nor_nothing(tmp_path: Path) -> None:
    """A screen that shows something else is a changed source, with evidence."""
    with pytest.raises(SourceChanged, match="the table #list cannot be seen") as caught:
        read(Ledger([]), tmp_path, table={"at": "#list", "header": list(HEADER)})
    assert "Evidence: " in caught.value.hint
    assert len(list((tmp_path / ".legacy_adapters" / "evidence").iterdir())) == 1


def test_another_header(tmp_path: Path) -> None:
    """Nothing is read of a table that is not the one."""
    with pytest.raises(SourceChanged, match="Betrag"):
        read(Ledger(rows(3)), tmp_path, table={"at": "#list", "header": ["No", "Date", "Betrag"]}, key=())


@pytest.mark.parametrize(
    ("says", "what"),
    [
        ({"count": "11"}, "states 11 rows, and has 10"),
        ({"count": "9"}, "states 9 rows, and has 10"),
        ({"count": "some"}, "does not state the number of rows"),
        ({"sum": "1.00"}, "states 1.00 as the sum of Amount, and its rows give 47.5"),
    ],
)
def test_totals_that_lie(says: dict[str, str], what: str, tmp_path: Path) -> None:
    """Are a changed source at the end."""
    with pytest.raises(SourceChanged, match=what):
        read(Ledger(rows(10), says=says), tmp_path, total=SUMS)


def test_subtotals_on_every_page(tmp_path: Path) -> None:
    """Are set apart by rule, and add up to the rows."""
    table = {"at": "#list", "header": list(HEADER), "skip": [{"name": "subs", "class": "sub", "as": "subtotal"}]}
    ledger = Ledger(rows(7), subtotals=True)
    batches = read(ledger, tmp_path, table=table, total={"count": COUNT, "sum": {"Amount": "subtotal"}})
    assert cells(batches) == expected(ledger.rows)


@pytest.mark.parametrize("way", ["more", "scroll"])
def test_subtotals_of_a_list_that_grows(way: str, tmp_path: Path) -> None:
    """Those that were there before are not added again."""
    table = {"at": "#list", "header": list(HEADER), "skip": [{"name": "subs", "class": "sub", "as": "subtotal"}]}
    ledger = Ledger(rows(7), way=way, subtotals=True)
    batches = read(ledger, tmp_path, table=table, total={"count": COUNT, "sum": {"Amount": "subtotal"}})
    assert cells(batches) == expected(ledger.rows)


def test_circles(tmp_path: Path) -> None:
    """A page that was there before is a changed source; with numbers the number tells."""
    with pytest.raises(SourceChanged, match="goes in circles: this is page 1 again"):
        read(Ledger(rows(10), circle=1), tmp_path)
    with pytest.raises(SourceChanged, match="page 2 came behind page 4"):
        read(Ledger(rows(10), circle=2), tmp_path, next={**WAYS["link"], "page": PAGE})


def test_a_gap(tmp_path: Path) -> None:
    """A page that is left out is seen by its number, and by the count."""
    with pytest.raises(SourceChanged, match="page 3 came behind page 1"):
        read(Ledger(rows(10), leaves_out=2), tmp_path, next={**WAYS["link"], "page": PAGE})
    with pytest.raises(SourceChanged, match="states 10 rows, and has 7"):
        read(Ledger(rows(10), leaves_out=2), tmp_path)


@pytest.mark.parametrize("way", WAYS)
def test_a_list_that_grows_while_it_is_read(way: str, tmp_path: Path) -> None:
    """Another number of rows on a later page is a changed source."""
    ledger = Ledger(rows(10), way=way)
    ledger.at[4] = lambda: ledger.rows.append(Row("9999", "2025-01-09", "1"))
    with pytest.raises(SourceChanged, match="stated 10 rows at first, and 11 now"):
        read(ledger, tmp_path)


def test_rows_that_move_while_they_are_read(tmp_path: Path) -> None:
    """A list that is put in front of shows rows twice: the count sees it."""
    ledger = Ledger(rows(10), says={"count": "10"})
    ledger.at[4] = lambda: ledger.rows.insert(0, Row("9999", "2025-01-09", "1"))
    with pytest.raises(SourceChanged, match="states 10 rows, and has 11"):
        read(ledger, tmp_path)


def test_a_list_behind_steps(tmp_path: Path) -> None:
    """Is opened as the recipe says, and the step that fails is named."""
    assert cells(read(Ledger(rows(2)), tmp_path, open=[{"click": "#journal"}])) == expected(rows(2))
    with pytest.raises(SourceChanged) as caught:
        read(Ledger(rows(2)), tmp_path, open=[{"click": "#jornal"}])
    assert caught.value.where.startswith("open, step 1 (click #jornal)")


def test_a_list_in_a_window_of_its_own(tmp_path: Path) -> None:
    """Is read there, and a second run reads the same."""
    ledger = Ledger(rows(7))
    assert cells(read(ledger, tmp_path, open=[{"window": "#journal"}])) == expected(ledger.rows)


def test_pages_that_are_kept_are_named_in_the_origin(tmp_path: Path) -> None:
    """By the file in which they are."""
    from legacy_adapters.sources.screen.settings import ScreenStream
    from tests.sources.screen.reading import NAME, browser_for, recipe, source

    ledger = Ledger(rows(2))
    with browser_for(ledger), source(tmp_path, keep_pages="pages").connect() as connection:
        (batch, _) = list(connection.reader(NAME, ScreenStream(recipe=recipe(ledger))).read({}))
    name = str(batch.origin[0]).partition(" in ")[2]
    assert (tmp_path / "pages" / name).is_file()


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=25)
@given(count=st.integers(0, 13), data=st.data())
def test_it_goes_on_behind_every_page(
    way: str, count: int, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Killed behind any page, a run that goes on from there ends with exactly the same batches, ids unique."""
    folder = tmp_path_factory.getbasetemp()
    ledger = Ledger(rows(count), way=way)
    whole = read(ledger, folder, total=SUMS)
    assert len({batch.id for batch in whole}) == len(whole)
    behind = data.draw(st.integers(1, len(whole) - 1))
    rest = read(ledger, folder, whole[behind - 1].position, total=SUMS)
    assert identity(whole[:behind] + rest) == identity(whole)


@pytest.mark.parametrize("way", WAYS)
def test_a_session_in_the_addresses_does_not_matter(way: str, tmp_path: Path) -> None:
    """A run that goes on in another session, whose addresses are others, finds the same pages."""
    ledger = Ledger(rows(10), way=way, tokens=True)
    some = begun(ledger, tmp_path, 2)
    ledger.logins += 1
    assert cells(some + read(ledger, tmp_path, some[-1].position)) == expected(ledger.rows)


def _moved(ledger: Ledger) -> None:
    ledger.rows.insert(0, Row("9999", "2025-01-09", "1"))


def _shorter(ledger: Ledger) -> None:
    del ledger.rows[3:]


def _empty(ledger: Ledger) -> None:
    ledger.rows.clear()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("change", [_moved, _shorter, _empty])
def test_a_list_that_changed_since_the_run_was_interrupted(way: str, change: Any, tmp_path: Path) -> None:
    """Is a changed source: what was read of it may be elsewhere by now, or gone; also where it states nothing."""
    ledger = Ledger(rows(10), way=way)
    (*_, second) = begun(ledger, tmp_path, 2, total=None)
    change(ledger)
    with pytest.raises(SourceChanged):
        read(ledger, tmp_path, second.position, total=None)


def test_rows_behind_those_that_are_known() -> None:
    """With their numbers and faults; fewer rows than before are a changed source."""
    page = listed(4, as_faults([(0, "No", "not_a_number", "a"), (3, "", "wrong_number_of_fields", "b")]))
    rest = without_first(page, 2)
    assert rest.rows.column("No").to_pylist() == ["2", "3"]
    assert rest.numbers == (6, 8)
    assert rest.faults is not None
    assert [(fault["row"], fault["text"]) for fault in rest.faults.to_pylist()] == [(1, "b")]
    assert without_first(replace(page, faults=None), 4).rows.num_rows == 0
    with pytest.raises(SourceChanged, match="had 5 rows, and has 4 now"):
        without_first(page, 5)


def test_a_class_in_the_place_of_yaml(tmp_path: Path) -> None:
    """It opens, goes on, and says what the screen states."""
    (tmp_path / "journal.py").write_text(CLASS, encoding="utf-8")
    ledger = Ledger(rows(7), way="script")
    stated: Any = {"python": "journal.py:Journal", "file": tmp_path / "journal.yaml", "next": None, "open": ()}
    assert cells(read(ledger, tmp_path, total=None, **stated)) == expected(ledger.rows)
    ledger.says = {"count": "8"}
    with pytest.raises(SourceChanged, match="states 8 rows, and has 7"):
        read(ledger, tmp_path, total=None, **stated)


def test_a_class_that_is_not_there(tmp_path: Path) -> None:
    """Is told before a browser is started."""
    ledger = Ledger(rows(7))
    with pytest.raises(ConfigError, match="cannot be loaded"):
        read(ledger, tmp_path, python="journal.py:Journal", file=tmp_path / "journal.yaml")
    assert ledger.browsers == 0


CLASS = """
from legacy_adapters.sources.screen.screen import Place

class Journal:
    def open(self, screen, params):
        return screen.window(Place("#journal"))

    def next(self, screen):
        if screen.has(Place("#next")):
            screen.click(Place("#next"))
            return True
        return False

    def total(self, view):
        return {"count": view.text(Place("#found")).split()[0]}
"""
