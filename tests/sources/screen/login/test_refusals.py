"""Logins that did not work are not tried again."""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    LegacyAdaptersError,
    RecipeRefused,
    SourceChanged,
    TryLater,
    Unavailable,
)
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.login import refusals as room
from legacy_adapters.sources.screen.login.refusals import MOST, Login, Outcome, Refusals
from tests.sources.screen.login.fake_application import URL

LOGIN = Login(URL, '["reader", "hunter2"]', "recipe 1")
NIGHT = timedelta(hours=24)


@dataclass
class Calendar:
    now: datetime = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def refusals(tmp_path: Path, calendar: Calendar) -> Refusals:
    return Refusals(tmp_path / "sessions", calendar)


def end(refusals: Refusals, outcome: Outcome, said: str = "“no”", login: Login = LOGIN) -> str:
    """A login that ends so; returns the advice."""
    with refusals.trying(login) as attempt:
        attempt.begin()
        return attempt.ended(outcome, said)


def break_off(refusals: Refusals, error: BaseException) -> None:
    """A login that ends with an error behind the sending."""
    with refusals.trying(LOGIN) as attempt:
        attempt.begin()
        attempt.begin()
        raise error


def is_tried(refusals: Refusals, login: Login = LOGIN) -> bool:
    try:
        with refusals.trying(login):
            return True
    except AccessDenied:
        return False


def remembered(refusals: Refusals) -> list[Path]:
    return list(refusals.folder.glob("*.refused"))


def test_refused_once(refusals: Refusals, calendar: Calendar) -> None:
    """A refused login is not tried again, however long one waits: the error says when it was, why, and what to do."""
    end(refusals, "refused", "“wrong password”")
    calendar.now += 100 * NIGHT
    with pytest.raises(AccessDenied) as raised, refusals.trying(LOGIN):
        pytest.fail("it was tried")
    text = str(raised.value)
    assert raised.value.exit_code == 77
    assert "was refused on 2026-03-01 at 02:00 UTC and is not tried again now: “wrong password”" in text
    assert "once the user or the password is changed" in text
    assert f"delete {remembered(refusals)[0]}" in text
    assert "login at https://ledger.example:8443/login:" in text
    assert "sid" not in text


def test_a_changed_password_is_tried(refusals: Refusals) -> None:
    """Another password is tried at once, and the refused one still is not."""
    end(refusals, "refused")
    changed = replace(LOGIN, credentials='["reader", "hunter3"]')
    assert is_tried(refusals, changed)
    assert not is_tried(refusals)


def test_every_recipe_of_the_application(refusals: Refusals) -> None:
    """A refusal holds for all recipes of the application, whatever they begin with, and for no other application."""
    end(refusals, "refused")
    assert not is_tried(refusals, replace(LOGIN, url="https://ledger.example:8443/other", recipe="recipe 2"))
    assert is_tried(refusals, replace(LOGIN, url="https://test.example/login"))


def test_deleted_file(refusals: Refusals) -> None:
    """Who deletes the file that the error names has the same login tried again."""
    end(refusals, "refused")
    remembered(refusals)[0].unlink()
    assert is_tried(refusals)


def test_a_locked_account_is_tried_the_next_night(refusals: Refusals, calendar: Calendar) -> None:
    """A lock may go away by itself: it is tried once a night, and not within the day."""
    advice = end(refusals, "locked")
    assert "on its own from 2026-03-01 22:00 UTC on" in advice
    calendar.now += timedelta(hours=19, minutes=59)
    assert not is_tried(refusals)
    calendar.now += timedelta(minutes=1)
    assert "on its own from 2026-03-02 18:00 UTC on" in end(refusals, "locked")
    assert not is_tried(refusals)


def test_two_unclear_ones(refusals: Refusals, calendar: Calendar) -> None:
    """Logins of which nobody can tell how they ended are tried twice, then once a night, also if hourly runs ask."""
    assert "is tried once more." in end(refusals, "unclear")
    assert "on its own from 2026-03-01 22:00" in end(refusals, "unclear", "nothing could be seen")
    with pytest.raises(AccessDenied, match=r"2 times without getting in, at last on .*nothing could be seen"):
        refusals.trying(LOGIN).__enter__()
    tried = 0
    for _hour in range(48):
        calendar.now += timedelta(hours=1)
        if is_tried(refusals):
            end(refusals, "unclear")
            tried += 1
    assert tried == 2


def test_a_changed_recipe_after_unclear_ones(refusals: Refusals) -> None:
    """Where the recipe may be to blame, a changed one is tried at once; where the password was, it is not."""
    for _time in range(2):
        end(refusals, "unclear")
    changed = replace(LOGIN, recipe="recipe 2")
    assert not is_tried(refusals)
    assert is_tried(refusals, changed)
    end(refusals, "refused", login=changed)
    assert not is_tried(refusals, replace(LOGIN, recipe="recipe 3"))


