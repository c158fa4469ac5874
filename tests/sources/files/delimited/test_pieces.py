"""Pieces of a table: rows, origins, faults, positions, what a trailer states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import TotalsDiffer
from legacy_adapters.sources.files.delimited import cutting, exact, regular
from legacy_adapters.sources.files.delimited.record_settings import Trailer
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from tests.sources.files.delimited.reading import read_bytes, read_file


def test_origin_is_the_line_where_a_row_begins(tmp_path: Path) -> None:
    """Also behind quoted fields that go over lines, comments, empty lines, and every kind of line end."""
    found = read_bytes(tmp_path, b'a,b\r\n"x\r\ny\rz",1\n\n# c\n2,3\r4,5', comment="#")
    assert found.rows == [("x\r\ny\rz", "1"), ("2", "3"), ("4", "5")]
    assert found.origins == ["line 2", "line 7", "line 8"]
    assert found.faults == {}


def test_empty_text_is_not_null(tmp_path: Path) -> None:
    """Nothing, and nothing in quotes, are both empty text."""
    assert read_bytes(tmp_path, b'a,b\n,""\n').rows == [("", "")]


def test_ragged_rows(tmp_path: Path) -> None:
    """The row is there without cells, and the fault has it as it stands."""
    found = read_bytes(tmp_path, b'a,b\n1\n"x\ny",2,3\n4,5\n')
    assert found.rows == [(None, None), (None, None), ("4", "5")]
    assert found.faults == {
        0: [("", "wrong_field_count", "1")],
        1: [("", "wrong_field_count", '"x\ny",2,3')],
    }
    padded = read_bytes(tmp_path, b"a,b\n1\n2,3,\n4,5,6\n", ragged="pad")
    assert padded.rows == [("1", None), ("2", "3"), (None, None)]
    assert padded.codes == {"line 4": "wrong_field_count"}


def test_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    """It is told by the line where it opened, and not one row behind it is lost."""
    rows = [f"{i};text {i};{i},00\r\n".encode() for i in range(1, 3001)]
    rows[1499] = b'1500;"text 1500;1500,00\r\n'
    found = read_bytes(tmp_path, b"no;text;amount\r\n" + b"".join(rows), delimiter=";")
    assert len(found.rows) == 3000
    assert found.codes == {"line 1501": "unclosed_quote"}
    assert found.faults[1499] == [("", "unclosed_quote", '1500;"text 1500;1500,00')]
    assert sum(int(row[0] or 0) for row in found.rows) == sum(range(3001)) - 1500


def test_a_quote_that_opens_later_in_its_row(tmp_path: Path) -> None:
    """The origin names both lines."""
    found = read_bytes(tmp_path, b'a,b\n"x\ny","z\n1,2\n')
    assert found.codes == {"line 2 (a quote opened in line 3)": "unclosed_quote"}
    assert found.rows[1] == ("1", "2")


def test_undecodable_cells(tmp_path: Path) -> None:
    """One cell is a fault, the row's others and the other rows go on."""
    found = read_bytes(tmp_path, b"a,b\n\xe4,1\n2,3\n", encoding="utf-8")
    assert found.rows == [(None, "1"), ("2", "3")]
    assert found.faults == {0: [("a", "undecodable", "\\xe4")]}
    wide = read_bytes(tmp_path, b"a,b\n\x81\xff,1\n2,3\n", encoding="shift_jis")
    assert wide.rows == [(None, "1"), ("2", "3")]
    assert wide.faults[0][0][:2] == ("a", "undecodable")


def test_a_broken_row_with_undecodable_bytes_has_one_fault(tmp_path: Path) -> None:
    """Its text shows them."""
    found = read_bytes(tmp_path, b"a,b\n\x81\n", encoding="cp1252")
    assert found.faults == {0: [("", "wrong_field_count", "\\x81")]}


def test_excels_codes(tmp_path: Path) -> None:
    """They are what Excel shows, unless that is not wanted; elsewhere equals signs stay."""
    data = b'a,b\n="0012","=""0013"""\n="x,1\n=1,"="\n'
    assert read_bytes(tmp_path, data).rows == [("0012", "0013"), ('="x', "1"), ("=1", "=")]
    assert read_bytes(tmp_path, data, excel_text=False).rows[0] == ('="0012"', '="0013"')
    assert read_bytes(tmp_path, b'a,b\n="0012",1\n', quote=None).rows == [("0012", "1")]


