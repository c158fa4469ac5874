"""What Playwright's recorder tells, as acts."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.screen.drafting.actions import Act, Recorded, act_of


def test_a_fill_has_its_text() -> None:
    """The selector stays as it was written, and the text is kept."""
    assert act_of({"name": "fill", "selector": "#a", "text": "x"}, 3, 1) == Act(3, "fill", "#a", "x", 1)


def test_what_is_no_step_is_none() -> None:
    """Windows that open and close, and names that nobody knows, are no acts."""
    for name in ("openPage", "closePage", "assertText", "something new"):
        assert act_of({"name": name, "url": "about:blank"}, 1, 0) is None


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"name": "navigate", "url": "http://a/b"}, "http://a/b"),
        ({"name": "select", "options": ["2003"]}, "2003"),
        ({"name": "select", "options": []}, ""),
        ({"name": "press", "key": "Enter"}, "Enter"),
        ({"name": "press", "key": "ArrowDown", "modifiers": 2 + 8}, "Control+Shift+ArrowDown"),
    ],
)
def test_the_text_is_what_a_step_needs(data: dict[str, object], text: str) -> None:
    """An address, an option, or a key with those that were held."""
    act = act_of(data, 1, 0)
    assert act is not None
    assert act.text == text


@pytest.mark.parametrize(
    ("data", "odd"),
    [
        ({"name": "click"}, ""),
        ({"name": "click", "clickCount": 2}, "it was a double click"),
        ({"name": "click", "button": "right"}, "it was the right button"),
        ({"name": "click", "modifiers": 2}, "a key was held meanwhile"),
        ({"name": "select", "options": ["a", "b"]}, "several options were chosen"),
    ],
)
def test_what_a_recipe_cannot_say_is_noted(data: dict[str, object], odd: str) -> None:
    """It is told in words, for the comment beside the step."""
    act = act_of(data, 1, 0)
    assert act is not None
    assert act.odd == odd


def test_nothing_that_was_filled_is_shown() -> None:
    """The texts of acts, and passwords, are in no representation."""
    act = Act(1, "fill", "#p", "s3cret")
    assert "s3cret" not in repr(act) + repr(Recorded("http://a", (act,), (), frozenset({"s3cret"})))
