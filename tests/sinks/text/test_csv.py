"""CSV as it stands in the file."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import Array
from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.text.csv import CsvLayout
from legacy_adapters.sinks.text.settings import TextOptions

TEXTS = st.text(st.characters(codec="utf-8"))
_COLUMNS: dict[str, pa.DataType] = {
    "name": pa.string(),
    "n": pa.int64(),
    "amount": pa.decimal128(28, 4),
    "day": pa.date32(),
    "open": pa.bool_(),
    "rate": pa.float64(),
}
COLUMNS: pa.Schema = pa.schema(_COLUMNS)


def file(batch: pa.RecordBatch, **options: object) -> bytes:
    """A whole file with these rows."""
    layout = CsvLayout(batch.schema, {"amount": ""}, TextOptions.model_validate(options))
    return layout.header + layout.render(layout.text(batch))


def texts(*values: str | None, column: str = "name", **options: object) -> bytes:
    """A file of one column of text and one of numbers."""
    cells: list[Array] = [pa.array(values, pa.string()), pa.array(range(len(values)), pa.int64())]
    return file(pa.RecordBatch.from_arrays(cells, names=[column, "n"]), **options)


def sample() -> pa.RecordBatch:
    """A row with everything, and one with nothing but a name that needs quotes."""
    first = {"name": "Ærø", "n": 7, "amount": Decimal("1.5"), "day": date(2024, 1, 31), "open": True, "rate": 0.25}
    return pa.RecordBatch.from_pylist([first, {"name": 'a,"b"'}], schema=COLUMNS)


def test_the_default_is_rfc_4180() -> None:
    """Commas, CRLF, doubled quotes where they are needed, nothing for null."""
    lines = ["name,n,amount,day,open,rate", "Ærø,7,1.50,2024-01-31,true,0.25", '"a,""b""",,,,,', ""]
    assert file(sample()).decode() == "\r\n".join(lines)


def test_options_for_a_spreadsheet_of_europe() -> None:
    """Semicolons, a decimal comma, dates by format, line feeds, and a byte order mark."""
    made = file(sample(), delimiter=";", decimal=",", date_format="%d.%m.%Y", line_end="lf", bom=True, header=False)
    assert made.decode() == '\ufeffÆrø;7;1,50;31.01.2024;true;0,25\n"a,""b""";;;;;\n'


def test_all_cells_can_be_quoted() -> None:
    """Also the header, and empty ones."""
    lines = ['"name","n","amount","day","open","rate"', '"Ærø","7","1.50","2024-01-31","true","0.25"']
    assert file(sample(), quoting="all").decode().split("\r\n")[:3] == [*lines, '"a,""b""","","","","",""']


def test_all_but_numbers_can_be_quoted() -> None:
    """Text, dates and booleans are; whole numbers, amounts and doubles are not, and null is nothing."""
    lines = ['"name","n","amount","day","open","rate"', '"Ærø",7,1.50,"2024-01-31","true",0.25']
    assert file(sample(), quoting="nonnumeric").decode().split("\r\n")[:3] == [*lines, '"a,""b""",,,,,']


def test_null_is_nothing_and_empty_text_is_quoted() -> None:
    """Readers that know the difference see it; for all others both are empty."""
    assert texts(None, "", header=False) == b',0\r\n"",1\r\n'


def test_a_lone_column_has_no_empty_lines() -> None:
    """A reader would pass over a line with nothing in it."""
    one = pa.RecordBatch.from_pydict({"name": pa.array([None, "", "x"])})
    assert file(one) == b'name\r\n""\r\n""\r\nx\r\n'
    assert file(one, quoting="nonnumeric") == b'"name"\r\n""\r\n""\r\n"x"\r\n'
    day = pa.RecordBatch.from_pydict({"day": pa.array([None], pa.date32())})
    assert file(day) == b'day\r\n""\r\n'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1"])
def test_formulas_can_be_guarded_against(text: str) -> None:
    """Text that a spreadsheet would run gets an apostrophe, but only where that is asked for."""
    assert next(csv.reader(io.StringIO(texts(text, formula_guard=True, header=False).decode(), "")))[0] == "'" + text
    assert next(csv.reader(io.StringIO(texts(text, header=False).decode(), "")))[0] == text


def test_numbers_are_never_guarded() -> None:
    """A minus in front of an amount is no formula."""
    negative = pa.RecordBatch.from_pydict({"amount": pa.array([Decimal(-1)], pa.decimal128(28, 4)), "n": [-1]})
    assert file(negative, formula_guard=True, header=False) == b"-1.00,-1\r\n"
    assert texts("a=b", None, formula_guard=True, header=False) == b"a=b,0\r\n,1\r\n"


def test_names_of_columns_are_quoted_where_needed() -> None:
    """A column may be called anything."""
    assert texts(column='a,"b"').startswith(b'"a,""b""",n\r\n')
    assert texts(column="").startswith(b'"",n\r\n')


@pytest.mark.parametrize("name", ["*", "^.*$", "n$", "column_0"])
def test_names_of_columns_are_no_patterns(name: str) -> None:
    """What Polars would take for all columns is the name of one."""
    assert texts("x", column=name) == f"{name},n\r\nx,0\r\n".encode()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16-le", "cp850", "iso2022_jp"])
def test_other_encodings(encoding: str) -> None:
    """All pieces of a file together are the text in that encoding."""
    value = "かな" if encoding == "iso2022_jp" else "Größe"
    assert texts(value, value, encoding=encoding).decode(encoding) == f"name,n\r\n{value},0\r\n{value},1\r\n"


def test_utf_16_can_have_a_byte_order_mark() -> None:
    """Once, at the beginning."""
    assert texts("x", encoding="utf-16-le", bom=True).decode("utf-16") == "name,n\r\nx,0\r\n"


def test_a_character_that_the_encoding_lacks_is_never_replaced() -> None:
    """Rendering fails, and so does a header."""
    with pytest.raises(UnicodeEncodeError):
        texts("1 €", encoding="cp850")
    with pytest.raises(OutputError, match="the column names hold '€', which cp850 does not have"):
        texts("x", column="€", encoding="cp850")


@given(
    values=st.lists(TEXTS, min_size=1),
    quoting=st.sampled_from(["minimal", "all", "nonnumeric"]),
    line_end=st.sampled_from(["crlf", "lf"]),
)
def test_any_text_is_read_back_by_python(values: list[str], quoting: str, line_end: str) -> None:
    """NUL, lone carriage returns, quotes, delimiters, anything: csv.reader gives the same text."""
    made = texts(*values, quoting=quoting, line_end=line_end).decode()
    found = list(csv.reader(io.StringIO(made, newline="")))
    assert found == [["name", "n"], *([value, str(n)] for n, value in enumerate(values))]


@given(st.lists(TEXTS, min_size=1))
def test_any_text_is_read_back_from_other_delimiters(values: list[str]) -> None:
    """A tab between cells, a semicolon within."""
    found = csv.reader(io.StringIO(texts(*values, delimiter="tab", header=False).decode(), newline=""), delimiter="\t")
    assert [cell for cell, _ in found] == values
