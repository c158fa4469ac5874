"""Errors of this room's own."""

from __future__ import annotations

from legacy_adapters.core.errors import Unavailable
from legacy_adapters.sources.screen.browser.errors import AskedToWait, BrowserGone


def test_both_may_be_tried_again() -> None:
    """A browser that is gone and an application that asks to wait are unavailable; the latter says how long."""
    assert isinstance(BrowserGone("x"), Unavailable)
    assert AskedToWait("x", retry_after=3).retry_after == 3
    assert str(AskedToWait("x", where="page 2", hint="wait")) == "page 2: x\n  wait"
