"""Reports that are proposed."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.format import Sample
from legacy_adapters.sources.files.report.recognise import recognise
from legacy_adapters.sources.files.report.settings import ReportFormat
from tests.sources.files.report.pages import REPORT, pieces_of, rows_of, write


def test_pages_and_rows(tmp_path: Path) -> None:
    """The lines on top of all pages, and the columns of lines that end in an amount; the rest is left to a person."""
    path = write(tmp_path, REPORT)
    found = recognise(Sample.of(path))
    assert found is not None
    assert isinstance(found.settings, ReportFormat)
    assert found.settings.page_header == 3
    rows = [row for row in rows_of(pieces_of(found.settings, path)) if row[0] is not None]
    assert [row[0].strip() for row in rows] == ["100001", "100002", "100003", "100004"]
    assert any("rejects until" in line for line in found.evidence)


def test_what_is_none(tmp_path: Path) -> None:
    """Without form feeds, or without rows."""
    for text in (REPORT.replace("\f", ""), "\fSeite 1\nText\n\fSeite 2\n", ""):
        assert recognise(Sample.of(write(tmp_path, text))) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_looked_at(content: bytes) -> None:
    """Nothing crashes."""
    recognise(Sample(Path("nothing"), b"\f" + content, len(content)))
