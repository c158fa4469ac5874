"""Applications that cannot be reached, refuse, fail, or never end: each has its exit code, and a message that helps."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from threading import Thread
from typing import Any

import pytest

from tests.service.free_port import free_port
from tests.service.require import require
from tests.service.screens import Screens

HURRY = "browser: {timeout: 2s}\n"


class Forbidden(BaseHTTPRequestHandler):
    """Whoever gets to it did not look at its certificate."""

    asked = 0

    def do_GET(self) -> None:
        """Counts."""
        type(self).asked += 1
        self.send_error(418)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing."""


@contextmanager
def self_signed(folder: Path) -> Iterator[int]:
    """A server whose certificate nobody vouches for; its port."""
    openssl = require(which("openssl"), "openssl", "apt-get install openssl")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Forbidden)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_host_that_is_not_known(screens: Screens) -> None:
    """69: it may be the network; the host is named."""
    ended = screens.extract(screens.odd("/odd"), address="http://ledger.invalid")
    assert (ended.code, "ledger.invalid" in ended.err) == (69, True)
    assert "there is no host of that name" in ended.err


def test_a_connection_that_is_refused(screens: Screens) -> None:
    """69, with the address."""
    address = f"http://127.0.0.1:{free_port()}"
    ended = screens.extract(screens.odd("/odd"), address=address)
    assert (ended.code, address in ended.err, "nothing listens there" in ended.err) == (69, True, True)


def test_a_certificate_that_nobody_vouches_for(screens: Screens, tmp_path: Path) -> None:
    """78, before anything is sent: the message says how to trust it."""
    with self_signed(tmp_path) as port:
        ended = screens.extract(screens.odd("/odd"), address=f"https://127.0.0.1:{port}")
    assert (ended.code, Forbidden.asked) == (78, 0)
    assert "certificate" in ended.err
    assert "ca_file" in ended.err


@pytest.mark.parametrize("code", [401, 403])
def test_a_page_that_is_not_allowed(screens: Screens, code: int) -> None:
    """77, and it is asked for once."""
    ended = screens.extract(screens.odd(f"/odd/status?code={code}"))
    assert (ended.code, f"answered {code}" in ended.err) == (77, True)
    assert screens.site.counters.requests["/odd/status"] == 1


def test_a_page_that_is_gone(screens: Screens) -> None:
    """76: the application is not what it was."""
    ended = screens.extract(screens.odd("/odd/nowhere"))
    assert (ended.code, "there is no such page" in ended.err) == (76, True)


def test_an_application_that_asks_to_wait(screens: Screens) -> None:
    """69, and the message says for how long."""
    screens.site.modes.retry_after = 7
    ended = screens.extract(screens.odd("/odd/status?code=429"))
    assert (ended.code, "it asks to wait 7 s" in ended.err) == (69, True)


def test_an_application_that_fails(screens: Screens) -> None:
    """69, with evidence of what it showed, which the message names."""
    ended = screens.extract(screens.odd("/odd/status?code=500"))
    assert (ended.code, "answered 500" in ended.err) == (69, True)
    (folder,) = screens.evidence
    assert str(folder) in ended.err
    assert {"error.txt", "requests.json"} <= {path.name for path in folder.iterdir()} or list(folder.glob("*.png"))
    assert not (screens.folder / "out.csv").exists()


@pytest.mark.parametrize("path", ["/odd/never-ends", "/odd/never-answers"])
def test_a_page_that_never_finishes_ends_at_the_steps_timeout(screens: Screens, path: str) -> None:
    """69 after two seconds, with the step and the page named."""
    ended = screens.extract(screens.odd(path, HURRY))
    assert (ended.code, path in ended.err, "does not finish in time" in ended.err) == (69, True, True)


def test_a_page_with_a_picture_that_never_finishes_is_read(screens: Screens) -> None:
    """Its document is there: nobody waits for the picture."""
    ended = screens.extract(screens.odd("/odd/never-loads", HURRY))
    assert (ended.code, screens.rows()) == (0, screens.site.truth.sample(1, 20).rows)


@pytest.mark.parametrize("at", ["cut", "half"])
def test_a_connection_that_breaks_off(screens: Screens, at: str) -> None:
    """69, whether there was no answer or half of one: half a table is no table."""
    ended = screens.extract(screens.odd(f"/odd/cut?at={at}", HURRY))
    assert ended.code in (69, 76)
    assert not (screens.folder / "out.csv").exists()


