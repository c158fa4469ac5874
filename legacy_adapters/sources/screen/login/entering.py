"""Gets into an application, and tells whether one is in, refused, locked out or thrown out."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, TypeVar

from legacy_adapters.core.errors import (
    AccessDenied,
    ConfigError,
    LegacyAdaptersError,
    RecipeRefused,
    SourceChanged,
    Unavailable,
)
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.declaration import TextAt, Where
from legacy_adapters.sources.screen.login.address import shown_address
from legacy_adapters.sources.screen.login.refusals import Attempt, Login, Refusals
from legacy_adapters.sources.screen.login.settings import CODE, LoginSettings
from legacy_adapters.sources.screen.login.totp import Codes, WithCode
from legacy_adapters.sources.screen.screen import Place, Screen
from legacy_adapters.sources.screen.steps.doing import Doing
from legacy_adapters.sources.screen.template import filled
from legacy_adapters.sources.screen.view import View

INTERVAL_SECONDS: Final = 0.1
"""How long to wait between two looks at what a login led to."""

_LONGEST_QUOTE: Final = 200

_T = TypeVar("_T")

LogIn: TypeAlias = Callable[[Screen, Mapping[str, str]], object]
"""Logs in with the values of a recipe; what a Python class of a recipe may do where steps cannot."""


class LoggedOut(AccessDenied):
    """The application threw the user out in the middle. A reader logs in again once; then it ends with this."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a login led to, and the application's own words about it."""

    what: Literal["inside", "refused", "locked"]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Entrance:
    """The way into one application as one user.

    ``url`` is where the steps begin; ``doing`` how they are taken, with the recipe's values; ``patience`` how long, in
    seconds, the application may take to show what a login led to. ``recipe`` is whatever else of the recipe a login
    depends on: where nobody can tell how logins end, a changed one is tried anew.
    """

    settings: LoginSettings
    doing: Doing
    url: str
    refusals: Refusals
    patience: float
    recipe: str = ""
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time

    def enter(self, screen: Screen, *, kept: bool = False, by: LogIn | None = None) -> Screen:
        """Opens ``url`` and logs in; returns the screen on which the steps end. With ``kept``, where the browser has
        the session of an earlier login, it logs in only if that is over. ``by`` logs in in the place of the steps.

        Raises ``AccessDenied``, with the application's own words, for a login that is refused, or was before, and for a
        locked account; ``SourceChanged`` where neither that nor the inside can be seen; and what the steps raise.
        """
        login = self._login(by)
        with self.refusals.trying(login) as attempt:
            if self.settings.basic is not None:
                attempt.begin()
            try:
                entered = self._open(screen, attempt, kept, by)
            except LegacyAdaptersError as error:
                if attempt.begun:
                    self._explain(error, screen, attempt)
                raise
            if self.settings.inside is not None:
                self._judge(entered, attempt)
            attempt.succeeded()
        return entered

    def is_outside(self, view: View) -> bool:
        """Whether one was thrown out: what ``outside`` names can be seen, and ``inside`` cannot in the same frame. What
        other frames show may be old: a menu stays when the frame beside it asks for the password."""
        inside = self.settings.inside
        for outside in self.settings.outside:
            if self._has(view, outside):
                same_frame = inside is not None and self._place(inside).frames == self._place(outside).frames
                if not (same_frame and inside is not None and self._has(view, inside)):
                    return True
        return False

    def check(self, screen: Screen) -> None:
        """Raises ``LoggedOut`` where one was thrown out."""
        self.check_view(screen, screen.url)

    def check_view(self, view: View, address: str) -> None:
        """As ``check``, for any page that was read, also one that was only fetched."""
        if self.is_outside(view):
            raise LoggedOut(
                "the application threw the user out: it asks for the login again",
                where=f"page {shown_address(address)}",
                hint="Is the same user logged in elsewhere, or does a session last for a shorter time than a run?",
            )

    def leave(self, screen: Screen) -> str | None:
        """Logs off, where the recipe says how; returns what a person should know if that did not work. The run has
        all its data by then, and does not fail for it."""
        try:
            self.doing.steps(screen, self.settings.log_off, "log off")
        except LegacyAdaptersError as error:
            return scrub(f"could not log off, so that a seat may stay taken for a while: {error}")
        return None

    def _open(self, screen: Screen, attempt: Attempt, kept: bool, by: LogIn | None) -> Screen:
        self.doing.before()
        screen.goto(self.url)
        if kept and self._is_still_inside(screen):
            return screen
        attempt.begin()
        doing = self._doing_with_code()
        if by is not None:
            by(screen, doing.values)
            return screen
        return doing.steps(screen, self.settings.steps, "login")

    def _doing_with_code(self) -> Doing:
        totp, doing, folder = self.settings.totp, self.doing, self.refusals.folder
        if totp is None:
            return doing
        codes = Codes.of(totp, doing.values, url=self.url, folder=folder, clock=self.now, sleep=self.sleep)
        return replace(doing, values=WithCode(doing.values, codes))

    def _is_still_inside(self, screen: Screen) -> bool:
        """Waits for the inside, or for what says that the session is over: the form comes again."""
        inside = self.settings.inside
        form = next((Where(at=step.fill, frame=step.frame) for step in self.settings.steps if step.fill), None)

        def look() -> bool | None:
            if self.is_outside(screen):
                return False
            if inside is not None and self._has(screen, inside):
                return True
            return False if form is not None and self._has(screen, form) else None

        return bool(self._wait_for(look))

    def _judge(self, screen: Screen, attempt: Attempt) -> None:
        """Waits for what the login led to. Raises whatever is not the inside."""
        seen = self._wait_for(lambda: self._look(screen))
        if seen is None and any(self._has(screen, where) for where in self.settings.outside):
            said = "the application asks for the login again, without anything that `refused` names"
            raise AccessDenied(said, where=self._where, hint=attempt.ended("unclear", said))
        if seen is None:
            said = f"neither `inside` nor `refused` could be seen within {self.patience:g} seconds of the login"
            raise SourceChanged(said, where=self._where, hint=attempt.ended("unclear", said))
        if seen.what != "inside":
            raise self._denied(seen, attempt)

    def _explain(self, error: LegacyAdaptersError, screen: Screen, attempt: Attempt) -> None:
        """A step failed: tells whether it did so because the login was refused, and remembers how it ended."""
        if isinstance(error, ConfigError) and not isinstance(error, RecipeRefused):
            return
        seen = self._glance(screen)
        if seen is None and isinstance(error, RecipeRefused) and self._refuses(error.message):
            seen = _Seen("refused", error.message)
        if seen is not None and seen.what == "inside":
            attempt.succeeded()
        elif seen is not None:
            raise self._denied(seen, attempt) from error
        elif not isinstance(error, Unavailable):
            advice = attempt.ended("refused" if isinstance(error, AccessDenied) else "unclear", error.message)
            error.hint = f"{error.hint}\n  {advice}".lstrip()

    def _refuses(self, message: str) -> bool:
        """Whether a dialog says that the login was refused."""
        expected = self.settings.refused_dialog
        return expected is not None and re.search(expected, message) is not None

    def _denied(self, seen: _Seen, attempt: Attempt) -> AccessDenied:
        if seen.what == "locked":
            message, advice = "the account is locked", attempt.ended("locked", seen.said)
        else:
            message, advice = "the login was refused", attempt.ended("refused", seen.said)
            if self.settings.totp is not None:
                advice += " A one-time code also depends on this machine's clock: look whether it is right."
        return AccessDenied(f"{message}; the application says: {seen.said}", where=self._where, hint=advice)

    def _glance(self, screen: Screen) -> _Seen | None:
        # What failed may have taken the page with it.
        with suppress(LegacyAdaptersError):
            return self._look(screen)
        return None

    def _look(self, screen: Screen) -> _Seen | None:
        """What the screen shows now."""
        settings = self.settings
        if settings.inside is not None and self._has(screen, settings.inside):
            return _Seen("inside")
        for text_at in settings.locked:
            if (said := self._said(screen, text_at)) is not None:
                return _Seen("locked", said)
        for text_at in settings.refused:
            if (said := self._said(screen, text_at)) is not None:
                return _Seen("refused", said)
        return None

    def _said(self, screen: Screen, text_at: TextAt) -> str | None:
        """The application's words there; None where nothing can be seen, or not what is meant."""
        if not self._has(screen, text_at):
            return None
        text = scrub(" ".join(screen.text(self._place(text_at)).split()))
        if text_at.matches is not None:
            found = re.search(text_at.matches, text)
            if found is None:
                return None
            text = found[1] or found[0]
        return f"“{text[:_LONGEST_QUOTE]}”"

    def _wait_for(self, look: Callable[[], _T | None]) -> _T | None:
        """Looks again and again until there is something, or the patience is at its end."""
        end = self.clock() + self.patience
        while (seen := look()) is None and self.clock() < end:
            self.sleep(INTERVAL_SECONDS)
        return seen

    def _has(self, view: View, where: Where) -> bool:
        return view.has(self._place(where))

    def _place(self, where: Where) -> Place:
        return where.place(self.doing.frames, self.doing.values)

    @property
    def _where(self) -> str:
        return f"login at {shown_address(self.url)}"

    def _login(self, by: LogIn | None) -> Login:
        """All that is filled in. Raises ``ConfigError`` for a parameter that is not there."""
        settings = self.settings
        # The code is another one each time.
        values = {**self.doing.values, CODE: ""}
        texts = [filled(text, values) for step in settings.steps for text in (step.text, step.option) if text]
        if by is not None:
            # What it fills in cannot be known: the secrets, or all there is.
            texts += [value for value in values.values() if scrub(value) != value] or list(values.values())
        if settings.basic is not None:
            texts += settings.basic.credentials(values)
        if settings.totp is not None:
            texts.append(filled(settings.totp.secret, values))
        return Login(self.url, json.dumps(texts), settings.model_dump_json() + self.recipe)
