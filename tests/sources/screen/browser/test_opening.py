"""The door to the room."""

from __future__ import annotations

import subprocess
import sys

import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.sources.screen.browser import opening
from legacy_adapters.sources.screen.browser.opening import open_browser
from legacy_adapters.sources.screen.browser.scripts import Scripts
from legacy_adapters.sources.screen.browser.settings import BrowserSettings

_SCRIPTS = Scripts("() => ''", "() => ''")


def test_missing_playwright_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the error says how to install it."""
    monkeypatch.setattr(opening, "find_spec", lambda _name: None)
    with pytest.raises(DriverMissing) as caught:
        open_browser(BrowserSettings(), [], _SCRIPTS)
    assert caught.value.hint == 'pip install "legacy-adapters[screen]"'


def test_address_is_checked_first() -> None:
    """What is no address starts no browser."""
    with pytest.raises(ConfigError, match="no address"):
        open_browser(BrowserSettings(), ["ledger"], _SCRIPTS)


def test_door_loads_no_driver() -> None:
    """What is imported before a browser is wanted does not load Playwright."""
    code = "import sys, legacy_adapters.sources.screen.browser.opening as o; sys.exit('playwright' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
