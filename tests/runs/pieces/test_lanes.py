"""Lanes for each file: a mapping is compiled for the columns that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import BadPart, ConfigError, LayoutDiffers
from legacy_adapters.core.protocols import TakenPart
from legacy_adapters.runs.lanes import Making, declare_streams
from legacy_adapters.runs.pieces.lanes import PartLanes
from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from legacy_adapters.runs.report import now
from tests.runs.books import Books

COLUMNS = ("LFDNR", "BELNR", "BUDAT", "KONTO", "BETRAG", "BTEXT")


@dataclass
class Remembers:
    """A memory that has taken something, or nothing."""

    anything: bool
    owner: str | None = None

    def taken(self, stream: str, part: str) -> TakenPart | None:
        return None

    def taken_as(self, stream: str, name: str) -> TakenPart | None:
        return None

    def recent_names(self, stream: str) -> Sequence[str]:
        return ()

    def any_taken(self, stream: str) -> bool:
        return self.anything


@dataclass
class Columns:
    """A part with these columns, or with a fault."""

    names: Sequence[str]
    error: BadPart | None = None
    name: str = "a"
    shown: str = "a.txt"
    receipt: str = ""
    size: int | None = None
    streams: Sequence[str] = ("gl",)

    def schema(self, name: str, stream: Any) -> pa.Schema:
        if self.error is not None:
            raise self.error
        return pa.schema([pa.field(column, pa.string()) for column in self.names])

    def reader(self, name: str, stream: Any, columns: Sequence[str] | None = None) -> Any:
        return columns


def lanes(books: Books, *, anything: bool = False) -> PartLanes:
    loaded = load_pipeline(books.pipeline)
    streams = {stream.name: stream for stream in declare_streams(loaded)}
    return PartLanes(loaded, streams, Making("hq", "run-1", now(), "print"), Remembers(anything))


def test_files_of_one_layout_share_a_mapping(books: Books) -> None:
    """Another order of columns is another mapping, with the same result."""
    parts: Any = iter([Columns(COLUMNS), Columns(COLUMNS), Columns(COLUMNS[::-1])])
    one, two, three = (piece.lanes[0].mapper for piece in lanes(books).pieces(parts))
    assert one is two is not three


def test_a_file_that_cannot_be_read_is_a_piece_with_its_error(books: Books) -> None:
    """The others go on."""
    broken = BadPart("is no text")
    parts: Any = iter([Columns(COLUMNS, broken), Columns(COLUMNS)])
    found = list(lanes(books).pieces(parts))
    assert [piece.error for piece in found] == [broken, None]


def test_a_mapping_that_never_fitted_is_wrong(books: Books) -> None:
    """The run ends, no file is set aside, and the one that was looked at is named."""
    parts: Any = iter([Columns(("A", "B"))])
    with pytest.raises(ConfigError, match="LFDNR") as caught:
        list(lanes(books).pieces(parts))
    assert caught.value.hint == "There are: A, B This is so in a.txt, the first file."


def test_a_layout_that_changed_is_the_files_fault(books: Books) -> None:
    """Once the mapping has fitted a file."""
    parts: Any = iter([Columns(("A", "B"))])
    (piece,) = lanes(books, anything=True).pieces(parts)
    assert isinstance(piece.error, LayoutDiffers)
    assert piece.error.where.startswith("a.txt: ")
