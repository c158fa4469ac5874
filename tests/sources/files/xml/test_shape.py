"""What records are found to hold."""

from __future__ import annotations

import pytest
from lxml import etree

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.xml.shape import Shape, local_name


def shape(*records: str) -> Shape:
    """The shape of some records."""
    found = Shape()
    for record in records:
        found.add(etree.XML(record))
    return found


@pytest.mark.parametrize(
    ("records", "columns", "repeated"),
    [
        (["<E><A>1</A><B/></E>"], ["A", "B"], []),
        (["<E><A>1</A></E>", "<E><B>1</B><A i='1'>1</A></E>"], ["A", "B", "A/@i"], []),
        (["<E><H><X>1</X></H></E>", "<E><H/></E>"], ["H/X"], []),
        (["<E><H/></E>", "<E><H><X>1</X></H></E>"], ["H/X"], []),
        (["<E><L><Q>1</Q></L><L/><A>1</A></E>"], ["A"], ["L"]),
        (["<E><L><Q>1</Q></L></E>", "<E><L/><L/></E>"], [], ["L"]),
        (["<E><H><L>1</L><L>2</L><K>1</K></H></E>"], ["H/K"], ["H/L"]),
        (["<E i='1'>text</E>"], ["@i", "."], []),
        (["<E><A>1</A></E>", "<E><A><B>1</B></A></E>"], ["A", "A/B"], []),
        (["<E/>"], [], []),
    ],
)
def test_columns_are_what_holds_values_once(records: list[str], columns: list[str], repeated: list[str]) -> None:
    """In the order in which they first appear."""
    found = shape(*records)
    assert sorted(found.columns()) == sorted(columns)
    assert list(found.repeated()) == repeated
    assert found.records == len(records)


def test_the_same_record_again_changes_nothing() -> None:
    """Most records are like those before, and are passed over; one with an attribute is not."""
    found = shape("<E><A>1</A></E>", "<E><A>2</A></E>", "<E><A i='1'>2</A></E>", "<E k='1'><A>2</A></E>")
    assert sorted(found.columns()) == ["@k", "A", "A/@i"]


def test_flat_and_prefixed_decide_about_the_fast_lane() -> None:
    """What repeats or is mixed is not flat; a prefix is one at any depth."""
    assert shape("<E><H><X>1</X></H></E>").is_flat
    assert not shape("<E><A/><A/></E>").is_flat
    assert not shape("<E><A>1</A></E>", "<E><A><B/></A></E>").is_flat
    assert shape("<E xmlns:p='u'><H><p:X/></H></E>").prefixed
    assert not shape("<E xmlns='u'><H/></E>").prefixed
    assert list(shape("<E><H><X/></H><A i=''/></E>").leaves()) == ["H/X", "A/@i", "A"]


def test_a_name_without_its_namespace() -> None:
    """As paths have it."""
    assert local_name("{urn:u}a") == local_name("a") == "a"


def test_more_attributes_than_columns_are_refused() -> None:
    """Before they are looked at."""
    with pytest.raises(BadPart, match="attributes"):
        shape("<E " + " ".join(f"a{n}=''" for n in range(10_001)) + "/>")
