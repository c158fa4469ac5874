"""The page on reports says what there is, and its example reads the report on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from legacy_adapters.sources.files.report.settings import ReportFormat
from tests.architecture.package import ROOT
from tests.sources.files.report.pages import faults_of, pieces_of, rows_of, write

PAGE = (ROOT / "docs" / "sources" / "files" / "report.md").read_text(encoding="utf-8")
(REPORT,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
(PIPELINE,) = (yaml.load(text, Loader=yaml.BaseLoader) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))


@pytest.mark.parametrize("setting", [name for name in ReportFormat.model_fields if name != "kind"])
def test_every_setting_is_described(setting: str) -> None:
    """Each has a row in the table."""
    assert f"| `{setting}` |" in PAGE


def test_the_example_reads_the_report(tmp_path: Path) -> None:
    """Two rows with their account, and sums that agree."""
    format_ = ReportFormat.model_validate(PIPELINE["streams"]["gl"]["format"])
    pieces = pieces_of(format_, write(tmp_path, REPORT, "cp850"))
    assert rows_of(pieces) == [
        ("1200", "100001", "01.02.2024", "1.234,50"),
        ("1200", "100002", "02.02.2024", "100,00-"),
    ]
    assert faults_of(pieces) == []
