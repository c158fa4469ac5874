"""`preview`, as it is typed."""

from __future__ import annotations

from tests.cli.shop import Shop


def test_rows_records_and_reasons_as_json(shop: Shop) -> None:
    """One object a row, so many rows of each stream."""
    first, second = shop("preview", shop.pipeline, "--limit", "2", "--json").objects
    assert first["raw"]["WAEHR"] == "DKR"
    assert first["records"][0]["entity"] == "supplier"
    assert first["records"][0]["fields"]["credit_limit"] == "1200.50"
    assert second["records"] == []
    assert second["reasons"] == ["supplier.currency_code: not in the lookup table ('ECU')"]


def test_the_mapping_is_explained_on_demand(shop: Shop) -> None:
    """In words, above the rows."""
    assert "WAEHR; lookup:" in shop("preview", shop.pipeline, "--explain").out
    assert "WAEHR; lookup:" not in shop("preview", shop.pipeline).out
    assert "WAEHR; lookup:" in shop("preview", shop.pipeline, "--explain", "--json").objects[0]["mapping"]


def test_one_stream_alone(shop: Shop) -> None:
    """By its name; another name is an error with those there are."""
    assert len(shop("preview", shop.pipeline, "--stream", "suppliers", "--json").lines) == 4
    ended = shop("preview", shop.pipeline, "--stream", "supplier")
    assert ended.code == 78
    assert "Did you mean suppliers?" in ended.err


def test_nothing_is_delivered_or_remembered(shop: Shop) -> None:
    """The project is as before."""
    shop("preview", shop.pipeline)
    assert [path.name for path in (shop.folder / "pipelines").iterdir()] == ["suppliers.yaml"]
