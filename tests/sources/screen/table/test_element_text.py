"""Text of elements, and what is read of attributes."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.screen.table.element_text import ElementText, cell_of, chosen, neat, parse, whole


def first(html: str, name: str) -> object:
    root = parse(html)
    assert root is not None
    return next(root.iter(name))


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), (" 3px", 3), ("", 7), (None, 7), ("-1", 7), ("x2", 7), ("0", 0), ("9" * 50, 999_999_999)],
)
def test_numbers_in_attributes(text: str | None, number: int) -> None:
    """Digits at the beginning are the number, and what has none is as if it were not there."""
    assert whole(text, 7) == number


def test_white_space() -> None:
    """Blanks, tabs and line ends are one blank; a no-break space is none of them."""
    assert neat(" a\n\t b\xa0 c ") == "a b\xa0 c"


@pytest.mark.parametrize(
    ("attributes", "options", "found"),
    [
        ("", "<option>1<option>2", ["1"]),
        ("", "<option selected>1<option selected>2", ["2"]),
        ("multiple", "<option selected>1<option selected>2", ["1", "2"]),
        ("multiple", "<option>1", []),
        ("size=4", "<option>1", []),
        ("", "<optgroup disabled><option>1</optgroup><option>2", ["2"]),
        ("", "", []),
    ],
)
def test_chosen_options(attributes: str, options: str, found: list[str]) -> None:
    """The options that a browser would show as chosen when the page comes."""
    assert chosen(first(f"<select {attributes}>{options}</select>", "select")) == found


def test_spans_have_limits() -> None:
    """A cell is no wider and no higher than HTML allows."""
    cell, _ = cell_of(first("<table><tr><td colspan=99999 rowspan=99999>x</table>", "td"))
    assert cell == {"text": "x", "colspan": 1000, "rowspan": 65534}


def test_passwords_are_not_taken() -> None:
    """What is in a password field is in none of the cell's parts."""
    cell, _ = cell_of(first("<table><tr><td><input type=password value=hush>x</table>", "td"))
    assert cell == "x"


@pytest.mark.parametrize(
    ("html", "text", "torn"),
    [
        ("<table><tr><td><b>1<i>x<tr><td>2</table>", "1x", True),
        ("<table><tr><td>1<table><tr><td>in</table>", "1\nin", False),
        ("<table><tr><td><div>1<table><tr><td>in</table><td>2</table>", "1\nin", True),
    ],
)
def test_cells_in_a_cell(html: str, text: str, torn: bool) -> None:
    """What belongs to a table in the cell is its text, and what does not is noticed."""
    assert cell_of(first(html, "td")) == (text, torn)


def test_fields_on_a_print_screen_have_their_width() -> None:
    """What follows a field stands where it stands on the screen."""
    found = ElementText(screen=True)
    found.walk(first("<pre>A<input value=12 size=4>B<input value=3>C</pre>", "pre"), kept=True)
    assert found.raw() == "A12  B3" + " " * 19 + "C"


def test_document_of_nothing() -> None:
    """A page without any text has no tree."""
    assert parse("") is None
