"""Visits to an application: a session of the browser that is logged in, with a window, used by one thread at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from legacy_adapters.core.errors import AccessDenied, LegacyAdaptersError, SourceChanged, Unavailable
from legacy_adapters.sources.screen.browser.errors import BrowserGone
from legacy_adapters.sources.screen.browser.opening import open_browser
from legacy_adapters.sources.screen.browser.scripts import Scripts
from legacy_adapters.sources.screen.login.entering import Entrance, LoggedOut
from legacy_adapters.sources.screen.login.keeping import KeptSession
from legacy_adapters.sources.screen.login.refusals import Refusals
from legacy_adapters.sources.screen.pace import Pacer
from legacy_adapters.sources.screen.recipe import Recipe
from legacy_adapters.sources.screen.screen import Screen
from legacy_adapters.sources.screen.scripted import Script
from legacy_adapters.sources.screen.steps.doing import Doing
from legacy_adapters.sources.screen.surroundings import Surroundings
from legacy_adapters.sources.screen.table import cells as table_cells
from legacy_adapters.sources.screen.template import filled_address, names
from legacy_adapters.sources.screen.view import View

if TYPE_CHECKING:
    from legacy_adapters.sources.screen.browser.browser import Browser, Credentials
    from legacy_adapters.sources.screen.browser.context import Context


TRACED_PAGES: Final = 20
"""Of so many pages, or fewer, a failure's trace tells."""

CACHED_PAGES: Final = 100
"""Behind so many pages the browser's cache is cleared: it keeps every page in memory, and none is shown twice."""


@dataclass(slots=True)
class Visit:
    """One session, logged in: ``screen`` is its window, ``aside`` another one for the pages of rows."""

    context: Context
    screen: Screen
    entrance: Entrance | None
    around: Surroundings
    address: str
    before: Callable[[], None]
    state: str | None = field(default=None, repr=False)
    _front: Screen | None = None
    _aside: Screen | None = None
    _fresh: bool = True
    _traced_from: int = 0
    _cached_from: int = 0

    def begin(self) -> None:
        """Goes to where the application begins; a visit that has just been opened is there, or where its login led."""
        if not self._fresh:
            self.before()
            self.screen.goto(self.address)
        self._fresh = False

    @property
    def aside(self) -> Screen:
        """A second window, opened when it is first wanted."""
        aside = self._aside or self.context.screen()
        self._aside = aside
        return aside

    @contextmanager
    def in_front(self, screen: Screen) -> Iterator[None]:
        """For as long as a window that was opened is the one that counts; it is closed at the end."""
        self._front = screen
        try:
            yield
        finally:
            self._front = None
            if screen is not self.screen:
                screen.close()

    def keep_small(self) -> None:
        """Forgets what trace and browser have of pages that were read long ago: both would grow with the list."""
        shown = self.context.documents_shown
        if shown - self._cached_from >= CACHED_PAGES:
            self.context.clear_cache()
            self._cached_from = shown
        if self.around.evidence is not None and shown - self._traced_from >= TRACED_PAGES:
            self.context.cut_trace()
            self._traced_from = shown

    def check_inside(self, screen: Screen | None = None) -> None:
        """Raises ``LoggedOut`` where the application shows that the user was thrown out."""
        if self.entrance is not None:
            self.entrance.check(screen or self.screen)

    def check_fetched(self, view: View, address: str) -> None:
        """As ``check_inside``, for a page that was fetched."""
        if self.entrance is not None:
            self.entrance.check_view(view, address)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """What fails because the user was thrown out says so; what fails otherwise leaves evidence."""
        try:
            yield
        except LegacyAdaptersError as error:
            self._explain(error)
            raise

    def _explain(self, error: LegacyAdaptersError) -> None:
        """Raises ``LoggedOut`` where that is why ``error`` came; otherwise keeps the evidence of it."""
        if isinstance(error, BrowserGone | LoggedOut):
            return
        if isinstance(error, SourceChanged | Unavailable | AccessDenied) and self._is_outside():
            raise LoggedOut("the application threw the user out", where=error.where) from error
        with suppress(BrowserGone):
            screen = self._front or self.screen
            self.around.collect(error, self.context, screen, error.where or "list", traced=True)

    def _is_outside(self) -> bool:
        if self.entrance is None:
            return False
        for screen in filter(None, (self.screen, self._aside, self._front)):
            # What failed may have taken its window with it.
            with suppress(LegacyAdaptersError):
                if self.entrance.is_outside(screen):
                    return True
        return False

    def leave(self) -> None:
        """Logs off, where the recipe says how, for all visits that share the session; then closes this one."""
        if self.entrance is not None and self.entrance.settings.log_off and self.context.connected:
            said = self.entrance.leave(self.screen)
            if said:
                self.around.note(said)
        self.context.close()


