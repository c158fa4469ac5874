"""A run recorded with a real browser goes again without the application, and neither recording, evidence nor kept pages
hold the password."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote

import pytest

from legacy_adapters.core.errors import DriverMissing, LegacyAdaptersError, SourceChanged
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.browser.browser import Browser
from legacy_adapters.sources.screen.browser.context import Context
from legacy_adapters.sources.screen.browser.finding import Program, find
from legacy_adapters.sources.screen.browser.opening import open_browser
from legacy_adapters.sources.screen.browser.scripts import Scripts
from legacy_adapters.sources.screen.browser.settings import BrowserSettings
from legacy_adapters.sources.screen.evidence.collect import Failure, Witness, collect
from legacy_adapters.sources.screen.evidence.pages import KeptPages
from legacy_adapters.sources.screen.saved.recording import recording
from legacy_adapters.sources.screen.saved.replay import Replay
from legacy_adapters.sources.screen.screen import Place, Screen
from tests.service.require import require
from tests.sources.screen.evidence.searching import found_in

pytestmark = pytest.mark.service

PASSWORD = 's3cret/w"ord ü'
COOKIE = "a81f9c33e0b24d5f"
TOKEN = "f00dfeed1234567890"
_SCRIPTS = Scripts(
    cells="(table) => JSON.stringify([...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent)))",
    landmarks="() => '[]'",
)
_PAGES = 3


class _Books(BaseHTTPRequestHandler):
    """A login, a menu with a frame, and a grid that goes on by postbacks with a script of its own."""

    logins: ClassVar[int] = 0

    def do_GET(self) -> None:
        inside = f"sid={COOKIE}" in self.headers.get("Cookie", "")
        address, _, query = self.path.partition("?")
        match address:
            case "/":
                self._page(
                    f'<form method=post action=/login><input type=hidden name=csrf_token value="{TOKEN}">'
                    "<input name=user><input type=password name=pw><button>in</button></form>"
                )
            case "/app.js":
                self._answer("function go(to) { form.target.value = to; form.submit() }", "text/javascript")
            case "/style.css":
                self._answer("p { color: blue }", "text/css")
            case _ if not inside:
                self._answer("out", "text/plain", 403)
            case "/menu":
                host = self.headers["Host"]
                self._page(f'<iframe name=top src="/top"></iframe><a href="http://{host}/grid?sid={COOKIE}">grid</a>')
            case "/top":
                self._page(f"<p>welcome, your password is {PASSWORD}</p>")
            case "/grid":
                self._grid(1)
            case "/export":
                self._answer("a;b\n1;2\n", "text/csv", disposition='attachment; filename="export.csv"')
            case "/data":
                self._answer(f'{{"asked": "{query}"}}', "application/json")
            case _:
                self._answer("no such page", "text/plain", 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        if self.path == "/login":
            type(self).logins += 1
            right = form["pw"] == PASSWORD and form["csrf_token"] == TOKEN
            self._answer("", "text/html", 302, location="/menu" if right else "/", cookie=f"sid={COOKIE}; HttpOnly")
        else:
            self._grid(int(form["__VIEWSTATE"].rpartition("-")[2]) + (1 if form["target"] == "next" else 0))

    def _grid(self, number: int) -> None:
        rows = "".join(f"<tr><td>{number}{row}<td>ä {row},50</tr>" for row in range(5))
        following = "<a href=\"javascript:go('next')\" id=next>next</a>" if number < _PAGES else ""
        self._page(
            f"<script src=/app.js></script><link rel=stylesheet href=/style.css><img src=/logo.png>"
            "<form name=form method=post action=/grid>"
            f'<input type=hidden name=__VIEWSTATE value="{"x" * 300}-{number}">'
            f"<input type=hidden name=target></form><table>{rows}</table>{following}<a id=export href=/export>csv</a>"
        )

    def _page(self, body: str) -> None:
        self._answer(f"<!doctype html><html><body>{body}</body></html>", "text/html; charset=utf-8")

    def _answer(
        self, body: str, kind: str, status: int = 200, *, location: str = "", cookie: str = "", disposition: str = ""
    ) -> None:
        data = body.encode()
        self.send_response(status)
        headers = {"Location": location, "Set-Cookie": cookie, "Content-Disposition": disposition}
        for name, value in {**headers, "Content-Type": kind, "Content-Length": str(len(data))}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def _books() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Books) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _program() -> Program | None:
    try:
        return find(None, whole=False)
    except DriverMissing:
        return None


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser that may ask this machine, and the names that stand for hosts."""
    require(_program(), "a browser", "`make setup`, or: apt-get install chromium-headless-shell")
    with open_browser(BrowserSettings(timeout=10), ["http://127.0.0.1/"], _SCRIPTS) as browser:
        yield browser


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KNOWN, "_values", {PASSWORD})
    monkeypatch.setattr(KNOWN, "_pattern", None)


@contextmanager
def _session(browser: Browser, prepare: Callable[[Context], None]) -> Iterator[Screen]:
    context = browser.context()
    try:
        prepare(context)
        yield context.screen()
    finally:
        context.close()


def _log_in(screen: Screen, address: str, password: str) -> None:
    screen.goto(f"{address}/")
    screen.fill(Place("[name=user]"), "joe")
    screen.fill(Place("[name=pw]"), password)
    screen.click(Place("button"))


