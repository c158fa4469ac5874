"""The mappings of a stream, compiled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.protocols import Mapped, Mapper
from legacy_adapters.mapping.compiled import CompiledMapping, compile_mapping
from legacy_adapters.mapping.context import MappingContext
from legacy_adapters.mapping.settings import MappingSettings
from tests.mapping.thing import STRICT, THING, batch_of, mapped, reasons

RAW: dict[str, list[Any]] = {
    "ID": ["1", "2", "3", "4"],
    "KIND": ["a", "b", "c", "a"],
    "A": ["x", "y", "z", "far too long"],
    "UNUSED": [None] * 4,
}
TO_THING: dict[str, Any] = {"to": "thing", "when": "KIND <> 'c'", "fields": {"id": "ID", "name": "A"}}
TO_STRICT: dict[str, Any] = {
    "to": "strict",
    "when": "KIND = 'b'",
    "fields": {"id": "ID", "name": "A", "kind": {"const": "good"}, "net": {"const": "1"}},
}


def mapping(*settings: dict[str, Any], schema: pa.Schema | None = None) -> CompiledMapping:
    """Several mappings of one stream."""
    return compile_mapping(
        [MappingSettings.model_validate(one) for one in settings],
        {"thing": THING, "strict": STRICT},
        schema or batch_of(RAW).rows.schema,
        MappingContext("src", "C", Path()),
    )


def ids(result: Mapped) -> dict[str, list[str | None]]:
    """The ids of the records by entity."""
    found: dict[str, list[str | None]] = {}
    for records in result.records:
        found.setdefault(records.entity, []).extend(records.record_id.to_pylist())
    return found


def test_it_is_a_mapper() -> None:
    """The engine's contract."""
    mapper: Mapper = mapping(TO_THING)
    assert mapper(batch_of(RAW)).taken == 2


def test_every_row_is_taken_filtered_or_rejected() -> None:
    """What no mapping wants is filtered, and counted."""
    result = mapping(TO_THING)(batch_of(RAW))
    assert (result.taken, result.filtered, len(result.rejects)) == (2, 1, 1)
    assert ids(result) == {"thing": ["src/C:thing:1", "src/C:thing:2"]}


def test_one_row_may_give_several_records() -> None:
    """Each mapping takes the rows that it is for; a row counts once."""
    result = mapping(TO_THING, TO_STRICT)(batch_of(RAW))
    assert ids(result) == {"thing": ["src/C:thing:1", "src/C:thing:2"], "strict": ["src/C:strict:2"]}
    assert (result.taken, result.filtered) == (2, 1)
    assert [records.source_rows.to_pylist() for records in result.records] == [[0, 1], [1]]


def test_a_row_at_fault_in_one_mapping_is_rejected_whole() -> None:
    """None of its records goes on; all reasons of all mappings are kept."""
    raw = RAW | {"A": ["x", " ", "z", "u"]}
    raw["KIND"] = ["b"] * 4
    result = mapping(TO_THING | {"when": None}, TO_STRICT)(batch_of(raw))
    assert reasons(result) == [("row 1", "name", "required_missing", " ")]
    assert ids(result)["thing"] == ["src/C:thing:1", "src/C:thing:3", "src/C:thing:4"]
    assert ids(result)["strict"] == ["src/C:strict:1", "src/C:strict:3", "src/C:strict:4"]
    assert (result.taken, result.filtered) == (3, 0)


def test_two_mappings_may_make_one_entity() -> None:
    """A row then gives two records of it."""
    other = {"to": "thing", "fields": {"id": {"concat": ["ID", "-b"]}}, "keep_extra": "true"}
    compiled = mapping(TO_THING, other)
    result = compiled(batch_of(RAW))
    assert ids(result)["thing"][:3] == ["src/C:thing:1", "src/C:thing:2", "src/C:thing:1-b"]
    assert {records.rows.schema for records in result.records} == {compiled.schemas["thing"]}
    assert compiled.schemas["thing"].names[-1] == "extra"


def test_a_condition_that_is_null_does_not_hold() -> None:
    """As in SQL."""
    result = mapped({}, {"A": ["x", None]}, when="A <> 'y'")
    assert (result.taken, result.filtered) == (1, 1)


def test_a_condition_that_fails_rejects_the_row() -> None:
    """Whether it is for the mapping cannot be said, so nothing is dropped silently."""
    result = mapped({}, {"A": ["1", "x"]}, when="CAST(A AS INTEGER) > 0")
    assert reasons(result) == [("row 1", "when", "not_a_number", None)]
    faulty = mapped({}, {"A": ["1", None]}, [(1, "A", "undecodable", "?")], when="A = '1'")
    assert reasons(faulty) == [("row 1", "when", "undecodable", "?")]
    assert (faulty.taken, faulty.filtered) == (1, 0)


