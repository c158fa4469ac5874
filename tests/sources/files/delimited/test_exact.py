"""One row, whatever it looks like."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.delimited import exact
from legacy_adapters.sources.files.delimited.exact import Row, read_row
from legacy_adapters.sources.files.delimited.signs import Signs

SEMICOLON = Signs(b";")


def _rows(data: bytes, signs: Signs = SEMICOLON) -> list[Row]:
    rows: list[Row] = []
    at = 0
    while at < len(data):
        row = read_row(data, at, True, signs)
        assert row is not None
        assert row.next > at
        rows.append(row)
        at = row.next
    return rows


def _fields(data: bytes, signs: Signs = SEMICOLON) -> list[tuple[bytes, ...] | str]:
    return [row.code or row.fields for row in _rows(data, signs)]


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (b"a;b", [(b"a", b"b")]),
        (b"a;\n;b\r\n", [(b"a", b""), (b"", b"b")]),
        (b'"a;b";"c""d"\n', [(b"a;b", b'c"d')]),
        (b'"a\nb";"c\rd";"e\r\nf"\rx;y;z', [(b"a\nb", b"c\rd", b"e\r\nf"), (b"x", b"y", b"z")]),
        (b'"";""""\n', [(b"", b'"')]),
        (b'5" Rohr;a"b"c;=" x "\n', [(b'5" Rohr', b'a"b"c', b'=" x "')]),
        (b"\n \n", [(b"",), (b" ",)]),
    ],
)
def test_well_formed_rows(data: bytes, fields: list[tuple[bytes, ...]]) -> None:
    """Quotes enclose a field or are part of it; CR LF, LF and CR end a row; nothing is trimmed."""
    assert _fields(data) == fields


@pytest.mark.parametrize(
    "data", [b'"a"b;c\nd;e\n', b'x;"Artikel "Spezial" rot";5\nd;e\n', b'"" ;c\nd;e\n', b'"a""b"c\nd;e\n']
)
def test_text_behind_a_closing_quote(data: bytes) -> None:
    """Neither way of reading it would be certain: the line is malformed, the next one is not touched."""
    assert _fields(data) == ["malformed", (b"d", b"e")]


@pytest.mark.parametrize("rest", [b'2;"y"\n', b"2;y\n", b"2;y", b'2;"y""z"\n'])
def test_a_quote_that_is_never_closed(rest: bytes) -> None:
    """Only the line on which it opened is broken."""
    rows = _rows(b'1;"x\n' + rest)
    assert rows[0] == Row(0, 4, 5, 1, code="unclosed_quote", opened=0, shadow=rows[0].shadow)
    assert rows[1].fields[0] == b"2"
    assert len(rows) == 2


def test_a_quote_that_opens_on_a_later_line_of_its_row() -> None:
    """The row is broken up to the end of that line, which is counted from the row's first."""
    rows = _rows(b'"a\nb";"c\n1;2\n')
    assert (rows[0].code, rows[0].end, rows[0].opened, rows[0].breaks) == ("unclosed_quote", 8, 1, 2)
    assert rows[1].fields == (b"1", b"2")


def test_lines_that_may_be_text_of_a_broken_field() -> None:
    """In the shadow of a quote that was not closed, a row with a stray quote is not believed."""
    assert read_row(b'x "y" z;5\n', 0, True, SEMICOLON, in_shadow=True) == Row(0, 9, 10, 1, code="malformed")
    shaded = read_row(b'2;"y"\n', 0, True, SEMICOLON, in_shadow=True)
    assert shaded is not None
    assert shaded.fields == (b"2", b"y")
    mixed = read_row(b'x "y" z;"5"\n', 0, True, SEMICOLON, in_shadow=True)
    assert mixed is not None
    assert mixed.code == "malformed"


@pytest.mark.parametrize(("lines", "code"), [(3, ""), (4, "unclosed_quote")])
def test_a_quoted_field_goes_over_so_many_lines_and_no_more(lines: int, code: str) -> None:
    """A field of as many lines as are stated is one; with one more, its quote was never closed."""
    data = b'"' + b"\n".join([b"x"] * lines) + b'"\n'
    row = read_row(data, 0, False, Signs(b";", quoted_lines=3))
    assert row is not None
    assert row.code == code


def test_escapes() -> None:
    """What stands behind an escape means itself, in quotes and without, a line end too; a doubled quote is one."""
    signs = Signs(b";", escape=b"\\")
    assert _fields(b'a\\;b;"c\\"d;e"\n"f""g";h\\\\\n', signs) == [(b"a;b", b'c"d;e'), (b'f"g', b"h\\")]
    assert _fields(b"a\\\nb;c\\\r\nd\ne\n", signs) == [(b"a\nb", b"c\r\nd"), (b"e",)]
    assert _fields(b"a;b\\", signs) == [(b"a", b"b\\")]


def test_blanks_before_and_behind_quotes() -> None:
    """Where blanks do not count, a quote behind them opens a field."""
    assert _fields(b'1, "a, b" , c \n', Signs(b",", blanks=True)) == [(b"1", b"a, b", b"c ")]


def test_no_quotes() -> None:
    """Where there is no quote, it is a character like any other."""
    assert _fields(b'"a;b"\n', Signs(b";", quote=None)) == [(b'"a', b'b"')]


def test_delimiters_of_several_characters() -> None:
    """All of it stands between two fields."""
    assert _fields(b'a||b|c||"d||e"\n', Signs(b"||")) == [(b"a", b"b|c", b"d||e")]


def test_lines_that_are_no_rows() -> None:
    """A comment is a line, whatever quotes are in it."""
    rows = _rows(b"# it's a \"comment\n1;2\n", Signs(b";", not_rows=(b"#",)))
    assert [(row.fields, row.code) for row in rows] == [((), ""), ((b"1", b"2"), "")]


def test_a_row_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that goes on is too long; a quoted field that goes on over lines was not closed."""
    monkeypatch.setattr(exact, "FIELD_BYTES", 20)
    row = read_row(b"x" * 30, 0, False, SEMICOLON)
    assert row == Row(0, 20, 20, 1, code="field_too_long", goes_on=True)
    row = read_row(b'a;"b\n' + b"x" * 30 + b'";c\n', 0, True, SEMICOLON)
    assert row is not None
    assert (row.code, row.next) == ("unclosed_quote", 5)


CELL = st.text(st.sampled_from('ab;"\n\r '), max_size=6)


@given(st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=5), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_the_standard_library_wrote(rows: list[list[str]], line_end: str) -> None:
    """Every cell comes back as it was, and the number of line breaks is that of the text."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(rows)
    found = _rows(out.getvalue().encode())
    assert [tuple(cell.decode() for cell in row.fields) for row in found] == [tuple(row) for row in rows]
    assert (
        sum(row.breaks for row in found)
        == len(out.getvalue().replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1
    )


@given(st.text(st.sampled_from('a;"\n\r\\#'), max_size=40), st.integers(1, 4))
def test_what_is_not_there_yet_changes_nothing(text: str, lines: int) -> None:
    """A row told from the beginning of a file is the same when the rest is known; and every byte is in a row."""
    data = text.encode()
    signs = Signs(b";", quoted_lines=lines, not_rows=(b"#",))
    rows = _rows(data, signs)
    assert b"".join(data[row.start : row.next] for row in rows) == data
    for row in rows:
        for end in range(row.start + 1, len(data)):
            early = read_row(data[:end], row.start, False, signs)
            assert early in (None, row)
