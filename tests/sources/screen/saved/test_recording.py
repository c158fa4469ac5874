"""What a run sees is saved: readable, small, the same every time, and without secrets."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.saved.recording import recording, recording_folder
from tests.sources.screen.evidence.searching import found_in
from tests.sources.screen.saved.seen import HTML, Seen, recorded

SECRET = 'h"unter2/ü'
COOKIE = "a81f9c33e0b24d5f"


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KNOWN, "_values", {SECRET})
    monkeypatch.setattr(KNOWN, "_pattern", None)


LOGIN = Seen(
    "POST",
    f"http://127.0.0.1:8123/login;jsessionid={COOKIE}?token=abc#top",
    b"user=joe&pw=h%22unter2%2F%C3%BC&__VIEWSTATE=" + b"x" * 500,
    b"",
    302,
    {
        "location": f"http://127.0.0.1:8123/list?s={COOKIE}",
        "set-cookie": f"sid={COOKIE}; Path=/; HttpOnly\nlang=en",
        "date": "today",
    },
    {"authorization": "Basic " + b64encode(b"joe:basic-1").decode()},
)
LIST = Seen(
    url=f"http://127.0.0.1:8123/list?s={COOKIE}",
    body=f'<a href="http://127.0.0.1:8123/x">ü {SECRET}</a><input type=password value="typed">{COOKIE}'.encode(),
)


def _lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_folder_lies_beside_the_recipe() -> None:
    """A recipe and its pages are found together."""
    assert recording_folder(Path("scrapers/acme/journal.yaml")) == Path("scrapers/acme/journal.pages")


def test_exchanges_are_lines_and_files(tmp_path: Path) -> None:
    """What was asked and answered, in its order, with no host and no secret; the page stays readable."""
    folder = recorded(tmp_path / "journal.pages", [LOGIN, LIST])
    first, login, page = _lines(folder)
    assert first == {"recording": "legacy-adapters", "format": 1}
    assert login["url"] == "http://recorded-host-1.invalid/login;jsessionid=***?token=***"
    assert login["sent"][:2] == [["user", "joe"], ["pw", "***"]]
    assert login["sent"][2][1].startswith("sha256:")
    assert login["headers"] == {
        "location": "http://recorded-host-1.invalid/list?s=***",
        "set-cookie": "sid=saved; Path=/\nlang=saved",
    }
    assert "file" not in login
    assert page["file"].startswith("bodies/")
    assert page["file"].endswith(".html")
    assert (folder / page["file"]).read_text(encoding="utf-8") == (
        '<a href="http://recorded-host-1.invalid/x">ü ***</a><input type=password value="***">***'
    )


@pytest.mark.parametrize("secret", [SECRET, COOKIE, "basic-1", "typed", "127.0.0.1", "8123"])
def test_no_secret_is_saved(tmp_path: Path, secret: str) -> None:
    """Passwords, cookies, logins in headers, what a password field held; nor the host."""
    recorded(tmp_path, [LOGIN, LIST])
    assert found_in(tmp_path, secret) == []


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    """At whatever port they were seen, and once only; no time is written."""
    moved = [
        Seen(url="http://127.0.0.1:9/", body=b"<a href='http://127.0.0.1:9/x'>"),
        Seen(url="http://127.0.0.1:9/x", body=b"<a href='http://127.0.0.1:9/x'>"),
    ]
    here = [
        Seen(url="http://localhost:1/", body=b"<a href='http://localhost:1/x'>"),
        Seen(url="http://localhost:1/x", body=b"<a href='http://localhost:1/x'>"),
    ]
    one, other = recorded(tmp_path / "one", moved), recorded(tmp_path / "other", here)
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert len(files) == 3
    assert files == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file())
    assert all((one / path).read_bytes() == (other / path).read_bytes() for path in files)


@pytest.mark.parametrize(
    ("kind", "body", "suffix"),
    [
        ("text/html; charset=latin-1", b"<p>\xfc", ".html"),
        ("application/json", b"{}", ".json"),
        ("text/javascript", b"f()", ".js"),
        ("application/octet-stream", b"a;b", ".txt"),
        ("application/pdf", b"%PDF-1.4\n\0\1\2", ".pdf"),
        ("", b"\0\1", ".bin"),
    ],
)
def test_a_body_has_its_kind_of_file(tmp_path: Path, kind: str, body: bytes, suffix: str) -> None:
    """Text is text for an editor; what is binary is as it was."""
    folder = recorded(tmp_path, [Seen(body=body, headers={"content-type": kind})])
    (file,) = (folder / "bodies").iterdir()
    assert file.suffix == suffix
    assert file.read_bytes() == body


def test_what_becomes_known_later_goes_from_earlier_pages(tmp_path: Path) -> None:
    """A one-time code, or the host that a link leads to, may be known only behind the page that shows it."""
    with recording(tmp_path) as made:
        made.add(Seen(url="http://app:1/x?code=774411&y=1", body=b"<p>code 774411</p> <a href=http://sso:2/>"))
        KNOWN.add("774411")
        made.add(Seen(url="http://sso:2/", body=b"<p>second</p>"))
    assert found_in(tmp_path, "774411") == []
    assert found_in(tmp_path, "sso:2") == []
    first = _lines(tmp_path)[1]
    assert first["url"] == "http://recorded-host-1.invalid/x?code=***&y=1"
    assert (tmp_path / first["file"]).read_bytes() == b"<p>code ***</p> <a href=http://recorded-host-2.invalid/>"
    assert len(list((tmp_path / "bodies").iterdir())) == 2


def test_pictures_are_not_recorded(tmp_path: Path) -> None:
    """Nor fonts, nor what has no host."""
    exchanges = [Seen(kind="image"), Seen(kind="font"), Seen(url="data:text/html,x"), Seen(url="about:blank")]
    assert len(_lines(recorded(tmp_path, exchanges))) == 1


def test_what_pages_load_comes_last(tmp_path: Path) -> None:
    """Scripts and style sheets are loaded at once and in any order: each is there once, by its address."""
    parts = [Seen(url=f"http://h/{name}", kind="script", body=b"f()") for name in ("b.js", "a.js", "b.js")]
    changed = Seen(url="http://h/a.js", kind="script", body=b"g()")
    exchanges = [parts[0], Seen(url="http://h/2"), *parts[1:], Seen(url="http://h/1"), changed]
    lines = _lines(recorded(tmp_path, exchanges))[1:]
    assert [line["url"].rpartition("/")[2] for line in lines] == ["2", "1", "a.js", "a.js", "b.js"]
    assert [(tmp_path / line["file"]).read_bytes() for line in lines[2:]] == [b"f()", b"g()", b"f()"]


def test_what_could_not_be_kept_is_told(tmp_path: Path) -> None:
    """An answer without its body, where there was one."""
    with recording(tmp_path) as made:
        made.add(Seen(url="http://h/large", body=None))
        made.add(Seen(url="http://h/moved", body=None, status=302))
        made.add(Seen(url="http://h/none", body=None, status=204))
        assert made.lost == ["http://recorded-host-1.invalid/large"]
    assert [line.get("lost") for line in _lines(tmp_path)[1:]] == [True, None, None]


def test_files_of_others_stay(tmp_path: Path) -> None:
    """A new recording replaces the pages, and not what lies beside them."""
    recorded(tmp_path, [Seen(body=b"old")])
    (tmp_path / "expected.csv").write_text("a", encoding="utf-8")
    recorded(tmp_path, [Seen(body=b"new")])
    assert (tmp_path / "expected.csv").exists()
    assert [path.read_bytes() for path in (tmp_path / "bodies").iterdir()] == [b"new"]
    assert (tmp_path / ".gitattributes").read_text(encoding="utf-8") == "bodies/** -text\n"


def test_a_run_that_fails_leaves_the_old_recording(tmp_path: Path) -> None:
    """Half a recording is none."""
    folder = recorded(tmp_path / "pages", [Seen(body=b"old")])

    def fail() -> None:
        with recording(folder) as made:
            made.add(Seen(body=b"new"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert [path.read_bytes() for path in (folder / "bodies").iterdir()] == [b"old"]
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """It is an error of the output."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be saved"), recording(tmp_path / "file" / "x.pages"):
        pass


def test_headers_are_not_needed(tmp_path: Path) -> None:
    """An answer without any is saved too."""
    assert _lines(recorded(tmp_path, [Seen(headers={}, body=b"x")]))[1]["status"] == 200
    assert HTML["content-type"].startswith("text/html")
