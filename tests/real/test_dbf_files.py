"""DBF files of other projects: every row, every deleted one, and the sums that were computed independently of us."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.dbf.recognise import recognise
from legacy_adapters.sources.files.dbf.settings import DbfFormat
from legacy_adapters.sources.files.format import Piece, Sample

REALDATA = Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", "../shared/realdata"))
FILES = REALDATA / "files"
FIXTURES = "albfernandez+javadbf/src/test/resources"
SPECS = "infused+dbf/spec/fixtures"
MAPSHAPER = "mbloch+mapshaper/test/data"

pytestmark = pytest.mark.real


@dataclass(frozen=True)
class Figures:
    """What was counted with the standard library, byte by byte."""

    path: str
    live: int
    deleted: int
    sums: dict[str, Decimal]


WITHOUT_FIELDS = f"{SPECS}/polygon.dbf"
DBASE2 = f"{SPECS}/dbase_02.dbf"
MAZOVIA = f"{SPECS}/mazovia.dbf"
WRONG_HEADER = f"{FIXTURES}/bug-33-corrupted-file-sync-mode/myfileafter-corrupted.dbf"

LISTED_WRONGLY = {
    DBASE2: "the list has a count that stands elsewhere in dBase II",
    MAZOVIA: "the list takes the NULs that its two rows have for a mark for neither deleted nor live",
    WRONG_HEADER: "the list looks for its row where the header says, 262 bytes before it",
    f"{FIXTURES}/inventory.dbf": "the list reads dBase 7's numbers low byte first",
    f"{SPECS}/dbase_03_cyrillic.dbf": "the list shows a UTF-8 name as Latin-1",
    f"{MAPSHAPER}/dbf/duplicate_fields.dbf": "the list adds columns of one name",
}


def _figures() -> list[Figures]:
    listed = REALDATA / "figures_dbf.txt"
    if not listed.exists():
        return []
    found = []
    for line in listed.read_text(encoding="utf-8").splitlines():
        path, _version, _language, _rows, _fields, states, sums, *_ = [part.strip() for part in line.split(" | ")]
        if path in LISTED_WRONGLY or path == WITHOUT_FIELDS:
            continue
        words = states.split()
        found.append(Figures(path, int(words[1]), int(words[3]), _sums(sums)))
    return found


def _sums(text: str) -> dict[str, Decimal]:
    pairs = [pair.split("': '") for pair in text.strip("{}'").split("', '")] if text != "{}" else []
    return {name: Decimal(total) for name, total in pairs}


def there(path: str) -> Path:
    found = FILES / path
    if not found.exists():
        pytest.skip(f"{found} is not here; LEGACY_ADAPTERS_REALDATA names the folder of the real files")
    return found


def settings_of(path: Path) -> DbfFormat:
    recognised = recognise(Sample.of(path))
    assert recognised is not None
    assert isinstance(recognised.settings, DbfFormat)
    return recognised.settings


def read(path: str, **changed: Any) -> list[Piece]:
    """The file as it is recognised, in pieces of a few rows."""
    found = there(path)
    return list(settings_of(found).model_copy(update=changed).read(found, None, None, None, 9))


def rows(pieces: list[Piece]) -> list[dict[str, Any]]:
    return [row for piece in pieces for row in piece.rows.to_pylist()]


def faults(pieces: list[Piece]) -> list[tuple[str, str]]:
    return [(f["column"], f["code"]) for piece in pieces if piece.faults for f in piece.faults.to_pylist()]


def total(cells: list[Any]) -> Decimal:
    numbers = [cell["text"] if isinstance(cell, dict) else cell for cell in cells if cell is not None]
    return sum((Decimal(str(number)) for number in numbers), Decimal(0))


@pytest.mark.parametrize("figures", _figures() or [pytest.param(None, marks=pytest.mark.skip(reason="no real files"))],
                         ids=lambda figures: figures and figures.path)  # fmt: skip
def test_every_row_is_read_and_every_sum_agrees(figures: Figures) -> None:
    """Live, deleted, and every column of numbers; the count that the file states is that of its rows."""
    pieces = read(figures.path)
    found = rows(pieces)
    assert len(found) == figures.live
    assert int(pieces[-1].stated["count"]) == figures.live
    kept = rows(read(figures.path, deleted="keep"))
    assert sum(row["_deleted"] for row in kept) == figures.deleted
    assert len(kept) == figures.live + figures.deleted
    for name, stated in figures.sums.items():
        assert total([row[name] for row in found]) == stated, name


def test_prices_agree_to_the_cent() -> None:
    """Those that were confirmed a second way, and the texts that go with them."""
    sold = rows(read(f"{SPECS}/dbase_83.dbf"))
    assert (len(sold), total([row["PRICE"] for row in sold])) == (67, Decimal("1883.47"))
    assert sold[0]["DESC"].startswith("Our Original assortment...a little taste of heaven for everyone.  Let us\r\n")
    stock = rows(read(f"{SPECS}/dbase_31.dbf"))
    assert (len(stock), total([row["UNITPRICE"] for row in stock])) == (77, Decimal("2222.71"))
    books = rows(read(f"{FIXTURES}/books.dbf"))
    assert (len(books), total([row["PURCHASE_P"] for row in books])) == (10, Decimal("140.84"))


def test_a_missing_memo_file_costs_its_column_alone() -> None:
    """Row by row what the table with its memos has."""
    without, whole = read(f"{SPECS}/dbase_83_missing_memo.dbf"), read(f"{SPECS}/dbase_83.dbf")
    assert set(faults(without)) == {("DESC", "missing_memo")}
    assert [{**row, "DESC": None} for row in rows(whole)] == rows(without)


def test_dbase2_is_read() -> None:
    """Nine records by its header; their text has the same nine names in this order."""
    found = rows(read(DBASE2))
    assert [row["EMP:NMBR"] for row in found] == [2, 3, 4, 6, 7, 8, 9, 10, 11]
    assert [row["LAST"].strip() for row in found][:3] == ["Stegman", "Hemeryick", "Taylor"]
    assert total([row["PAYRATE"] for row in found]) == Decimal("18434.933")


def test_dbase7_numbers_have_their_high_byte_first() -> None:
    """80 00 00 35 is 53: the quantity of the first of twelve."""
    found = rows(read(f"{FIXTURES}/inventory.dbf"))
    assert [row["Item ID"] for row in found] == list(range(1, 13))
    assert (found[0]["Qty"], found[1]["Qty"]) == (53, 69)
    assert found[0]["Picture"][16:28] == b"GIF87a".hex()
    fish = rows(read(f"{SPECS}/dbase_8c.dbf"))
    assert [row["ID"] for row in fish] == list(range(1, 11))
    assert total([row["Length CM"] for row in fish]) == Decimal("1245.0000")


def test_a_header_that_is_too_short_is_seen_through() -> None:
    """The one row begins 262 bytes behind where the header says, and ends before the end mark."""
    (row,) = rows(read(WRONG_HEADER))
    assert (row["STG_POINT"], row["BTC_NO"], row["INV_DATE"]) == (702, "114", date(2017, 5, 2))
    assert faults(read(WRONG_HEADER)) == []


def test_columns_of_one_name_stay_apart() -> None:
    """The sums of both together are those of the list; four cells are asterisks."""
    pieces = read(f"{MAPSHAPER}/dbf/duplicate_fields.dbf")
    found = rows(pieces)
    assert total([row[name] for row in found for name in ("unemployed", "unemployed_2")]) == Decimal(555)
    assert total([row[name] for row in found for name in ("not_in_lab", "not_in_lab_2")]) == Decimal(1217)
    assert [code for _, code in faults(pieces)] == ["number_overflow"] * 4


@pytest.mark.parametrize(
    ("path", "column", "first"),
    [
        (MAZOVIA, "A2", "English"),
        (f"{SPECS}/dbase_03_cyrillic.dbf", "ПЛОЩА", Decimal("36.30")),
        (f"{MAPSHAPER}/dbf/big5.dbf", "NAME", "繁體國語"),
        (f"{MAPSHAPER}/dbf/cpg/big5.dbf", "NAME", "國語"),
        (f"{MAPSHAPER}/dbf/cpg/koi8r.dbf", "NAME", "русский"),
        (f"{MAPSHAPER}/dbf/cpg/win1251.dbf", "NAME", "РУССКИЙ"),
        (f"{MAPSHAPER}/dbf/cpg/latin2.dbf", "NAME", "čeština"),
        (f"{MAPSHAPER}/dbf/cpg/euckr.dbf", "NAME", "한국말"),
        (f"{MAPSHAPER}/dbf/ldid/chinese.dbf", "NAME", "简体"),
        (f"{MAPSHAPER}/dbf/shiftjis.dbf", "NAME", "ひたちなか市"),
        (f"{MAPSHAPER}/dbf/utf8.dbf", "NAME", "国语國語"),
        (f"{MAPSHAPER}/dbf/periphereies.dbf", "PER", "Π. ΑΝΑΤΟΛΙΚΗΣ ΜΑΚΕΔΟΝΙΑΣ - ΘΡΑΚΗΣ"),
    ],
)
def test_code_pages_are_read(path: str, column: str, first: Any) -> None:
    """By the header's byte, by a .cpg file, or by the letters."""
    pieces = read(path)
    cell = rows(pieces)[0][column]
    assert (cell.strip() if isinstance(cell, str) else cell) == first
    assert faults(pieces) == []


def test_visual_foxpro_types_are_read() -> None:
    """One of each, with what another program shows for them."""
    first = rows(read("SheetJS+test_files/dbf/vfp3.dbf"))[0]
    assert first["CURRENCY8"] == Decimal("123.45")
    assert first["DATETIME8"] == datetime(1917, 2, 19)
    assert (first["DOUBLE8_2"], first["INT4"], first["BOOL1"]) == (1231.4, 123234, True)
    assert rows(read(f"{SPECS}/dbase_32.dbf"))[0]["NAME"] == "Bad Meets Evil"


def test_a_date_that_is_none_is_a_fault() -> None:
    """NotAYear."""
    pieces = read("olemb+dbfread/examples/files/invalid_value.dbf")
    assert faults(pieces) == [("BIRTHDATE", "not_a_date")]


def test_what_is_no_table_is_refused() -> None:
    """A header without a field; and a compressed file with a table's header is not taken for one."""
    with pytest.raises(BadPart, match="describes no field"):
        list(DbfFormat().read(there(WITHOUT_FIELDS), None, None, None, 9))
    assert recognise(Sample.of(there(f"{FIXTURES}/dbc-files/storm.dbc"))) is None
