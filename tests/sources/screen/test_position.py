"""How far a screen was read, as text and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.position import Position

TEXTS = st.text(max_size=12)
RANGES = st.none() | st.lists(st.tuples(TEXTS, TEXTS), max_size=4).map(tuple)
PROOFS = st.dictionaries(TEXTS, TEXTS | st.integers(-9, 9) | st.lists(TEXTS, max_size=3), max_size=4)


@given(
    st.builds(Position, ranges=RANGES, pages=st.integers(0, 9999), last=TEXTS, proof=PROOFS, address=st.none() | TEXTS)
)
def test_it_comes_back_as_it_was(position: Position) -> None:
    """Nothing is lost in the ledger."""
    assert Position.of(position.dump()) == position


def test_it_begins_where_nothing_was_read() -> None:
    """No position, an empty one, and that of a run that read everything are the beginning."""
    assert Position.of(None) == Position.of("") == Position.of(Position((), 7, "x", whole=True).dump()) == Position()


def test_no_ranges_left_is_not_no_ranges_made() -> None:
    """A recipe whose ranges are all read does not begin with them again."""
    assert Position.of(Position(()).dump()).ranges == ()
    assert Position.of(Position(None).dump()).ranges is None
