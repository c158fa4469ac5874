"""A clerk without a browser: asks for pages, keeps cookies, fills in a page's form and sends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode, urljoin, urlsplit

import lxml.html

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """What came back, and from which address."""

    address: str
    status: int
    text: str
    cookies: tuple[str, ...] = ()

    @property
    def tree(self) -> lxml.html.HtmlElement:
        """The page as libxml2 understands it."""
        return lxml.html.document_fromstring(self.text)

    def fields(self, form: int = 0) -> dict[str, str]:
        """What a browser would send of a form that nobody touched, without its buttons."""
        return dict(self.tree.forms[form].form_values())


@dataclass(slots=True)
class Clerk:
    """One user with one connection; redirects are followed, nothing is tried twice."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str, query: Fields | None = None) -> Page:
        """The page at an address relative to the application's own."""
        return self._ask("GET", urljoin(self.address, path) + (f"?{urlencode(query)}" if query else ""))

    def post(self, path: str, fields: Fields) -> Page:
        """The answer to a form with these fields."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", urljoin(self.address, path), urlencode(fields).encode("ascii"), headers)

    def upload(self, path: str, fields: Fields, name: str, content: str) -> Page:
        """The answer to a form with these fields and a file of this content in the field ``name``."""
        boundary = "----------the-end-of-a-field"
        parts = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}' for key, value in fields.items()]
        kind = f'Content-Disposition: form-data; name="{name}"; filename="{name}.txt"\r\nContent-Type: text/plain'
        parts.append(f"{kind}\r\n\r\n{content}")
        body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._ask("POST", urljoin(self.address, path), body.encode("utf-8"), headers)

    def close(self) -> None:
        """Hangs up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, address: str, body: bytes = b"", headers: Fields | None = None) -> Page:
        page, location = self._send(method, address, body, headers or {})
        return page if location is None else self._ask("GET", urljoin(address, location))

    def _send(self, method: str, address: str, body: bytes, headers: Fields) -> tuple[Page, str | None]:
        parts = urlsplit(address)
        if self._connection is None:
            self._connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        # SQL-Ledger sends its pages only to somebody who says what they are.
        sent = {"User-Agent": "Mozilla/5.0", "Cookie": cookie, **headers}
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        self._connection.request(method, target, body or None, sent)
        answer = self._connection.getresponse()
        text = answer.read().decode("utf-8", errors="replace")
        set_cookies = tuple(answer.msg.get_all("Set-Cookie", []))
        self._keep(set_cookies)
        location = answer.headers["Location"] if answer.status in {301, 302, 303, 307} else None
        return Page(address, answer.status, text, set_cookies), location

    def _keep(self, set_cookies: Sequence[str]) -> None:
        # By hand: the standard library refuses names like SQL-Ledger's, with an @ in them.
        for line in set_cookies:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
