"""Tags found in bytes."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.xml.signs import Signs, signs_of


def signs(text: str) -> Signs:
    found = signs_of(text.encode())
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    [
        "no tags",
        "<a>1 > 0</a>",
        "<a>1 < 0</a>",
        "<a <b>",
        "><",
        "<a><!-- c --></a>",
        "<a><![CDATA[x]]></a>",
        "<a><?p?></a>",
        "<a>&#65;</a>",
        "<a>\x01</a>",
        "<a>\x00</a>",
        "<a>\ufffe</a>",
    ],
)
def test_what_is_not_plain_is_left_to_others(text: str) -> None:
    """Comments, sections, instructions, references, signs in texts, and characters that XML does not allow."""
    assert signs_of(text.encode()) is None


def test_tags_and_what_they_are() -> None:
    """Those that end an element, those that are one by themselves, and how many characters stand in them."""
    found = signs("<a>\n<b/> x</a>")
    assert found.tags == 3
    assert found.ending().tolist() == [False, False, True]
    assert found.closed().tolist() == [False, True, False]
    assert found.black_in_tags() == 11


def test_attributes_and_prefixes() -> None:
    """An equals sign counts in a tag only, and a colon only in an element's name."""
    found = signs("<a i='x:y' j = \"1\">a=b c:d</a>")
    assert len(found.equals()) == 2
    assert not found.has_prefixes(found.equals())
    assert signs("<a><p:b>1</p:b></a>").has_prefixes(signs("<a><p:b>1</p:b></a>").equals())
    assert signs("<a></p:a>").has_prefixes(signs("<a></p:a>").equals())


def test_names_of_tags() -> None:
    """Up to the first blank, slash or bracket."""
    found = signs("<a i='1'><b/><c\n/><d\tx='/'/><ee></ee></a>")
    assert found.names(~found.ending()) == {b"a", b"b", b"c", b"d", b"ee"}
