"""The part of a draft that is about the list."""

from __future__ import annotations

from dataclasses import replace

from legacy_adapters.sources.screen.drafting.actions import SeenTable, Spot
from legacy_adapters.sources.screen.drafting.listing_lines import listing_lines
from legacy_adapters.sources.screen.drafting.parts import Parts, apart
from tests.sources.screen.drafting.recordings import ROWS, act, in_frame, recorded, table

COUNT = Spot("#count", (), "3 records", sure=True)
PAGE = Spot("#page", (), "Page 2 of 9", sure=True)


def _parts(**more: object) -> Parts:
    return apart(recorded(("click", "#list", ""), ("click", 'internal:text="Next"i', ""), **more))  # type: ignore[arg-type]


def test_all_that_was_found() -> None:
    """Table, key, next page with its number, and the count."""
    assert list(listing_lines(_parts(texts=(COUNT, PAGE)))) == [
        "table:",
        '  at: "#list"',
        "  header: [No., Date, Amount]",
        "key: [No.]",
        "next:",
        "  link: text=Next",
        r"""  page: {at: "#page", matches: 'Page ([\d.,]+)'}""",
        r"""  pages: {at: "#page", matches: 'of\s*([\d.,]+)'}""",
        "total:",
        r"""  count: {at: "#count", matches: '([\d.,]+)\srecords'}""",
    ]


def test_what_is_not_sure_is_a_comment() -> None:
    """A text without an id may stand elsewhere the next time; a column of another name may be no key."""
    texts = (replace(COUNT, sure=False), replace(PAGE, sure=False))
    lines = list(listing_lines(_parts(texts=texts, seen=table([["a", "b", "1"], ["a", "c", "2"]]))))
    assert "# key: [Date]" in lines
    assert r"""  # page: {at: "#page", matches: 'Page ([\d.,]+)'}""" in lines
    assert "# total:" in lines
    assert not any(line.startswith(("total", "key")) for line in lines)


def test_sums_are_set_apart() -> None:
    """By the class of their rows."""
    lines = list(listing_lines(_parts(seen=table([*ROWS, ["", "", "1"]], classes=["", "", "", "", "total"]))))
    assert "    - {name: total, as: subtotal, class: total}" in lines


def test_a_page_by_its_number() -> None:
    """Whoever clicked on 2 goes on with 3."""
    parts = replace(_parts(), next=act(9, "click", 'internal:role=link[name="2"s]'))
    assert "  link: 'text=\"{page}\"'" in list(listing_lines(parts))


def test_a_pager_in_another_frame() -> None:
    """Its frame is said."""
    parts = replace(_parts(), next=act(9, "click", in_frame("pager", "#next")))
    assert '  link: {at: "#next", frame: pager}' in list(listing_lines(parts))


def test_no_list() -> None:
    """What must be filled in by hand is said."""
    assert list(listing_lines(Parts(None, ())))[-1] == 'table: {at: table, header: ["?"]}'


def test_a_list_that_cannot_be_read() -> None:
    """The reason stands above it."""
    broken = SeenTable("#list", (), '{"kind": "grid", "rows": [], "parts": []}')
    assert list(listing_lines(_parts(seen=broken)))[-1]
    lines = list(listing_lines(replace(_parts(), table=broken)))
    assert '  header: ["?"]' in lines
