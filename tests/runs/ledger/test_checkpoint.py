"""A checkpoint comes back from the ledger as it went in."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.checkpoint import Checkpoint, Delivered, Rows, Tally
from legacy_adapters.runs.ledger.checkpoint import checkpoint_from_json, checkpoint_to_json

NAMES = st.text(max_size=8)
COUNTS = st.integers(0, 10**12)
SUMS = st.dictionaries(NAMES, st.decimals(allow_nan=False, allow_infinity=False, places=4), max_size=3)
DELIVERED = st.builds(Delivered, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, SUMS)
TALLIES = st.builds(
    Tally,
    st.builds(Rows, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS),
    st.dictionaries(NAMES, DELIVERED, max_size=3),
    COUNTS,
)
CHECKPOINTS = st.builds(
    Checkpoint,
    positions=st.dictionaries(NAMES, st.dictionaries(NAMES, NAMES, max_size=3), max_size=3),
    finished=st.frozensets(NAMES, max_size=3),
    token=st.none() | NAMES,
    stages=st.dictionaries(NAMES, NAMES, max_size=3),
    tallies=st.dictionaries(NAMES, TALLIES, max_size=3),
    next_sequence=st.integers(0, 2**63 - 1),
    alone=st.frozensets(NAMES, max_size=3),
)


@given(CHECKPOINTS)
def test_every_checkpoint_comes_back(checkpoint: Checkpoint) -> None:
    """Whatever positions, tokens and tallies hold, they are the same afterwards."""
    assert checkpoint_from_json(checkpoint_to_json(checkpoint)) == checkpoint


def test_sums_keep_their_decimals() -> None:
    """A total is the same number with the same trailing zeros, never a double."""
    sums = {"amount": Decimal("0.10"), "debit_amount": Decimal("99999999999999999999999.0001")}
    given_ = Checkpoint({}, frozenset(), None, {}, {"gl": Tally(records={"gl_line": Delivered(sums=sums)})}, 0)
    back = checkpoint_from_json(checkpoint_to_json(given_)).tallies["gl"].records["gl_line"].sums
    assert {name: str(total) for name, total in back.items()} == {name: str(total) for name, total in sums.items()}