class Visits:
    """Opens visits for one recipe over one browser, which is started with the first and again where it has ended.

    All but the first use the session of the first, as far as the application lets them; several threads may open some.
    """

    def __init__(
        self, recipe: Recipe, script: Script, values: Mapping[str, str], around: Surroundings, pacer: Pacer
    ) -> None:
        self._recipe = recipe
        self._script = script
        self._values = values
        self._around = around
        self._doing = Doing(recipe.frame, values, pacer.before)
        self._browser: Browser | None = None
        self._lock = threading.RLock()

    @property
    def address(self) -> str:
        """Where the application begins."""
        return filled_address(self._recipe.url, self._values)

    def open(self) -> Visit:
        """A visit that begins at the application's address, logged in. Raises what logging in raises."""
        # Those that log in do so one at a time: the others then have the session of the first.
        with self._lock:
            state = self._around.states.get(self._key) or self._kept_state()
            context = self._started().context(state=state, credentials=self._credentials())
            if self._recipe.login is not None or self._script.log_in is not None:
                return self._entered_or_closed(context, state is not None)
        return self._entered_or_closed(context, has_state=False)

    def forget(self, visit: Visit) -> None:
        """Forgets the session of a visit that was thrown out, where no other has logged in since: the next one does."""
        with self._lock:
            if self._around.states.get(self._key) != visit.state:
                return
            del self._around.states[self._key]
            kept = self._kept()
            if kept is not None:
                kept.forget()

    def close(self) -> None:
        """Ends the browser."""
        browser, self._browser = self._browser, None
        if browser is not None:
            with suppress(BrowserGone):
                browser.close()

    def _entered_or_closed(self, context: Context, has_state: bool) -> Visit:
        try:
            return self._entered(context, has_state)
        except BaseException:
            context.close()
            raise

    def _entered(self, context: Context, has_state: bool) -> Visit:
        self._around.attend(context)
        screen: Screen = context.screen()
        entrance = self._entrance()
        try:
            if entrance is not None:
                screen = entrance.enter(screen, kept=has_state, by=self._script.log_in)
            else:
                self._doing.before()
                screen.goto(self.address)
                if self._script.log_in is not None:
                    self._script.log_in(screen, self._values)
        except LegacyAdaptersError as error:
            self._around.collect(error, context, screen, "login", traced=False)
            raise
        state = None if entrance is None else context.state()
        if state is not None:
            self._keep(state, has_state)
        self._around.begin_evidence(context)
        return Visit(context, screen, entrance, self._around, self.address, self._doing.before, state)

    def _started(self) -> Browser:
        if self._browser is not None and not self._browser.connected:
            self.close()
        if self._browser is None:
            scripts = Scripts(table_cells.CELLS_SCRIPT, table_cells.LANDMARKS_SCRIPT)
            self._browser = open_browser(self._recipe.browser, [self.address], scripts)
            for note in self._browser.notes:
                self._around.note(note)
        return self._browser

    def _entrance(self) -> Entrance | None:
        login = self._recipe.login
        if login is None:
            return None
        return Entrance(
            login,
            self._doing,
            self.address,
            Refusals(self._around.private),
            self._recipe.browser.timeout,
            self._recipe.browser.model_dump_json(),
        )

    def _credentials(self) -> Credentials | None:
        from legacy_adapters.sources.screen.browser.browser import Credentials

        login = self._recipe.login
        return None if login is None or login.basic is None else Credentials(*login.basic.credentials(self._values))

    @property
    def _key(self) -> str:
        """The application and who is in it: streams of one user share a session, those of two do not."""
        login = self._recipe.login.model_dump_json() if self._recipe.login else ""
        return "\n".join([self.address, login, *(self._values.get(name, "") for name in names(login))])

    def _kept(self) -> KeptSession | None:
        login = self._recipe.login
        # A recording has to hold the login, as its replay logs in.
        if login is None or login.keep is None or self._around.offline or self._around.layout.recording:
            return None
        return KeptSession.of(
            login.keep, self._values, url=self.address, folder=self._around.private, note=self._around.note
        )

    def _kept_state(self) -> str | None:
        kept = self._kept()
        return None if kept is None else kept.load()

    def _keep(self, state: str, had_state: bool) -> None:
        self._around.states[self._key] = state
        kept = self._kept()
        if kept is not None:
            (kept.renew if had_state else kept.save)(state)


class VisitPool:
    """Visits that several threads borrow and give back; opened when there is none, and again when one is worn out."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits
        self._idle: SimpleQueue[Visit] = SimpleQueue()

    @contextmanager
    def borrowed(self) -> Iterator[Visit]:
        """A visit for as long as it is needed. One in which something failed is not lent again."""
        visit = self._taken()
        lend_again = True
        try:
            yield visit
        except BrowserGone:
            lend_again = False
            raise
        except LoggedOut:
            lend_again = False
            self._visits.forget(visit)
            raise
        except LegacyAdaptersError:
            lend_again = False
            visit.leave()
            raise
        finally:
            if lend_again and not visit.context.retired:
                self._idle.put(visit)
            else:
                visit.context.close()

    def drop(self, error: LegacyAdaptersError) -> None:
        """Ends all visits as they are, as their session has ended, or the browser, which is started again."""
        for visit in self._drained():
            visit.context.close()
        if isinstance(error, BrowserGone):
            self._visits.close()

    def close(self) -> None:
        """Logs off, and ends all visits and the browser; the next visit starts it again."""
        for number, visit in enumerate(self._drained()):
            if number == 0:
                visit.leave()
            else:
                visit.context.close()
        self._visits.close()

    def _drained(self) -> Iterator[Visit]:
        with suppress(Empty):
            while True:
                yield self._idle.get_nowait()

    def _taken(self) -> Visit:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._visits.open()
