"""Taking a file for one runner alone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.sources.files.folder import fetching
from legacy_adapters.sources.files.folder.content import digest_of
from legacy_adapters.sources.files.folder.entry import Left
from legacy_adapters.sources.files.folder.settings import After, Complete
from tests.sources.files.folder.drops import drop, names, only, opened, refusal, take, tree


def test_a_file_is_claimed_by_a_rename(tmp_path: Path) -> None:
    """Its content is hashed and read where it lies; its name says whose it is."""
    drop(tmp_path, "sub/a.txt", b"content")
    with opened(tmp_path, "**/*.txt", owner="host/run") as folder, take(folder, only(folder.survey())) as taken:
        assert taken.path.read_bytes() == b"content"
        assert taken.path.parent == tmp_path / "sub"
        assert taken.path.name.startswith(".a.txt.claimed-host%2Frun@")
        assert (taken.digest, taken.size) == (hashlib.sha256(b"content").hexdigest(), 7)
        taken.unchanged()


@pytest.mark.parametrize("settings", [{"owner": None}, {"after": None}, {"after": After()}])
def test_nothing_is_touched_where_nothing_is_stated(tmp_path: Path, settings: dict[str, object]) -> None:
    """Without an owner, or without a folder to put files away in."""
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path, **settings) as folder, take(folder, only(folder.survey())) as taken:
        assert taken.path == tmp_path / "a.txt"
        taken.unchanged()
    assert tree(tmp_path) == {"a.txt": b"content"}


def test_a_file_that_went_away_is_left(tmp_path: Path) -> None:
    """Another runner was faster, or a person."""
    path = drop(tmp_path, "a.txt")
    with opened(tmp_path) as folder:
        waiting = only(folder.survey())
        path.unlink()
        assert "not there any more" in refusal(folder, waiting)


def _change(path: Path, change: str) -> None:
    if change == "grow":
        path.write_bytes(b"1;2;3\n4;5;6\n")
        return
    path.unlink()
    if change == "replace":
        path.touch()
    elif change == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/etc/hostname")


@pytest.mark.parametrize("change", ["grow", "replace", "pipe", "link"])
def test_a_file_that_changed_since_it_was_found_is_left(tmp_path: Path, change: str) -> None:
    """Under its own name; a pipe in its place is not waited for."""
    path = drop(tmp_path, "a.txt")
    with opened(tmp_path) as folder:
        waiting = only(folder.survey())
        _change(path, change)
        assert "changed since" in refusal(folder, waiting)
    assert [item.name for item in tmp_path.iterdir()] == ["a.txt"]


def test_a_file_that_changes_while_it_is_hashed_gets_its_name_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its hash would stand for nothing."""
    drop(tmp_path, "a.txt", b"abc")

    def slow(file: object) -> tuple[str, int]:
        found = digest_of(file)  # type: ignore[arg-type]
        (claimed,) = tmp_path.iterdir()
        claimed.write_bytes(b"abcdef")
        return found

    monkeypatch.setattr(fetching, "digest_of", slow)
    with opened(tmp_path) as folder:
        assert "changed since" in refusal(folder, only(folder.survey()))
    assert tree(tmp_path) == {"a.txt": b"abcdef"}


def test_a_trailer_is_looked_for_before_anything_is_touched(tmp_path: Path) -> None:
    """A program that writes a file bit by bit must find it again under its name."""
    path = drop(tmp_path, "a.txt", b"row\n")
    settings = {"complete": Complete(trailer=True), "is_complete": lambda name, p: p.read_bytes().endswith(b"END\n")}
    with opened(tmp_path, **settings) as folder:
        assert "last record is not there yet" in refusal(folder, only(folder.survey()))
        assert tree(tmp_path) == {"a.txt": b"row\n"}
        path.write_bytes(b"row\nEND\n")
        with take(folder, only(folder.survey())) as taken:
            assert taken.path.read_bytes() == b"row\nEND\n"