def test_success_forgets(refusals: Refusals) -> None:
    """A login that works leaves nothing behind."""
    end(refusals, "unclear")
    with refusals.trying(LOGIN) as attempt:
        attempt.begin()
        assert len(remembered(refusals)) == 1
        attempt.succeeded()
    assert remembered(refusals) == []


def test_an_old_session_forgets_nothing(refusals: Refusals) -> None:
    """A run that need not log in tells nothing of the credentials."""
    end(refusals, "unclear")
    with refusals.trying(LOGIN) as attempt:
        attempt.succeeded()
    assert len(remembered(refusals)) == 1


def test_a_kill_counts(refusals: Refusals) -> None:
    """A process that dies behind the sending leaves a try that nobody knows the end of."""
    for _time in range(2):
        with pytest.raises(KeyboardInterrupt):
            break_off(refusals, KeyboardInterrupt())
    with pytest.raises(AccessDenied, match="did not come to an end"):
        refusals.trying(LOGIN).__enter__()


@pytest.mark.parametrize("error", [Unavailable("down"), TryLater("no seat"), ConfigError("no parameter")])
def test_what_is_no_try(refusals: Refusals, error: LegacyAdaptersError) -> None:
    """A server that is down, however often, is no refusal; earlier tries are still counted."""
    for known in (0, 1):
        for _time in range(5):
            with pytest.raises(type(error)):
                break_off(refusals, error)
        assert len(remembered(refusals)) == known
        end(refusals, "unclear")
    assert [json.loads(path.read_text())["times"] for path in remembered(refusals)] == [2]


@pytest.mark.parametrize("error", [SourceChanged("no field"), RecipeRefused("dialog: wrong password")])
def test_what_is_a_try(refusals: Refusals, error: LegacyAdaptersError) -> None:
    """A page that is not as expected, or a dialog, may be the application's way of refusing."""
    for _time in range(2):
        with pytest.raises(type(error)):
            break_off(refusals, error)
    assert not is_tried(refusals)


def test_nothing_secret_is_written(refusals: Refusals) -> None:
    """Neither user, password, address nor recipe can be found in folder or file; secrets in the words are struck
    out."""
    KNOWN.add("hunter2-and-more")
    end(refusals, "refused", "“no hunter2-and-more here”")
    (path,) = remembered(refusals)
    written = path.read_text() + path.name
    for secret in ("reader", "hunter2", "ledger", "recipe 1"):
        assert secret not in written
    assert "no *** here" in json.loads(path.read_text())["said"]
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_twice_looks_different(refusals: Refusals, tmp_path: Path) -> None:
    """The salt is another one each time, so that two folders with the same password cannot be told."""
    end(refusals, "refused")
    other = Refusals(tmp_path / "other")
    end(other, "refused")
    first, second = (json.loads(remembered(each)[0].read_text()) for each in (refusals, other))
    assert first["salt"] != second["salt"]
    assert first["proof"] != second["proof"]


def test_damaged_file(refusals: Refusals) -> None:
    """A file that is none of ours any more is removed, and the login is tried."""
    end(refusals, "refused")
    for damaged in (b"", b"{}", b"[1]", b'{"outcome": "refused"'):
        end(refusals, "refused", login=replace(LOGIN, credentials=damaged.decode()))
        newest = max(remembered(refusals), key=lambda path: path.stat().st_mtime_ns)
        newest.write_bytes(damaged)
    assert not is_tried(refusals)
    assert len(remembered(refusals)) == 1


def test_not_for_ever_more(refusals: Refusals) -> None:
    """Only so many refusals of one application are kept."""
    for number in range(MOST + 5):
        end(refusals, "refused", login=replace(LOGIN, credentials=str(number)))
    assert len(remembered(refusals)) == MOST


def test_one_at_a_time(refusals: Refusals) -> None:
    """Of several runs that start at once with the same wrong password one sends it; the others learn from it."""
    start, sent, ends = threading.Barrier(5), [], []

    def run() -> None:
        start.wait()
        try:
            with refusals.trying(LOGIN) as attempt:
                attempt.begin()
                sent.append(1)
                attempt.ended("refused", "“no”")
        except AccessDenied as error:
            ends.append(error)

    threads = [threading.Thread(target=run) for _number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(sent), len(ends)) == (1, 4)


def test_another_run_takes_too_long(refusals: Refusals) -> None:
    """Where another run does not come to an end with its login, it is tried later."""
    end(refusals, "unclear")
    (lock,) = refusals.folder.glob("*.lock")
    with FileLock(lock), pytest.raises(TryLater, match="another run has been logging in for 0 seconds"):
        replace(refusals, patience=0.0).trying(LOGIN).__enter__()


def test_the_login_does_not_show_itself() -> None:
    """What is tried cannot be read from its representation."""
    assert repr(LOGIN) == "<login at https://ledger.example:8443/login>"


def test_the_clock_is_in_utc() -> None:
    """Times are kept with their zone."""
    assert room._now().tzinfo is UTC
