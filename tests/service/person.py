"""A person at a browser, by mouse and keyboard: no page can tell the difference."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Locator, Page


@dataclass(frozen=True, slots=True)
class Person:
    """Works in a window of the browser."""

    page: Page

    async def moves_to(self, selector: str, frame: str = "") -> None:
        """Moves the mouse to the middle of what can be seen there."""
        spot = await self._spot(self._at(selector, frame))
        await self.page.mouse.move(*spot, steps=5)

    async def clicks(self, selector: str, frame: str = "") -> None:
        """Moves the mouse there and clicks."""
        await self.moves_to(selector, frame)
        await self.page.mouse.click(*await self._spot(self._at(selector, frame)))

    async def types(self, selector: str, text: str, frame: str = "") -> None:
        """Clicks into a field and types."""
        await self.clicks(selector, frame)
        await self.page.keyboard.type(text)

    async def chooses(self, selector: str, option: str, frame: str = "") -> None:
        """Chooses an option of a list."""
        await self._at(selector, frame).select_option(option)

    async def sees(self, selector: str, frame: str = "") -> None:
        """Waits until something can be seen there."""
        await self._at(selector, frame).first.wait_for(timeout=10_000)

    def _at(self, selector: str, frame: str) -> Locator:
        inside = self.page.frame_locator(f'[name="{frame}"]') if frame else self.page
        return inside.locator(selector)

    async def _spot(self, at: Locator) -> tuple[float, float]:
        await at.wait_for(timeout=10_000)
        await at.scroll_into_view_if_needed()
        box = await at.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
