"""What settings of a recipe have in common, and places."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.screen.declaration import InFrame, TextAt, Where
from legacy_adapters.sources.screen.screen import Place


@pytest.mark.parametrize(
    ("stated", "frames"),
    [(None, ("main",)), ("", ()), ("top", ("top",)), (["top", "list"], ("top", "list")), ([], ())],
)
def test_frames(stated: Any, frames: tuple[str, ...]) -> None:
    """One, several, none (the window), or what the recipe says."""
    assert InFrame.model_validate({"frame": stated} if stated is not None else {}).frames(("main",)) == frames


def test_a_frame_without_a_name_is_an_error() -> None:
    """In a list an empty text names nothing."""
    with pytest.raises(ValidationError, match="at least 1 character"):
        InFrame.model_validate({"frame": ["top", ""]})


def test_a_place_is_a_selector_or_says_its_frame() -> None:
    """Both forms mean a place, with names filled in."""
    assert Where.model_validate("text={year}").place(("main",), {"year": "2025"}) == Place("text=2025", ("main",))
    assert Where.model_validate({"at": "#a", "frame": ""}).place(("main",), {}) == Place("#a")


def test_a_place_needs_its_names() -> None:
    """A name that is not there is an error."""
    with pytest.raises(ConfigError, match="year"):
        Where(at="text={year}").place((), {})


@pytest.mark.parametrize("value", ["", {"at": ""}, {"frame": "top"}, {"at": "#a", "selector": "#b"}, 5])
def test_what_is_no_place(value: Any) -> None:
    """An empty selector, none, or another key is an error."""
    with pytest.raises(ValidationError):
        Where.model_validate(value)


def test_an_error_shows_no_value() -> None:
    """It may be a password."""
    with pytest.raises(ValidationError) as caught:
        Where.model_validate({"at": "#a", "text": "open sesame"})
    assert "open sesame" not in str(caught.value)


def test_settings_cannot_be_changed() -> None:
    """A recipe stays what it was."""
    with pytest.raises(ValidationError, match="frozen"):
        Where(at="#a").at = "#b"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("matches", "what"),
    [("([0-9]+", "no regular expression"), ("[0-9]+", "has 0"), ("(a)(b)", "has 2")],
)
def test_a_text_is_found_by_one_group(matches: str, what: str) -> None:
    """A regular expression must say what is meant, once."""
    with pytest.raises(ValidationError, match=what):
        TextAt(at="#a", matches=matches)


def test_a_group_that_only_binds_is_none() -> None:
    """`(?:…)` may be there besides."""
    assert TextAt.model_validate({"at": "#a", "matches": r"(?:of|von) (\d+)"}).matches
