"""A report's settings."""

from __future__ import annotations

from legacy_adapters.sources.files.report.settings import ReportFormat
from tests.sources.files.report.pages import settings


def test_columns_and_short_forms() -> None:
    """Groups first; one pattern needs no list."""
    found = settings(skip="^--")
    assert found.columns == ["konto", "BELEG", "DATUM", "BETRAG"]
    assert found.skip == ("^--",)
    assert ReportFormat.model_validate(found.model_dump(mode="json", exclude_unset=True)) == found
