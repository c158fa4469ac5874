"""Waiting for a page, and what is stated on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.declaration import TextAt
from legacy_adapters.sources.screen.screen import Place
from legacy_adapters.sources.screen.view import GLANCE, Patience, Seen, text_at, whole_number
from tests.sources.screen.fake_screen import shown
from tests.sources.screen.login.fake_application import FakeClock

FOUND = "<p id=found>Page 3 of 12</p><input id=field value=47><p id=gone hidden>x</p>"


def patience(clock: FakeClock, timeout: float = 1.0) -> Patience:
    return Patience(timeout, clock.sleep, clock)


def test_what_happens_in_time_is_waited_for() -> None:
    """It is looked at once more at the end, and no longer than needed."""
    clock = FakeClock()
    later = clock.now + 0.5
    assert patience(clock).until(lambda: clock.now >= later)
    assert clock.now == pytest.approx(later, abs=GLANCE)


def test_patience_ends() -> None:
    """What does not happen is not waited for longer than the timeout, and looked at at least once."""
    clock = FakeClock()
    began, looks = clock.now, list[float]()

    def never() -> bool:
        looks.append(clock.now)
        return False

    assert not patience(clock).until(never)
    assert clock.now - began == pytest.approx(1.0, abs=2 * GLANCE)
    assert patience(clock, 0).until(lambda: True)
    assert looks


def test_the_place_that_is_seen_first() -> None:
    """By its name; of several at once the first that is named; None where none is."""
    screen = shown(FOUND)
    clock = FakeClock()
    places = {"none": Place("#none"), "found": Place("#found"), "field": Place("#field")}
    assert patience(clock).first_of(screen, places) == "found"
    assert clock.slept == []
    assert patience(clock).first_of(screen, {"none": Place("#none"), "gone": Place("#gone")}) is None


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ({"at": "#found"}, "Page 3 of 12"),
        ({"at": "#found", "matches": r"of (\d+)"}, "12"),
        ({"at": "#found", "matches": r"von (\d+)"}, None),
        ({"at": "#field"}, "47"),
        ({"at": "#none"}, None),
        ({"at": "#gone"}, None),
    ],
)
def test_a_stated_text(at: dict[str, str], text: str | None) -> None:
    """What the group finds, or all of it; None for what is not seen, without waiting."""
    stated = TextAt.model_validate(at)
    assert text_at(shown(FOUND), stated, stated.place((), {})) == text


@given(st.integers(0, 10**12), st.sampled_from([",", ".", " ", "\xa0", "\u202f", "'", "’", ""]))
def test_numbers_as_screens_write_them(number: int, separator: str) -> None:
    """Whatever stands between the thousands."""
    assert whole_number(f" {number:,} ".replace(",", separator)) == number


@pytest.mark.parametrize("text", ["", "none", "-5", "12a", "٣", "²"])
def test_what_is_no_number(text: str) -> None:
    """Nothing is guessed."""
    assert whole_number(text) is None


def test_texts_that_were_read_at_once() -> None:
    """Are not asked for again, also where nothing was; all else is."""
    view = shown("<p>old</p><pre>now</pre><i title=t>there</i>")
    seen = Seen(view, {Place("p"): "new", Place("i"): None})
    assert (seen.has(Place("p")), seen.text(Place("p"))) == (True, "new")
    assert (seen.has(Place("i")), seen.has(Place("pre")), seen.has(Place("u"))) == (False, True, False)
    assert (seen.text(Place("pre")), seen.attribute(Place("i"), "title")) == ("now", "t")
    assert seen.cells(Place("pre")) == view.cells(Place("pre"))
    assert seen.content() == view.content()
