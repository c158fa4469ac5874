"""A rejected row is kept whole, with all reasons, and known again."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import FAULTS, MIXED, Batch
from legacy_adapters.core.reject import REASONS, Reason, Reject, reject_rows, row_as_json


def batch(faults: pa.RecordBatch | None = None) -> Batch:
    rows = pa.RecordBatch.from_pydict(
        {
            "no": pa.array(["0012", "7"]),
            "amount": pa.array([{"text": "1.50", "number": True}, {"text": "n/a", "number": False}], MIXED),
            "day": pa.array([date(2001, 2, 28), None], pa.date32()),
        }
    )
    return Batch("gl", "", "b", rows, pa.array(["GL[1]", "GL[2]"]), None, faults)


def test_the_raw_row_is_kept_as_the_source_has_it() -> None:
    """Leading zeros, plain numbers, dates and nulls survive; columns keep their order."""
    (reject,) = reject_rows(batch(), {0: [Reason("not_a_number", "gl_line", "amount", "x")]}, {0: "hq/A:gl_line:12"})
    assert reject.row == '{"no": "0012", "amount": "1.50", "day": "2001-02-28"}'
    assert (reject.origin, reject.record_id) == ("GL[1]", "hq/A:gl_line:12")


def test_rejects_come_in_the_order_of_the_rows() -> None:
    """However the reasons were found."""
    reason = [Reason("required_missing", "gl_line", "account_id")]
    assert [r.origin for r in reject_rows(batch(), {1: reason, 0: reason}, {})] == ["GL[1]", "GL[2]"]


def test_a_cell_that_its_column_could_not_hold_is_shown_as_its_text() -> None:
    """The null in the column is not what the source has."""
    faults = pa.RecordBatch.from_pylist(
        [{"row": 1, "column": "day", "code": "not_a_date", "text": "31.02.2001"}], schema=FAULTS
    )
    (reject,) = reject_rows(batch(faults), {1: [Reason("not_a_date", "gl_line", "posting_date")]}, {})
    assert json.loads(reject.row)["day"] == "31.02.2001"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
        (0.1, "0.1"),
        (True, True),
        (None, None),
        (12, "12"),
        (datetime(2001, 2, 3, 4, 5, 6), "2001-02-03T04:05:06"),
        (time(4, 5), "04:05:00"),
        ({"text": None, "number": None}, None),
    ],
)
def test_every_kind_of_cell_has_a_plain_form(value: object, kept: object) -> None:
    """Numbers and dates are text without an exponent; truth values and nulls are themselves."""
    assert json.loads(row_as_json({"c": value})) == {"c": kept}


@given(st.dictionaries(st.text(), st.text() | st.none()))
def test_any_text_comes_back_from_json(row: dict[str, str | None]) -> None:
    """Whatever characters a source holds."""
    assert json.loads(row_as_json(dict(row))) == row


def test_the_same_fault_of_the_same_record_is_known_again() -> None:
    """Another value at the same field is still the same reject; another field is not."""
    first = Reject("gl", "GL[1]", "id", "{}", (Reason("not_a_number", "gl_line", "amount", "x"),))
    again = Reject("gl", "line 7", "id", '{"a": 1}', (Reason("not_a_number", "gl_line", "amount", "y"),))
    other = Reject("gl", "GL[1]", "id", "{}", (Reason("not_a_number", "gl_line", "tax_amount", "x"),))
    assert first.identity == again.identity != other.identity


def test_a_row_without_a_record_is_known_by_its_origin() -> None:
    """Where the key itself is at fault the origin has to do."""
    assert Reject("gl", "GL[1]", None, "{}", ()).identity[0] == "GL[1]"


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_reads_as_a_sentence(code: str) -> None:
    """Field, meaning and value are in the message; a long value is cut for display only."""
    message = Reason(code, "gl_line", "amount", "9" * 200).message
    assert message.startswith("gl_line.amount: " + REASONS[code])
    assert len(message) < 250


def test_a_reason_about_a_column_names_the_column() -> None:
    """Without an entity the message begins with the column."""
    assert Reason("undecodable", "", "NAME").message.startswith("NAME: ")
