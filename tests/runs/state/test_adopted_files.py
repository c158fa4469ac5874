"""Files that came with the state from another disk are appended to."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.state.adopted_files import adopt_files
from tests.runs.books import PIPELINE, Books
from tests.runs.machines import be

APPEND = ("kind: file", "kind: file\n  mode: append")


@pytest.mark.parametrize("spool", ["", "\nspool: {}\n"], ids=["directly", "through the spool"])
def test_a_project_goes_on_on_another_machine(books: Books, spool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copied there with its output, and taken over."""
    be(monkeypatch, "alpha")
    books.describe(APPEND, text=PIPELINE + spool)
    assert books.run().code == 0
    there = replace(books, folder=books.folder.with_name(f"{books.folder.name}-there"))
    shutil.copytree(books.folder, there.folder)
    be(monkeypatch, "beta")
    adopted = there.command("state", "adopt", there.pipeline)
    assert adopted.code == 0, adopted.err
    assert "out/gl_line.csv has the length that was published" in adopted.err
    assert there.run().code == 0
    assert len(there.ids()) == 20


def test_a_file_of_another_length_is_not_the_same(books: Books) -> None:
    """The next run says so."""
    books.describe(APPEND)
    books.run()
    output = books.folder / "out" / "gl_line.csv"
    output.write_bytes(output.read_bytes() + b"more\n")
    with Ledger.open(books.state) as ledger:
        assert adopt_files(ledger, "books", books.folder) == []
    assert books.run().code == 73


def test_a_file_that_is_missing_is_not_the_same(books: Books) -> None:
    """It was not copied with the state."""
    books.describe(APPEND)
    books.run()
    shutil.rmtree(books.folder / "out")
    with Ledger.open(books.state) as ledger:
        assert adopt_files(ledger, "books", books.folder) == []
    assert books.run().code == 73


def test_the_token_of_another_sink_is_left_alone(tmp_path: Path, books: Books) -> None:
    """A queue knows itself."""
    books.describe(("kind: file\n  path: out/{entity}.csv", "kind: queue\n  path: outbox.db"))
    books.run()
    with Ledger.open(books.state) as ledger:
        assert adopt_files(ledger, "books", books.folder) == []
        assert adopt_files(ledger, "nothing of that name", tmp_path) == []