def test_a_trailer_states_count_and_sums(tmp_path: Path) -> None:
    """Also where it is alone in its piece."""
    path = tmp_path / "x.csv"
    path.write_bytes(b"no;amount\n1;10,00\n2;20,50\n99;2;30,50\n")
    form = DelimitedFormat(delimiter=";", trailer=Trailer(starts_with="99;", count=2, totals={"amount": 3}))
    for most_rows in (1, 2, 100):
        found = read_file(path, form, most_rows)
        assert found.stated == {"count": "2", "amount": "30,50"}
        assert len(found.rows) == 2


RECORDS: dict[str, Any] = {
    "field": 1,
    "types": {
        "01": {"name": "heads", "columns": ["kind", "no"]},
        "02": {"name": "lines", "columns": ["kind", "text", "amount"]},
    },
    "ignore": ["00"],
}
MIXED = b'00;1994\n01;4711\n02;a;1,00\n02;"b\nc";2,00\n01;4712\n03;?\n02;x\n99;6\n'


def test_several_record_types(tmp_path: Path) -> None:
    """Each is a table; a type that nobody stated is a fault in each of them, a broken row in its own."""
    settings: dict[str, Any] = {"delimiter": ";", "records": RECORDS, "trailer": {"starts_with": "99", "count": 2}}
    heads = read_bytes(tmp_path, MIXED, "heads", **settings)
    assert heads.rows == [("01", "4711"), ("01", "4712"), (None, None)]
    assert heads.codes == {"line 7": "unknown_record_type"}
    lines = read_bytes(tmp_path, MIXED, "lines", **settings)
    assert lines.rows[:2] == [("02", "a", "1,00"), ("02", "b\nc", "2,00")]
    assert lines.codes == {"line 7": "unknown_record_type", "line 8": "wrong_field_count"}
    assert lines.stated == {}


def test_the_trailer_of_several_record_types(tmp_path: Path) -> None:
    """Its count is that of all of them, also where reading goes on from the middle."""
    path = tmp_path / "x.csv"
    path.write_bytes(MIXED.replace(b"99;6", b"99;7"))
    form = DelimitedFormat.model_validate(
        {"delimiter": ";", "records": RECORDS, "trailer": {"starts_with": "99", "count": 2}}
    )
    with pytest.raises(TotalsDiffer, match=r"x\.csv: line 9: the trailer counts 7 rows, but 6 were read"):
        read_file(path, form, table="lines")
    path.write_bytes(MIXED)
    whole = read_file(path, form, 2, table="lines")
    for rows, position in whole.positions:
        assert read_file(path, form, 2, position, "lines").behind(0) == whole.behind(rows)


def test_page_headers_and_comments(tmp_path: Path) -> None:
    """What comes again on top of each page is counted nowhere."""
    data = b"no;text\n1;a\n\x0cPage 2\nno;text\n2;b\n"
    found = read_bytes(tmp_path, data, delimiter=";", repeated_header=True, comment=["\x0cPage"])
    assert found.rows == [("1", "a"), ("2", "b")]
    assert found.origins == ["line 2", "line 5"]
    assert found.faults == {}


def test_a_table_that_ends_with_an_empty_line(tmp_path: Path) -> None:
    """Nothing behind it is read, also from the last position."""
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b\n\n1,2\n3,4\n\nSum,6\n")
    form = DelimitedFormat(blank_lines="end")
    found = read_file(path, form, 1)
    assert found.rows == [("1", "2"), ("3", "4")]
    assert read_file(path, form, 1, found.positions[-1][1]).rows == []


def test_a_field_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its row is a reject that shows the beginning, quoted or not; the next row is read."""
    for module in (exact, regular):
        monkeypatch.setattr(module, "FIELD_BYTES", 2000)
    monkeypatch.setattr(cutting, "PIECE_BYTES", 2000)
    data = b"a,b\n1,2\n" + b"x" * 5000 + b',3\n4,5\n"' + b"y" * 5000 + b'",6\n7,8\n'
    found = read_bytes(tmp_path, data)
    assert found.rows == [("1", "2"), (None, None), ("4", "5"), (None, None), ("7", "8")]
    assert found.codes == {"line 3": "field_too_long", "line 5": "field_too_long"}
    assert found.faults[1][0][2] == "x" * 1000 + " …"
    assert found.origins[-1] == "line 6"


def test_only_wanted_columns(tmp_path: Path) -> None:
    """In the order asked for; a fault of another column is none, one of the row is."""
    path = tmp_path / "x.csv"
    path.write_bytes(b"a,b,c\n1,\xff,3\n4\n")
    (piece,) = DelimitedFormat().read(path, None, ["c", "a"], None, 10)
    assert piece.rows.to_pylist() == [{"c": "3", "a": "1"}, {"c": None, "a": None}]
    assert piece.faults is not None
    assert piece.faults.column("code").to_pylist() == ["wrong_field_count"]
