"""The first rows of each stream, raw beside mapped."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.preview import Preview, preview_pipeline
from tests.cli.shop import PIPELINE, Shop, open_shop


@pytest.fixture
def shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shop:
    return open_shop(tmp_path, capsys)


def preview_of(shop: Shop, limit: int = 10, name: str = "pipelines/suppliers.yaml") -> Preview:
    (found,) = preview_pipeline(shop.folder / name, {}, stream=None, limit=limit)
    return found


def test_each_row_is_a_record_or_a_reject_or_filtered(shop: Shop) -> None:
    """In the order of the source."""
    taken, rejected, filtered, _ = preview_of(shop).rows
    assert taken.origin == "KREDITOR[LIFNR=0001]"
    assert [entity for entity, _ in taken.records] == ["supplier"]
    assert (rejected.records, len(rejected.reasons)) == ((), 1)
    assert (filtered.records, filtered.reasons) == ((), ())


def test_fields_are_as_a_file_would_have_them(shop: Shop) -> None:
    """Amounts with the decimals of their currency, nothing for null."""
    shop.write("pipelines/yen.yaml", PIPELINE.replace("DKR: DKK", "DKR: JPY"))
    for name, limit in (("suppliers", "1200.50"), ("yen", "1200.5")):
        ((_, fields),) = preview_of(shop, name=f"pipelines/{name}.yaml").rows[0].records
        assert fields["credit_limit"] == limit
        assert "iban" not in fields


def test_no_more_rows_than_asked_for(shop: Shop) -> None:
    """Also where a row behind them has a cell that cannot be read."""
    shop.change("UPDATE KREDITOR SET NAME = x'FF' WHERE LIFNR IN ('0001', '0003')")
    rows = preview_of(shop, limit=2).rows
    assert [row.origin for row in rows] == ["KREDITOR[LIFNR=0001]", "KREDITOR[LIFNR=0002]"]
    assert any("NAME" in reason or "name" in reason for reason in rows[0].reasons)


def test_a_stream_without_rows(shop: Shop) -> None:
    """It has its mapping in words."""
    shop.change("DELETE FROM KREDITOR")
    found = preview_of(shop)
    assert found.rows == ()
    assert found.explanation.startswith("supplier, one per row where STATUS <> 'D'")


def test_a_stream_that_is_not_there(shop: Shop) -> None:
    """With the nearest name, and all of them."""
    with pytest.raises(ConfigError) as error:
        list(preview_pipeline(shop.folder / shop.pipeline, {}, stream="supliers", limit=1))
    assert error.value.hint == "Did you mean suppliers? There are suppliers."
