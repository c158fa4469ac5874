"""What receivers have answered."""

from __future__ import annotations

import json

import pytest

from tests.runs.away import BOTH, with_bus
from tests.runs.books import Books


def test_every_delivery_has_receipts(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the receiver answered, or that it took everything."""
    with_bus(books, monkeypatch, BOTH)
    books.run()
    ended = books.command("receipts", books.pipeline, "last", "--json")
    found = {line["sink"]: line for line in map(json.loads, ended.out.splitlines())}
    assert {sink: line["records"] for sink, line in found.items()} == {"bus": 10, "files": 10}
    assert found["bus"]["answer"] == f"tag {found['bus']['last']}"
    assert found["files"]["where"].endswith("out/gl_line.csv")
    assert found["bus"]["last"] - found["bus"]["first"] == 9
    assert "tag" in books.command("receipts", books.pipeline).out


def test_a_file_has_receipts_too(books: Books) -> None:
    """Though nothing of it waits in the spool."""
    books.run()
    ended = books.command("receipts", books.pipeline, "--json")
    assert json.loads(ended.out)["records"] == 10
