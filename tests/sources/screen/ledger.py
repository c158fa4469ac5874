"""An old ledger application in memory: pages of a list, entries, a login, and whatever may go wrong at a request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape
from math import ceil
from urllib.parse import parse_qs, urlsplit

from legacy_adapters.sources.screen.browser.errors import BrowserGone

URL = "http://ledger.test/"
USER, PASSWORD = "reader", "open sesame"

HEADER = ("No", "Date", "Amount")


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the list, with the lines that its own page shows."""

    no: str
    date: str
    amount: str
    lines: tuple[str, ...] = ()


def rows(count: int, *, per_day: int = 2) -> list[Row]:
    """Entries that all differ, some on a day."""
    return [Row(f"{n:04}", f"2025-01-{1 + n // per_day:02}", f"{n}.25", (f"line {n}",)) for n in range(count)]


@dataclass
class Ledger:
    """``way``: how its pages go on: link, further, numbers, address, more, scroll, script (a link without an address)
    or none. ``cap``: the most rows that one search shows. ``says`` replaces what it states of itself.

    ``at``: what happens at the request of a number, counted from 1, before it is answered.
    """

    rows: list[Row]
    per_page: int = 3
    way: str = "link"
    cap: int | None = None
    says: dict[str, str] = field(default_factory=dict)
    login: bool = False
    disabled: str = ""
    """How the link to the next page is shown on the last: the attribute that disables it; nothing: it is not there."""
    circle: int | None = None
    """Behind the last page this one comes again."""
    leaves_out: int | None = None
    """This page is passed by."""
    subtotals: bool = False
    linked: bool = True
    """Whether a row is a link to its entry."""
    tokens: bool = False
    """Whether each session has addresses of its own."""
    by_step: bool = False
    """Whether any address of a page behind the first leads to the page behind the one that was asked for last."""
    exported: str | None = None
    """What its list gives instead of a page: a file."""
    at: dict[int, Callable[[], None]] = field(default_factory=dict)
    always: Callable[[str], None] = lambda _path: None
    asked: list[str] = field(default_factory=list)
    sessions: set[str] = field(default_factory=set)
    logins: int = 0
    crashes: int = 0
    open_sessions: int = 0
    browsers: int = 0
    _step: int = 1
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def answer(self, address: str, form: Mapping[str, str], session: str) -> tuple[str, str]:
        """The page at an address, and the session that it is shown in from now on."""
        with self._lock:
            parts = urlsplit(address)
            self.asked.append(f"{parts.path}?{parts.query}".rstrip("?"))
            happens = self.at.get(len(self.asked))
            if happens is not None:
                happens()
        self.always(parts.path)
        with self._lock:
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            return self._page(parts.path, asked, form, session)

    def crash(self) -> None:
        """The browser dies."""
        self.crashes += 1
        raise BrowserGone("the browser crashed", where="page")

    def throw_out(self) -> None:
        """All sessions end."""
        self.sessions.clear()

    def _page(self, path: str, asked: Mapping[str, str], form: Mapping[str, str], session: str) -> tuple[str, str]:
        if path == "/enter":
            if (form.get("#user"), form.get("#password")) != (USER, PASSWORD):
                return _LOGIN + "<p class=error>wrong password</p>", session
            self.logins += 1
            session = f"session-{self.logins}"
            self.sessions.add(session)
            return self._inside("<p>Welcome</p>"), session
        if self.login and session not in self.sessions:
            return _LOGIN, session
        match path:
            case "/list" if self.exported is not None:
                return self.exported, session
            case "/list":
                return self._inside(self._list(asked)), session
            case "/entry":
                return self._entry(asked["no"]), session
            case "/off":
                self.sessions.discard(session)
                return "<p>Good bye</p>", session
            case _:
                return self._inside("<p>Welcome</p>"), session

    def _inside(self, page: str) -> str:
        menu = "<p><a id=off href='/off'>Log off</a></p>" if self.login else ""
        return f"<h1>Journal</h1>{menu}<a id=journal href='/list'>Journal</a>{page}"

    def _found(self, asked: Mapping[str, str]) -> list[Row]:
        first, last = asked.get("from", ""), asked.get("to", "9999")
        return [row for row in self.rows if first <= row.date <= last]

    def _list(self, asked: Mapping[str, str]) -> str:
        found = self._found(asked)
        if not found:
            return f"{self._stated(found)}<p id=none>No records found</p>"
        number = int(asked.get("page", "1"))
        if self.by_step:
            number = self._step = 1 if number == 1 else self._step + 1
        if self.cap is not None and len(found) > self.cap:
            return f"<p class=capped>More than {self.cap} records</p>" + self._table(found[: self.cap], "")
        grows = self.way in ("more", "scroll")
        first = 0 if grows else (number - 1) * self.per_page
        shown = found[first : number * self.per_page]
        last = ceil(len(found) / self.per_page)
        scroll = self._address(asked, number + 1) if self.way == "scroll" and number < last else ""
        page = self._stated(found) + self._table(shown, scroll)
        if self.way != "none" and not grows:
            page += f"<p id=pager>Page {number} of {last}</p>"
        return page + self._onward(asked, number, last)

    def _stated(self, found: Sequence[Row]) -> str:
        stated = {"count": f"{len(found):,}", "sum": f"{sum(Decimal(row.amount) for row in found):,}", **self.says}
        return f"<p id=found>{stated['count']} records</p><p id=sum>Sum {stated['sum']}</p>"

    def _table(self, shown: Sequence[Row], scroll: str) -> str:
        lines = [f"<tr><td>{self._linked(row.no)}<td>{row.date}<td>{row.amount}" for row in shown]
        if self.subtotals:
            lines = [
                f"{line}<tr class=sub><td><td>together<td>{row.amount}" for line, row in zip(lines, shown, strict=True)
            ]
        head = "".join(f"<th>{name}" for name in HEADER)
        return f"<table id=list data-scroll='{scroll}'><thead><tr>{head}<tbody>{''.join(lines)}</table>"

    def _linked(self, no: str) -> str:
        token = f"&amp;sid={self.logins}" if self.tokens else ""
        return f"<a href='/entry?no={no}{token}'>{escape(no)}</a>" if self.linked else escape(no)

    def _onward(self, asked: Mapping[str, str], number: int, last: int) -> str:
        following = number + 1
        if following == self.leaves_out:
            following += 1
        if number >= last:
            if self.circle is None:
                return f"<a id=next {self.disabled} href='/list'>Next</a>" if self.disabled else "<p id=end>End</p>"
            following = self.circle
        address = self._address(asked, following)
        match self.way:
            case "link":
                return f"<a id=next href='{address}'>Next</a>"
            case "further" if number % 2 == 0:
                return f"<a id=further href='{address}'>...</a>"
            case "numbers" | "further":
                return "".join(f"<a href='{self._address(asked, n)}'>[{n}]</a> " for n in (number, following))
            case "more":
                return f"<button id=more data-href='{address}'>More</button>"
            case "script":
                return f"<a id=next data-href='{address}' href='javascript:next()'>Next</a>"
            case _:
                return ""

    def _address(self, asked: Mapping[str, str], page: int) -> str:
        search = "".join(f"{name}={asked[name]}&amp;" for name in ("from", "to") if name in asked)
        token = f"&amp;sid={self.logins}" if self.tokens else ""
        return f"/list?{search}page={page}{token}"

    def _entry(self, no: str) -> str:
        (row,) = (row for row in self.rows if row.no == no)
        lines = "".join(f"<tr><td>{escape(line)}<td>{row.no}" for line in row.lines)
        return f"<h1>Entry</h1><table id=lines><thead><tr><th>Line<th>No<tbody>{lines}</table>"


_LOGIN = "<h1>Login</h1><input id=user><input id=password type=password><button id=go data-href='/enter'>Go</button>"
