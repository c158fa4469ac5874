"""Secrets are struck out of every text, however another notation has quoted them."""

from __future__ import annotations

import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core import secrets as module
from legacy_adapters.core.secrets import Secrets, looks_like_a_token, passwords_in, scrub

AWKWARD = "p@ss w\"o}r'd/ü\\%"


def _holding(*values: str) -> Secrets:
    secrets = Secrets()
    for value in values:
        secrets.add(value)
    return secrets


def test_without_secrets_a_text_stays_as_it_is() -> None:
    """Nothing is struck out where nothing is known."""
    assert Secrets().scrub("login failed for sa") == "login failed for sa"


def test_a_secret_is_struck_out_wherever_it_stands() -> None:
    """Every occurrence goes, also within a longer word."""
    assert _holding("hunter2!").scrub("PWD=hunter2!;x=hunter2!y") == "PWD=***;x=***y"


@pytest.mark.parametrize(
    "quoted",
    [
        AWKWARD,
        quote(AWKWARD),
        quote(AWKWARD, safe=""),
        quote_plus(AWKWARD),
        json.dumps(AWKWARD),
        json.dumps(AWKWARD, ensure_ascii=False),
        repr(AWKWARD),
        "{" + AWKWARD.replace("}", "}}") + "}",
        AWKWARD.replace("'", "''"),
    ],
)
def test_a_quoted_secret_is_struck_out_too(quoted: str) -> None:
    """In a URL, JSON, ODBC, SQL or a Python repr a secret looks otherwise, and is one all the same."""
    left = _holding(AWKWARD).scrub(f"before {quoted} after")
    assert left.startswith("before ")
    assert left.endswith(" after")
    assert "***" in left
    assert "ss" not in left


def test_the_values_can_be_looked_through() -> None:
    """Who searches other notations gets each value, in a fixed order."""
    assert list(_holding("second", "first-one")) == ["first-one", "second"]


@given(st.text(min_size=6, max_size=20), st.text(max_size=30), st.text(max_size=30))
def test_no_secret_survives(secret: str, before: str, after: str) -> None:
    """Whatever a secret is made of, the text afterwards does not hold it."""
    scrubbed = _holding(secret).scrub(before + secret + after)
    assert secret not in scrubbed or secret in "***"


def test_a_short_secret_is_struck_out_as_a_word() -> None:
    """A two-letter password does not take every word apart, and does not show either."""
    assert _holding("sa").scrub("message: login sa/sa failed, PWD=sa;") == "message: login ***/*** failed, PWD=***;"


def test_the_longest_secret_goes_first() -> None:
    """Of a secret that begins with another one nothing is left over."""
    assert _holding("geheim", "geheim-und-lang").scrub("geheim-und-lang geheim") == "*** ***"


def test_an_empty_value_is_no_secret() -> None:
    """An empty password does not strike out everything."""
    assert _holding("", "  ", "\n").scrub("a b  c\n") == "a b  c\n"


def test_line_ends_around_a_secret_do_not_hide_it() -> None:
    """A secret that was given with blanks around it is known without them."""
    assert _holding(" hunter2!\n").scrub("used hunter2! twice") == "used *** twice"


def test_secrets_can_be_added_after_the_first_use() -> None:
    """What becomes known later is struck out from then on."""
    secrets = _holding("first-one")
    assert secrets.scrub("first-one second-one") == "*** second-one"
    secrets.add("second-one")
    assert secrets.scrub("first-one second-one") == "*** ***"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("postgresql://me:tr0ub%2Fdor@db/books", {"tr0ub%2Fdor", "tr0ub/dor"}),
        ("postgresql://me@db/books", set()),
        ("Driver={X};UID=me;PWD=tr0ubdor;Port=1", {"tr0ubdor"}),
        ("Driver={X};Pwd={tr0;ub}}dor};Port=1", {"tr0;ub}}dor", "tr0;ub}dor"}),
        ("host=db password='tr0ub dor' user=me", {"tr0ub dor"}),
        ("postgresql://db/books?user=me&password=tr0ub%20dor&x=1", {"tr0ub%20dor", "tr0ub dor"}),
        ("http://[broken", set()),
        ("no secret at all", set()),
    ],
)
def test_passwords_are_found_in_urls_and_connection_strings(text: str, found: set[str]) -> None:
    """The password alone is a secret too: drivers quote it alone in their messages."""
    assert set(passwords_in(text)) == found


def test_a_secret_url_hides_its_password_and_itself() -> None:
    """A database URL that came from the environment is struck out whole, and so is its password."""
    secrets = _holding("postgresql://me:tr0ubdor@db/books")
    assert secrets.scrub("postgresql://me:tr0ubdor@db/books: tr0ubdor is wrong") == "***: *** is wrong"


def test_a_password_in_a_plain_url_is_struck_out_but_not_the_url() -> None:
    """Of a URL that is no secret itself only the password goes."""
    secrets = Secrets()
    secrets.add_passwords("postgresql://me:tr0ubdor@db/books")
    assert (
        secrets.scrub("cannot reach postgresql://me:tr0ubdor@db/books") == "cannot reach postgresql://me:***@db/books"
    )


def test_secrets_are_not_shown() -> None:
    """Neither repr nor str of the registry shows a value: it may land in a traceback."""
    secrets = _holding("hunter2!", "other-one")
    assert repr(secrets) == str(secrets) == "<2 secrets>"


def test_the_process_has_one_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known anywhere is struck out by ``scrub`` everywhere."""
    monkeypatch.setattr(module, "KNOWN", _holding("hunter2!"))
    assert scrub("hunter2!") == "***"


@pytest.mark.parametrize("value", ["a81f9c33e0b24d5f", "eyJhbGciOiJIUzI1NiJ9.e30"])
def test_tokens_are_long_and_odd(value: str) -> None:
    """A session's number looks like nothing else."""
    assert looks_like_a_token(value)


@pytest.mark.parametrize("value", ["en", "Contoso", "collapsed-menu-left", "Contoso 2025 Ltd and so on"])
def test_words_are_no_tokens(value: str) -> None:
    """What may be a word of the data is not struck out of it."""
    assert not looks_like_a_token(value)
