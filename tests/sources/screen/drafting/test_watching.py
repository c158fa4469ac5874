"""The scripts by which pages are looked at."""

from __future__ import annotations

from legacy_adapters.sources.screen.drafting.watching import Watching


def test_the_script_is_there() -> None:
    """It travels with the package, and offers what the recorder calls."""
    watching = Watching.with_cells("() => ''")
    assert "legacyAdaptersReport" in watching.script
    assert "legacyAdaptersWatching" in watching.script
    assert watching.cells == "() => ''"
