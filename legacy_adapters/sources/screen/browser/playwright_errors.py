"""What Playwright's errors mean, told from their kind and text."""

from __future__ import annotations

from playwright.async_api import Error
from playwright.async_api import TimeoutError as PlaywrightTimeout

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError, SourceChanged, Unavailable
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.browser.network_errors import error_of_code, network_code

_CLOSED = ("has been closed", "Target closed", "Browser closed", "Connection closed", "Page closed")
_MOVED = ("Execution context was destroyed", "Frame was detached", "frame got detached", "Cannot find context with")
_BAD_SELECTOR = (
    "is not a valid selector",
    "Unexpected token",
    "Unknown engine",
    "while parsing",
    "is not a valid XPath",
)


def moved(error: Error) -> bool:
    """Whether the page went on to another document while it was read, so that reading it again helps."""
    return any(text in error.message for text in _MOVED)


def ambiguous(error: Error) -> bool:
    """Whether a selector meant several elements where one is needed."""
    return "strict mode violation" in error.message


def translated(error: Error, *, where: str, url: str, connected: bool) -> LegacyAdaptersError:
    """The error of ours that one of Playwright's is; ``connected``: the browser is still there."""
    if not connected:
        return closed(connected, where)
    text = scrub(error.message.strip())
    first = text.partition("\n")[0]
    if "crashed" in text:
        return BrowserGone("the page crashed", where=where)
    if any(each in text for each in _CLOSED):
        return closed(connected, where)
    code = network_code(text)
    if code == "ABORTED":
        return SourceChanged(f"{scrub(url)} answered without a page", where=where, hint="is it a file, for a download?")
    if code is not None:
        return error_of_code(code, url, where)
    if "Download is starting" in text:
        return SourceChanged(f"{scrub(url)} is a file and no page", where=where, hint="take it by a download")
    if any(each in text for each in _BAD_SELECTOR):
        return ConfigError(f"the selector is not right: {first}", where=where)
    if isinstance(error, PlaywrightTimeout):
        return Unavailable("it did not end in time", where=where)
    return SourceChanged(f"the browser cannot do that: {first}", where=where)


def closed(connected: bool, where: str) -> LegacyAdaptersError:
    """The error for a window that is no longer there; ``connected``: the browser still is."""
    if connected:
        return SourceChanged("the window was closed", where=where)
    return BrowserGone("the browser has ended, or was killed", where=where)
