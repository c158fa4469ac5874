"""The ledger as a whole: where it lies, two processes at once, and a kill in the middle of a save."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.runs.ledger.ledger import Ledger
from tests.runs.ledger_samples import begin, checkpoint, finish, reject

ROOT = Path(__file__).parents[3]

_SAVE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from legacy_adapters.runs.ledger.ledger import Ledger
from tests.runs.ledger_samples import checkpoint, reject

class Deadly(list):
    def __iter__(self):
        yield from list.__iter__(self)
        os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))

with Ledger.open(Path(sys.argv[1])) as ledger:
    run = ledger.runs.unfinished("gl")
    ledger.runs.save(run, checkpoint("second"), [reject(n) for n in range(3)])
    ledger.runs.save(run, checkpoint("third"), Deadly(reject(n) for n in range(100, 3000)))
"""

_SAVE_MANY = """
import sys
from pathlib import Path
from legacy_adapters.runs.ledger.ledger import Ledger
from tests.runs.ledger_samples import begin, checkpoint, finish, reject

with Ledger.open(Path(sys.argv[1])) as ledger:
    run = begin(ledger, sys.argv[2])
    for n in range(20):
        ledger.runs.save(run, checkpoint(str(n)), [reject(n)])
    finish(ledger, run)
"""


def _python(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=ROOT, stderr=subprocess.PIPE)


def test_the_state_folder_is_made(tmp_path: Path) -> None:
    """A ledger is created where there is none, with its folder."""
    folder = tmp_path / "project" / ".legacy_adapters"
    with Ledger.open(folder) as ledger:
        assert ledger.path == folder / "ledger.db"
        assert ledger.runs.list() == []
    assert (folder / "ledger.db").exists()


def test_looking_creates_nothing(tmp_path: Path) -> None:
    """Where a ledger must exist and does not, that is said, and none is made."""
    with pytest.raises(ConfigError, match="nothing has run here"):
        Ledger.open(tmp_path / "state", must_exist=True)
    assert not (tmp_path / "state").exists()


def test_what_was_saved_is_there_when_opened_again(tmp_path: Path) -> None:
    """A checkpoint comes back as it was given, to the last decimal."""
    with Ledger.open(tmp_path) as ledger:
        ledger.runs.save(begin(ledger), checkpoint("4711"))
    with Ledger.open(tmp_path, must_exist=True) as ledger:
        unfinished = ledger.runs.unfinished("gl")
    assert unfinished is not None
    assert unfinished.checkpoint == checkpoint("4711")


def test_a_copy_goes_its_own_way(tmp_path: Path) -> None:
    """A copy has what was there, and what happens in it does not come back."""
    copy = tmp_path / "copy"
    copy.mkdir()
    assert not Ledger.exists(tmp_path)
    with Ledger.open(tmp_path) as ledger:
        run = begin(ledger)
        ledger.runs.save(run, checkpoint(), [reject(1)])
        ledger.copy_to(copy)
        with Ledger.open(copy, must_exist=True) as other:
            finish(other, run)
            assert [kept.reject for kept in other.rejects.list("gl")] == [reject(1)]
        assert ledger.runs.unfinished("gl") is not None
    assert Ledger.exists(tmp_path)


def test_a_copy_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder that is not there ends in exit code 73."""
    with Ledger.open(tmp_path) as ledger, pytest.raises(OutputError, match="cannot be written"):
        ledger.copy_to(tmp_path / "missing")


def test_closed_by_an_error_too(tmp_path: Path) -> None:
    """Leaving the context closes the file, whatever happened."""
    with pytest.raises(ZeroDivisionError), Ledger.open(tmp_path) as ledger:
        raise ZeroDivisionError
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        ledger.runs.list()


def test_killed_in_the_middle_of_a_save_the_previous_checkpoint_stands(tmp_path: Path) -> None:
    """A SIGKILL while rejects are being inserted leaves positions and rejects of the save before."""
    with Ledger.open(tmp_path) as ledger:
        ledger.runs.save(begin(ledger), checkpoint("first"))
    process = _python(_SAVE_AND_DIE, str(tmp_path))
    _, talk = process.communicate(timeout=60)
    assert process.returncode not in (0, 1), talk.decode()
    with Ledger.open(tmp_path) as ledger:
        unfinished = ledger.runs.unfinished("gl")
        assert unfinished is not None
        assert unfinished.checkpoint is not None
        assert unfinished.checkpoint.positions == {"gl": {"": "second"}}
        assert [kept.reject for kept in ledger.rejects.list("gl")] == [reject(n) for n in range(3)]


def test_processes_open_and_write_one_ledger_at_once(tmp_path: Path) -> None:
    """Several pipelines that begin together in a new folder wait for each other, and nothing is lost."""
    folder = tmp_path / "new"
    processes = [_python(_SAVE_MANY, str(folder), f"pipeline-{n}") for n in range(4)]
    for process in processes:
        _, talk = process.communicate(timeout=120)
        assert process.returncode == 0, talk.decode()
    with Ledger.open(folder) as ledger:
        assert {run.status for run in ledger.runs.list()} == {"finished"}
        counts = [ledger.rejects.count(f"pipeline-{n}") for n in range(4)]
    assert counts == [{"gl": {"new": 20}}] * 4


def test_one_reads_while_another_writes(tmp_path: Path) -> None:
    """A history can be looked at while a run saves: it shows what was saved last."""
    with Ledger.open(tmp_path) as writing, Ledger.open(tmp_path, timeout=0) as looking:
        run = begin(writing)
        writing.runs.save(run, checkpoint("1"), [reject(1)])
        rejects = looking.rejects.list("gl")
        assert next(rejects).reject == reject(1)
        writing.runs.save(run, checkpoint("2"), [reject(2)])
        assert list(rejects) == []
        assert len(list(looking.rejects.list("gl"))) == 2
        finish(writing, run)
        assert looking.runs.show("last").status == "finished"


def test_the_secret_of_a_parameter_is_stored_as_it_was_given(tmp_path: Path) -> None:
    """The file has the parameters that it was told, struck out by the caller, and nothing of the environment."""
    os.environ["SOME_PASSWORD"] = "tr0ub4dor&3"
    try:
        with Ledger.open(tmp_path) as ledger:
            run = ledger.runs.begin("gl", "f", {"company": "NORD", "password": "***"}, begin(ledger, "x").started_at)
            ledger.runs.save(run, checkpoint())
    finally:
        del os.environ["SOME_PASSWORD"]
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b'"password": "***"' in held
    assert b"tr0ub4dor" not in held
