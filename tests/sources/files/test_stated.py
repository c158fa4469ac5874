"""What a file states of itself is compared to the cent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import MIXED
from legacy_adapters.core.errors import TotalsDiffer
from legacy_adapters.sources.files.format import Piece
from legacy_adapters.sources.files.stated import Proof


def piece(amounts: Sequence[str | None], stated: Mapping[str, str] | None = None) -> Piece:
    rows = pa.RecordBatch.from_pydict({"BETRAG": pa.array(amounts, pa.string())})
    return Piece(rows, pa.array([f"line {i}" for i in range(len(amounts))], pa.string()), None, stated=stated or {})


def test_counts_and_sums_that_agree_say_nothing() -> None:
    """In the file's own notation, over several pieces."""
    proof = Proof.of(["BETRAG"], ",", {})
    proof.add(piece(["1.234,56", "-0,06", "", None]))
    proof.add(piece(["1,00"], {"count": "5", "BETRAG": "1.235,50"}))
    proof.check("BUCH.TXT")


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"count": "3"}, "the file states 3 rows, and has 2"),
        ({"count": "zwei"}, "the file states zwei rows, and has 2"),
        ({"BETRAG": "7,01"}, "the file states 7,01 as the sum of BETRAG, and its rows give 7 (1 cells are no numbers)"),
    ],
)
def test_what_differs_is_told(stated: Mapping[str, str], said: str) -> None:
    """With both figures, and why the sum may be wrong."""
    proof = Proof.of(["BETRAG"], ",", {})
    proof.add(piece(["7,00", "x"], stated))
    with pytest.raises(TotalsDiffer) as caught:
        proof.check("BUCH.TXT")
    assert (caught.value.message, caught.value.where, caught.value.exit_code) == (said, "BUCH.TXT", 76)


def test_typed_columns_are_summed_exactly() -> None:
    """Decimals, whole numbers, and cells of several kinds."""
    mixed = pa.array([{"text": "0.1", "number": True}, {"text": "0.2", "number": False}], MIXED)
    rows = pa.RecordBatch.from_arrays(
        [pa.array([Decimal("1.10"), None], pa.decimal128(9, 2)), pa.array([2, 3], pa.int64()), mixed],
        names=["d", "i", "m"],
    )
    proof = Proof.of(["d", "i", "m"], ".", {})
    proof.add(Piece(rows, pa.array(["1", "2"]), None, stated={"d": "1.1", "i": "5", "m": "0.3"}))
    proof.check("x")


@given(
    st.lists(st.lists(st.decimals(-(10**9), 10**9, places=2).map(str), max_size=4), max_size=4),
    st.integers(0, 4),
)
def test_a_resumed_proof_is_the_same_as_one_from_the_beginning(pieces: list[list[str]], at: int) -> None:
    """Its state goes through JSON."""
    whole = Proof.of(["BETRAG"], ".", {})
    for amounts in pieces:
        whole.add(piece(amounts))
    first = Proof.of(["BETRAG"], ".", {})
    for amounts in pieces[:at]:
        first.add(piece(amounts))
    second = Proof.of(["BETRAG"], ".", json.loads(json.dumps(first.state())))
    for amounts in pieces[at:]:
        second.add(piece(amounts))
    assert second.state() == whole.state()
    assert second.rows == sum(map(len, pieces))
    assert second.read.sums.get("BETRAG", 0) == sum(Decimal(text) for amounts in pieces for text in amounts)
