"""The id that a record refers to is the one that the record it names has."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.runs.pipeline.links import Link, links
from legacy_adapters.runs.pipeline.settings import StreamSettings
from legacy_adapters.runs.pipeline.stream_order import ComesAfter
from legacy_adapters.schema.catalog import load_entity


def _stream(*mappings: Mapping[str, object]) -> StreamSettings:
    return StreamSettings(None, tuple(MappingSettings.model_validate(one) for one in mappings))


INVOICES = _stream({"to": "invoice", "fields": {"document_id": "DOC"}})
LINES = {"to": "invoice_line", "fields": {"document_id": "DOC", "line_no": "NR", "item_id": "ITEM"}}


def test_fields_of_the_same_name_are_taken() -> None:
    """As far as the mapping fills them."""
    (link,) = links(_stream(LINES), ComesAfter(stream="invoices"), INVOICES, load_entity)
    assert (link.entity, link.header, link.fields) == ("invoice_line", "invoice", ("document_id",))


def test_by_names_other_fields() -> None:
    """With or without the company, which is compared anyway."""
    items = _stream({"to": "item", "fields": {"item_id": "NR"}})
    for by in (("item_id",), ("company_id", "item_id")):
        (link,) = links(_stream(LINES), ComesAfter(stream="items", by=by), items, load_entity)
        assert link.fields == ("item_id",)


def test_each_mapping_that_can_refers() -> None:
    """Another one of the same row need not."""
    stream = _stream({"to": "item", "fields": {"item_id": "ITEM"}}, LINES)
    assert [one.entity for one in links(stream, ComesAfter(stream="invoices"), INVOICES, load_entity)] == [
        "invoice_line"
    ]


def test_the_key_that_the_mapping_states_counts() -> None:
    """The entity's own would make other ids."""
    keyed = _stream({"to": "invoice", "key": ["invoice_no"], "fields": {"invoice_no": "NO"}})
    with pytest.raises(ConfigError, match="no mapping fills invoice_no"):
        links(_stream(LINES), ComesAfter(stream="invoices"), keyed, load_entity)
    (link,) = links(_stream(LINES), ComesAfter(stream="invoices", by=("document_id",)), keyed, load_entity)
    assert link.fields == ("document_id",)


def test_streams_without_a_map_are_refused() -> None:
    """Nothing is known of how their records are told apart."""
    for one, other, told in ((StreamSettings(None, ()), INVOICES, "this stream"), (INVOICES, _stream(), "before")):
        with pytest.raises(ConfigError, match=f"{told} has no map"):
            links(one, ComesAfter(stream="before"), other, load_entity)


def test_ids_are_made_as_those_of_the_records_are() -> None:
    """The company is in it, signs are encoded, numbers lose their zeros, and nothing refers to nothing."""
    rows = pa.RecordBatch.from_pydict(
        {"company_id": ["N", "N", "S"], "a": ["A/1", None, "B"], "b": [Decimal("1.50")] * 2 + [Decimal("2.00")]}
    )
    found = Link("line", "invoice", ("a", "b"), frozenset()).ids("old", rows)
    assert found.to_pylist() == ["old/N:invoice:A%2F1/1.5", None, "old/S:invoice:B/2"]


def test_a_part_of_the_key_that_may_be_empty_is_empty() -> None:
    """As it is in the record that is named."""
    rows = pa.RecordBatch.from_pydict(
        {"company_id": ["N", "N"], "a": ["1", "2"], "b": pa.array([None, "x"], pa.string())}
    )
    found = Link("line", "price", ("a", "b"), frozenset({"b"})).ids("old", rows)
    assert found.to_pylist() == ["old/N:price:1/", "old/N:price:2/x"]


def test_a_company_is_named_by_itself() -> None:
    """Its key has no other field, so that every record refers to it."""
    companies = _stream({"to": "company", "fields": {"company_id": "C"}})
    (link,) = links(_stream(LINES), ComesAfter(stream="companies"), companies, load_entity)
    rows = pa.RecordBatch.from_pydict({"company_id": ["N"]})
    assert link.ids("old", rows).to_pylist() == ["old/N:company:"]
