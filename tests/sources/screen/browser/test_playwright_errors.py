"""What Playwright's errors mean."""

from __future__ import annotations

import pytest
from playwright.async_api import Error
from playwright.async_api import TimeoutError as PlaywrightTimeout

from legacy_adapters.core.errors import ConfigError, LegacyAdaptersError, SourceChanged, Unavailable
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.browser.playwright_errors import ambiguous, moved, translated


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Error("Page.goto: Page crashed"), BrowserGone),
        (Error("Locator.click: Target page, context or browser has been closed"), SourceChanged),
        (Error("Page.goto: net::ERR_CONNECTION_REFUSED at http://a/"), Unavailable),
        (Error("Page.goto: net::ERR_ABORTED at http://a/"), SourceChanged),
        (Error("Page.goto: Download is starting"), SourceChanged),
        (Error('Locator.click: Unexpected token "[" while parsing css selector "p[["'), ConfigError),
        (PlaywrightTimeout("Timeout 30000ms exceeded."), Unavailable),
        (Error("Locator.fill: Element is not an <input>"), SourceChanged),
    ],
)
def test_error_by_what_happens_next(error: Error, kind: type[LegacyAdaptersError]) -> None:
    """Each is an error of ours; and any of them is a browser that is gone where that has ended."""
    assert type(translated(error, where="step", url="http://a/", connected=True)) is kind
    assert type(translated(error, where="step", url="http://a/", connected=False)) is BrowserGone


def test_secrets_are_struck_out() -> None:
    """What Playwright quotes is not passed on where it is a secret."""
    KNOWN.add("hush-hush-77")
    assert "hush" not in str(translated(Error("Locator.fill: hush-hush-77"), where="", url="", connected=True))


def test_kinds_that_are_handled() -> None:
    """A page that moved on, and a selector of several, are told from others."""
    assert moved(Error("Execution context was destroyed, most likely because of a navigation"))
    assert ambiguous(Error("strict mode violation: locator resolved to 2 elements"))
    assert not moved(Error("x"))
    assert not ambiguous(Error("x"))
