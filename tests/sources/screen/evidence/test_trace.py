"""Traces lose their secrets and stay traces."""

from __future__ import annotations

import json
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.sources.screen.evidence.archive import UNREADABLE
from legacy_adapters.sources.screen.evidence.striking import Striker
from legacy_adapters.sources.screen.evidence.trace import scrubbed_trace
from tests.sources.screen.evidence.searching import found_in

SECRET = 'h"unter2/ü no good'
COOKIE = "a81f9c33e0b24d5f"
PASSWORD = "typed-by-hand-7"

_LINES: list[dict[str, Any]] = [
    {"type": "before", "method": "fill", "params": {"selector": "#p", "value": SECRET}},
    {"type": "log", "message": f'  fill("{PASSWORD}")'},
    {"type": "log", "message": 'resolved to <input type="password" value="from-the-page-1"/>'},
    {
        "type": "frame-snapshot",
        "snapshot": {
            "html": ["FORM", {}, ["INPUT", {"type": "password", "value": "", "__playwright_value_": PASSWORD}], "text"]
        },
    },
    {"type": "console", "text": f"the cookie is {COOKIE}"},
    {"type": "screencast-frame", "file": "screencast/page@1.jpeg"},
]
_NETWORK: dict[str, Any] = {
    "type": "resource-snapshot",
    "snapshot": {
        "request": {
            "url": f"http://joe:pw-in-url@host/x;jsessionid={COOKIE}",
            "headers": [
                {"name": "Cookie", "value": f"sid={COOKIE}; short=zz9"},
                {"name": "Authorization", "value": "Basic " + b64encode(b"joe:basic-password").decode()},
                {"name": "Accept", "value": "text/html"},
            ],
            "cookies": [{"name": "short", "value": "zz9"}],
            "postData": {"mimeType": "application/x-www-form-urlencoded", "text": "password=posted-7&page=2"},
        }
    },
}


def _trace(path: Path, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("trace.trace", "".join(json.dumps(line) + "\n" for line in _LINES) + "no JSON " + PASSWORD)
        new.writestr("trace.network", json.dumps(_NETWORK) + "\n")
        new.writestr("resources/page.html", f"<p>{SECRET}</p><p>{COOKIE}</p>".encode("cp1252"))
        new.writestr("resources/form.dat", "u=joe&p=h%22unter2%2F%C3%BC+no+good")
        new.writestr("resources/pixel.png", b"\x89PNG\r\n\x1a\n\0")
        new.writestr("resources/leak.png", b"\x89PNG\r\n\x1a\n\0" + SECRET.encode())
        new.writestr("resources/sheet.xlsx", b"PK\3\4\0\0")
        new.writestr("screencast/page@1.jpeg", b"\xff\xd8\xff\0")
        for name, data in more.items():
            new.writestr(f"resources/{name}", data)
    return path


def _scrubbed(tmp_path: Path) -> tuple[zipfile.ZipFile, list[str]]:
    folder = tmp_path / "kept"
    folder.mkdir()
    left_out = scrubbed_trace(_trace(tmp_path / "whole.zip"), folder / "trace.zip", Striker([SECRET]))
    return zipfile.ZipFile(folder / "trace.zip"), left_out


@pytest.mark.parametrize(
    "secret", [SECRET, COOKIE, PASSWORD, "from-the-page-1", "pw-in-url", "basic-password", "posted-7", "zz9"]
)
def test_no_secret_is_left(tmp_path: Path, secret: str) -> None:
    """Known ones, cookies, what was typed into a password field, logins in addresses and headers: none is there."""
    _trace(tmp_path / "whole.zip")
    assert found_in(tmp_path, secret) != []
    _scrubbed(tmp_path)
    assert found_in(tmp_path / "kept", secret) == []


def test_all_else_is_left(tmp_path: Path) -> None:
    """What was done, asked and shown can be looked at."""
    trace, _ = _scrubbed(tmp_path)
    with trace:
        lines = [json.loads(line) for line in trace.read("trace.trace").splitlines()]
        network = json.loads(trace.read("trace.network"))["snapshot"]["request"]
        assert [line["type"] for line in lines] == ["before", "log", "log", "frame-snapshot", "console"]
        assert lines[0]["params"] == {"selector": "#p", "value": "***"}
        assert lines[3]["snapshot"]["html"][2][1] == {"type": "password", "value": "***", "__playwright_value_": "***"}
        assert lines[3]["snapshot"]["html"][3] == "text"
        assert network["headers"][2] == {"name": "Accept", "value": "text/html"}
        assert network["postData"]["text"] == "password=***&page=2"
        assert trace.read("resources/page.html") == b"<p>***</p><p>***</p>"
        assert trace.read("resources/form.dat") == b"u=joe&p=***"


def test_what_cannot_be_looked_through_is_left_out(tmp_path: Path) -> None:
    """Films, packed files, and a picture in which something stands are not kept; other pictures are."""
    trace, left_out = _scrubbed(tmp_path)
    with trace:
        assert left_out == ["resources/leak.png", "resources/sheet.xlsx", "screencast/page@1.jpeg"]
        assert "resources/pixel.png" in trace.namelist()


def test_a_line_nested_too_deep_is_left_out(tmp_path: Path) -> None:
    """A page of ten thousand elements within each other costs its snapshot, not the trace."""
    deep = '["DIV",{},' * 10_000 + '"' + PASSWORD + '"' + "]" * 10_000
    with zipfile.ZipFile(tmp_path / "whole.zip", "w") as new:
        new.writestr("trace.trace", '{"type":"frame-snapshot","snapshot":' + deep + '}\n{"type":"log"}\n')
    scrubbed_trace(tmp_path / "whole.zip", tmp_path / "trace.zip", Striker())
    with zipfile.ZipFile(tmp_path / "trace.zip") as trace:
        assert trace.read("trace.trace") == b'{"type":"log"}\n'


def test_a_broken_trace_is_told(tmp_path: Path) -> None:
    """A file that is no trace is one of the errors that are named."""
    (tmp_path / "whole.zip").write_bytes(b"PK nothing")
    with pytest.raises(UNREADABLE):
        scrubbed_trace(tmp_path / "whole.zip", tmp_path / "trace.zip", Striker())
