"""Guessing the delimiter, quote and escape of a sample."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.delimited.dialect import guess_dialect
from legacy_adapters.sources.files.delimited.sampling.rows import Dialect


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("a,b\n1,2\n3,4\n", Dialect(",", '"')),
        ("Art;Quote;Satz\nA;0,61;81,2\nB;0,55;111,03\n", Dialect(";", '"')),
        ("a\tb\n1,5\t2,5\n3,5\t4,5\n", Dialect("\t", '"')),
        ("id|name\n1|x\n2|y\n", Dialect("|", '"')),
        ("id||name||sum\n1||x||5\n2||y||7\n", Dialect("||", '"')),
        ("id\x1fname\n1\x1fx\n2\x1fy\n", Dialect("\x1f", '"')),
        ("id^name\n1^x\n2^y\n", Dialect("^", '"')),
        ("id:name:sum\n1:x:5\n2:y:7\n", Dialect(":", '"')),
        ("id, name, sum\n1, x, 5\n2, y, 7\n", Dialect(",", '"', skip_blanks=True)),
        ("'a';'b;c'\n'1';'2;3'\n'4';'5;6'\n", Dialect(";", "'")),
        ('1, "say ""x"""\n2, "say \\"y\\""\n', Dialect(",", '"', "\\", skip_blanks=True)),
        ("Datum;Zeit;Text\n01.02.2024;12:30:15;a, b\n02.02.2024;12:31:16;c, d\n", Dialect(";", '"')),
        ('a,b\n"x\ny,z",1\n"u\nv,w",2\n', Dialect(",", '"')),
        ('size,width\n5",3\n7",4\n', Dialect(",", '"')),
    ],
    ids=lambda value: repr(value.delimiter) if isinstance(value, Dialect) else "",
)
def test_usual_and_unusual_signs(text: str, dialect: Dialect) -> None:
    """Each is told by the table that comes out."""
    found = guess_dialect(text)
    assert found is not None
    assert found.dialect == dialect
    assert found.regular == len(found.rows)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "one word\n",
        "Dear Sir,\nplease find enclosed\nour statement of account.\nYours, etc.\n",
        ";; Account Assets\n;; Date 2015\n;; Name x\n",
        "2024-01-01 * Opening\n    Assets:Cash   100.00 EUR\n    Equity\n\n2024-01-02 * Gift\n    Assets:Cash 5 EUR\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    """Prose, remarks and journals have no regular fields."""
    assert guess_dialect(text) is None


def test_a_stated_delimiter_is_the_only_one_tried() -> None:
    """A line `sep=` leaves nothing to guess but the quote."""
    found = guess_dialect("a;b,c\n1;2,5\n", only=",")
    assert found is not None
    assert found.dialect.delimiter == ","


WORDS = st.text("abcdefghij ÄÖÜß-/.&0123456789", min_size=1, max_size=12).map(str.strip).filter(bool)
AMOUNTS = st.decimals(-10000, 10000, places=2).map(lambda value: str(value).replace(".", ","))
DAYS = st.dates().map(lambda value: f"{value:%d.%m.%Y}")


@given(
    st.data(),
    st.sampled_from([";", "\t", "|", "^", "~", "\x1f"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_ledgers_are_read_as_they_were_written(data: st.DataObject, delimiter: str, quoting: int) -> None:
    """Rows of a number, a day, a text and an amount, written with any usual sign, give these rows again."""
    rows = data.draw(
        st.lists(st.tuples(st.integers(1000, 9999).map(str), DAYS, WORDS, AMOUNTS).map(list), min_size=3, max_size=20)
    )
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    found = guess_dialect(written.getvalue())
    assert found is not None
    assert [row.cells for row in found.rows] == rows


@given(st.text(st.sampled_from("ab1 ,;\t|\"'\\\n:#^~"), max_size=400))
def test_no_text_is_too_odd(text: str) -> None:
    """Whatever stands there, there is a guess with two fields or more, or none."""
    found = guess_dialect(text)
    assert found is None or found.width >= 2


@pytest.mark.parametrize(
    "piece", ['"', '"a,', "'", "\\", ',"', '"\n', "a,b\n", '\\"', "x;", ";" * 500 + "\n", "|~|", '"",']
)
def test_no_text_takes_long(piece: str) -> None:
    """Repeated over a whole sample, nothing makes guessing slow."""
    start = time.perf_counter()
    guess_dialect(piece * (128 * 1024 // len(piece)))
    assert time.perf_counter() - start < 5
