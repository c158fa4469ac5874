"""Excel workbooks, read back by another library."""

from __future__ import annotations

import errno
import sys
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, cast

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import DriverMissing, OutputError
from legacy_adapters.sinks.files import workbook
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.sinks.files.workbook import WorkbookLayout, WorkbookMaker
from tests.sinks.samples import ROW, STARTED, delivery, records_of, rows, run


def sheet(path: Path) -> Any:
    return openpyxl.load_workbook(path).active


def written(folder: Path, kind: pa.DataType, *values: object, amount: bool = False) -> list[Any]:
    """The cells of a column with these values."""
    one: dict[str, pa.DataType] = {"x": kind}
    schema = pa.schema(one)
    batch = pa.RecordBatch.from_pylist([{"x": value} for value in values], schema=schema)
    fields = {"row": {"x": ""}} if amount else {}
    run(FileSink(path="x.xlsx"), delivery(folder, {"row": schema}, currency_fields=fields), records_of(batch))
    return [cell for (cell,) in sheet(folder / "x.xlsx").iter_rows(min_row=2)]


@given(st.lists(st.decimals(-(10**23), 10**23, places=4), min_size=1, max_size=20))
def test_no_cent_is_lost(tmp_path_factory: pytest.TempPathFactory, values: list[Decimal]) -> None:
    """Fifteen digits are a number that Excel shows as they are; more of them are text."""
    cells = written(tmp_path_factory.mktemp("x"), pa.decimal128(28, 4), *values)
    for value, cell in zip(values, cells, strict=True):
        text = cell.value if isinstance(cell.value, str) else f"{cell.value:.15g}"
        assert Decimal(text) == value
        assert isinstance(cell.value, str) == (len(value.normalize().as_tuple().digits) > 15)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1)


@given(st.lists(TEXTS, min_size=1, max_size=10))
def test_texts_come_back(tmp_path_factory: pytest.TempPathFactory, values: list[str]) -> None:
    """Also those with signs that XML has none of; Excel writes them as _x0001_."""
    cells = written(tmp_path_factory.mktemp("x"), pa.string(), *values)
    assert [openpyxl.utils.escape.unescape(cell.value) for cell in cells] == values


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x", "0700", "1e5"])
def test_a_text_is_never_run_nor_read_as_something_else(tmp_path: Path, text: str) -> None:
    """Neither as a formula nor as a number or a link."""
    (cell,) = written(tmp_path, pa.string(), text)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s" if cell.data_type == "s" else "inlineStr", None)
    assert b"<f>" not in zipfile.ZipFile(tmp_path / "x.xlsx").read("xl/worksheets/sheet1.xml")


def test_days_and_moments_are_typed(tmp_path: Path) -> None:
    """What Excel's calendar or clock does not have is text."""
    assert [c.value for c in written(tmp_path, pa.date32(), date(2024, 2, 29), None, date(1900, 2, 28))] == [
        datetime(2024, 2, 29),
        None,
        "1900-02-28",
    ]
    at = datetime(2024, 1, 31, 12, 30, 15)
    cells = written(tmp_path, pa.timestamp("us"), at, at.replace(microsecond=1), datetime(1753, 1, 1))
    assert [cell.value for cell in cells] == [at, "2024-01-31T12:30:15.000001", "1753-01-01T00:00:00"]
    (cell,) = written(tmp_path, pa.timestamp("us", "UTC"), at.replace(tzinfo=UTC))
    assert (cell.value, cell.number_format) == (at, 'yyyy-mm-dd hh:mm:ss"Z"')
    assert [c.value for c in written(tmp_path, pa.time64("us"), time(1, 2, 3), time(1, 2, 3, 4))] == [
        time(1, 2, 3),
        "01:02:03.000004",
    ]


def test_numbers_and_truth_are_typed(tmp_path: Path) -> None:
    """A whole number of more than fifteen digits is text as well."""
    assert [c.value for c in written(tmp_path, pa.int64(), 7, 10**15, -(10**14))] == [7, "1000000000000000", -(10**14)]
    assert [c.value for c in written(tmp_path, pa.bool_(), True, False)] == [True, False]
    assert [c.value for c in written(tmp_path, pa.float64(), 0.5, float("inf"), float("nan"))] == [0.5, "inf", "nan"]


