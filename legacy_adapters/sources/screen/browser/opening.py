"""The door to this room: all of it that may be imported before a browser is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.sources.screen.browser.hosts import Hosts
from legacy_adapters.sources.screen.browser.scripts import Scripts
from legacy_adapters.sources.screen.browser.settings import BrowserSettings
from legacy_adapters.sources.screen.drafting.actions import Recorded
from legacy_adapters.sources.screen.drafting.watching import Watching

if TYPE_CHECKING:
    from legacy_adapters.sources.screen.browser.browser import Browser
    from legacy_adapters.sources.screen.browser.recorder import Attend


def open_browser(settings: BrowserSettings, addresses: Sequence[str], scripts: Scripts) -> Browser:
    """A browser that asks the hosts of ``addresses`` and of ``settings.hosts`` only; to be closed, as with ``with``.

    Without any address it asks nobody: enough for saved pages (``Context.answer_with``). Raises ``DriverMissing``
    where Playwright or a browser is, ``ConfigError`` for what is no address, ``Unavailable`` where it does not start.
    """
    _check_driver()
    from legacy_adapters.sources.screen.browser.browser import Browser

    return Browser(settings, Hosts.of(addresses, settings.hosts), scripts)


def record(
    url: str,
    settings: BrowserSettings,
    watching: Watching,
    *,
    ready: Callable[[Sequence[str]], None],
    attend: Attend | None = None,
) -> Recorded:
    """Opens ``url`` in a window that a person sees, and returns what was done there until its last window was closed,
    or Ctrl-C. ``ready`` is called once the window is there,
    with what a person should know of it. ``attend`` does something there in the person's place.

    Asks whatever hosts the pages ask. Raises ``ConfigError`` without a display, for what is no address, and for a
    version of Playwright that cannot record; ``DriverMissing`` and ``Unavailable`` as ``open_browser`` does.
    """
    _check_driver()
    from legacy_adapters.sources.screen.browser.recorder import recorded

    return recorded(url, settings, watching, ready=ready, attend=attend)


def _check_driver() -> None:
    if find_spec("playwright") is None:
        raise DriverMissing("screens need Playwright", hint='pip install "legacy-adapters[screen]"')