@pytest.mark.skipif(sys.platform != "linux", reason="leases of Linux")
def test_a_file_that_another_program_has_open_is_left(tmp_path: Path) -> None:
    """By `lock: exclusive`, whatever its times say."""
    path = drop(tmp_path, "a.txt", b"row\n")
    hold = [sys.executable, "-c", f"import sys; f = open({str(path)!r}, 'a'); print(flush=True); sys.stdin.read()"]
    with opened(tmp_path, complete=Complete(lock="exclusive")) as folder:
        with subprocess.Popen(hold, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            assert refusal(folder, only(folder.survey())) == "another program has it open"
            process.communicate(b"")
        with take(folder, only(folder.survey())) as taken:
            assert taken.size == 4


def test_a_name_without_room_for_a_claim_is_told(tmp_path: Path) -> None:
    """Not taken without one."""
    drop(tmp_path, "a" * 230 + ".txt")
    with opened(tmp_path) as folder:
        assert "too long" in refusal(folder, only(folder.survey()))


def test_a_folder_that_may_not_be_changed_is_an_error_of_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file stays, under its name."""
    drop(tmp_path, "a.txt")

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with opened(tmp_path) as folder:
        waiting = only(folder.survey())
        monkeypatch.setattr(Path, "rename", refused)
        with pytest.raises(OutputError, match="may not be written"):
            folder.take(waiting)
    assert list(tree(tmp_path)) == ["a.txt"]


def _run(folder: Path, owner: str, start: threading.Barrier, got: list[tuple[str, str]]) -> None:
    with opened(folder, owner=owner) as found:
        survey = found.survey()
        start.wait()
        for waiting in survey.waiting:
            taken = found.take(waiting)
            if not isinstance(taken, Left):
                with taken:
                    got.append((owner, taken.path.read_text()))


def test_many_runners_share_a_folder(tmp_path: Path) -> None:
    """Each file is taken by exactly one of eight that begin at once."""
    for number in range(200):
        drop(tmp_path, f"{number}.txt", str(number).encode())
    got: list[tuple[str, str]] = []
    start = threading.Barrier(8)
    threads = [threading.Thread(target=_run, args=(tmp_path, f"r{n}", start, got)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(content) for _, content in got) == list(range(200))
    assert len(tree(tmp_path)) == 200


_RUNNER = """
import sys
from pathlib import Path
from tests.sources.files.folder.drops import opened
from legacy_adapters.sources.files.folder.entry import Left
with opened(Path(sys.argv[1]), owner=sys.argv[2]) as folder:
    survey = folder.survey()
    print("ready", flush=True)
    sys.stdin.readline()
    for waiting in survey.waiting:
        taken = folder.take(waiting)
        if not isinstance(taken, Left):
            print(taken.path.read_text(), flush=True)
"""


def test_runners_in_processes_of_their_own_share_a_folder(tmp_path: Path) -> None:
    """As on several machines: nothing but the folder is common to them."""
    for number in range(100):
        drop(tmp_path, f"{number}.txt", str(number).encode())
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _RUNNER, str(tmp_path), f"r{n}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(3)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    outputs = [process.communicate()[0].split() for process in started]
    assert sorted(int(number) for output in outputs for number in output) == list(range(100))


def test_a_claim_survives_its_process(tmp_path: Path) -> None:
    """The next run of the same owner goes on with it, another leaves it alone."""
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path) as folder:
        take(folder, only(folder.survey())).close()
    with opened(tmp_path, owner="them") as other:
        assert names(other.survey()) == []
    with opened(tmp_path) as folder, take(folder, only(folder.survey())) as taken:
        assert taken.path.read_bytes() == b"content"


def test_a_file_is_taken_twice_for_two_streams(tmp_path: Path) -> None:
    """The second time it is ours already."""
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path) as folder:
        waiting = only(folder.survey())
        with take(folder, waiting) as one, take(folder, waiting) as two:
            assert one.path == two.path