def test_only_the_columns_that_are_used_are_read() -> None:
    """In the source's order; one at least, or the rows could not be counted."""
    assert mapping(TO_STRICT, TO_THING).columns == ("ID", "KIND", "A")
    constant = {"to": "thing", "fields": {"id": {"const": "1"}}}
    assert mapping(constant).columns == ("ID",)


def test_a_batch_may_have_fewer_columns_than_the_source() -> None:
    """The reader leaves out what is not used; more, or others, do not matter either."""
    compiled = mapping(TO_THING)
    part = {name: RAW[name] for name in reversed(compiled.columns)}
    assert ids(compiled(batch_of(part))) == ids(compiled(batch_of(RAW)))


def test_records_have_exactly_the_entitys_columns() -> None:
    """In the schema's order and types, mapped or not."""
    compiled = mapping(TO_THING)
    records = compiled(batch_of(RAW)).records[0]
    assert compiled.schemas == {"thing": THING.arrow_schema()}
    assert records.rows.schema.equals(THING.arrow_schema(), check_metadata=True)


def test_an_empty_batch_is_mapped() -> None:
    """A stream may end in one."""
    result = mapping(TO_THING, TO_STRICT)(batch_of({name: pa.array([], pa.string()) for name in RAW}))
    assert (result.taken, result.filtered, result.rejects, result.records) == (0, 0, (), ())


def test_the_mapper_is_pure() -> None:
    """The same batch gives the same records, before and after others."""
    compiled = mapping(TO_THING, TO_STRICT)
    first = compiled(batch_of(RAW))
    compiled(batch_of(RAW | {"A": ["q"] * 4}))
    assert compiled(batch_of(RAW)) == first


ROW = st.tuples(st.sampled_from(["1", "x", "", "2.50000", "9" * 30]), st.sampled_from(["S", "H", "?", None]))


@given(st.lists(ROW, min_size=1, max_size=40), st.integers(0, 40))
def test_where_a_batch_ends_makes_no_difference(rows: list[tuple[str, str | None]], cut: int) -> None:
    """Two halves give what the whole gives: rows, records, reasons. And every row is accounted for."""
    fields = {"debit": {"from": "A", "when": "SH = 'S'"}, "credit": {"from": "A", "when": "SH = 'H'"}}
    raw: dict[str, list[Any]] = {
        "ID": [str(n) for n in range(len(rows))],
        "A": [a for a, _ in rows],
        "SH": [sh for _, sh in rows],
    }
    settings: dict[str, Any] = {"when": "SH IN ('S', 'H')", "locale": {"decimal": "."}}
    parts = [
        mapped(fields, {name: column[part] for name, column in raw.items()}, **settings)
        for part in (slice(0, cut), slice(cut, None), slice(None))
        if len(raw["ID"][part])
    ]
    whole, halves = parts[-1], parts[:-1] or parts
    assert whole.taken + whole.filtered + len(whole.rejects) == len(rows)
    assert sum(half.taken for half in halves) == whole.taken
    records = [row for half in halves for row in half.records[0].rows.to_pylist()]
    assert records == whole.records[0].rows.to_pylist()
    found = [(reject.record_id, reject.reasons) for half in halves for reject in half.rejects]
    assert found == [(reject.record_id, reject.reasons) for reject in whole.rejects]


@pytest.mark.parametrize("entity", ["gl_line", "invoice", "balance", "price", "customer"])
def test_entities_of_the_common_schema_can_be_mapped(entity: str) -> None:
    """A constant for each field that must be there is a mapping."""
    from legacy_adapters.schema.catalog import load_entity

    loaded = load_entity(entity)
    kinds = {"text": "x", "amount": "1", "quantity": "1", "date": "2024-01-01", "integer": "1", "boolean": "true"}
    fields = {
        field.name: {"const": field.codes[0] if field.codes else kinds[field.type]}
        for field in loaded.fields
        if field.required or field.name in loaded.key
    }
    settings = MappingSettings.model_validate({"to": entity, "fields": fields})
    schema = batch_of(RAW).rows.schema
    compiled = compile_mapping([settings], {entity: loaded}, schema, MappingContext("s", "C", Path()))
    assert compiled(batch_of(RAW)).taken == 4
