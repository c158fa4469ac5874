"""Everything that can be known of a pipeline before it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.check import CheckedStream, CheckResult, check_pipeline
from tests.cli.shop import PIPELINE, Shop, open_shop
from tests.runs.drops import Drops


@pytest.fixture
def shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shop:
    return open_shop(tmp_path, capsys)


def test_the_first_rows_go_through_the_mapping(shop: Shop) -> None:
    """And are counted by what would become of them."""
    result = check_pipeline(shop.folder / shop.pipeline, {})
    reasons = {"supplier.currency_code: not in the lookup table": 1}
    assert result.streams == (CheckedStream("suppliers", rows=4, records=2, filtered=1, rejected=1, reasons=reasons),)


def test_a_table_without_rows_is_fine(shop: Shop) -> None:
    """There is nothing to map."""
    shop.change("DELETE FROM KREDITOR")
    assert check_pipeline(shop.folder / shop.pipeline, {}).streams == (CheckedStream("suppliers", 0, 0, 0, 0),)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("NAME", "NMAE", "NMAE"), ("KREDITOR", "KREDITORS", "KREDITORS"), ("to: supplier", "to: suplier", "suplier")],
)
def test_what_a_run_would_stumble_over_is_found(before: str, after: str, said: str, shop: Shop) -> None:
    """A column, a table, an entity that is not there."""
    shop.write("pipelines/wrong.yaml", PIPELINE.replace(before, after))
    with pytest.raises(ConfigError, match=said):
        check_pipeline(shop.folder / "pipelines" / "wrong.yaml", {})


def test_a_hook_that_looks_beyond_the_row_is_found(shop: Shop) -> None:
    """It is run on a batch and on its halves."""
    shop.write(
        "pipelines/summing.py",
        "def share(frame):\n    frame['NAME'] = str(len(frame))\n    return frame\n",
    )
    hooked = PIPELINE.replace("      to: supplier\n", "      to: supplier\n      hook: summing:share\n")
    shop.write("pipelines/hooked.yaml", hooked)
    with pytest.raises(ConfigError, match="not the same for a batch and for its halves"):
        check_pipeline(shop.folder / "pipelines" / "hooked.yaml", {})


def test_a_login_that_may_only_read_needs_no_warning() -> None:
    """One that may do more is named with what it may."""
    assert "The login may only read." in CheckResult("gl", (), ()).lines()[-1]
    lines = CheckResult("gl", (), ("UPDATE on GLTRAN",)).lines()
    assert any(line.startswith("Warning") for line in lines)
    assert "  UPDATE on GLTRAN" in lines


def test_a_drop_folder_may_be_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file is valid all the same; a file that waits is tried, and stays under its name."""
    drops = Drops.begin(tmp_path, capsys)
    empty = check_pipeline(drops.pipeline, {})
    assert empty.lines()[:2] == [
        "drops: the file is valid, the source answers.",
        "  gl: nothing is waiting, so the mapping could not be tried",
    ]
    drops.put("BUCH1.TXT", range(1, 3))
    assert "of the first 2 rows 0 rejected" in check_pipeline(drops.pipeline, {}).lines()[1]
    assert drops.lying() == ["BUCH1.TXT"]
