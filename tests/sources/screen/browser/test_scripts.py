"""The scripts of other rooms."""

from __future__ import annotations

import dataclasses

import pytest

from legacy_adapters.sources.screen.browser.scripts import Scripts


def test_scripts_stay_as_they_are() -> None:
    """They cannot be changed while a browser runs them."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        Scripts("a", "b").cells = "c"  # type: ignore[misc]
