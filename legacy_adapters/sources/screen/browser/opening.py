"""The door to this room: all of it that may be imported before a browser is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.sources.screen.browser.hosts import Hosts
from legacy_adapters.sources.screen.browser.scripts import Scripts
from legacy_adapters.sources.screen.browser.settings import BrowserSettings

if TYPE_CHECKING:
    from legacy_adapters.sources.screen.browser.browser import Browser


def open_browser(settings: BrowserSettings, addresses: Sequence[str], scripts: Scripts) -> Browser:
    """A browser that asks the hosts of ``addresses`` and of ``settings.hosts`` only; to be closed, as with ``with``.

    Without any address it asks nobody: enough for saved pages (``Context.answer_with``). Raises ``DriverMissing``
    where Playwright or a browser is, ``ConfigError`` for what is no address, ``Unavailable`` where it does not start.
    """
    if find_spec("playwright") is None:
        raise DriverMissing("screens need Playwright", hint='pip install "legacy-adapters[screen]"')
    from legacy_adapters.sources.screen.browser.browser import Browser

    return Browser(settings, Hosts.of(addresses, settings.hosts), scripts)
