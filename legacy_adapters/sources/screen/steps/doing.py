"""Takes the steps of a recipe on a screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.sources.screen.screen import Place, Screen
from legacy_adapters.sources.screen.steps.settings import Step
from legacy_adapters.sources.screen.template import filled, filled_address


@dataclass(frozen=True, slots=True)
class Doing:
    """How steps are taken: in which frame unless one is stated, with which values, and what is done before each that
    asks the application for something (waiting, where a recipe says so)."""

    frames: tuple[str, ...]
    values: Mapping[str, str] = field(repr=False)
    before: Callable[[], None] = lambda: None
    sleep: Callable[[float], None] = time.sleep

    def steps(self, screen: Screen, steps: Sequence[Step], part: str) -> Screen:
        """Takes the steps, and returns the screen that they end on: the window that one of them opened, or ``screen``.

        ``part`` is what they are for. Raises what ``Screen`` raises, with the step named.
        """
        for number, step in enumerate(steps, 1):
            try:
                screen = self._step(screen, step)
            except LegacyAdaptersError as error:
                raise _named(error, f"{part}, step {number} ({step})") from error
        return screen

    def _step(self, screen: Screen, step: Step) -> Screen:
        if step.only_if is not None and not screen.has(step.only_if.place(self.frames, self.values)):
            return screen
        if step.action in _ASKING:
            self.before()
        screen = self._act(screen, step)
        if step.until is not None:
            screen.wait(step.until.place(self.frames, self.values))
        return screen

    def _act(self, screen: Screen, step: Step) -> Screen:
        frames = step.frames(self.frames)
        match step.action:
            case "goto":
                assert step.goto is not None
                screen.goto(filled_address(step.goto, self.values), step.frame or ())
            case "pause":
                self.sleep(step.pause or 0)
            case "window":
                return screen.window(self._place(step.window, frames))
            case action:
                self._at(screen, step, action, self._place(getattr(step, action), frames))
        return screen

    def _at(self, screen: Screen, step: Step, action: str, place: Place) -> None:
        match action:
            case "fill":
                screen.fill(place, filled(step.text or "", self.values))
            case "choose":
                screen.choose(place, filled(step.option or "", self.values))
            case "check" | "uncheck":
                screen.check(place, action == "check")
            case "click":
                screen.click(place)
            case "hover":
                screen.hover(place)
            case "press":
                screen.press(place, step.key)
            case _:
                screen.wait(place, gone=action == "gone")

    def _place(self, selector: str | None, frames: tuple[str, ...]) -> Place:
        return Place(filled(selector or "", self.values), frames)


_ASKING = frozenset({"goto", "choose", "click", "press", "window"})
"""The steps that make the application do something."""


def _named(error: LegacyAdaptersError, step: str) -> LegacyAdaptersError:
    """The same error, with the step in front of where it happened."""
    error.where = f"{step}: {error.where}" if error.where else step
    return error
