"""Numbers that stand in records as text."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.dbf.text_numbers import as_written, decimals_of
from legacy_adapters.sources.files.desktop.code_page import Matrix


def matrix(*cells: str) -> Matrix:
    return np.frombuffer("".join(cells).encode("latin-1"), np.uint8).reshape(len(cells), -1)


def decimal(cell: str, decimals: int = 2) -> Decimal | str | None:
    """What a cell is read as, or the code of its fault."""
    found, faults = decimals_of(matrix(cell), pa.decimal128(min(len(cell) + decimals, 38), decimals))
    value = found[0].as_py()
    assert not (faults and value is not None)
    return faults[0].code if faults else value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("     12.50", "12.50"), ("    -12.50", "-12.50"), ("    +12.50", "12.50"), ("1234567.89", "1234567.89"),
        ("-999999.99", "-999999.99"), ("       .50", "0.50"), ("      -.50", "-0.50"), ("      0.00", "0.00"),
        ("12.50     ", "12.50"), ("  12.5    ", "12.50"), ("        12", "12.00"), ("1234567890", "1234567890.00"),
        ("       12.", "12.00"), ("   12.5000", "12.50"), ("   1.5e+02", "150.00"),
        ("     12,50", "12.50"), ("\0\0\0\0\x0012.50", "12.50"), ("000012.500", "12.50"), ("-0.00     ", "0.00"),
    ],
)  # fmt: skip
def test_a_number_is_exact(cell: str, value: str) -> None:
    """However it is justified, with as many decimals as it has."""
    assert decimal(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["          ", "\0" * 10, "  \0\0  \0\0  "])
def test_nothing_is_null(cell: str) -> None:
    """Blanks, and the NULs of other writers."""
    assert decimal(cell) is None
    assert as_written(matrix(cell))[0].to_pylist() == [None]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("**********", "number_overflow"), ("    12.505", "too_many_decimals"), ("    1.5E-3", "too_many_decimals"),
        ("     1.E20", "number_too_large"), ("       abc", "not_a_number"), ("    1 2.50", "not_a_number"),
        ("   --12.50", "not_a_number"), ("    12.50-", "not_a_number"), ("   1.2.50", "not_a_number"),
        ("       nan", "not_a_number"), ("  Infinity", "not_a_number"), ("         .", "not_a_number"),
        ("         -", "not_a_number"), ("     1,250", "not_a_number"), ("1.234,50  ", "not_a_number"),
        ("      12_5", "not_a_number"), ("1.25E+0003", "not_a_number"), ("       \xb2.5", "not_a_number"),
    ],
)  # fmt: skip
def test_anything_else_is_a_fault(cell: str, code: str) -> None:
    """Never cut, never rounded, never guessed."""
    assert decimal(cell) == code


def test_one_odd_cell_leaves_the_others_alone() -> None:
    """A column is read at once, and each cell for itself."""
    found, faults = decimals_of(matrix("  1.00", "******", "2.5   ", "      ", " x    ", " -3.25"), pa.decimal128(8, 2))
    assert found.to_pylist() == [Decimal("1.00"), None, Decimal("2.50"), None, None, Decimal("-3.25")]
    assert [(fault.row, fault.code, fault.text) for fault in faults] == [
        (1, "number_overflow", "******"),
        (4, "not_a_number", "x"),
    ]


def test_many_left_justified_numbers_are_read_at_once() -> None:
    """As some writers justify all of theirs."""
    cells = [f"{number / 4:.2f}".rstrip("0").rstrip(".").ljust(9) for number in range(-500, 500)]
    found, faults = decimals_of(matrix(*cells), pa.decimal128(11, 2))
    assert (found.to_pylist(), faults) == ([Decimal(cell.strip()).quantize(Decimal("0.01")) for cell in cells], [])


@pytest.mark.parametrize("decimals", [0, 3, 15])
def test_the_longest_numbers_are_exact(decimals: int) -> None:
    """36 bytes of digits."""
    whole = "9" * (36 - decimals - (1 if decimals else 0))
    cell = f"{whole}.{'8' * decimals}" if decimals else whole
    assert decimal(cell, decimals) == Decimal(cell)


@given(
    st.integers(-(10**17), 10**17),
    st.integers(0, 6),
    st.integers(0, 6),
    st.sampled_from([str.rjust, str.ljust, str.center]),
)
def test_every_number_is_its_decimal(units: int, own: int, stated: int, justified: object) -> None:
    """Whatever decimals it is written with, and whatever are stated."""
    text = format(Decimal(units).scaleb(-own), "f")
    cell = justified(text, 26)  # type: ignore[operator]
    found = decimal(cell, stated)
    exact = Decimal(text)
    if exact == exact.quantize(Decimal(1).scaleb(-stated)):
        assert found == exact
    else:
        assert found == "too_many_decimals"


@given(st.lists(st.text(alphabet="0123456789.+-eE ,*\0", min_size=8, max_size=8), min_size=1, max_size=8))
def test_both_ways_of_reading_agree(cells: list[str]) -> None:
    """As decimals and as written: the same cells are numbers, with the same values, unless they do not fit."""
    numbers, odd = decimals_of(matrix(*cells), pa.decimal128(16, 8 - 1))
    texts, odd_too = as_written(matrix(*cells))
    reasons = {fault.row: fault.code for fault in odd}
    wrong = {fault.row: fault.code for fault in odd_too}
    for row, (number, text) in enumerate(zip(numbers.to_pylist(), texts.to_pylist(), strict=True)):
        if text is not None:
            assert text["number"]
            assert re.fullmatch(r"-?\d+(\.\d+)?", text["text"])
            assert number == Decimal(text["text"]) or reasons[row] in ("too_many_decimals", "number_too_large")
        elif row in wrong:
            assert "," in cells[row] or reasons[row] == wrong[row]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("     12.50", "12.50"), ("12.5000   ", "12.5000"), ("1.2345E+03", "1234.5"), ("   1.5E-04", "0.00015"),
        ("       .5 ", "0.5"), ("      -.5 ", "-0.5"), ("       12.", "12"), ("     +12.5", "12.5"),
        ("      0012", "0012"),
    ],
)  # fmt: skip
def test_a_number_as_written_is_plain(cell: str, text: str) -> None:
    """Its own decimals, and neither exponent nor plus."""
    found, faults = as_written(matrix(cell))
    assert (found.to_pylist(), faults) == ([{"text": text, "number": True}], [])


def test_no_number_as_written_is_a_fault() -> None:
    """Asterisks, letters, and what only looks like a number."""
    found, faults = as_written(matrix("****", "1-2 ", "1 2 ", "-.  ", "abc ", "12  "))
    assert [cell is None for cell in found.to_pylist()] == [True] * 5 + [False]
    assert [fault.code for fault in faults] == ["number_overflow"] + ["not_a_number"] * 4
