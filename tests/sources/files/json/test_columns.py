"""Cells as mixed columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import MIXED
from legacy_adapters.sources.files.faults import Fault
from legacy_adapters.sources.files.json.columns import column
from legacy_adapters.sources.files.json.decoding import Number

N = Number


def cells(*values: Any) -> tuple[list[str | None], list[Fault]]:
    """The cells, a number with a #, and the faults."""
    faults: list[Fault] = []
    found = column("a", values, faults)
    found.validate(full=True)
    assert found.type == MIXED
    return [None if cell is None else cell["text"] + "#" * cell["number"] for cell in found.to_pylist()], faults


def test_each_kind_is_kept_apart() -> None:
    """Text that looks like a number is text; truth values are words; null is null."""
    assert cells("12", N("12.50"), True, False, None, "") == (["12", "12.50#", "true", "false", None, ""], [])


@pytest.mark.parametrize(
    ("written", "plain"), [("1E3", "1000"), ("-1.5e-3", "-0.0015"), ("1e-400", "0." + "0" * 399 + "1")]
)
def test_exponents_are_spelt_out(written: str, plain: str) -> None:
    """A number's text is plain."""
    assert cells(N(written), "x") == ([plain + "#", "x"], [])


@pytest.mark.parametrize("written", ["1e401", "-1E999999999", "1e99999999999999999999", "1e-99999999999999999999"])
def test_exponents_that_would_fill_the_memory(written: str) -> None:
    """They are faults, and nothing is made as long as they say."""
    assert cells(N(written), N("1e2")) == ([None, "100#"], [(0, "a", "number_too_large", written)])


def test_a_text_with_an_e_is_no_number() -> None:
    """It stays as it is."""
    assert cells("1e3", N("7")) == (["1e3", "7#"], [])


def test_bytes_that_are_no_text() -> None:
    """They are faults that show them."""
    assert cells("M\udcfcller", "ok") == ([None, "ok"], [(0, "a", "undecodable", "M\\xfcller")])


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False).filter(lambda d: abs(d.adjusted()) < 400)))
def test_numbers_are_the_same(values: list[Decimal]) -> None:
    """Whatever notation they are written in."""
    found, faults = cells(*(N(str(value)) for value in values))
    assert not faults
    assert [Decimal(str(cell).rstrip("#")) for cell in found] == values
