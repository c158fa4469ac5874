"""What was done without what did nothing."""

from __future__ import annotations

from legacy_adapters.sources.screen.drafting.actions import Act
from legacy_adapters.sources.screen.drafting.tidying import in_windows, tidied
from tests.sources.screen.drafting.recordings import act, acts


def _short(kept: list[Act]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.selector, each.text) for each in kept]


def test_a_click_into_a_field_that_is_filled_vanishes() -> None:
    """Also before a key or an option; a click on something else stays."""
    done = acts(
        ("click", "#a", ""), ("fill", "#a", "x"), ("click", "#b", ""), ("press", "#b", "Enter"), ("click", "#c", "")
    )
    assert _short(tidied(done)) == [("fill", "#a", "x"), ("press", "#b", "Enter"), ("click", "#c", "")]


def test_a_field_that_is_filled_again_is_filled_once() -> None:
    """The last text holds, as long as nothing but fields was set in between."""
    done = acts(("fill", "#a", "x"), ("click", "#b", ""), ("choose", "#b", "1"), ("fill", "#a", "y"))
    assert _short(tidied(done)) == [("choose", "#b", "1"), ("fill", "#a", "y")]
    done = acts(("fill", "#a", "x"), ("click", "#go", ""), ("fill", "#a", "y"))
    assert len(tidied(done)) == 3


def test_clicks_on_nothing_and_tabs_vanish() -> None:
    """The page itself is nothing to click on, and a tab only goes to the next field."""
    done = acts(("click", "html", ""), ("fill", "#a", "x"), ("press", "#a", "Tab"), ("click", "body", ""))
    assert _short(tidied(done)) == [("fill", "#a", "x")]


def test_the_opening_is_no_step() -> None:
    """The first address is where the recipe begins; of others that follow at once the last is meant."""
    done = acts(("goto", "", "http://a"), ("goto", "", "http://a/b"), ("goto", "", "http://a/c"))
    assert _short(tidied(done)) == [("goto", "", "http://a/c")]


def test_where_a_choice_led_is_no_step() -> None:
    """An address behind a list that goes somewhere by itself is not one that a person went to."""
    done = acts(
        ("choose", "#company", "2"), ("goto", "", "http://a/2"), ("click", "#x", ""), ("goto", "", "http://a/3")
    )
    assert _short(tidied(done)) == [("choose", "#company", "2"), ("click", "#x", ""), ("goto", "", "http://a/3")]


def test_the_way_into_a_window() -> None:
    """Of all windows those count through which one got to the list; what was done in others is counted."""
    done = [
        act(1, "click", "#help", opens=1),
        act(2, "click", "#close", window=1),
        act(3, "click", "#list", opens=2),
        act(4, "fill", "#old", "x"),
        act(5, "click", "#search", window=2),
    ]
    kept, others = in_windows(done, 2)
    assert [(each.number, each.opens) for each in kept] == [(1, None), (3, 2), (5, None)]
    assert others == 2
    kept, others = in_windows(done, 0)
    assert [(each.number, each.opens) for each in kept] == [(1, None), (3, None), (4, None)]
    assert others == 2
