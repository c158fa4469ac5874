"""Steps as they are written."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.screen.steps.settings import ACTIONS, Step

STATED: dict[str, Any] = {"fill": {"text": "x"}, "choose": {"option": "x"}}


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action(action: str) -> None:
    """A step has one, and says so for a person."""
    step = Step.model_validate({action: "2" if action == "pause" else "#at", **STATED.get(action, {})})
    assert step.action == action
    assert str(step) == f"{action} {'2.0' if action == 'pause' else '#at'}"


@pytest.mark.parametrize(
    ("stated", "what"),
    [
        ({}, "exactly one of goto, fill"),
        ({"text": "x"}, "exactly one of goto, fill"),
        ({"click": "#a", "goto": "/b"}, "exactly one of goto, fill"),
        ({"fill": "#a"}, "`fill` needs `text`"),
        ({"choose": "#a"}, "`choose` needs `option`"),
        ({"choose": "#a", "text": "x", "option": "y"}, "`choose` has no `text`"),
        ({"click": "#a", "text": "x"}, "`click` has no `text`"),
        ({"click": ""}, "at least 1 character"),
        ({"pause": "-1s"}, "no duration"),
        ({"klick": "#a"}, "not permitted"),
    ],
)
def test_what_is_no_step(stated: dict[str, Any], what: str) -> None:
    """None, two, or something without what it needs is an error that says so."""
    with pytest.raises(ValidationError, match=what):
        Step.model_validate(stated)


def test_an_empty_text_is_a_text() -> None:
    """A field can be cleared."""
    assert Step.model_validate({"fill": "#a", "text": ""}).text == ""


def test_what_is_filled_in_is_not_shown() -> None:
    """It may be a password."""
    step = Step.model_validate({"fill": "#a", "text": "open sesame"})
    assert "sesame" not in repr(step) + str(step)
