"""Steps as they are taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.screen.steps.doing import Doing
from legacy_adapters.sources.screen.steps.settings import Step
from tests.sources.screen.fake_screen import FakeScreen, shown
from tests.sources.screen.ledger import URL, Ledger, rows

PAGE = """<input id=user><select id=year></select><input type=checkbox id=open><a id=go href='/list'>Go</a>
<p class=ad>Buy!</p>"""


def take(screen: FakeScreen, *steps: dict[str, Any], **doing: Any) -> Any:
    """Takes these steps."""
    how = Doing(doing.pop("frames", ()), {"year": "2025", "id": "go"}, **doing)
    return how.steps(screen, [Step.model_validate(step) for step in steps], "open")


@pytest.fixture
def screen() -> FakeScreen:
    return shown(PAGE, Ledger(rows(2)))


@pytest.mark.parametrize(
    ("step", "done"),
    [
        ({"fill": "#user", "text": "{year}-x"}, "fill #user 2025-x"),
        ({"choose": "#year", "option": "{year}"}, "choose #year 2025"),
        ({"check": "#open"}, "check #open"),
        ({"uncheck": "#open"}, "uncheck #open"),
        ({"click": "#{id}"}, "click #go"),
        ({"hover": "#user"}, "hover #user"),
        ({"press": "#user"}, "press #user Enter"),
        ({"press": "#user", "key": "F5"}, "press #user F5"),
        ({"wait": ".ad"}, "wait .ad"),
        ({"gone": ".ad"}, "gone .ad"),
        ({"click": "#user", "frame": ["top", "main"]}, "click frame top > frame main > #user"),
    ],
)
def test_each_step(screen: FakeScreen, step: dict[str, Any], done: str) -> None:
    """Is done at its place, with names filled in; the screen stays."""
    assert take(screen, step) is screen
    assert screen.done == [done]


def test_the_frame_of_the_recipe_holds_where_none_is_stated(screen: FakeScreen) -> None:
    """And the window itself where it is stated as empty."""
    take(
        screen, {"hover": "#user"}, {"hover": "#user", "frame": ""}, {"hover": "#user", "frame": "x"}, frames=("main",)
    )
    assert screen.done == ["hover frame main > #user", "hover #user", "hover frame x > #user"]


def test_an_address_is_opened_in_the_window_unless_a_frame_is_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame of the recipe's is not where its addresses belong: they are the whole application's."""
    opened: list[tuple[str, Sequence[str]]] = []
    screen = shown(PAGE)
    monkeypatch.setattr(FakeScreen, "goto", lambda _self, url, frames=(): opened.append((url, frames)))
    take(screen, {"goto": "/j?y={year}"}, {"goto": "/k", "frame": "main"}, frames=("deep",))
    assert opened == [("/j?y=2025", ()), ("/k", ("main",))]


def test_the_steps_go_on_in_a_window_that_opens(screen: FakeScreen) -> None:
    """It is handed back, and what comes behind is done there."""
    window = take(screen, {"window": "#go"}, {"click": "#journal"}, {"wait": "#list"})
    assert window is not screen
    assert window.url == f"{URL}list"
    assert screen.url == URL


def test_a_pause_is_slept(screen: FakeScreen) -> None:
    """For as long as stated."""
    slept: list[float] = []
    take(screen, {"pause": "250 ms"}, sleep=slept.append)
    assert slept == [0.25]


def test_what_is_not_there_may_be_left_out(screen: FakeScreen) -> None:
    """A step that depends on what can be seen is taken only then, and asks for nothing otherwise."""
    asked: list[str] = []
    steps = [{"click": "#go", "only_if": "#banner"}, {"hover": ".ad", "only_if": "text=buy"}]
    take(screen, *steps, before=lambda: asked.append("asked"))
    assert screen.done == ["hover .ad"]
    assert asked == []


def test_behind_a_step_something_is_waited_for(screen: FakeScreen) -> None:
    """`until` is part of the step."""
    take(screen, {"click": "#go", "until": {"at": "#list"}})
    assert screen.done == ["click #go", "wait #list"]


def test_only_what_asks_the_application_is_paced(screen: FakeScreen) -> None:
    """Filling in does not wait."""
    asked: list[str] = []
    steps = [{"fill": "#user", "text": "x"}, {"hover": "#user"}, {"choose": "#year", "option": "x"}, {"click": "#go"}]
    take(screen, *steps, {"goto": "/"}, {"press": "#journal"}, before=lambda: asked.append(screen.done[-1]))
    assert asked == ["hover #user", "choose #year x", "click #go", "click #go"]


def test_an_error_names_the_step(screen: FakeScreen) -> None:
    """Its part, its number, and what it does; without what it fills in."""
    with pytest.raises(SourceChanged, match="there is no #none") as caught:
        take(screen, {"hover": "#user"}, {"fill": "#none", "text": "open sesame"})
    assert caught.value.where == f"open, step 2 (fill #none): {URL}"
    assert "sesame" not in str(caught.value)


def test_a_parameter_that_is_not_there_names_the_step(screen: FakeScreen) -> None:
    """And nothing was done."""
    with pytest.raises(ConfigError, match="yaer") as caught:
        take(screen, {"click": "#{yaer}"})
    assert "open, step 1" in caught.value.where
    assert screen.done == []
