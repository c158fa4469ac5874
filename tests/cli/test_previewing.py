"""How a preview looks."""

from __future__ import annotations

import json

import pytest

from legacy_adapters.cli.previewing import show_preview
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.runs.preview import Preview, PreviewRow

TAKEN = PreviewRow("T[id=1]", {"ID": "1   ", "X": "[b]"}, (("line", {"line_id": "1"}), ("tax", {"rate": "0.19"})), ())
REJECTED = PreviewRow("T[id=2]", {"ID": "2"}, (), ("line.x: not a number ('y')", "line.y: no value"))
FILTERED = PreviewRow("T[id=3]", {"ID": "\x1b[2J"}, (), ())


def lines(capsys: pytest.CaptureFixture[str], *rows: PreviewRow) -> list[str]:
    """What is printed, line by line, without the lines of tables."""
    show_preview([Preview("t", "line, one per row", rows)], explain=False, as_json=False)
    return [" ".join(line.replace("│", " ").split()) for line in capsys.readouterr().out.splitlines()]


def test_raw_stands_beside_mapped_below_the_entity(capsys: pytest.CaptureFixture[str]) -> None:
    """Each record of a row has its entity as a heading."""
    shown = lines(capsys, TAKEN)
    assert shown[:3] == ["stream t", "", "T[id=1]"]
    assert [line for line in shown if line.startswith(("ID", "X", "tax", "rate"))] == [
        "ID 1 line",
        "X [b] line_id 1",
        "tax",
        "rate 0.19",
    ]


def test_every_reason_of_a_reject_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """In the place of the record."""
    shown = lines(capsys, REJECTED)
    assert "ID 2 rejected line.x: not a number ('y')" in shown
    assert "rejected line.y: no value" in shown


def test_a_filtered_row_says_so_and_cannot_touch_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """What lies in a database is shown, not obeyed."""
    assert r"ID \x1b[2J filtered" in lines(capsys, FILTERED)


def test_a_stream_without_rows(capsys: pytest.CaptureFixture[str]) -> None:
    """It is said in words."""
    assert "There are no rows." in lines(capsys)


def test_json_has_one_object_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    """With the raw row untouched."""
    show_preview([Preview("t", "", (TAKEN, REJECTED))], explain=False, as_json=True)
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["raw"] == {"ID": "1   ", "X": "[b]"}
    assert [record["entity"] for record in first["records"]] == ["line", "tax"]
    assert second["reasons"] == list(REJECTED.reasons)


def test_a_secret_in_the_mapping_is_struck_out(capsys: pytest.CaptureFixture[str]) -> None:
    """A constant may be one."""
    KNOWN.add("geheim-4711")
    previews = [Preview("gl", "description: the constant geheim-4711", ())]
    for as_json in (False, True):
        show_preview(previews, explain=True, as_json=as_json)
    assert "geheim-4711" not in capsys.readouterr().out