def test_amounts_look_like_money(tmp_path: Path) -> None:
    """Other decimals as they are."""
    (cell,) = written(tmp_path, pa.decimal128(28, 4), Decimal("1234.5"), amount=True)
    assert cell.number_format == "#,##0.00##"
    (cell,) = written(tmp_path, pa.decimal128(28, 4), Decimal("1234.5"))
    assert cell.number_format == "General"


def test_the_header_stays_in_sight(tmp_path: Path) -> None:
    """One sheet, called like the entity; columns can be filtered."""
    run(FileSink(path="{entity}.xlsx"), delivery(tmp_path), rows("x", "y"))
    found = sheet(tmp_path / "row.xlsx")
    assert (found.title, found.freeze_panes, found.auto_filter.ref) == ("row", "A2", "A1:C3")
    assert [cell.value for cell in found[1]] == ["company_id", "n", "name"]


def test_a_sheet_gets_a_name_that_excel_takes(tmp_path: Path) -> None:
    """31 characters, and not all of them."""
    name = "'a/b[c]:d*e?" + "x" * 40
    run(FileSink(path="x.xlsx"), delivery(tmp_path, {name: ROW}), rows("x", entity=name))
    assert sheet(tmp_path / "x.xlsx").title == "_a_b_c__d_e_" + "x" * 19


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the first one too many comes, also behind a commit and by another process."""
    assert workbook.MOST_RECORDS == 2**20 - 1
    monkeypatch.setattr(workbook, "MOST_RECORDS", 3)
    with closing(FileSink(path="x.xlsx").open(delivery(tmp_path), None)) as sink:
        sink.write(rows("a", "b"))
        token = sink.commit()
    with closing(FileSink(path="x.xlsx").open(delivery(tmp_path), token)) as sink:
        sink.write(rows("c"))
        with pytest.raises(OutputError, match="more than 3 records do not fit into a sheet"):
            sink.write(rows("d"))


def test_what_no_cell_can_hold_is_refused_as_it_comes(tmp_path: Path) -> None:
    """Nothing is cut."""
    with closing(FileSink(path="x.xlsx").open(delivery(tmp_path), None)) as sink:
        sink.write(rows("x" * 32_767))
        with pytest.raises(OutputError, match=r"32,768 characters is longer than the 32,767 of a cell") as raised:
            sink.write(rows("x" * 32_768))
    assert raised.value.where == "row name"
    wide: dict[str, pa.DataType] = {f"c{n}": pa.int64() for n in range(16_385)}
    with pytest.raises(OutputError, match="16,385 columns"):
        FileSink(path="x.xlsx").open(delivery(tmp_path, {"row": pa.schema(wide)}), None)


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    """The workbook is as old as the run, and nothing else in it tells the time."""
    files = []
    for name in "ab":
        (tmp_path / name).mkdir()
        run(FileSink(path="x.xlsx"), delivery(tmp_path / name), rows("x"))
        files.append((tmp_path / name / "x.xlsx").read_bytes())
    assert files[0] == files[1]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["x.xlsx"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_disk_that_is_full_is_told(tmp_path: Path) -> None:
    """Although the library has an error of its own for it."""
    layout = WorkbookLayout(ROW, "row")
    (tmp_path / "rows").write_bytes(layout.header + layout.render(layout.text(rows("x").rows)))
    maker = WorkbookMaker("row", frozenset(), STARTED)
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space left") as raised:
        maker(tmp_path / "rows", cast(BinaryIO, full), 1)
    assert raised.value.errno == errno.ENOSPC


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the extra that brings it."""
    monkeypatch.delitem(sys.modules, "legacy_adapters.sinks.files.workbook")
    monkeypatch.delattr("legacy_adapters.sinks.files.workbook", raising=False)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(DriverMissing) as raised:
        FileSink(path="x.xlsx").open(delivery(tmp_path), None)
    assert "legacy-adapters[excel]" in raised.value.hint
