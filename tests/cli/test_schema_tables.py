"""How the common schema looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.cli import schema_tables
from legacy_adapters.cli.schema_tables import show_entities, show_entity
from legacy_adapters.cli.terminal import out
from legacy_adapters.schema.catalog import COMMON, load_entity


def test_no_name_and_no_path_is_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is too long for its column goes on in the next line."""
    show_entity("gl_line", tmp_path, "table")
    shown = capsys.readouterr().out
    assert "…" not in shown.replace(", …)", "")
    assert all(field.name in shown for field in load_entity("gl_line").fields)


def test_the_marks_are_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A star is no footnote."""
    show_entity("gl_line", tmp_path, "table")
    assert capsys.readouterr().out.endswith("* key, ! required\n")


def test_where_there_is_little_room_the_paths_go_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names and meanings are what a person looks for."""
    narrow = out()
    narrow.width = 80
    monkeypatch.setattr(schema_tables, "out", lambda: narrow)
    show_entity("gl_line", tmp_path, "table")
    shown = capsys.readouterr().out
    assert "GeneralLedgerEntries" not in shown
    assert "transaction_description" in shown
    assert max(map(len, shown.splitlines()[1:])) <= 80


def test_arrow_has_a_line_for_each_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its type; all entities one below the other."""
    show_entity("supplier", tmp_path, "arrow")
    one = capsys.readouterr().out
    assert "credit_limit: decimal128(28, 4)" in one.splitlines()
    show_entities(tmp_path, "arrow")
    everything = capsys.readouterr().out
    assert one in everything
    assert [line[:-1] for line in everything.splitlines() if line.endswith(":")] == list(COMMON)
