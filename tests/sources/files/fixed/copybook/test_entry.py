"""One data description entry."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.fixed.copybook.entry import parse_entry
from legacy_adapters.sources.files.fixed.copybook.item import Item, Occurs, SignClause
from legacy_adapters.sources.files.fixed.copybook.source import CopybookFault, sentences


def entry(text: str) -> Item | None:
    (sentence,) = sentences(f"{text}.", "free")
    return parse_entry(sentence)


def item(text: str) -> Item:
    found = entry(text)
    assert found is not None
    return found


def test_clauses_in_any_order() -> None:
    """All that says something of storage is read; values, keys and indexes are passed over."""
    found = item(
        "05 A VALUE ZERO REDEFINES B OCCURS 0 TO 5 TIMES DEPENDING ON N ASCENDING KEY IS K INDEXED BY I "
        "SIGN IS LEADING SEPARATE CHARACTER SYNC RIGHT USAGE IS COMPUTATIONAL-3 PICTURE IS S9(3) JUSTIFIED RIGHT "
        "BLANK WHEN ZERO"
    )
    assert (found.level, found.name, found.redefines, found.usage, found.sync) == (5, "A", "B", "COMP-3", True)
    assert found.occurs == Occurs(5, "N")
    assert found.sign == SignClause(leading=True, separate=True)
    assert found.picture is not None
    assert found.picture.digits == 3


def test_names_may_be_missing() -> None:
    """FILLER and no name are the same."""
    assert item("05 FILLER PIC X").name is None
    assert item("05 OCCURS 3 PIC X").name is None
    assert item("05 COMP-2").usage == "COMP-2"


def test_sign_without_its_word() -> None:
    """TRAILING alone."""
    assert item("05 A PIC S9 TRAILING SEPARATE").sign == SignClause(leading=False, separate=True)


@pytest.mark.parametrize("text", ["88 YES VALUE 1 THRU 3", "66 A RENAMES B THRU C", "78 C VALUE 3"])
def test_levels_without_storage(text: str) -> None:
    """They are no items."""
    assert entry(text) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("50 A PIC X", "50 is no level number"),
        ("COPY OTHER", "COPY is not followed"),
        ("05 A PIC", "the picture is missing"),
        ("05 A PIC Q", "PIC Q is no picture"),
        ("05 A OCCURS X", "X is no number"),
        ("05 A OCCURS 0", "takes no room"),
        ("05 A PIC X PIX 3", "PIX is not understood"),
        ("05 A USAGE PROCEDURE-POINTER", "is not read"),
        ("05 A SIGN MIDDLE", "not MIDDLE"),
    ],
)
def test_errors_name_line_and_word(text: str, message: str) -> None:
    """A person finds the place."""
    with pytest.raises(CopybookFault, match=f"line 1: .*{message}"):
        entry(text)
