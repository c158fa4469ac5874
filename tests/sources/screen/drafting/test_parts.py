"""What was done, taken apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from legacy_adapters.sources.screen.drafting.actions import Look, Recorded
from legacy_adapters.sources.screen.drafting.parts import apart, is_number
from tests.sources.screen.drafting.recordings import (
    GO,
    LOG_OFF,
    PASSWORD,
    ROWS,
    SECRET,
    URL,
    USER,
    act,
    acts,
    recorded,
    table,
)

NEXT = 'internal:role=link[name="Next"i]'
LIST = ("click", "#list", "")


def _numbers(found: object) -> list[int]:
    return [each.number for each in found]  # type: ignore[attr-defined]


def test_the_login_ends_with_what_sends_it() -> None:
    """The field before the password is the user's; all behind the click is the way to the list."""
    parts = apart(recorded(LIST))  # type: ignore[arg-type]
    assert parts.login is not None
    assert _numbers(parts.login.steps) == [3, 4, 5]
    assert (parts.login.user and parts.login.user.text) == "joe"
    assert parts.login.inside == LOG_OFF
    assert _numbers(parts.way) == [6]


def test_enter_sends_a_login_too() -> None:
    """A key instead of a click; what is set in between belongs to it."""
    done = acts(
        ("goto", "", URL),
        ("click", "#enter", ""),
        ("fill", USER, "joe"),
        ("fill", SECRET, PASSWORD),
        ("check", "#keep", ""),
        ("press", SECRET, "Enter"),
        ("click", "#list", ""),
    )
    parts = apart(Recorded(URL, tuple(done), (), frozenset({PASSWORD})))
    assert parts.login is not None
    assert [each.kind for each in parts.login.steps] == ["click", "fill", "fill", "check", "press"]
    assert _numbers(parts.way) == [7]


def test_of_several_attempts_the_last_counts() -> None:
    """A password that was mistyped is no step; the user who stayed in the field is one."""
    done = acts(
        ("goto", "", URL),
        ("fill", USER, "joe"),
        ("fill", SECRET, "wrong"),
        ("click", GO, ""),
        ("fill", SECRET, PASSWORD),
        ("click", GO, ""),
    )
    parts = apart(Recorded(URL, tuple(done), (), frozenset({PASSWORD, "wrong"})))
    assert parts.login is not None
    assert _numbers(parts.login.steps) == [2, 5, 6]
    assert parts.way == ()


def test_a_login_in_two_steps() -> None:
    """The click between user and password stays."""
    done = acts(
        ("goto", "", URL), ("fill", USER, "joe"), ("click", "#on", ""), ("fill", SECRET, PASSWORD), ("click", GO, "")
    )
    parts = apart(Recorded(URL, tuple(done), (), frozenset({PASSWORD})))
    assert parts.login is not None
    assert _numbers(parts.login.steps) == [2, 3, 4, 5]


def test_without_a_password_there_is_no_login() -> None:
    """Everything is the way to the list."""
    parts = apart(replace(recorded(LIST), passwords=frozenset()))  # type: ignore[arg-type]
    assert parts.login is None
    assert _numbers(parts.way) == [3, 4, 5, 6]


@pytest.mark.parametrize("name", ["Next", "weiter »", "Næste", "nächste Seite", "»", ">", "2", "Suivant"])
def test_the_next_page(name: str) -> None:
    """What is called so, once the list can be seen, shows its next page; it is no part of the way."""
    link = f'internal:role=link[name="{name}"i]'
    parts = apart(recorded(LIST, ("click", link, "")))  # type: ignore[arg-type]
    assert parts.next is not None
    assert parts.next.selector == link
    assert _numbers(parts.way) == [6]


@pytest.mark.parametrize(
    "selector", ["#btnSearch", 'internal:role=link[name="Next of kin"i]', '#help >> internal:text="1"s']
)
def test_what_is_called_otherwise_is_a_step(selector: str) -> None:
    """Also behind the list."""
    parts = apart(recorded(LIST, ("click", selector, "")))  # type: ignore[arg-type]
    assert parts.next is None
    assert _numbers(parts.way) == [6, 7]


def test_next_before_the_list_is_a_step() -> None:
    """A wizard's button has the same name."""
    done = recorded(("click", NEXT, ""), LIST, LIST)  # type: ignore[arg-type]
    parts = apart(done)
    assert parts.next is None
    assert _numbers(parts.way)[0] == 6


def test_what_was_done_after_the_list_is_left_out() -> None:
    """Logging off, and going on to pages without one, is no way to it."""
    done = recorded(LIST)  # type: ignore[arg-type]
    off = act(7, "click", 'internal:role=link[name="Log off"i]')
    left = Recorded(
        URL, (*done.acts, off), (*done.looks, Look(7, 0, table([["x", "y", "z"]]), locked=True)), done.passwords
    )
    parts = apart(left)
    assert parts.table is not None
    assert parts.table.at == "#list"
    assert _numbers(parts.way) == [6]
    assert parts.left_out == 1


def test_a_page_that_asks_for_a_password_has_no_list() -> None:
    """However its form is laid out."""
    looks = (Look(1, 0, table(ROWS), locked=True),)
    assert apart(Recorded(URL, tuple(acts(("goto", "", URL))), looks)).table is None


def test_page_numbers() -> None:
    """A page that was asked for by its number is told from one that was asked for by name."""
    assert is_number(act(1, "click", 'internal:role=link[name="2"s]'))
    assert not is_number(act(1, "click", NEXT))
