"""A stream of screens as every reader is tested, and on again where the browser or the session was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import pytest

from legacy_adapters.core.errors import AccessDenied, SourceChanged, Unavailable
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.login.entering import LoggedOut
from legacy_adapters.sources.screen.settings import ScreenSource, ScreenStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.screen.ledger import USER, Ledger, Row, rows
from tests.sources.screen.reading import (
    DETAILS,
    LOGIN,
    NAME,
    WAYS,
    begun,
    browser_for,
    cells,
    expected,
    identity,
    read,
    recipe,
    source,
)


class _Screens(ReaderConformance):
    """``ledger`` is what is read."""

    expected_rows = 10
    stated: ClassVar[Any] = {}

    @pytest.fixture
    def ledger(self) -> Ledger:
        return Ledger(rows(10))

    @pytest.fixture
    def source(self, tmp_path: Path, ledger: Ledger) -> Iterator[ScreenSource]:
        with browser_for(ledger):
            yield source(tmp_path)

    @pytest.fixture
    def stream(self, ledger: Ledger) -> ScreenStream:
        return ScreenStream.model_construct(recipe=recipe(ledger, **self.stated))

    def state_of(self, source: Any) -> object:
        """The ledger cannot be changed by looking at it; what is left open is counted."""
        return ()


class TestPages(_Screens):
    """Pages by a link."""


class TestPagesBehindALogin(_Screens):
    """Pages with addresses, and a login."""

    @pytest.fixture
    def ledger(self) -> Ledger:
        return Ledger(rows(10), way="address", login=True)


class TestRanges(_Screens):
    """Ranges that are halved."""

    @pytest.fixture
    def ledger(self) -> Ledger:
        return Ledger(rows(10), cap=4)


class TestDetails(_Screens):
    """Rows with what their pages show, several at once."""

    stated: ClassVar[Any] = {"details": DETAILS, "pace": {"contexts": 3}}


def test_some_columns_with_their_faults(tmp_path: Path) -> None:
    """A row that is a fault is one whichever columns are wanted."""
    ledger = Ledger([*rows(1), Row("0001", "2025<td>too many", "1")])
    stream = ScreenStream.model_construct(recipe=recipe(ledger))
    with browser_for(ledger), source(tmp_path).connect() as connection:
        reader: Any = connection.reader(NAME, stream, ["Date"])
        first, end = list(reader.read({}))
    assert first.rows.schema.names == end.rows.schema.names == ["Date"]
    assert first.rows.to_pylist() == [{"Date": "2025-01-01"}, {"Date": None}]
    assert [(fault["row"], fault["column"]) for fault in first.faults.to_pylist()] == [(1, "")]


def _failing(ledger: Ledger, what: str, *requests: int) -> None:
    for request in requests:
        ledger.at[request] = {"crash": ledger.crash, "throw_out": ledger.throw_out}[what]


NOTES = {
    "crash": "the browser ended in the middle; a new one went on",
    "throw_out": "the application threw the user out; logged in again",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("what", ["crash", "throw_out"])
def test_lost_once_in_the_middle(way: str, what: str, tmp_path: Path) -> None:
    """At whatever request behind the login, the same batches come as without it, a person is told, and nothing is kept
    as evidence of a failure."""
    whole = identity(read(Ledger(rows(10), way=way, login=True), tmp_path))
    for request in range(3, 7):
        ledger, notes = Ledger(rows(10), way=way, login=True), list[str]()
        _failing(ledger, what, request)
        assert identity(read(ledger, tmp_path, notes=notes)) == whole
        assert notes == [NOTES[what]]
        assert ledger.logins + ledger.crashes == 2
    assert not (tmp_path / ".legacy_adapters" / "evidence").exists()


@pytest.mark.parametrize(("what", "error"), [("crash", BrowserGone), ("throw_out", LoggedOut)])
def test_lost_twice_on_one_page(what: str, error: type[Exception], tmp_path: Path) -> None:
    """Is the end: it would be lost again."""
    ledger = Ledger(rows(10), login=True)
    _failing(ledger, what, 5, 8, 9)
    ledger.at[8] = ledger.at[9] = ledger.at[5]
    with pytest.raises(error):
        read(ledger, tmp_path)
    assert ledger.logins + ledger.crashes <= 3


@pytest.mark.parametrize(("what", "requests"), [("crash", (5, 10)), ("throw_out", (5, 11))])
def test_lost_again_on_a_later_page(what: str, requests: tuple[int, int], tmp_path: Path) -> None:
    """Each page may be tried twice."""
    ledger = Ledger(rows(13), way="address", login=True)
    _failing(ledger, what, *requests)
    assert cells(read(ledger, tmp_path)) == expected(ledger.rows)
    assert (ledger.logins, ledger.browsers) == ((1, 3) if what == "crash" else (3, 1))


def test_a_crash_before_anything_was_read(tmp_path: Path) -> None:
    """Also the very first request is tried again, by another browser."""
    ledger = Ledger(rows(4))
    _failing(ledger, "crash", 1)
    assert cells(read(ledger, tmp_path)) == expected(ledger.rows)
    assert ledger.browsers == 2


def test_a_wrong_password_is_tried_once(tmp_path: Path) -> None:
    """A refused login is never repeated: it would lock the account."""
    ledger = Ledger(rows(4), login=True)
    params = {"user": USER, "password": "close sesame"}
    for _ in range(2):
        with pytest.raises(AccessDenied, match="refused") as caught:
            read(ledger, tmp_path, login=LOGIN, params=params)
        assert caught.value.exit_code == 77
    assert ledger.asked.count("/enter") == 1


WORN: Any = {"timeout": 0.05, "retire_after": 4}


@pytest.mark.parametrize("way", ["address", "link", "further", "numbers"])
@pytest.mark.parametrize("session", [False, True])
def test_sessions_that_are_worn_out(way: str, session: bool, tmp_path: Path) -> None:
    """A list whose pages have addresses goes on in new sessions, where it was, with the same batches."""
    whole = identity(read(Ledger(rows(30), way=way), tmp_path, session=session))
    ledger = Ledger(rows(30), way=way)
    assert identity(read(ledger, tmp_path, browser=WORN, session=session)) == whole
    assert (ledger.asked.count("/") > 1) is not session
    assert max(Counter(ledger.asked[-20:]).values()) <= 9


def test_a_list_of_one_session_to_its_end(tmp_path: Path) -> None:
    """One whose pages are forms that are sent is gone through without a new session."""
    ledger = Ledger(rows(30), way="script")
    assert cells(read(ledger, tmp_path, browser=WORN)) == expected(ledger.rows)
    assert ledger.asked.count("/") == 1


def test_an_address_that_leads_elsewhere(tmp_path: Path) -> None:
    """Is tried once: the list is gone through again from its start, and then to its end without a new session."""
    ledger, notes = Ledger(rows(30), by_step=True), list[str]()
    assert cells(read(ledger, tmp_path, notes=notes, browser=WORN)) == expected(ledger.rows)
    assert (ledger.asked.count("/"), [note for note in notes if "could not be come back to" in note]) == (3, notes)


def test_a_killed_run_goes_on_at_the_address_of_its_last_page(tmp_path: Path) -> None:
    """Without going through those before it; the address that once led elsewhere is not tried by the next run."""
    ledger = Ledger(rows(30))
    position = begun(ledger, tmp_path, 8)[-1].position
    ledger.asked.clear()
    assert cells(read(ledger, tmp_path, position)) == expected(ledger.rows[24:])
    assert ledger.asked == ["/", "/list", "/list?page=8", "/list?page=9", "/list?page=10"]
    ledger = Ledger(rows(30), by_step=True)
    astray = read(ledger, tmp_path, begun(ledger, tmp_path, 5)[-1].position)[0].position
    ledger.asked.clear()
    assert cells(read(ledger, tmp_path, astray)) == expected(ledger.rows[18:])
    assert ledger.asked.count("/list") == 1


def test_evidence_of_what_failed(tmp_path: Path) -> None:
    """A failure that nothing helps leaves a folder, and names it; its trace began behind the login."""
    ledger = Ledger(rows(10), login=True)

    def fails() -> None:
        raise Unavailable("the page does not finish", where="page")

    ledger.at[5] = fails
    with pytest.raises(Unavailable) as caught:
        read(ledger, tmp_path)
    (folder,) = (tmp_path / ".legacy_adapters" / "evidence").iterdir()
    assert caught.value.hint.endswith(f"Evidence: {folder}")
    assert (folder / "picture.png").exists()


def test_the_end_of_a_reading_that_nobody_wants_any_more(tmp_path: Path) -> None:
    """Closing it early ends sessions and browser with the connection."""
    ledger = Ledger(rows(10), login=True)
    with browser_for(ledger), source(tmp_path).connect() as connection:
        reader: Any = connection.reader(NAME, ScreenStream.model_construct(recipe=recipe(ledger)))
        with closing(reader.read({})) as batches:
            next(batches)
    assert ledger.open_sessions == 0


def test_a_position_of_another_page_is_a_changed_source(tmp_path: Path) -> None:
    """What was read must still be there."""
    ledger = Ledger(rows(10))
    position = str(read(ledger, tmp_path)[1].position)
    ledger.rows.reverse()
    with pytest.raises(SourceChanged, match="page 2 is not what it was"):
        read(ledger, tmp_path, position)
