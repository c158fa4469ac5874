"""The toolkit from Python."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import legacy_adapters
from legacy_adapters.core.errors import ConfigError
from tests.cli.shop import Shop, open_shop


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shop:
    """A project in the current folder."""
    monkeypatch.chdir(tmp_path)
    return open_shop(tmp_path, capsys)


def test_reading_a_table(shop: Shop) -> None:
    """As a frame whose money is exact."""
    frame = legacy_adapters.read("sqlite:///old.db", table="Invoice").to_polars()
    assert frame["Total"].to_list() == [Decimal("1.98"), Decimal("12345678901234.56"), Decimal("10.00")]


def test_reading_a_query_with_a_condition(shop: Shop) -> None:
    """As on the command line."""
    found = legacy_adapters.read("sqlite:///old.db", query="SELECT Customer FROM Invoice", where="Customer IS NULL")
    assert found.to_arrow().num_rows == 1


def test_what_is_no_stream_is_an_error_at_once(shop: Shop) -> None:
    """Before anything is opened."""
    with pytest.raises(ConfigError, match="exactly one"):
        legacy_adapters.read("sqlite:///old.db")
    with pytest.raises(legacy_adapters.LegacyAdaptersError, match=r"Write sqlite:///old\.db"):
        legacy_adapters.read("old.db", table="Invoice")
    with pytest.raises(legacy_adapters.LegacyAdaptersError, match="no database URL"):
        legacy_adapters.read("odl.db", table="Invoice")


def test_running_a_pipeline_gives_its_report(shop: Shop) -> None:
    """With parameters; new rejects are a matter of the report, and no exception."""
    report = legacy_adapters.run(shop.pipeline, {"company": "SYD"})
    assert (report.balanced, report.exit_code, report.rejected) == (True, 65, 1)
    assert "SYD" in (shop.folder / "pipelines" / "out" / "supplier.csv").read_text(encoding="utf-8")


def test_running_dry_or_with_another_state(shop: Shop) -> None:
    """As the options of the command."""
    assert legacy_adapters.run(Path(shop.pipeline), dry_run=True).status == "dry run"
    legacy_adapters.run(shop.pipeline, state_dir=shop.folder / "state", full=True)
    assert [path.name for path in shop.folder.glob("*/ledger.db")] == ["ledger.db"]


def test_what_ends_a_run_is_raised(shop: Shop) -> None:
    """With its exit code."""
    shop.change("DROP TABLE KREDITOR")
    with pytest.raises(legacy_adapters.LegacyAdaptersError, match="KREDITOR") as ended:
        legacy_adapters.run(shop.pipeline)
    assert ended.value.exit_code == 78
