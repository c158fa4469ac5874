"""Places on a screen."""

from __future__ import annotations

from legacy_adapters.sources.screen.screen import Place


def test_a_place_is_shown_with_the_way_to_it() -> None:
    """Frames from the outside in, then the selector."""
    assert str(Place("#list")) == "#list"
    assert str(Place("#list", ("top", "main"))) == "frame top > frame main > #list"


def test_places_are_the_same_by_what_they_say() -> None:
    """They can be keys."""
    assert {Place("#a", ("f",)): 1}[Place("#a", ("f",))] == 1
    assert Place("#a") != Place("#a", ("f",))
