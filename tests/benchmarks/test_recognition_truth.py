"""What a person wrote down, and whether something agrees with it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.recognition_truth import Seen, disagreements, load_truth
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.format import FormatSettings

TEXT = "Title\r\nKonto;Text\r\n1;Löhne\r\n2;Büro\r\n"


def seen(path: Path, **changed: object) -> Seen:
    path.write_bytes(TEXT.encode("cp850"))
    facts = {"encoding": "cp850", "delimiter": ";", "quote": None, "escape": None, "skip_blanks": False}
    return Seen(path, **{**facts, "header": True, "preamble": 1, "columns": 2, "rows": 2, **changed})  # type: ignore[arg-type]


def test_the_facts_are_complete(tmp_path: Path) -> None:
    """Every file that was looked at has all facts, and stands there once."""
    truth = load_truth(tmp_path)
    paths = [one.path for one in truth.delimited] + list(truth.others)
    assert len(paths) == len(set(paths)) == 259
    assert all(one.columns > 0 and one.rows >= 0 and one.preamble >= 0 for one in truth.delimited)


def test_right_settings_agree(tmp_path: Path) -> None:
    """Code page, fields, header, lines above, columns and rows."""
    right = DelimitedFormat(encoding="cp850", delimiter=";", skip=1)
    assert disagreements(seen(tmp_path / "a.txt"), right) == []


def test_wrong_settings_are_named(tmp_path: Path) -> None:
    """Whatever differs is said."""
    path = tmp_path / "a.txt"
    assert disagreements(seen(path), DelimitedFormat(encoding="cp1252", delimiter=";", skip=1)) == ["code page"]
    assert "dialect" in disagreements(seen(path), DelimitedFormat(encoding="cp850", delimiter=",", skip=1))
    no_header = DelimitedFormat(encoding="cp850", delimiter=";", skip=1, header=False)
    assert disagreements(seen(path), no_header) == ["header", "rows"]
    assert disagreements(seen(path, rows=3), DelimitedFormat(encoding="cp850", delimiter=";", skip=1)) == ["rows"]
    assert disagreements(seen(path), FormatSettings()) == ["format"]
