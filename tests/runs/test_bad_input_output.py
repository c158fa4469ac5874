"""An output that cannot be written ends the run with 73; nothing half-written is seen, and nothing is lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from legacy_adapters.sinks import atomic_file
from tests.runs.books import Books, Ended, posting

ROOT = Path(__file__).parents[2]

LIMITED = """
import resource, sys
from legacy_adapters.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
main(["run", "--json", *sys.argv[2:]])
"""


def limited(size: int, *arguments: Path | str) -> Ended:
    """Runs a pipeline in a process none of whose files may grow beyond ``size`` bytes."""
    command = [sys.executable, "-c", LIMITED, str(size), *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="has no ulimit")
def test_a_disk_without_room_for_the_output_ends_the_run_and_the_next_goes_on(books: Books) -> None:
    """Nothing is visible meanwhile, and nothing is missing afterwards."""
    books.post(*(posting(number, BTEXT="x" * 250) for number in range(1, 2001)))
    ended = limited(300_000, books.pipeline)
    assert ended.code == 73
    assert ended.message == f"{books.folder}/out/.gl_line.csv.part: the file would be too large"
    assert ended.hint.startswith("The file system or a limit (ulimit -f) allows no larger file")
    assert not list((books.folder / "out").glob("*.csv"))
    again = books.run()
    assert again.code == 0
    assert len(again.report["moments"]) == 2
    assert len(books.ids()) == 2000


@pytest.mark.skipif(sys.platform == "win32", reason="has no ulimit")
def test_a_disk_without_room_for_the_ledger_ends_the_run(books: Books) -> None:
    """What cannot be remembered is not done."""
    ended = limited(20_000, books.pipeline)
    assert ended.code == 73
    assert ended.message.startswith(f"{books.state}/ledger.db: the ledger cannot be written (")
    assert "--state-dir" in ended.hint
    assert books.run().code == 0


@pytest.mark.parametrize(("number", "told"), [(errno.ENOSPC, "disk full"), (errno.EACCES, "not writable")])
def test_what_the_system_says_becomes_words_and_a_remedy(
    number: int, told: str, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk and a missing right are told apart, with the path; once mended, the run goes on."""
    opened = os.open

    def refusing(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if str(path).endswith(".gl_line.csv.part"):
            raise OSError(number, os.strerror(number))
        return opened(path, flags, mode)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refusing)
        ended = books.run()
    assert ended.code == 73
    assert ended.message == f"{books.folder}/out/.gl_line.csv.part: {told}"
    assert ended.hint
    assert books.run().code == 0


def test_a_file_where_a_folder_has_to_be(books: Books) -> None:
    """The path is named, and it is left as it was."""
    (books.folder / "out").write_text("somebody's file", encoding="utf-8")
    ended = books.run()
    assert ended.code == 73
    assert ended.message.startswith(f"{books.folder}/out/")
    assert ended.message.endswith(": part of the path is a file, not a folder")
    assert (books.folder / "out").read_text(encoding="utf-8") == "somebody's file"


def test_a_folder_where_the_file_has_to_be(books: Books) -> None:
    """Said before anything is read."""
    (books.folder / "out" / "gl_line.csv").mkdir(parents=True)
    ended = books.run()
    assert (ended.code, ended.message) == (73, f"{books.folder}/out/gl_line.csv: is a folder")
    assert ended.hint == "Choose the path of a file."


def test_an_output_that_another_program_is_writing(books: Books) -> None:
    """Two pipelines with one output do not write into each other's file."""
    part = books.folder / "out" / ".gl_line.csv.part"
    part.parent.mkdir()
    held = atomic_file.open_locked(part)
    try:
        ended = books.run()
    finally:
        os.close(held)
    assert (ended.code, ended.message) == (73, f"{part}: is being written by another program")
    assert ended.hint == "Wait until that run has ended, or give one of the two another path."
    assert books.run().code == 0


def test_an_output_that_is_open_elsewhere(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an open file cannot be replaced (Excel on Windows), the part is kept, and the next run only publishes."""
    replaced = Path.replace

    def held(self: Path, target: Path) -> Path:
        if Path(target).suffix != ".csv":
            return replaced(self, target)
        error = PermissionError(errno.EACCES, "The process cannot access the file")
        error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(atomic_file, "rename", partial(atomic_file.rename, patience=0.0))
        patch.setattr(Path, "replace", held)
        ended = books.run()
    assert (ended.code, ended.message) == (73, f"{books.folder}/out/gl_line.csv: is held by another program")
    assert ended.hint == "Close it there and start the run again; what was written is kept in .gl_line.csv.part."
    books.execute("DELETE FROM GLTRAN")
    again = books.run()
    assert again.code == 0
    assert again.rows["read"] == 10
    assert len(books.ids()) == 10


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which file is meant")
def test_a_disk_without_room_for_the_keys_ends_the_run(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """What tells duplicates is written beside the ledger, and may find the disk full as well."""

    def full(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink().name == "gl_line.0.new":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        ended = books.run()
    assert ended.code == 73
    assert ended.message.startswith(f"{books.state}/runs/")
    assert ended.message.endswith(": the keys of the run cannot be written (No space left on device)")
    assert books.run().code == 0


def test_extract_says_the_same(books: Books) -> None:
    """Without a pipeline file, too."""
    (books.folder / "out.csv").mkdir()
    ended = books.command(
        "extract", f"sqlite:///{books.database}", "--table", "GLTRAN", "--to", books.folder / "out.csv"
    )
    assert ended.code == 73
    assert f"{books.folder}/out.csv: is a folder" in ended.err
