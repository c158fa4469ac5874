"""A small application with a login in memory, the screen that it is seen on, and a clock that only sleeping moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.screen import Place

URL = "https://ledger.example:8443/login?sid=4711"


@dataclass
class FakeClock:
    """Seconds, and what was waited for."""

    now: float = 1_000_000_000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class FakeApplication:
    """Knows one user; locks the account at the third wrong password, as old applications do."""

    password: str = "open sesame"
    tried: list[dict[str, str]] = field(default_factory=list)
    failed: int = 0

    def answer(self, fields: dict[str, str]) -> dict[Place, str]:
        """What the page shows behind the form."""
        self.tried.append(dict(fields))
        if self.failed >= 3:
            return {Place("#password"): "", Place("text=account is locked"): "Your account is locked.\n Call us."}
        if fields.get("#password") == self.password:
            self.failed = 0
            return INSIDE
        self.failed += 1
        return {Place("#password"): "", Place(".error"): f"Sorry:\n  wrong password {fields.get('#password')} (E17)"}


INSIDE = {Place("text=Log off", ("menu",)): "Log off"}
FORM = {Place("#user"): "", Place("#password"): "", Place("#go"): "Go"}


@dataclass
class FakeScreen:
    """One window: the form at first, or the inside with a session; ``later`` are what it shows, look by look, first."""

    application: FakeApplication = field(default_factory=FakeApplication)
    session: bool = False
    submit: Callable[[dict[str, str]], dict[Place, str]] | None = None
    later: list[dict[Place, str]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    shown: dict[Place, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    on_goto: Exception | None = None

    @property
    def url(self) -> str:
        return self.opened[-1]

    def goto(self, url: str, frames: Sequence[str] = ()) -> None:
        if self.on_goto is not None:
            raise self.on_goto
        self.opened.append(url)
        self.shown = dict(INSIDE if self.session else FORM)

    def fill(self, place: Place, text: str) -> None:
        self._must_be_there(place)
        self.fields[place.selector] = text

    def choose(self, place: Place, option: str) -> None:
        self.fill(place, option)

    def click(self, place: Place) -> None:
        self._must_be_there(place)
        answer = self.submit or self.application.answer
        self.shown = answer(self.fields)

    def has(self, place: Place) -> bool:
        if self.later and place == next(iter(INSIDE)):
            self.shown = self.later.pop(0)
        return place in self.shown

    def wait(self, place: Place, *, gone: bool = False) -> None:
        self._must_be_there(place)

    def text(self, place: Place) -> str:
        self._must_be_there(place)
        return self.shown[place]

    def _must_be_there(self, place: Place) -> None:
        if place not in self.shown:
            raise SourceChanged(f"there is no {place}", where="page")
