"""Small valid files of desktop databases, Parquet and workbooks, and the targets that are made of them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from legacy_adapters.sources.files.access import jet
from legacy_adapters.sources.files.access.jet import JET3, JET4
from legacy_adapters.sources.files.access.settings import AccessSettings
from legacy_adapters.sources.files.dbf.settings import DbfFormat
from legacy_adapters.sources.files.paradox.settings import ParadoxFormat
from legacy_adapters.sources.files.parquet.settings import ParquetSettings
from legacy_adapters.sources.files.spreadsheet.settings import SpreadsheetSettings
from tests.fuzz.target import Target
from tests.sources.files.access.databases import Col, Database
from tests.sources.files.access.databases import row as access_row
from tests.sources.files.access.databases import text as access_text
from tests.sources.files.dbf import memo_bytes
from tests.sources.files.dbf.tables import F
from tests.sources.files.dbf.tables import table as dbf_table
from tests.sources.files.paradox import tables as paradox
from tests.sources.files.paradox.tables import P
from tests.sources.files.spreadsheet import books


def _built(build: Callable[[Path], object], ending: str = "") -> bytes:
    """What a builder writes into a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"seed{ending}")
        build(path)
        return path.read_bytes()


_DBF_FIELDS = [F("NR", "N", 5), F("B", "N", 9, 2), F("D", "D", 8), F("T", "C", 6), F("L", "L", 1), F("M", "M", 10)]
_FOX_FIELDS = [F("I", "I", 4), F("Y", "Y", 8), F("B", "B", 8, 2), F("T", "T", 8), F("M", "M", 4), F("F", "F", 8, 2)]


def _dbf_rows(count: int) -> list[tuple[bytes, ...]]:
    amounts = [b"*********", b"     1.25", b"   -10.00", b"         ", b"  1.2E+03"]
    return [
        (b"*" if n % 7 == 3 else b" ", f"{n:5d}".encode(), amounts[n % 5], b"20240229",
         b"B\x81    ", b"T?YN "[n % 5 : n % 5 + 1], b"         8")
        for n in range(count)
    ]  # fmt: skip


def _fox_rows(count: int) -> list[tuple[bytes, ...]]:
    return [
        (struct.pack("<i", -n), struct.pack("<q", n * 2500), struct.pack("<d", n / 4), struct.pack("<ii", 2460370, n),
         struct.pack("<I", 8), b"    1.50")
        for n in range(count)
    ]  # fmt: skip


DBF: Final[Mapping[str, bytes]] = {
    "dbase3": dbf_table(_DBF_FIELDS, _dbf_rows(30), version=0x83, language=2),
    "foxpro": dbf_table(_DBF_FIELDS, _dbf_rows(12), version=0xF5, language=3),
    "visual": dbf_table(_FOX_FIELDS, _fox_rows(20), version=0x30),
    "dbase7": dbf_table([F("NR", "N", 5), F("I", "I", 4), F("O", "O", 8)], [(b"    1", b"\x80\0\0\1", b"\x80" * 8)] * 9,
                        version=0x04),
}  # fmt: skip

_MEMO_TABLE: Final = dbf_table([F("M", "M", 10)], [(f"{n:10d}".encode(),) for n in range(12)], version=0x83)
_FPT_TABLE: Final = dbf_table([F("M", "M", 10)], [(f"{n:10d}".encode(),) for n in range(16)], version=0xF5)

_P_FIELDS = [P("Nr", 4, 4), P("Name", 1, 6), P("Datum", 2, 4), P("Betrag", 5, 8), P("Kurz", 3, 2), P("L", 9, 1),
             P("Z", 20, 4), P("Am", 21, 8), P("Bcd", 23, 2), P("M", 12, 18), P("Roh", 24, 3)]  # fmt: skip


def _paradox_rows(count: int) -> list[tuple[bytes, ...]]:
    return [
        (paradox.integer(n), b"M\x81ll\0\0", paradox.integer(728_783), paradox.double(n / 4), paradox.integer(n, 2),
         b"\x81", paradox.integer(3_600_000), paradox.double(6.3e13), paradox.bcd("12345"),
         paradox.blob(b"memo", 8, 4) if n % 2 else paradox.blob(b"x" * 8, 8, 30, 0x1FF), b"abc")
        for n in range(count)
    ]  # fmt: skip


