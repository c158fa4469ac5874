"""A machine on which screens cannot be read, as the extra is not installed."""

from __future__ import annotations

import pytest


def without_playwright(patch: pytest.MonkeyPatch) -> None:
    """Has every opening of a browser find no Playwright."""
    patch.setattr("legacy_adapters.sources.screen.browser.opening.find_spec", lambda _name: None)
