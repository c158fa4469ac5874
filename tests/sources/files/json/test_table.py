"""Tables of JSON files, piece by piece."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.json.entry import Place
from legacy_adapters.sources.files.json.table import Position
from tests.sources.files.json.documents import faults, origins, pieces, rows, write

INVOICES = (
    '{"invoices": [{"no": "1", "lines": [{"i": 1}, {"i": 2}, {"i": 3}]}, {"no": "2", "lines": []}, oops,'
    ' {"no": "4", "lines": [{"i": 4}]}], "count": 4}'
)


def test_records_and_children(tmp_path: Path) -> None:
    """A record that cannot be read is a fault in each of its tables."""
    path = write(tmp_path, INVOICES)
    assert [row["no"] for row in rows(path)] == ["1", "2", None, "4"]
    assert origins(path) == ["invoices[1]", "invoices[2]", "invoices[3]", "invoices[4]"]
    assert faults(path) == [(2, "", "malformed", "oops")]
    lines = [(row["i"], row["../no"]) for row in rows(path, "invoices.lines")]
    assert lines == [
        ("1#", "1"),
        ("2#", "1"),
        ("3#", "1"),
        (None, None),
        ("4#", "4"),
    ]
    assert origins(path, "invoices.lines")[1] == "invoices[1] lines[2]"
    assert faults(path, "invoices.lines") == [(3, "", "malformed", "oops")]


@pytest.mark.parametrize("most", [1, 2, 3])
@pytest.mark.parametrize("table", ["invoices", "invoices.lines"])
def test_it_goes_on_behind_every_piece(tmp_path: Path, most: int, table: str) -> None:
    """Also in the middle of a record's children."""
    path = write(tmp_path, INVOICES)
    whole = pieces(path, table, most_rows=most)
    assert len(whole) > 1
    for i, piece in enumerate(whole):
        rest = pieces(path, table, most_rows=most, after=piece.position)
        assert [(r.rows, r.origin, r.position) for r in rest] == [
            (r.rows, r.origin, r.position) for r in whole[i + 1 :]
        ]


def test_keys_that_appear_later(tmp_path: Path) -> None:
    """They are not left out in silence: the row is a fault that shows it; nulls and empty arrays say nothing."""
    records = [{"a": i} for i in range(1000)] + [
        {"a": 1, "b": None, "c": []},
        {"a": 2, "b": 5},
        {"a": 3, "c": [{"x": 1}]},
    ]
    path = write(tmp_path, "\n".join(map(json.dumps, records)), "a.jsonl")
    assert [fault[0:3] for fault in faults(path, most_rows=2000)] == [
        (1001, "", "unknown_key"),
        (1002, "", "unknown_key"),
    ]
    assert faults(path, most_rows=2000)[0][3] == '{"a":2,"b":5}'
    assert rows(path, columns=["a", "b"])[1001] == {"a": "2#", "b": "5#"}
    assert faults(path, columns=["a", "b"]) == []


def test_wanted_columns(tmp_path: Path) -> None:
    """In the order that was asked for; an unknown one is named; none at all still has rows."""
    path = write(tmp_path, '[{"a": 1, "b": 2}]')
    assert pieces(path, wanted=["b", "a"])[0].rows.schema.names == ["b", "a"]
    assert pieces(path, wanted=[])[0].rows.num_rows == 1
    with pytest.raises(ConfigError, match="no key 'x'"):
        pieces(path, wanted=["x"])


def test_keys_that_are_no_text(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are shown in the column's name."""
    path = write(tmp_path, b'[{"M\xfc": 1}]')
    assert rows(path) == [{"M\\xfc": "1#"}]
    assert pieces(path, wanted=["M\\xfc"])[0].rows.num_rows == 1


def test_undecodable_cells(tmp_path: Path) -> None:
    """Only the cell is at fault."""
    path = write(tmp_path, b'{"a": "M\xfcller", "b": "ok"}\n{"a": "\\ud800", "b": "ok"}\n', "a.jsonl")
    assert faults(path) == [(0, "a", "undecodable", "M\\xfcller"), (1, "a", "undecodable", "\\ud800")]
    assert [row["b"] for row in rows(path)] == ["ok", "ok"]


def test_too_many_keys(tmp_path: Path) -> None:
    """A record of 10,001 keys is no table."""
    with pytest.raises(BadPart, match="10,000"):
        rows(write(tmp_path, json.dumps([{str(i): i for i in range(10_001)}])))


def test_children_of_which_one_cannot_be_taken_apart(tmp_path: Path) -> None:
    """Those before it come, the rest of the record is a fault."""
    path = write(tmp_path, '[{"l": [{"i": 1}, {"a.b": 1, "a": {"b": 2}}]}]')
    assert origins(path, "l") == ["[1] l[1]", "[1] (rest)"]
    assert [fault[:3] for fault in faults(path, "l")] == [(1, "", "malformed")]


def test_positions_are_read_as_they_are_written() -> None:
    """None is the beginning."""
    assert Position.of(None) == Position()
    assert Position.of(str(Position(Place(5, 2), 3))) == Position(Place(5, 2), 3)


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=4)
RECORDS = st.dictionaries(
    st.sampled_from(["a", "b", "c"]),
    SCALARS | st.lists(st.dictionaries(st.sampled_from(["x", "y"]), SCALARS, max_size=2), max_size=3),
    max_size=3,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(records=st.lists(RECORDS, max_size=8), most=st.integers(1, 4), indent=st.sampled_from([None, 2]))
def test_nothing_is_lost(tmp_path: Path, records: list[dict[str, object]], most: int, indent: int | None) -> None:
    """Each record is one row, whatever the pieces; JSON and JSON Lines give the same."""
    path = write(tmp_path, json.dumps(records, indent=indent))
    lines = write(tmp_path, "\n".join(map(json.dumps, records)), "a.jsonl")
    found = rows(path, most_rows=most)
    assert len(found) == len(records)
    assert found == rows(lines, most_rows=most)
    for record, row in zip(records, found, strict=True):
        for key, value in record.items():
            if isinstance(value, int) and not isinstance(value, bool):
                assert row[key] == f"{value}#"
            elif isinstance(value, str):
                assert row[key] == value
