"""A report as the tests of this folder read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from legacy_adapters.sources.files.format import Piece
from legacy_adapters.sources.files.report.settings import ReportFormat

REPORT = """\f        NORDHANDEL GMBH             Seite 1
 Beleg   Datum       Betrag
------------------------------
Konto 1200  Bank
100001 01.02.2024      1.234,50
100002 02.02.2024        100,00-
Summe Konto            1.134,50

Konto 1400  Debitoren
100003 03.02.2024         10,00\r100003 03.02.2024         10,00
was ist das
\f        NORDHANDEL GMBH             Seite 2
 Beleg   Datum       Betrag
------------------------------
100004 03.02.2024          1,00
Summe Konto               11,00
Gesamt                 1.145,50   4 Zeilen
"""

GIVEN: Mapping[str, Any] = {
    "page_header": 3,
    "groups": {"konto": r"^Konto (\d+)"},
    "detail": r"^(?<BELEG>\d{6}) (?<DATUM>\S+) +(?<BETRAG>[\d.,]+-?)$",
    "sums": [
        {"match": r"^Summe Konto +(?<BETRAG>\S+)"},
        {"match": r"^Gesamt +(?<BETRAG>\S+) +(?<count>\d+)", "of": "report"},
    ],
    "decimal": ",",
}


def settings(**given: Any) -> ReportFormat:
    """The report's settings, or others."""
    return ReportFormat.model_validate(dict(GIVEN) | given)


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A file with this text."""
    path = folder / "report.txt"
    path.write_bytes(text.encode(encoding))
    return path


def pieces_of(format_: ReportFormat, path: Path, most: int = 1000) -> Sequence[Piece]:
    """All pieces."""
    return list(format_.read(path, None, None, None, most))


def rows_of(pieces: Sequence[Piece]) -> list[tuple[Any, ...]]:
    """All rows as tuples."""
    return [tuple(row.values()) for piece in pieces for row in piece.rows.to_pylist()]


def faults_of(pieces: Sequence[Piece]) -> list[tuple[str, str, str]]:
    """All faults: column, code, text."""
    found = [fault for piece in pieces if piece.faults is not None for fault in piece.faults.to_pylist()]
    return [(fault["column"], fault["code"], fault["text"]) for fault in found]