PARADOX: Final[Mapping[str, bytes]] = {
    "seven": paradox.table(_P_FIELDS, _paradox_rows(20), per_block=7),
    "three": paradox.table(_P_FIELDS[:6], [row[:6] for row in _paradox_rows(5)], version=3),
}
_BLOBS: Final = paradox.table([P("M", 12, 18)], [(paradox.blob(b"x" * 8, 8, 30, 0x100 * n + 0xFF),) for n in range(6)])
_BLOB_FILE: Final = bytes(4096) + b"\x02\x01\0" + (30).to_bytes(4, "little") + b"m" * 40

_COLUMNS: Final = (
    Col("No", jet.LONG, 0), Col("Paid", jet.BOOLEAN, 0), Col("Amount", jet.CURRENCY, 4), Col("Day", jet.DATE, 12),
    Col("Many", jet.DOUBLE, 20), Col("Dec", jet.NUMERIC, 28, precision=10, scale=3),
    Col("Name", jet.TEXT, 0, fixed=False), Col("Memo", jet.MEMO, 1, fixed=False),
    Col("Raw", jet.BINARY, 2, fixed=False),
)  # fmt: skip


def _database(path: Path, layout: jet.Jet, version: int) -> None:
    database = Database(layout, version)
    long = access_text("lang", layout)
    page = database.long_page([long])
    rows: list[bytes | tuple[int, bytes]] = []
    for n in range(12):
        memo = struct.pack("<III", 0x80000000 | len(long), 0, 0) + long
        if n % 2:
            memo = struct.pack("<III", 0x40000000 | len(long), page << 8, 0)
        cells = {"No": struct.pack("<i", n), "Amount": struct.pack("<q", n * 2500), "Day": struct.pack("<d", 45351.5)}
        cells |= {"Many": struct.pack("<d", n / 3), "Dec": b"\0" * 13 + struct.pack("<I", n), "Memo": memo}
        rows.append(access_row(_COLUMNS, {**cells, "Paid": True, "Name": access_text(f"K {n}", layout)}, layout))
    database.table("Ledger", _COLUMNS, [*rows, (jet.ROW_DELETED, b"gone")], per_page=5, count=12)
    database.write(path)


ACCESS: Final[Mapping[str, bytes]] = {
    "jet3": _built(partial(_database, layout=JET3, version=0)),
    "jet4": _built(partial(_database, layout=JET4, version=1)),
}


def _parquet(**options: Any) -> bytes:
    columns: dict[str, Any] = {
        "n": pa.array(range(40), pa.int32()), "d": pa.array([Decimal(n) for n in range(40)], pa.decimal128(20, 2)),
        "s": [f"text {n}" for n in range(40)], "t": pa.array([n * 500 for n in range(40)], pa.timestamp("ns")),
        "l": [[n, None] for n in range(40)], "o": [{"a": "x", "b": None}] * 40, "f": [n / 4 for n in range(40)],
        "y": [b"\xff"] * 40,
    }  # fmt: skip
    file = BytesIO()
    pq.write_table(pa.table(columns), file, row_group_size=17, **options)
    return file.getvalue()


PARQUET: Final = {"plain": _parquet(compression="none", use_dictionary=False), "snappy": _parquet(compression="snappy")}


def _sheet() -> str:
    body = books.row("Title") + books.row("No", "Day", "Amount", "Odd", number=3)
    for n in range(12):
        odd = '<c t="e"><v>#N/A</v></c>' if n % 7 == 0 else '<c t="s"><v>0</v></c>'
        body += books.row(f"{n:04}", f'<c s="1"><v>{45000 + n}</v></c>', n / 4, odd) + "<row/>" * (n % 2)
    return body


def _cell(value: str, kind: str = "string") -> str:
    typed = f'office:value-type="{kind}" office:value="{value}"'
    return f"<table:table-cell {typed}><text:p>{value}</text:p></table:table-cell>"


