"""Files on servers, with a store in memory; real servers are in tests/service/test_remote_files.py."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import fsspec
import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing, OutputError
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.sinks.files.token import FileToken
from tests.sinks.samples import delivery, hidden, rows, run


@pytest.fixture(autouse=True)
def store() -> Iterator[dict[str, bytes]]:
    """The store's files, by name."""
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    yield memory.store
    memory.store.clear()


def stored() -> dict[str, bytes]:
    memory = fsspec.filesystem("memory")
    return {name: memory.cat_file(name) for name in sorted(memory.store)}


def test_a_file_is_sent_and_nothing_stays_here(tmp_path: Path) -> None:
    """But a note of what was sent, which goes when the next run begins."""
    to = FileSink(path="memory://box/out/{entity}.csv")
    known = run(to, delivery(tmp_path), rows("x"))
    assert stored() == {"/box/out/row.csv": b"company_id,n,name\r\nC1,0,x\r\n"}
    assert hidden(tmp_path) == [".run-1.sent"]
    run(to, delivery(tmp_path, known=known, run_id="run-2"), rows("y"))
    assert stored() == {"/box/out/row.csv": b"company_id,n,name\r\nC1,0,y\r\n"}
    assert hidden(tmp_path) == [".run-2.sent"]


def test_the_staging_folder_can_be_stated(tmp_path: Path) -> None:
    """It is the one that grows: another disk may have more room."""
    to = FileSink(path="memory://box/{entity}.csv", staging="elsewhere")
    with closing(to.open(delivery(tmp_path), None)) as sink:
        sink.write(rows("x"))
        sink.commit()
        assert [path.parent.parent.name for path in tmp_path.rglob(".row.csv.part")] == ["elsewhere"]


def test_the_ledger_knows_the_place_without_its_password(tmp_path: Path) -> None:
    """And messages have it struck out."""
    to = FileSink(path="memory://user:gehe!m77@box/out/{entity}.csv")
    token = run(to, delivery(tmp_path), rows("x"))
    assert FileToken.load(token).template == "memory://box/out/{entity}.csv"
    assert "gehe!m77" not in KNOWN.scrub("password gehe!m77")


def test_a_part_that_is_gone_before_it_was_sent_stops_the_run(tmp_path: Path) -> None:
    """Nothing is guessed."""
    to = FileSink(path="memory://box/{entity}.csv")
    with closing(to.open(delivery(tmp_path), None)) as sink:
        sink.write(rows("x"))
        token = sink.commit()
    next(tmp_path.rglob(".row.csv.part")).unlink()
    with pytest.raises(OutputError, match="is not there, but a run that was interrupted had written it"):
        to.open(delivery(tmp_path, publishing=True), token)
    assert stored() == {}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("ftp://host/{entity}.csv", "files cannot be put to ftp://"),
        ("sftp://{entity}.csv", "the URL names no host"),
        ("file:///tmp/{entity}.csv", "the URL names no host"),
    ],
)
def test_a_place_that_files_cannot_be_put_to_is_refused(tmp_path: Path, path: str, said: str) -> None:
    """In words, before anything is read."""
    with pytest.raises(ConfigError, match=said):
        FileSink(path=path).open(delivery(tmp_path), None)


def test_a_store_whose_package_is_missing_is_told(tmp_path: Path) -> None:
    """By fsspec's own words."""
    with pytest.raises(DriverMissing, match="needs a package"):
        FileSink(path="abfs://box/{entity}.csv").open(delivery(tmp_path), None)
