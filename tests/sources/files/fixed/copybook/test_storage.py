"""How items are stored."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.copybook.parse import parse_copybook
from legacy_adapters.sources.files.fixed.copybook.source import CopybookFault
from legacy_adapters.sources.files.fixed.copybook.storage import alignment, kind_of
from legacy_adapters.sources.files.fixed.dialect import Dialect

IBM = Dialect(charset("cp037"), ibm_floats=True)


def kind(clauses: str, dialect: Dialect = IBM) -> tuple[str, int]:
    (item,) = parse_copybook(f"01 A {clauses}.")
    found = kind_of(item, dialect)
    return type(found).__name__, found.width


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ("PIC X(5)", ("Text", 5)),
        ("PIC 9(5)", ("Text", 5)),
        ("PIC 9(5)V99", ("Zoned", 7)),
        ("PIC S9(5)", ("Zoned", 5)),
        ("PIC S9(5) SIGN TRAILING SEPARATE", ("Zoned", 6)),
        ("PIC -(5)9.99", ("Text", 9)),
        ("PIC S9(4) COMP", ("Binary", 2)),
        ("PIC S9(5) COMP-4", ("Binary", 4)),
        ("PIC 9(10) BINARY", ("Binary", 8)),
        ("PIC 9(19) COMP-5", ("Binary", 16)),
        ("PIC S9(7)V99 COMP-3", ("Packed", 5)),
        ("PIC 9(4) COMP-6", ("Packed", 2)),
        ("PIC 9(3) COMP-X", ("Binary", 2)),
        ("PIC X(3) COMP-X", ("Binary", 3)),
        ("COMP-1", ("Floating", 4)),
        ("COMP-2", ("Floating", 8)),
        ("USAGE INDEX", ("Binary", 4)),
        ("PIC N(3)", ("National", 6)),
        ("PIC X(3) NATIONAL", ("National", 6)),
    ],
)
def test_kinds_and_widths(clauses: str, expected: tuple[str, int]) -> None:
    """As IBM's compiler stores them."""
    assert kind(clauses) == expected


def test_short_binaries() -> None:
    """As many bytes as the digits need."""
    short = Dialect(charset("cp1252"), short_binary=True)
    assert [kind(f"PIC S9({n}) COMP", short)[1] for n in (2, 4, 6, 9, 11, 14, 16, 18)] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_what_cannot_be_stored() -> None:
    """Text in a numeric usage, and binaries that are too long."""
    with pytest.raises(CopybookFault, match="PIC X is text"):
        kind("PIC X COMP-3")
    with pytest.raises(CopybookFault, match="at most 8"):
        kind("PIC X(9) COMP-X")


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [("PIC 9(4) COMP SYNC", 2), ("PIC 9(5) COMP SYNC", 4), ("PIC 9 SYNC", 1), ("COMP-2 SYNC", 8), ("COMP-1 SYNC", 4),
     ("PIC 9(5) COMP", 1)],
)  # fmt: skip
def test_alignment(clauses: str, expected: int) -> None:
    """Only synchronized binaries begin at multiples."""
    (item,) = parse_copybook(f"01 A {clauses}.")
    assert alignment(item) == expected
