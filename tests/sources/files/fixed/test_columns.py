"""Columns of some records."""

from __future__ import annotations

import numpy as np

from legacy_adapters.sources.files.faults import Fault
from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.columns import ColumnReader, Conditions, Source, kind_in
from legacy_adapters.sources.files.fixed.framing.block import words
from legacy_adapters.sources.files.fixed.kinds.packed import Packed
from legacy_adapters.sources.files.fixed.kinds.text import Text
from legacy_adapters.sources.files.fixed.layout import Column, Condition, Placed
from legacy_adapters.sources.files.fixed.placing import Together
from tests.sources.files.fixed.given import block

PAGE = charset("cp1252")
PLACED = Placed(((0, 0), (1, 1)), 3)


def source(*records: bytes) -> Source:
    return Source(block(*records), PAGE, np.arange(len(records)), len(records))


def test_groups_are_put_together() -> None:
    """In the order of the records; null where a record is in none."""
    faults: list[Fault] = []
    reader = ColumnReader(source(b"Ab", b"Bc", b"Cd"), Column("X", Text(1, PAGE)), faults)
    reader.read(Together(words([2]), PLACED), 0, None)
    reader.read(Together(words([0]), PLACED), 1, None)
    assert reader.array().to_pylist() == ["b", None, "C"]
    assert faults == []


def test_numbers_that_are_cut() -> None:
    """Missing is null, partly there is a fault, and so are wrong half bytes."""
    faults: list[Fault] = []
    reader = ColumnReader(source(b"A\x12\x3c", b"B\x12", b"C", b"D\xff\xff"), Column("N", Packed(2)), faults)
    reader.read(Together(words([0, 1, 2, 3]), PLACED), 1, None)
    assert reader.array().to_pylist() == [123, None, None, None]
    assert sorted(faults) == [(1, "N", "wrong_length", "12"), (3, "N", "not_a_number", "FFFF")]


def test_conditions() -> None:
    """All must hold."""
    columns = [Column("T", Text(1, PAGE)), Column("U", Text(1, PAGE))]
    group = Together(words([0, 1, 2]), PLACED)
    conditions = Conditions(source(b"Ab.", b"Ac.", b"Bb."), columns, group)
    first, second = Condition(0, frozenset("A")), Condition(1, frozenset("b"))
    found = conditions.rows((first, second))
    assert found is not None
    assert found.tolist() == [True, False, False]
    assert conditions.rows(()) is None


def test_the_rest_of_each_record() -> None:
    """As long as it is."""
    reader = ColumnReader(source(b"Abc", b"A", b"Ad"), Column("R", Text(1, PAGE), rest=True), [])
    reader.read(Together(words([0, 1, 2]), PLACED), 1, None)
    assert reader.array().to_pylist() == ["bc", "", "d"]


def test_text_of_a_block_with_its_own_code_page() -> None:
    """Numbers are as they were."""
    other = charset("cp850")
    assert kind_in(other, Text(1, PAGE)) == Text(1, other)
    assert kind_in(other, Packed(1)) == Packed(1)