def test_a_redirect_to_another_host_is_not_followed(screens: Screens) -> None:
    """78, and the host is named, so that it can be stated in the recipe if it is meant."""
    ended = screens.extract(screens.odd("/odd/elsewhere"))
    assert (ended.code, "localhost" in ended.err) == (78, True)
    assert screens.site.counters.requests["/odd/elsewhere/there"] == 0


def test_what_a_page_wants_from_another_host_does_not_come(screens: Screens) -> None:
    """The page's own rows are read; nothing is asked of the other host."""
    ended = screens.extract(screens.odd("/odd/foreign"))
    assert screens.site.counters.requests["/odd/foreign/script"] == 0
    assert screens.site.counters.requests["/odd/elsewhere/there"] == 0
    assert ended.code in (0, 78)


def test_a_page_of_fifty_megabytes_is_read_or_refused_in_time(screens: Screens) -> None:
    """It neither hangs nor kills: either all of its rows are there, or it is said that it did not finish."""
    ended = screens.extract(screens.odd("/odd/huge?mb=50", "browser: {timeout: 6s}\n"))
    assert ended.code in (0, 69)
    if ended.code == 0:
        rows = screens.rows()
        assert rows[-1] == screens.site.truth.sample(len(rows), len(rows)).rows[0]
    else:
        assert "/odd/huge" in ended.err


DOWNLOAD = """\
version: 1
params: {{address: ~}}
url: "{{address}}/odd/download"
browser: {{timeout: 3s}}
download:
  at: "#{which}"   # "#grid"
  format: {{kind: delimited, delimiter: ";"}}
"""


def test_a_download_comes_whole(screens: Screens) -> None:
    """Three thousand articles, as they are in the file."""
    ended = screens.extract(screens.write("download.yaml", DOWNLOAD.format(which="whole")))
    assert (ended.code, screens.rows()) == (0, screens.site.truth.sample(1, 3000).rows)


@pytest.mark.parametrize("which", ["broken", "endless"])
def test_a_download_that_breaks_off_or_never_ends_is_no_file(screens: Screens, which: str) -> None:
    """69, and nothing of what came is taken."""
    ended = screens.extract(screens.write("download.yaml", DOWNLOAD.format(which=which)))
    assert (ended.code, "download" in ended.err) == (69, True)
    assert not (screens.folder / "out.csv").exists()


def test_a_dialog_that_nobody_expected(screens: Screens) -> None:
    """78: it is dismissed, and its words are in the message, so that the recipe can answer it."""
    ended = screens.extract(screens.odd("/odd/alert"))
    assert (ended.code, "The books of 1997 were archived." in ended.err, "dialogs" in ended.err) == (78, True, True)


def test_a_dialog_that_the_recipe_answers(screens: Screens) -> None:
    """The table behind it is read."""
    ended = screens.extract(screens.odd("/odd/alert", "browser: {dialogs: {kind: alert, answer: accept}}\n"))
    assert (ended.code, screens.rows()) == (0, screens.site.truth.sample(1, 5).rows)


def test_a_window_that_is_opened_by_a_step_is_read_and_closed(screens: Screens) -> None:
    """The steps go on in it, and the table is read there."""
    recipe = screens.odd("/odd/popup", "open:\n  - window: '#open'\n")
    ended = screens.extract(recipe)
    assert (ended.code, screens.rows()) == (0, screens.site.truth.sample(1, 3).rows)


def test_a_window_that_does_not_open(screens: Screens) -> None:
    """76, with the step: a popup was blocked, or the button does something else now."""
    recipe = screens.odd("/odd/confirm", "browser: {timeout: 2s}\nopen:\n  - window: '#lblAnswer'\n")
    ended = screens.extract(recipe)
    assert (ended.code, "no window opened, or it was blocked" in ended.err) == (76, True)
    assert "open, step 1 (window #lblAnswer)" in ended.err


def test_the_evidence_is_of_the_window_that_was_read(screens: Screens) -> None:
    """What failed in a window that a step opened is shown by that window, not by the one behind it."""
    recipe = screens.odd("/odd/popup", "open:\n  - window: '#open'\nkey: [No.]\n")
    text = (screens.folder / recipe).read_text("utf-8").replace("Amount]", "Price]")
    ended = screens.extract(screens.write(recipe, text))
    kept = "".join(path.read_text("utf-8") for path in screens.evidence[0].rglob("*.html"))
    assert (ended.code, "Article 3" in kept) == (76, True)
