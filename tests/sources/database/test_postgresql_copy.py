r"""COPY's text format is decoded exactly: nothing is taken for a null, a tab or a line break that is none."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import FAULTS, MIXED
from legacy_adapters.sources.database.postgresql_copy import Copied, CopiedColumn, decoded, typed, unescaped

_LONG = "-1234567890123456789012345678.0123456789"
_ESCAPED = {"\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}


def _cell(text: str | None) -> str:
    """A cell as the server writes it."""
    return "\\N" if text is None else "".join(_ESCAPED.get(sign, sign) for sign in text)


def _block(rows: list[list[str | None]]) -> bytes:
    return "".join("\t".join(map(_cell, row)) + "\n" for row in rows).encode()


def _columns(*kinds: pa.DataType) -> list[CopiedColumn]:
    return [CopiedColumn(f"c{i}", kind) for i, kind in enumerate(kinds)]


_TEXTS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
    st.text("\\Nntrbfv\n\t\r\b\f\v.\"',\ufeff", max_size=8),
)


@given(st.lists(st.lists(_TEXTS, min_size=2, max_size=2), min_size=1, max_size=20))
def test_any_texts_survive(rows: list[list[str | None]]) -> None:
    """What the server was given comes out again, row by row."""
    found = decoded(_block(rows), _columns(pa.string(), pa.string()))
    assert [list(row) for row in zip(*(c.to_pylist() for c in found.columns), strict=True)] == rows
    assert found.faults(["c0", "c1"]) is None


@given(st.lists(_TEXTS, min_size=1, max_size=20))
def test_any_texts_survive_in_a_column_alone(cells: list[str | None]) -> None:
    """A single empty cell is an empty line, and a row all the same."""
    assert decoded(_block([[cell] for cell in cells]), _columns(pa.string())).columns[0].to_pylist() == cells


@given(st.lists(_TEXTS, min_size=1, max_size=9))
def test_the_slow_way_reads_the_same(cells: list[str | None]) -> None:
    """A block with a cell that does not fit is read again; its other cells do not suffer."""
    block = _block([[cell, "infinity"] for cell in cells])
    found = decoded(block, _columns(pa.string(), pa.date32()))
    assert found.columns[0].to_pylist() == cells
    assert found.columns[1].null_count == len(cells)
    assert len(found.misfits) == len(cells)


def test_types_are_exact() -> None:
    """Numbers, truth values, dates and times go straight into their columns."""
    kinds: list[tuple[pa.DataType, str, object]] = [
        (pa.int64(), "-9223372036854775808", -(2**63)),
        (pa.decimal128(38, 10), _LONG, Decimal(_LONG)),
        (pa.decimal128(18, 2), "12.50", Decimal("12.50")),
        (pa.float64(), "0.1", 0.1),
        (pa.float64(), "1.7976931348623157e+308", 1.7976931348623157e308),
        (pa.bool_(), "t", True),
        (pa.bool_(), "f", False),
        (pa.date32(), "0001-01-01", date(1, 1, 1)),
        (pa.timestamp("us"), "9999-12-31 23:59:59.999999", datetime(9999, 12, 31, 23, 59, 59, 999999)),
        (pa.timestamp("us", "UTC"), "2024-01-31 12:00:00.5+00", datetime(2024, 1, 31, 12, 0, 0, 500000, tzinfo=UTC)),
        (pa.time64("us"), "23:59:59.000001", time(23, 59, 59, 1)),
        (MIXED, "1e3", {"text": "1e3", "number": False}),
        (MIXED, "-0.001", {"text": "-0.001", "number": True}),
    ]  # fmt: skip
    columns = _columns(*(kind for kind, _, _ in kinds))
    found = decoded(_block([[text for _, text, _ in kinds], [None] * len(kinds)]), columns)
    assert [column.to_pylist() for column in found.columns] == [[value, None] for _, _, value in kinds]
    assert [column.type for column in found.columns] == [kind for kind, _, _ in kinds]


@pytest.mark.parametrize(
    ("kind", "good", "bad", "code"),
    [
        (pa.date32(), "2024-02-29", "0044-03-15 BC", "date_out_of_range"),
        (pa.date32(), "9999-12-31", "10000-01-01", "date_out_of_range"),
        (pa.timestamp("us"), "2024-01-31 00:00:00", "-infinity", "date_out_of_range"),
        (pa.timestamp("us", "UTC"), "2024-01-31 00:00:00+00", "20000-01-31 00:00:00+00", "date_out_of_range"),
        (pa.time64("us"), "00:00:00", "24:00:00", "date_out_of_range"),
        (pa.decimal128(5, 2), "1.50", "NaN", "not_a_number"),
        (pa.decimal128(5, 2), "-0.01", "Infinity", "not_a_number"),
    ],
)
def test_what_does_not_fit_is_a_fault_and_the_rest_stays(kind: pa.DataType, good: str, bad: str, code: str) -> None:
    """One cell is at fault, with its text; those beside it are what they are without it."""
    clean = decoded(_block([[good, "x"]]), _columns(kind, pa.string())).columns[0].to_pylist()
    found = decoded(_block([[good, "x"], [bad, "y\n"], [None, None]]), _columns(kind, pa.string()))
    assert found.columns[0].to_pylist() == [*clean, None, None]
    assert found.columns[1].to_pylist() == ["x", "y\n", None]
    faults = found.faults(["c0"])
    assert faults is not None
    assert faults.schema == FAULTS
    assert faults.to_pylist() == [{"row": 1, "column": "c0", "code": code, "text": bad}]
    assert found.faults(["c1"]) is None


def test_all_types_survive_the_slow_way() -> None:
    """Read as text first, every type gives the same as read at once."""
    kinds: list[tuple[pa.DataType, str]] = [
        (pa.int64(), "7"), (pa.float64(), "NaN"), (pa.bool_(), "t"), (MIXED, "NaN"), (pa.time64("us"), "12:30:00.25"),
        (pa.timestamp("us", "UTC"), "2024-01-31 12:00:00.5+00"), (pa.timestamp("us"), "2024-01-31 12:00:00"),
        (pa.decimal128(9, 3), "-1.250"), (pa.date32(), "2024-01-31"), (pa.string(), "a\\b"),
    ]  # fmt: skip
    row: list[str | None] = [text for _, text in kinds]
    columns = _columns(*(kind for kind, _ in kinds))
    quick = decoded(_block([row]), columns)
    slow = decoded(_block([[*row, "infinity"]]), [*columns, CopiedColumn("d", pa.date32())])
    assert [str(c.to_pylist()) for c in slow.columns[:-1]] == [str(c.to_pylist()) for c in quick.columns]


def test_bytes_that_are_no_text_are_a_fault() -> None:
    """An undecodable cell is shown with its bytes; one that merely looks like that is text."""
    block = b"gr\xfcn\t1\n" + b"rot\\\\xfc\t2\n" + b"\\N\t3\n"
    found = decoded(block, _columns(pa.string(), pa.int64()))
    assert found.columns[0].to_pylist() == [None, "rot\\xfc", None]
    assert found.misfits == [(0, "c0", "undecodable", "gr\\xfcn")]
    assert found.columns[1].to_pylist() == [1, 2, 3]


def test_mark_of_byte_order_is_text() -> None:
    """It begins a block and is not lost."""
    for text in ("\ufeff", "\ufeff\ufeffa"):
        assert decoded(_block([[text]]), _columns(pa.string())).columns[0].to_pylist() == [text]


def test_text_without_escapes_is_left_alone() -> None:
    """Without a backslash the very same column comes back."""
    cells = pa.array(["a", None])
    assert unescaped(cells) is cells


def test_typed_takes_the_long_names_of_truth() -> None:
    """A cast to text writes `true` where COPY writes `t`."""
    found = Copied([])
    assert typed(CopiedColumn("c", pa.bool_()), pa.array(["true", "false", None]), found).to_pylist() == [
        True,
        False,
        None,
    ]
    assert typed(CopiedColumn("c", MIXED), pa.array(["1.5"]), found).to_pylist() == [{"text": "1.5", "number": True}]
    assert found.misfits == []
