"""A small application on loopback, whose pages are what a test says."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar


@dataclass(frozen=True)
class Seen:
    """A request that arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Handling:
    """What a page that is a function may do: answer by hand, wait for the test, see the request."""

    request: BaseHTTPRequestHandler
    seen: Seen
    released: threading.Event

    def answer(self, body: str | bytes = b"", status: int = 200, **headers: str) -> None:
        """A whole answer; ``_`` in a header's name is ``-``."""
        raw = body.encode() if isinstance(body, str) else body
        self.head(status, content_length=str(len(raw)), **headers)
        self.write(raw)

    def head(self, status: int = 200, **headers: str) -> None:
        """Status and headers."""
        self.request.send_response(status)
        for name, value in {"content_type": "text/html; charset=utf-8", **headers}.items():
            self.request.send_header(name.replace("_", "-"), value)
        self.request.end_headers()

    def write(self, raw: bytes) -> None:
        """A piece of the body."""
        self.request.wfile.write(raw)
        self.request.wfile.flush()

    def hang(self) -> None:
        """Answers nothing more until the test is over."""
        self.request.close_connection = True
        self.released.wait(60)


Page = str | bytes | Callable[[Handling], None]


@dataclass
class Site:
    """``pages`` by path, set by a test; a path without one is a 404. ``seen``: every request, in order."""

    server: ThreadingHTTPServer
    pages: dict[str, Page] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def port(self) -> int:
        """The port."""
        return self.server.server_port

    def url(self, path: str, host: str = "localhost") -> str:
        """An address of it; ``127.0.0.1`` is another host to the browser."""
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths asked for."""
        return [each.path for each in self.seen]

    def reset(self) -> None:
        """Forgets pages and requests, and lets go of whatever hangs."""
        self.released.set()
        self.released = threading.Event()
        self.pages = {}
        self.seen = []


def serve() -> Site:
    """Starts one on a free port; ``stop`` ends it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1
        site: ClassVar[Site]

        def do_GET(self) -> None:
            site = self.site
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen = Seen(self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            page = site.pages.get(self.path.partition("?")[0])
            if self.path != "/favicon.ico":
                site.seen.append(seen)
            handling = Handling(self, seen, site.released)
            try:
                if callable(page):
                    page(handling)
                elif page is None:
                    handling.answer("nothing", 404)
                else:
                    handling.answer(page)
            except ConnectionError:
                self.close_connection = True

        def do_CONNECT(self) -> None:
            """As a proxy would, but for the application itself."""
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.site.seen.append(Seen(self.command, self.path, headers, b""))
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A browser that is killed breaks its connections off."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(request, client_address)  # type: ignore[arg-type]

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Handler.site = Site(server)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return Handler.site


def stop(site: Site) -> None:
    """Ends it."""
    site.reset()
    site.server.shutdown()
    site.server.server_close()
