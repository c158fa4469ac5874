"""What is measured, and how it is started."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.check import LAYOUTS
from benchmarks.data import generate
from benchmarks.peers import PEERS
from benchmarks.variants import PIPELINE, RUN, STDLIB, Place, Variant, runs, variants


def _variant(name: str) -> Variant:
    return next(variant for variant in variants() if variant.name == name)


def test_names_are_unique_and_the_base_is_there() -> None:
    """Ratios are to the standard library, and targets are ours."""
    names = [variant.name for variant in variants()]
    assert len(names) == len(set(names))
    assert {RUN, STDLIB} <= set(names)


@pytest.mark.parametrize("variant", variants(), ids=lambda variant: variant.name)
def test_every_variant_can_be_checked(variant: Variant, tmp_path: Path) -> None:
    """Its layout is known, and its command names the ledger."""
    assert variant.layout in LAYOUTS
    database = tmp_path / "ledger.db"
    command = variant.command(Place(database, tmp_path, tmp_path / "out" / variant.file))
    assert any(str(database) in argument for argument in command)


@pytest.mark.parametrize("peer", PEERS)
def test_every_peer_is_measured(peer: str) -> None:
    """None is written in vain."""
    assert _variant(peer).name == peer


def test_run_gets_a_pipeline_of_its_own(tmp_path: Path) -> None:
    """Its state lies beside the pipeline file, so that a fresh folder is a fresh ledger."""
    _variant(RUN).command(Place(tmp_path / "ledger.db", tmp_path, tmp_path / "out" / "gl_line.csv"))
    assert (tmp_path / PIPELINE.name).read_bytes() == PIPELINE.read_bytes()


def test_keys_are_in_no_order_where_that_is_measured(tmp_path: Path) -> None:
    """The account stands before the row's number; nothing else changes."""
    place = Place(tmp_path / "ledger.db", tmp_path, tmp_path / "out" / "gl_line.csv")
    _, unordered = runs()
    unordered.command(place)
    changed = set((tmp_path / PIPELINE.name).read_text().splitlines()) ^ set(PIPELINE.read_text().splitlines())
    assert sorted(line.strip() for line in changed) == [
        "ledger_entry_id: entry_no",
        'ledger_entry_id: {concat: [account_no, "-", entry_no]}',
    ]


def test_pipeline_uses_every_column(tmp_path: Path) -> None:
    """Nothing of the table is left out of what is measured."""
    database = tmp_path / "ledger.db"
    generate("sqlite", 1, database)
    with closing(sqlite3.connect(database)) as connection:
        columns = [row[1] for row in connection.execute("pragma table_info(gl_entry)")]
    text = PIPELINE.read_text(encoding="utf-8")
    mapped = text.partition("fields:")[2].partition("sink:")[0]
    assert len(columns) == 11
    assert [column for column in columns if column not in mapped] == []


def test_missing_library_or_program_is_named() -> None:
    """What is not installed is left out, with its name."""
    peer = _variant(STDLIB)
    assert replace(peer, module="no_such_library_at_all").missing() == "no_such_library_at_all"
    assert replace(peer, program="no-such-program").missing() == "no-such-program"
    assert replace(peer, module="json").missing() is None
