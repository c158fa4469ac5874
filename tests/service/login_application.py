"""An old application in a frameset, with a login as such have it: words, a lock, an alert, one-time codes, basic."""

from __future__ import annotations

import base64
import hmac
import secrets
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs

from tests.sources.screen.browser.site import Handling, Site

USER: Final = "reader"
PASSWORD: Final = "open sesame"
TOTP_SECRET: Final = "JBSWY3DPEHPK3PXP"

_FORM: Final = """<form method="post" action="/login"><input id="user" name="user">
<input type="password" id="password" name="password">{code}<button id="go">Go</button></form>"""
_FRAMES: Final = """<html><frameset cols="20%,80%"><frame name="menu" src="/menu"><frame name="main" src="/journal">
</frameset></html>"""


@dataclass
class Application:
    """Its pages are put into ``site``. ``tried``: every password that arrived."""

    site: Site
    wants_code: bool = False
    alerts: bool = False
    answers_401: bool = False
    tried: list[str] = field(default_factory=list)
    failed: int = 0
    sessions: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.site.pages |= {
            "/": self._start,
            "/login": self._login,
            "/menu": '<a href="/off" target="_top">Log off</a>',
            "/journal": self._journal,
            "/off": self._off,
            "/basic": self._basic,
        }

    @property
    def url(self) -> str:
        """Where it begins."""
        return self.site.url("/")

    def _start(self, page: Handling) -> None:
        page.answer(_FRAMES if self._is_inside(page) else self._form(""))

    def _journal(self, page: Handling) -> None:
        page.answer("<h1>Journal</h1>" if self._is_inside(page) else self._form("Your session has expired"))

    def _off(self, page: Handling) -> None:
        self.sessions.clear()
        page.answer(self._form("Bye"))

    def _login(self, page: Handling) -> None:
        form = {name: values[0] for name, values in parse_qs(page.seen.body.decode()).items()}
        password, code = form.get("password", ""), form.get("code", "")
        self.tried.append(password)
        right = (form.get("user"), password) == (USER, PASSWORD) and (not self.wants_code or self._is_good(code))
        if self.failed >= 3:
            page.answer(self._form("<b>Your account is locked.</b>"))
        elif right:
            self.failed = 0
            session = secrets.token_hex(8)
            self.sessions.add(session)
            page.answer(status=302, location="/", set_cookie=f"SID={session}; Path=/; HttpOnly")
        else:
            self.failed += 1
            self._refuse(page, password)

    def _refuse(self, page: Handling, password: str) -> None:
        if self.alerts:
            page.answer("<script>alert('Unknown user or wrong password'); location = '/'</script>")
        else:
            words = f'<p class="error">Unknown user\n or wrong password {password}</p>'
            page.answer(self._form(words), 401 if self.answers_401 else 200)

    def _basic(self, page: Handling) -> None:
        sent = page.seen.headers.get("authorization")
        if sent == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode():
            page.answer("<h1>Journal</h1>")
            return
        if sent is not None:
            self.tried.append(sent)
        page.answer("no", 401, www_authenticate='Basic realm="ledger"')

    def _form(self, words: str) -> str:
        return words + _FORM.format(code='<input id="code" name="code">' if self.wants_code else "")

    def _is_inside(self, page: Handling) -> bool:
        cookies = page.seen.headers.get("cookie", "")
        return any(f"SID={session}" in cookies for session in self.sessions)

    def _is_good(self, code: str) -> bool:
        """Whether it is the code of this half minute or the last, and was not used before."""
        period = int(time.time()) // 30
        fresh = code in {_code(period), _code(period - 1)} - self.codes
        self.codes.add(code)
        return fresh


def _code(period: int) -> str:
    mac = hmac.digest(base64.b32decode(TOTP_SECRET), period.to_bytes(8, "big"), "sha1")
    at = mac[-1] & 0xF
    return f"{(int.from_bytes(mac[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"
