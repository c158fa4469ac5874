"""Small pieces that are read whole, and joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import BATCH_ROWS, FAULTS, Batch
from legacy_adapters.core.errors import BadPart
from legacy_adapters.runs.pieces.small_pieces import (
    MOST_BYTES,
    MOST_PIECES,
    SMALL_BYTES,
    Group,
    SmallPiece,
    is_small,
    read_whole,
)
from tests.runs.company import Rows, lane
from tests.runs.piece_samples import FilePart, NumbersFile

MAPPER = lane(FilePart(NumbersFile("", ()), ("gl",)).reader("gl", None)).mapper


def small(name: str, *keys: int) -> SmallPiece:
    part: Any = FilePart(NumbersFile(name, keys, size=1), ("gl",))
    whole = read_whole(part, lane(part.reader("gl", None)))
    assert whole is not None
    return whole


@pytest.mark.parametrize(("size", "lanes", "expected"), [(1, 1, True), (SMALL_BYTES + 1, 1, False), (1, 2, False)])
def test_only_small_pieces_of_one_stream_are_read_whole(size: int, lanes: int, expected: bool) -> None:
    """With several streams the order of records would depend on what is together."""
    part: Any = FilePart(NumbersFile("a", (), size=size), ("gl",))
    assert is_small(part, [lane(part.reader("gl", None))] * lanes) == expected
    unknown: Any = FilePart(NumbersFile("a", ()), ("gl",))
    assert not is_small(unknown, [lane(unknown.reader("gl", None))])


def test_what_is_wrong_with_a_piece_shows_before_anything_becomes_of_it() -> None:
    """As its reader says it."""
    part: Any = FilePart(NumbersFile("a", (1, 2, 3), broken_after=1, size=1), ("gl",))
    with pytest.raises(BadPart, match="is broken"):
        read_whole(part, lane(part.reader("gl", None)))


@dataclass
class Dense(Rows):
    """A reader of as many equal batches as anybody asks for."""

    text: str = ""
    given: int = 0

    def read(self, since: Mapping[str, str]) -> Iterator[Batch]:
        rows = pa.RecordBatch.from_pydict({"key": pa.array([self.text] * 4096, pa.string())})
        for number in self.keys:
            self.given = number
            yield Batch(self.stream, "a", str(number), rows, pa.array([""] * 4096, pa.string()), None)


@pytest.mark.parametrize(("text", "batches"), [("", BATCH_ROWS // 4096), ("x" * 2000, 2)])
def test_a_small_file_of_many_rows_does_not_wait_in_memory(text: str, batches: int) -> None:
    """Nor one whose rows are large: a Parquet file of some kilobytes may hold any number of them."""
    part: Any = FilePart(NumbersFile("a", (), size=1), ("gl",))
    assert read_whole(part, lane(Dense("gl", range(1, batches + 1), text=text))) is not None
    endless = Dense("gl", range(1, 1_000_000), text=text)
    assert read_whole(part, lane(endless)) is None
    assert endless.given == batches + 1


def test_joined_rows_keep_their_order_origins_and_faults() -> None:
    """Faults point at their rows."""
    first, second = small("a", 1, 2, 3), small("b", 4)
    faults = pa.RecordBatch.from_pylist([{"row": 0, "column": "key", "code": "undecodable", "text": "?"}], FAULTS)
    second = replace(second, batches=[replace(second.batches[0], faults=faults)])
    group = Group()
    group.add(first)
    group.add(second)
    batch = group.batch()
    assert batch is not None
    assert batch.rows.column("key").to_pylist() == ["1", "2", "3", "4"]
    assert batch.origin.to_pylist() == ["a row 1", "a row 2", "a row 3", "b row 4"]
    assert batch.faults is not None
    assert batch.faults.column("row").to_pylist() == [3]
    assert batch.position is None


def test_pieces_without_rows_make_no_batch() -> None:
    """There is nothing to map."""
    group = Group()
    group.add(small("a"))
    assert group.batch() is None
    group.add(small("b", 1))
    batch = group.batch()
    assert batch is not None
    assert batch.rows.num_rows == 1


def test_a_group_has_a_limit_and_one_mapping() -> None:
    """Rows, pieces, stream and mapper."""
    group = Group()
    assert group.fits(small("a", 1))
    group.add(small("a", 1))
    assert group.fits(small("b", 2))
    other = small("c", 3)
    assert not group.fits(replace(other, lane=replace(other.lane, name="heads")))
    assert not group.fits(replace(other, lane=replace(other.lane, mapper=partial(MAPPER))))
    group.rows = BATCH_ROWS
    assert not group.fits(small("b", 2))
    group.rows, group.bytes = 0, MOST_BYTES
    assert not group.fits(small("b", 2))
    group.bytes = 0
    group.pieces *= MOST_PIECES
    assert not group.fits(small("b", 2))


def test_a_piece_can_be_read_again_without_its_source() -> None:
    """Where each has to be taken by itself."""
    piece = small("a", 1, 2, 3)
    again = list(piece.again().reader.read({}))
    assert [batch.rows.to_pylist() for batch in again] == [batch.rows.to_pylist() for batch in piece.batches]
    piece.again().reader.acknowledge({})
