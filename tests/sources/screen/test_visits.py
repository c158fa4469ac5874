"""Sessions that are logged in, opened when they are wanted and lent to several threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import LegacyAdaptersError, SourceChanged, Unavailable
from legacy_adapters.sources.screen import visits
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.login import stretching
from legacy_adapters.sources.screen.login.entering import LoggedOut
from legacy_adapters.sources.screen.pace import Pace, Pacer
from legacy_adapters.sources.screen.recipe import Recipe
from legacy_adapters.sources.screen.screen import Place
from legacy_adapters.sources.screen.scripted import Script
from legacy_adapters.sources.screen.surroundings import Surroundings
from legacy_adapters.sources.screen.visits import Visit, VisitPool, Visits
from tests.sources.screen.fake_screen import browser_of
from tests.sources.screen.ledger import Ledger, rows
from tests.sources.screen.reading import LOGIN, recipe

Make = Callable[..., Visits]


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(rows(2), login=True)


@pytest.fixture
def make(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes visits to the ledger."""
    monkeypatch.setattr(visits, "open_browser", browser_of(ledger))
    monkeypatch.setattr(stretching, "ROUNDS", 2)
    made: list[Visits] = []

    def make(wanted: Recipe | None = None, script: Script | None = None, **around: Any) -> Visits:
        one = wanted or recipe(ledger)
        surroundings = around.pop("surroundings", None) or Surroundings(tmp_path / "sessions", **around)
        made.append(Visits(one, script or Script(), one.params, surroundings, Pacer(Pace())))
        return made[-1]

    yield make
    for each in made:
        each.close()
    assert ledger.open_sessions == 0


def fail(visit: Visit, error: LegacyAdaptersError) -> None:
    """Something fails during a visit."""
    with suppress(type(error)), visit.explained():
        raise error


def test_a_visit_is_logged_in(make: Make, ledger: Ledger) -> None:
    """Its screen is where the login led, and its second window is opened when it is wanted."""
    visit = make().open()
    assert visit.screen.has(Place("#off"))
    assert visit.aside is visit.aside is not visit.screen
    assert ledger.logins == 1


def test_all_share_one_session(make: Make, ledger: Ledger) -> None:
    """Only the first logs in, and one browser is started."""
    opened = make()
    for _ in range(3):
        assert opened.open().screen.has(Place("#off"))
    assert (ledger.logins, ledger.browsers, ledger.open_sessions) == (1, 1, 3)


def test_streams_of_one_application_share_it_too(make: Make, ledger: Ledger, tmp_path: Path) -> None:
    """The connection keeps it."""
    around = Surroundings(tmp_path / "sessions")
    make(surroundings=around).open()
    make(surroundings=around).open()
    assert ledger.logins == 1


def test_a_session_that_was_forgotten(make: Make, ledger: Ledger) -> None:
    """The next visit logs in."""
    opened = make()
    opened.forget(opened.open())
    opened.open()
    assert ledger.logins == 2


def test_a_session_that_is_over(make: Make, ledger: Ledger) -> None:
    """Is seen by the form, and one logs in again."""
    opened = make()
    opened.open()
    ledger.throw_out()
    assert opened.open().screen.has(Place("#off"))
    assert ledger.logins == 2


def test_a_browser_that_ended_is_started_again(make: Make, ledger: Ledger) -> None:
    """With the session that there was."""
    opened = make()
    visit = opened.open()
    visit.context.browser.close()  # type: ignore[attr-defined]
    assert opened.open().screen.has(Place("#off"))
    assert (ledger.logins, ledger.browsers) == (1, 2)


def test_a_visit_begins_where_the_application_does(make: Make, ledger: Ledger) -> None:
    """A fresh one is there already."""
    visit = make().open()
    asked = len(ledger.asked)
    visit.begin()
    assert len(ledger.asked) == asked
    visit.screen.goto("/list")
    visit.begin()
    assert ledger.asked[-1] == "/"


