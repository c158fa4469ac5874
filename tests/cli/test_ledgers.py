"""Where ledgers are looked for, and runs over several of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from legacy_adapters.cli.ledgers import Ledgers, found_from
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.ledger.ledger import Ledger

NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


def begin(folder: Path, pipeline: str, at: datetime) -> str:
    """A run in the ledger of a state folder."""
    with Ledger.open(folder) as ledger:
        return ledger.runs.begin(pipeline, "f", {}, at).id


def test_ledgers_are_found_here_and_one_level_below(tmp_path: Path) -> None:
    """Not deeper, and not where a folder has no ledger in it."""
    for place in (".legacy_adapters", "b/.legacy_adapters", "a/.legacy_adapters", "a/deep/.legacy_adapters"):
        begin(tmp_path / place, "gl", NOON)
    (tmp_path / "empty" / ".legacy_adapters").mkdir(parents=True)
    found = [folder.relative_to(tmp_path).as_posix() for folder in found_from(tmp_path)]
    assert found == [".legacy_adapters", "a/.legacy_adapters", "b/.legacy_adapters"]


def test_runs_of_several_ledgers_are_one_list(tmp_path: Path) -> None:
    """The newest first, so many of all together; the last is the newest of all."""
    folders = (tmp_path / "a", tmp_path / "b")
    first = begin(folders[0], "gl", NOON)
    second = begin(folders[1], "ap", NOON + timedelta(hours=1))
    ledgers = Ledgers(folders)
    assert [(folder, run.id) for folder, run in ledgers.newest(5)] == [(folders[1], second), (folders[0], first)]
    assert [run.id for _, run in ledgers.newest(1)] == [second]
    assert ledgers.one("last").id == second
    assert ledgers.one(first).id == first


def test_the_runs_of_one_pipeline(tmp_path: Path) -> None:
    """Others of the same ledger are left out."""
    first = begin(tmp_path, "gl", NOON)
    begin(tmp_path, "ap", NOON + timedelta(hours=1))
    assert Ledgers((tmp_path,), "gl").one("last").id == first


def test_a_beginning_that_several_runs_have(tmp_path: Path) -> None:
    """It is an error, also where they are in different ledgers."""
    folders = (tmp_path / "a", tmp_path / "b")
    for folder in folders:
        begin(folder, "gl", NOON)
    with pytest.raises(ConfigError, match="several runs begin with '2026'"):
        Ledgers(folders).one("2026")


def test_no_run_at_all(tmp_path: Path) -> None:
    """There is no last one."""
    Ledger.open(tmp_path).close()
    with pytest.raises(ConfigError, match="no run 'last'"):
        Ledgers((tmp_path,)).one("last")


def test_no_ledger(tmp_path: Path) -> None:
    """The places are named."""
    with pytest.raises(ConfigError, match="nothing has run here") as error:
        found_from(tmp_path)
    assert str(tmp_path) in error.value.where
