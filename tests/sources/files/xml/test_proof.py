"""The count that accounts for everything in a piece."""

from __future__ import annotations

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.xml.paths import field_path
from legacy_adapters.sources.files.xml.proof import Account, Leaf, first_tags, has_carriage_return

LEAVES = [Leaf.of(field_path(path, {})) for path in ("A", "H/X", "@i", "A/@c")]


def ends(text: str, *columns: list[str | None]) -> list[int] | None:
    """Where the records' first tags end in a text whose values are said to be these (of A, H/X, @i and A/@c)."""
    rows = len(columns[0])
    empty: list[str | None] = [None] * rows
    every = [*columns, *(empty for _ in range(len(LEAVES) - len(columns)))]
    arrays: list[Array] = [pa.array(column, pa.string()) for column in every]
    account = Account.of("E", LEAVES, arrays)
    found = first_tags(text.encode(), account)
    return None if found is None else found.tolist()


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("<E><A>1</A></E> <E><A>2</A></E>", [["1", "2"]], [2, 18]),
        ("<E></E>\n<E><A>2</A></E>", [[None, "2"]], [2, 10]),
        ("<E/><E><A>&amp;</A></E>", [[None, "&"]], [3, 6]),
        ("<E><H><X>1</X></H></E>", [[None], ["1"]], [2]),
        ("<E><A/><H><X>1</X></H></E>", [[None], ["1"]], [2]),
        ("<E><A></A></E>", [[None]], [2]),
        ("<E i='x'><A c='y'>1</A></E><E i='z'/>", [["1", None], [None, None], ["x", "z"], ["y", None]], [8, 36]),
        ("<E ><A>1</A\n></E>", [["1"]], [3]),
        ("<E><A>1</A></E>\n<E/>", [["1", None]], [2, 19]),
        ("<E><A>&lt;&amp;\u00fc 1 &gt; 0</A></E>", [["<&\u00fc 1 > 0"]], [2]),
        ("<E i=''/>", [[None], [None], [""], [None]], [8]),
    ],
)
def test_everything_accounted_for(text: str, columns: list[list[str | None]], expected: list[int]) -> None:
    """Then it is known where the first tag of each record ends."""
    assert ends(text, *columns) == expected


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("<E><A>1</A><B>2</B></E>", [["1"]]),
        ("<E><A>1</A><B/></E>", [["1"]]),
        ("<E><A>1</A></E><F/>", [["1"]]),
        ("<E><A>1<A>2</A></A></E>", [["12"]]),
        ("<E><A>1</A>stray</E>", [["1"]]),
        ("<E><A>1</A></E>stray", [["1"]]),
        ("<E j='1'><A>1</A></E>", [["1"]]),
        ("<E i='a' j='b'><A>1</A></E>", [["1"], [None], ["a"]]),
        ("<E><p:A>1</p:A></E>", [["1"]]),
        ("<E i='&amp;'><A>1</A></E>", [["1"], [None], ["&"]]),
        ("<E><H/><H><X>1</X></H></E>x", [[None], ["1"]]),
        ("<E><H></H><H></H></E>", [["1"]]),
        ("<E><A>1</A></E></E>", [["1"]]),
        ("<E><A>1</A></E>", [[None]]),
        ("<E/><B123/>", [[None]]),
        ("<E><A>1</A></E><E/><B123/>", [["1", None]]),
        ("<E><A>1]]>2</A></E>", [["1]]>2"]]),
        ("<E><A>1\x01</A></E>", [["1\x01"]]),
        ("<E><A>\ufffe</A></E>", [["\ufffe"]]),
        ("<E><A>1<!----></A></E>", [["1"]]),
        ("<E><A>&#65;</A></E>", [["A"]]),
        ("<E><A>&x;</A></E>", [["1"]]),
    ],
)
def test_anything_more_is_noticed(text: str, columns: list[list[str | None]]) -> None:
    """Elements, texts, attributes and prefixes that no value stands for."""
    assert ends(text, *columns) is None


def test_carriage_returns_are_noticed_in_values() -> None:
    """Which XML turns into newlines."""
    assert has_carriage_return([pa.array(["a"]), pa.array(["b\r\nc", None])])
    assert not has_carriage_return([pa.array(["a\n"])])
