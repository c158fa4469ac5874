"""What a session leaves in the browser: cookies and storage, taken out and put back as one JSON text."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playwright.async_api import BrowserContext, Error, Frame, Page

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import KNOWN, looks_like_a_token

if TYPE_CHECKING:
    from playwright.async_api import StorageState

LONG_ENOUGH = 8
"""Cookies of fewer characters are no session's, and striking them out would strike out ordinary words."""

_OWN_STORAGE = "() => [location.origin, { ...sessionStorage }]"
_PUT_BACK = """((kept) => {
    try {
        const own = kept[location.origin];
        if (own && sessionStorage.length === 0) Object.assign(sessionStorage, own);
    } catch (error) { /* a page without storage */ }
})(%s);"""
_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class State:
    """``shared``: what Playwright keeps of a session. ``own``: by origin, what a window keeps for itself."""

    shared: StorageState
    own: dict[str, dict[str, str]]

    @property
    def script(self) -> str | None:
        """The script that gives a new window what the old one kept for itself."""
        return _PUT_BACK % json.dumps(self.own) if self.own else None


def read_state(text: str) -> State:
    """The state that ``state_of`` wrote. Raises ``ConfigError`` for any other text."""
    try:
        parsed: Any = json.loads(text)
        shared: StorageState = {"cookies": parsed["cookies"], "origins": parsed["origins"]}
        own = {str(origin): dict(values) for origin, values in parsed["own"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ConfigError("the kept session is damaged", hint="delete it: the next run logs in anew") from None
    return State(shared, own)


async def state_of(context: BrowserContext) -> str:
    """The session's cookies and storage; its cookies become known secrets."""
    shared = await context.storage_state(indexed_db=True)
    own: dict[str, dict[str, str]] = {}
    for frame in [frame for page in context.pages for frame in page.frames]:
        origin, values = await _own_storage(frame)
        if values:
            own[origin] = values
    await tell_cookies(context)
    return json.dumps({"cookies": shared.get("cookies", []), "origins": shared.get("origins", []), "own": own})


async def tell_cookies(context: BrowserContext) -> None:
    """Makes the values of the session's cookies known as secrets, but for those that may be words of the data."""
    for cookie in await context.cookies():
        value = cookie.get("value", "")
        if looks_like_a_token(value):
            KNOWN.add(value)


def tell(value: str) -> None:
    """Makes a header's value known as a secret."""
    if len(value) >= LONG_ENOUGH:
        KNOWN.add(value)


async def put_back(page: Page, state: State | None) -> None:
    """Has a new window begin with what an earlier one kept for itself."""
    if state is not None and state.script is not None:
        await page.add_init_script(state.script)


async def _own_storage(frame: Frame) -> tuple[str, dict[str, str]]:
    with suppress(Error, TimeoutError):
        async with asyncio.timeout(_SECONDS):
            origin, values = await frame.evaluate(_OWN_STORAGE)
            return str(origin), dict(values)
    return "", {}
