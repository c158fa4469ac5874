"""Evidence of a failure: all of it, without secrets, and never a failure of its own."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from legacy_adapters.core.errors import SourceChanged, Unavailable
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.evidence.collect import Failure, Limits, Witness, collect
from tests.sources.screen.evidence.searching import found_in

AT = datetime(2025, 1, 31, 22, 5, 3, tzinfo=UTC)
SECRET = 'h"unter2/ü no good'
COOKIE = "a81f9c33e0b24d5f"
LIMITS = Limits()


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KNOWN, "_values", {SECRET})
    monkeypatch.setattr(KNOWN, "_pattern", None)


def _trace(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("trace.trace", json.dumps({"type": "log", "message": f"{SECRET} {COOKIE}"}) + "\n")
        new.writestr("screencast/1.jpeg", b"\xff\xd8\xff")


@dataclass(frozen=True)
class _Asked:
    url: str
    headers: Mapping[str, str]
    answered: Mapping[str, str]
    method: str = "GET"
    status: int = 200


def _picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG")


WITNESS = Witness(
    picture=_picture,
    documents=lambda: {"": f"<p>{SECRET}</p>", "menu > top": f"<a href='?x={COOKIE}'>", "menu?top": "third"},
    console=lambda: [f"log: {SECRET}", f"log: {COOKIE}"],
    requests=lambda: [
        _Asked(f"http://host/{number}", {"Cookie": f"sid={COOKIE}"}, {"Age": "1"}) for number in range(300)
    ],
    trace=_trace,
)


def _failure(step: str = "step 3") -> Failure:
    error = SourceChanged(f"no button; the password was {SECRET}", where="page 2", hint="look at it")
    return Failure("journal", step, error, f"http://host/x?sid={COOKIE}", {"browser": "Chromium 156"})


def _collected(parent: Path, witness: Witness = WITNESS, limits: Limits = LIMITS) -> tuple[Path, list[str]]:
    notes: list[str] = []
    folder = collect(parent, _failure(), witness, at=AT, note=notes.append, limits=limits)
    assert folder is not None
    return folder, notes


def test_all_of_it_is_there(tmp_path: Path) -> None:
    """Picture, pages of all frames, console, the last requests, the trace, and what went wrong."""
    folder, notes = _collected(tmp_path / "evidence")
    assert folder == tmp_path / "evidence/20250131T220503Z-journal-step_3"
    assert sorted(path.name for path in folder.iterdir()) == [
        "console.txt",
        "error.txt",
        "page-menu_top-2.html",
        "page-menu_top.html",
        "page.html",
        "picture.png",
        "requests.jsonl",
        "trace.zip",
    ]
    assert notes == []
    told = (folder / "error.txt").read_text(encoding="utf-8")
    assert "step: step 3\n" in told
    assert "browser: Chromium 156\n" in told
    assert "no button; the password was ***" in told
    assert "trace.zip: 1 pictures and packed files were left out" in told
    requests = [json.loads(line) for line in (folder / "requests.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(requests) == 200
    assert requests[-1] == {
        "method": "GET",
        "url": "http://host/299",
        "status": 200,
        "headers": {"Cookie": "***"},
        "answered": {"Age": "1"},
    }


@pytest.mark.parametrize("secret", [SECRET, COOKIE])
def test_no_secret_is_in_it(tmp_path: Path, secret: str) -> None:
    """Neither a known one nor the cookie that only the requests told of, in no byte of it."""
    _collected(tmp_path)
    assert found_in(tmp_path, secret) == []


def test_nothing_is_left_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trace as the browser writes it lies in a private folder, and goes."""
    (tmp_path / "private").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "private"))
    _collected(tmp_path / "evidence")
    assert list((tmp_path / "private").iterdir()) == []


def _broken(*_: object) -> Mapping[str, str]:
    raise Unavailable("the browser is gone")


def _no_trace(path: Path) -> None:
    path.write_bytes(b"no zip file")


def test_what_cannot_be_collected_is_a_line(tmp_path: Path) -> None:
    """Each part fails by itself, and the rest is there."""
    witness = Witness(documents=_broken, console=lambda: ["log: still here"], trace=_no_trace)
    folder, _ = _collected(tmp_path, witness)
    assert sorted(path.name for path in folder.iterdir()) == ["console.txt", "error.txt"]
    told = (folder / "error.txt").read_text(encoding="utf-8")
    assert "page.html: could not be collected: the browser is gone" in told
    assert "trace.zip: could not be collected: File is not a zip file" in told


def test_a_folder_that_cannot_be_made_is_a_note(tmp_path: Path) -> None:
    """The failure itself is what matters: nothing is raised."""
    (tmp_path / "file").write_bytes(b"")
    notes: list[str] = []
    assert collect(tmp_path / "file", _failure(), Witness(), at=AT, note=notes.append) is None
    assert len(notes) == 1
    assert "could not be kept" in notes[0]


def test_it_stays_within_its_limit(tmp_path: Path) -> None:
    """What is too large is left out, and told in the folder."""
    folder, _ = _collected(tmp_path, limits=Limits(bytes=3000))
    assert sum(path.stat().st_size for path in folder.iterdir() if path.name != "error.txt") <= 3000
    assert "requests.jsonl: left out" in (folder / "error.txt").read_text(encoding="utf-8")
    smaller, _ = _collected(tmp_path, limits=Limits(bytes=100))
    assert "trace.zip: left out" in (smaller / "error.txt").read_text(encoding="utf-8")


def test_the_oldest_folders_go(tmp_path: Path) -> None:
    """No more are kept than stated."""
    for hour in range(4):
        collect(tmp_path, _failure(), Witness(), at=AT + timedelta(hours=hour), note=print, limits=Limits(folders=2))
    assert sorted(path.name[:16] for path in tmp_path.iterdir()) == ["20250201T000503Z", "20250201T010503Z"]