def test_what_fails_at_the_login_leaves_no_session(make: Make, ledger: Ledger, tmp_path: Path) -> None:
    """But evidence, without a trace: that would hold the password."""
    ledger.at[1] = lambda: (_ for _ in ()).throw(Unavailable("no answer"))
    with pytest.raises(Unavailable) as caught:
        make(evidence=tmp_path / "evidence").open()
    assert ledger.open_sessions == 0
    (folder,) = (tmp_path / "evidence").iterdir()
    assert str(folder) in caught.value.hint
    assert not (folder / "trace.zip").exists()


def test_without_a_login_the_page_is_opened(make: Make, ledger: Ledger) -> None:
    """Or a class logs in by itself."""
    ledger.login = False
    plain = recipe(ledger)
    assert make(plain).open().screen.url == "http://ledger.test/"
    told: list[Any] = []
    make(plain, Script(log_in=lambda screen, values: told.append((screen.url, values)))).open()
    assert told == [("http://ledger.test/", {})]


def test_what_was_thrown_out_is_told(make: Make, ledger: Ledger, tmp_path: Path) -> None:
    """A failure while the login is shown is one of the session, and leaves no evidence; another one does."""
    visit = make(evidence=tmp_path / "evidence").open()
    visit.check_inside()
    fail(visit, BrowserGone("gone"))
    fail(visit, SourceChanged("there is no table"))
    assert len(list((tmp_path / "evidence").iterdir())) == 1
    ledger.throw_out()
    visit.aside.goto("/list")
    with pytest.raises(LoggedOut):
        fail(visit, SourceChanged("there is no table", where="page"))
    with pytest.raises(LoggedOut):
        visit.check_inside(visit.aside)
    assert len(list((tmp_path / "evidence").iterdir())) == 1


def test_logging_off(make: Make, ledger: Ledger) -> None:
    """Where the application counts seats; what does not work is a note, no error."""
    stated = recipe(ledger, login={**LOGIN, "log_off": [{"click": "#off"}]})
    make(stated).open().leave()
    assert ledger.sessions == set()
    around = Surroundings(Path("nowhere"))
    visit = make(stated, surroundings=around).open()
    ledger.throw_out()
    visit.screen.goto("/list")
    visit.leave()
    assert "could not log off" in around.notes[0]


def test_notes_of_the_browser_are_told(make: Make, ledger: Ledger, tmp_path: Path, monkeypatch: Any) -> None:
    """Such as that its sandbox is off."""
    around = Surroundings(tmp_path / "sessions")

    def noted(*asked: Any) -> Any:
        browser = browser_of(ledger)(*asked)
        browser.notes = ("the sandbox is off",)
        return browser

    monkeypatch.setattr(visits, "open_browser", noted)
    make(surroundings=around).open()
    assert around.notes == ["the sandbox is off"]


def test_who_attends_sees_each_session_first(make: Make, ledger: Ledger) -> None:
    """Before anything is asked."""
    asked: list[int] = []
    opened = make(attend=lambda _context: asked.append(len(ledger.asked)))
    opened.open()
    opened.open()
    assert asked == [0, 2]


def test_a_visit_is_lent_again(make: Make, ledger: Ledger) -> None:
    """One at a time to one borrower."""
    pool = VisitPool(make())
    with pool.borrowed() as first, pool.borrowed() as second:
        assert first is not second
    with pool.borrowed() as again:
        assert again in (first, second)
    assert ledger.open_sessions == 2
    pool.close()
    assert ledger.open_sessions == 0


def test_a_visit_that_failed_is_not_lent_again(make: Make, ledger: Ledger) -> None:
    """Nor one that is worn out."""
    pool = VisitPool(make())
    with pytest.raises(Unavailable), pool.borrowed():
        raise Unavailable("no answer")
    assert ledger.open_sessions == 0
    worn = VisitPool(make(recipe(ledger, browser={"retire_after": 1, "timeout": 0.05})))
    with worn.borrowed() as visit:
        assert visit.context.retired
    assert ledger.open_sessions == 0
    pool.close()


def test_a_visit_forgets_what_it_showed_long_ago(make: Make) -> None:
    """The browser's cache behind each hundred pages: it keeps all of them."""
    visit = make().open()
    context: Any = visit.context
    cleared: list[int] = []
    context.clear_cache = lambda: cleared.append(context.documents_shown)
    for shown in range(0, 350, 10):
        context.documents_shown = shown
        visit.keep_small()
    assert cleared == [100, 200, 300]