def _read(screen: Screen, address: str, password: str) -> list[str]:
    """What a run reads: the menu's frame, three pages of the grid, and what a fetch brings."""
    _log_in(screen, address, password)
    read = [screen.text(Place("p", ("top",)))]
    screen.click(Place("text=grid"))
    for _ in range(_PAGES - 1):
        read.append(screen.cells(Place("table")))
        screen.click(Place("#next"))
    return [*read, screen.cells(Place("table")), screen.fetch("/data?x=1&_=1234567").body.decode()]


def _recorded(browser: Browser, folder: Path) -> list[str]:
    with _books() as address, recording(folder) as made:

        def listen(context: Context) -> None:
            context.on_exchange(made.add)

        with _session(browser, listen) as screen:
            return _read(screen, address, PASSWORD)


def _answering(replay: Replay) -> Callable[[Context], None]:
    def prepare(context: Context) -> None:
        context.answer_with(replay.answer)  # type: ignore[arg-type]

    return prepare


def test_a_recorded_run_goes_without_the_application(browser: Browser, tmp_path: Path) -> None:
    """The same pages, at another address, with any password, and nothing of the real ones is saved."""
    read = _recorded(browser, tmp_path / "books.pages")
    assert len(read) == 1 + _PAGES + 1
    replay = Replay(tmp_path / "books.pages")
    with _session(browser, _answering(replay)) as screen:
        again = _read(screen, "http://127.0.0.1:47111", "any dummy")
    assert (replay.refused, replay.loose) == ([], [])
    assert again == [text.replace(PASSWORD, "***") for text in read]
    for secret in (PASSWORD, COOKIE, TOKEN):
        assert found_in(tmp_path, secret) == []


def test_two_recordings_of_the_same_are_the_same(browser: Browser, tmp_path: Path) -> None:
    """Byte for byte, although the application had another port."""
    _recorded(browser, tmp_path / "one")
    _recorded(browser, tmp_path / "two")
    files = {path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()}
    assert files == {path.relative_to(tmp_path / "two") for path in (tmp_path / "two").rglob("*") if path.is_file()}
    assert all((tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes() for path in files)


def test_what_was_not_recorded_is_refused(browser: Browser, tmp_path: Path) -> None:
    """Another page than the recorded ones ends the step, and the replay says which and what was expected."""
    _recorded(browser, tmp_path)
    replay = Replay(tmp_path)
    with _session(browser, _answering(replay)) as screen:
        _log_in(screen, "http://127.0.0.1:47111", "x")
        screen.text(Place("p", ("top",)))
        with pytest.raises(LegacyAdaptersError):
            screen.goto("/other")
    with pytest.raises(SourceChanged, match=r"GET /other was not recorded; expected next: GET /grid"):
        replay.check()


def test_evidence_and_kept_pages_hold_no_secret(browser: Browser, tmp_path: Path) -> None:
    """With the trace of the login itself, a page that shows the password, and addresses that hold it."""
    notes: list[str] = []
    context = browser.context()
    whole = tmp_path / "whole"
    whole.mkdir()

    def trace(path: Path) -> None:
        context.save_trace(path)
        shutil.copy(path, whole)

    context.begin_trace()
    screen = context.screen()
    with _books() as address:
        _log_in(screen, address, PASSWORD)
        screen.fetch(f"/data?{quote(PASSWORD)}")
        name = KeptPages(tmp_path / "pages").keep(screen.content(("top",)))
        failure = Failure("books", "step 1", SourceChanged(f"no {PASSWORD} here"), screen.url)
        # As if nobody knew: what is typed into a password field goes in any case.
        screen.goto("/")
        screen.fill(Place("[name=pw]"), "typed-by-hand-7")
        witness = Witness(
            picture=screen.picture,
            documents=screen.documents,
            console=lambda: [line.text for line in context.console],
            trace=trace,
        )
        at = datetime(2025, 1, 31, tzinfo=UTC)
        folder = collect(tmp_path / "evidence", failure, witness, at=at, note=notes.append)
    context.close()
    assert notes == []
    assert folder is not None
    kept = {path.name for path in folder.iterdir()}
    assert kept == {"console.txt", "error.txt", "page.html", "picture.png", "trace.zip"}
    assert (folder / "trace.zip").stat().st_size > 5_000
    assert (tmp_path / "pages" / name).exists()
    for secret in (PASSWORD, COOKIE, TOKEN, "typed-by-hand-7"):
        assert found_in(whole, secret) != []
        assert found_in(folder, secret) == []
        assert found_in(tmp_path / "pages", secret) == []


def test_a_download_is_recorded(browser: Browser, tmp_path: Path) -> None:
    """A file that a click brings comes again from the recording."""

    def download(screen: Screen, address: str, password: str, folder: Path) -> bytes:
        _log_in(screen, address, password)
        screen.click(Place("text=grid"))
        folder.mkdir()
        return screen.download(Place("#export"), folder).read_bytes()

    with (
        _books() as address,
        recording(tmp_path / "books.pages") as made,
        _session(browser, lambda context: context.on_exchange(made.add)) as screen,
    ):
        file = download(screen, address, PASSWORD, tmp_path / "first")
    replay = Replay(tmp_path / "books.pages")
    with _session(browser, _answering(replay)) as screen:
        assert download(screen, "http://127.0.0.1:47111", "x", tmp_path / "second") == file == b"a;b\n1;2\n"