def _table_rows() -> str:
    repeated = '<table:table-cell table:number-columns-repeated="3"/>'
    head = f"<table:table-row>{_cell('No')}{_cell('Name')}</table:table-row>"
    rows = (
        f'<table:table-row table:number-rows-repeated="2">{_cell("1", "float")}{_cell("x")}{repeated}</table:table-row>'
    )
    return head + rows * 6


def _xlsb_rows() -> bytes:
    def cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
        return books.record(kind, struct.pack("<II", column, style) + value)

    found = b""
    for n in range(9):
        found += books.record(0, struct.pack("<IIHBB", n, 0, 300, 0, 0) + b"\0" * 5) + cell(7, 0, b"\0\0\0\0")
        found += (
            cell(6, 1, books.wide(f"N{n}")) + cell(5, 2, struct.pack("<d", 45000 + n), 1) + cell(2, 3, b"\x0f\0\0\0")
        )
    return found


def _biff_rows() -> bytes:
    found = b""
    for n in range(9):
        found += books.biff(0x204, struct.pack("<HHHH", n, 0, 15, 1) + b"a")
        found += books.biff(0x203, struct.pack("<HHHd", n, 1, 16, 45000 + n))
        found += books.biff(0x205, struct.pack("<HHHBB", n, 2, 15, 0x2A, 1))
    return found


XML2003: Final = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:'
    'spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
    + '<Row><Cell><Data ss:Type="String">No</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">'
    "1</Data></Cell></Row>" * 9 + "</Table></Worksheet></Workbook>"
).encode()


def _packed_xlsx(data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return _built(lambda path: books.xlsx(path, {"Data": text}, strings=["<t>s</t>"], formats=["dd.mm.yyyy"]))


def _packed_ods(data: bytes) -> bytes:
    text = data.decode("utf-8", "replace").encode("utf-8", "replace").decode()
    return _built(lambda path: books.ods(path, {"Data": text}))


def _packed_xlsb(data: bytes) -> bytes:
    return _built(lambda path: books.xlsb(path, data, strings=["No"], formats=["dd/mm/yyyy"]))


def targets() -> Iterator[Target]:
    """All of these rooms."""
    yield Target("dbf", ".dbf", DBF, [DbfFormat()], {".fpt": memo_bytes.fpt({8: b"memo"})}, kinds=frozenset({"dbf"}))
    memos = {"dbt3": memo_bytes.dbt3({1: b"one", 3: b"three"}), "dbt4": memo_bytes.dbt4({1: b"one", 3: b"x" * 600})}
    yield Target("dbf-dbt", ".dbt", memos, [DbfFormat()], {".dbf": _MEMO_TABLE}, read=".dbf")
    yield Target("dbf-fpt", ".fpt", {"fpt": memo_bytes.fpt({8: b"a", 9: b"b" * 99, 12: b"c"})}, [DbfFormat()],
                 {".dbf": _FPT_TABLE}, read=".dbf")  # fmt: skip
    yield Target("paradox", ".db", PARADOX, [ParadoxFormat()], kinds=frozenset({"paradox"}))
    yield Target("paradox-mb", ".mb", {"mb": _BLOB_FILE}, [ParadoxFormat()], {".db": _BLOBS}, read=".db")
    yield Target("access", ".mdb", ACCESS, [AccessSettings()], kinds=frozenset({"access"}))
    yield Target("parquet", ".parquet", PARQUET, [ParquetSettings()])
    yield from _workbooks()


def _workbooks() -> Iterator[Target]:
    book = [SpreadsheetSettings()]
    sheet, rows = _sheet().encode(), _table_rows().encode()
    yield Target("xlsx", ".xlsx", {"xlsx": _packed_xlsx(sheet)}, book, kinds=frozenset({"spreadsheet"}))
    yield Target("xlsx-sheet", ".xlsx", {"sheet": sheet}, book, wrap=_packed_xlsx)
    yield Target("ods-content", ".ods", {"rows": rows}, book, wrap=_packed_ods)
    yield Target("xlsb-sheet", ".xlsb", {"rows": _xlsb_rows()}, book, wrap=_packed_xlsb)
    xls = _built(lambda path: books.xls(path, _biff_rows(), formats=["dd/mm/yyyy"]))
    yield Target("xls", ".xls", {"biff": xls}, book)
    yield Target("xml2003", ".xls", {"xml": XML2003}, book)
