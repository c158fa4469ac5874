"""Copybooks and records of cobrix and JRecord: every file of kind cobol is read, or listed with the reason why not."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.field_settings import FixedField
from legacy_adapters.sources.files.fixed.marks import Stated
from legacy_adapters.sources.files.fixed.numbers_settings import Numbers
from legacy_adapters.sources.files.fixed.plan import plan_of
from legacy_adapters.sources.files.fixed.settings import FixedFormat

REAL = Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", "../shared/realdata"))
COBRIX = REAL / "files/AbsaOSS+cobrix/data"
JRECORD = REAL / "files/bmTas+JRecord"
ZTEST = JRECORD / "src/test/resources/net/sf/JRecord/zTest"
ZDATA = JRECORD / "examples/Cbl2Csv/src/test/resources/net/sf/JRecord/zData"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not COBRIX.exists(), reason="LEGACY_ADAPTERS_REALDATA names the folder of the real files"),
]

LITTLE = {"length": [3, 2], "byte_order": "little", "inclusive": False}
BIG = {"inclusive": False}
COMPANY = {"STATIC-DETAILS": {"SEGMENT-ID": "C"}, "CONTACTS": {"SEGMENT-ID": "P"}}
SEGMENTS = ("COMPANY", "DEPT", "EMPLOYEE", "OFFICE", "CUSTOMER", "CONTACT", "CONTRACT")
HIERARCHY = {name: {"SEGMENT-ID": str(number)} for number, name in enumerate(SEGMENTS, 1)}

Case = tuple[str, str, str, dict[str, Any]]
READ: list[Case] = [
    ("test3_copybook.cob", "test3_data/TRAN2.AUG31.DATA.dat", "test3_expected/test3.txt", {}),
    ("test3_copybook.cob", "test3_data/TRAN2.AUG31.DATA.dat", "test3_expected/test3_trim_both.txt", {}),
    ("test3_copybook.cob", "test3_data/TRAN2.AUG31.DATA.dat", "test3_expected/test3_trim_left.txt", {}),
    ("test3_copybook.cob", "test3_data/TRAN2.AUG31.DATA.dat", "test3_expected/test3_trim_none.txt", {}),
    ("test3_copybook.cob", "test3_data/TRAN2.AUG31.DATA.dat", "test3_expected/test3_trim_right.txt", {}),
    ("test4_copybook.cob", "test4_data/COMP.DETAILS.SEP30.DATA.dat", "test4_expected/test4.txt",
     {"encoding": "latin-1", "rdw": LITTLE, "short": "pad"}),
    ("test4_copybook.cob", "test4a_data/COMP.DETAILS.SEP30.DATA.dat", "test4_expected/test4a.txt",
     {"encoding": "latin-1", "rdw": LITTLE, "short": "pad"}),
    ("test5_copybook.cob", "test5_data/COMP.DETAILS.SEP30.DATA.dat", "test5_expected/test5.txt",
     {"rdw": LITTLE, "short": "pad"}),
    ("test5_copybook.cob", "test5_data/COMP.DETAILS.SEP30.DATA.dat", "test5_expected/test5a.txt",
     {"rdw": LITTLE, "short": "pad"}),
    ("test5_copybook.cob", "test5b_data/COMP.DETAILS.FEB02.DATA.RDW.BE.dat", "test5_expected/test5b.txt",
     {"rdw": BIG, "short": "pad"}),
    ("test5_copybook.cob", "test5_data/COMP.DETAILS.SEP30.DATA.dat", "test5_expected/test5c.txt",
     {"rdw": LITTLE, "when": COMPANY}),
    ("test5_copybook.cob", "test5_data/COMP.DETAILS.SEP30.DATA.dat", "test5_expected/test5d.txt",
     {"rdw": LITTLE, "short": "pad"}),
    ("test10_copybook.cob", "test10_data/data.dat", "test10_expected/test10.txt",
     {"encoding": "ascii", "framing": "fixed"}),
    ("test11_copybook.cob", "test11_data/COMP.DETAILS.MAY30.DATA.dat", "test11_expected/test11.txt",
     {"rdw": {"size": 5, "length": [4, 2], "byte_order": "little", "inclusive": False}, "short": "pad"}),
    ("test12_copybook.cob", "test12_data/data.dat", "test12_expected/test12.txt",
     {"encoding": "ascii", "framing": "fixed"}),
    ("test13a_file_header_footer.cob", "test13a_data/TRAN2.JUN24.DATA.dat", "test13_expected/test13a.txt",
     {"skip_bytes": {"before": 10, "after": 12}}),
    ("test13b_vrl_file_headers.cob", "test13b_data/COMP.DETAILS.JUN02.DATA.RDW.BE.dat", "test13_expected/test13b.txt",
     {"rdw": BIG, "skip_bytes": {"before": 100, "after": 120}, "short": "pad"}),
    ("test14_copybook.cob", "test14_data/COMP.DETAILS.JUL02.DATA.dat", "test14_expected/test14.txt",
     {"rdw": LITTLE | {"inclusive": True}, "when": COMPANY}),
    ("test16_fix_len_segments.cob", "test16_data/ENTITY.DB.AUG12.DATA.FIX.LEN.dat", "test16_expected/test16.txt",
     {"when": {"COMPANY": {"SEGMENT-ID": "C"}, "PERSON": {"SEGMENT-ID": "P"}, "PO-BOX": {"SEGMENT-ID": "B"}}}),
    ("test17_hierarchical.cob", "test17/HIERARCHICAL.DATA.RDW.dat", "test17_expected/test17a.txt",
     {"rdw": LITTLE, "when": HIERARCHY}),
    ("test17_hierarchical.cob", "test17/HIERARCHICAL.DATA.RDW.dat", "test17_expected/test17b.txt",
     {"rdw": LITTLE, "when": HIERARCHY}),
    ("test19_display_num.cob", "test19_display_num/data.dat", "test19_display_num_expected/test19.txt", {}),
    ("test21_copybook.cob", "test21_data/data.dat", "test21_expected/test21.txt",
     {"encoding": "ascii", "framing": "counted"}),
    ("test25_copybook.cob", "test25_data/data.dat", "test25_expected/test25.txt",
     {"encoding": "ascii", "framing": "counted", "counts": {"DETAIL1": {"A": 0, "B": 1}, "DETAIL2": {"A": 1, "B": 2}}}),
    ("test25_copybook.cob", "test25_data/data2.dat", "test25_expected/test25.txt",
     {"encoding": "ascii", "framing": "fixed", "occurs": "keeps_place",
      "counts": {"DETAIL1": {"A": 0, "B": 1}, "DETAIL2": {"A": 1, "B": 2}}}),
]  # fmt: skip
"""Copybook, data, what cobrix reads of it (the first rows), and settings; cp037 unless another code page is stated."""

NOT_READ: Mapping[str, str] = {
    "test17c.txt": "the records of test17a nested into each other: each is a row here, and read there",
    "test17d.txt": "the records of test4 nested into each other: each is a row here, and read there",
    "test17e.txt": "as test17d, filtered and sorted by cobrix",
    "test17f.txt": "as test17d, with the bytes of each field beside it",
    "Pos_Spl_1.bin": "point-of-sale records of which no layout is given",
    "test12_copybook_a.cob": "a part of test12_copybook.cob, read there",
    "test12_copybook_b.cob": "a part of test12_copybook.cob, read there",
}


def rows_of(settings: FixedFormat, path: Path, most: int = 1000) -> list[dict[str, Any]]:
    """All rows."""
    return [row for piece in settings.read(path, None, None, None, most) for row in piece.rows.to_pylist()]


def expected_rows(path: Path) -> list[dict[str, Any]]:
    """One JSON object behind the other, with or without line ends."""
    text, decoder, found = path.read_text("utf-8"), json.JSONDecoder(parse_float=Decimal), []
    at = 0
    while at < len(text.rstrip()):
        value, at = decoder.raw_decode(text, at)
        found.append(value)
        at += len(text[at:]) - len(text[at:].lstrip())
    return found


def leaves(value: object, path: tuple[str, ...] = (), subscripts: tuple[int, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Path, subscripts and value of each field."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name.replace("_", "-")), subscripts)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from leaves(inner, path, (*subscripts, number))
    else:
        yield path, subscripts, value


def column_of(row: Mapping[str, Any], path: Sequence[str], subscripts: Sequence[int]) -> str | None:
    """Our column of an expected field; None for what cobrix adds of its own."""
    for name in (path[-1], ".".join(path[-2:])):
        full = "_".join([name, *map(str, subscripts)])
        if full in row:
            return full
    assert path[-1].startswith(("File-Id", "Record-Id", "Record-Byte", "Seg-Id", "RECORD-LENGTH")) or path[-1].endswith(
        "-NT"
    ), path
    return None


def same(ours: object, theirs: object) -> bool:
    """Text without blanks, NULs, and what cobrix puts for binary in text fields; numbers by value."""
    if isinstance(theirs, str):
        clean = "".join(str(ours).replace("\0", "").split())
        return clean == "".join(theirs.split()) or not str(ours).isprintable()
    return ours is not None and Decimal(str(ours).strip(" \0")) == Decimal(str(theirs))


@pytest.mark.parametrize(("copybook", "data", "expected", "settings"), READ, ids=[f"{c[1]}-{c[2]}" for c in READ])
def test_records_are_as_cobrix_reads_them(copybook: str, data: str, expected: str, settings: dict[str, Any]) -> None:
    """Each field that cobrix reads is the same here."""
    given = {"encoding": "cp037", "copybook": (COBRIX / copybook).read_text("utf-8")} | settings
    ours = rows_of(FixedFormat.model_validate(given), COBRIX / data)
    theirs = expected_rows(COBRIX / expected)
    if expected.endswith("test11.txt"):
        # 306 of 1306 records are not valid by the first byte in front of them, which cobrix leaves out: 15 times NUL.
        assert sum(row["SEGMENT-ID"].startswith("\0") for row in ours) == 306
        ours = [row for row in ours if not row["SEGMENT-ID"].startswith("\0")]
    if expected.endswith("test13a.txt"):
        # Cobrix sorted what it read by company and amount.
        ours = sorted(ours, key=lambda row: (row["COMPANY-ID"], row["AMOUNT"], row["CURRENCY"]))
        theirs = sorted(theirs, key=lambda row: (row["COMPANY_ID"], row["AMOUNT"], row["CURRENCY"]))
        assert len(ours) == len(theirs)
    assert 0 < len(theirs) <= len(ours)
    compared = 0
    for row, wanted in zip(ours, theirs, strict=False):
        for path, subscripts, value in leaves(wanted):
            name = column_of(row, path, subscripts)
            if name is not None and (path[-1], value) != ("WS-AMOUNT-FRACTION", Decimal("0.00")):
                # The one cell is blank: cobrix takes it for 0.00, here it is null.
                assert same(row[name], value), (name, row[name], value)
                compared += 1
    assert compared >= len(theirs)


def test_amounts_of_test3_agree_to_the_cent() -> None:
    """1000 rows, 165447794.34, the first 988.91; in pieces of any size."""
    settings = FixedFormat(encoding="cp037", copybook=(COBRIX / "test3_copybook.cob").read_text("utf-8"))
    for most in (7, 1000):
        rows = rows_of(settings, COBRIX / "test3_data/TRAN2.AUG31.DATA.dat", most)
        amounts = [row["AMOUNT"] for row in rows]
        assert (len(rows), sum(amounts), amounts[0]) == (1000, Decimal("165447794.34"), Decimal("988.91"))


DTAR020 = [
    {"name": "DTAR020-KEYCODE-NO", "width": 8},
    {"name": "DTAR020-STORE-NO", "pic": "S9(3) COMP-3"},
    {"name": "DTAR020-DATE", "pic": "S9(7) COMP-3"},
    {"name": "DTAR020-DEPT-NO", "pic": "S9(3) COMP-3"},
    {"name": "DTAR020-QTY-SOLD", "pic": "S9(9) COMP-3"},
    {"name": "DTAR020-SALE-PRICE", "width": 6, "type": "packed", "decimals": 2},
]


@pytest.mark.parametrize("name", ["DTAR020_Small_dash.csv", "DTAR020_Small_uc.csv"])
def test_packed_records_agree_with_their_csv(name: str) -> None:
    """EBCDIC with packed decimals of both signs, by a layout by hand."""
    settings = FixedFormat.model_validate({"encoding": "cp037", "fields": DTAR020})
    rows = rows_of(settings, ZDATA / "DTAR020_small.bin")
    with (ZDATA / name).open(encoding="utf-8", newline="") as file:
        wanted = [list(row.values()) for row in csv.DictReader(file, delimiter="\t")]
    assert [[str(value) for value in row.values()] for row in rows] == wanted


@pytest.mark.parametrize(
    ("name", "records", "bad"),
    [
        # Signs 0 and 9, blanks (40 40 …) in packed fields: in three records of one file.
        ("DTAR020_small_error.bin", 20, 6),
        # Zeros without a sign, FF …, 04 04 … and blanks, over and over.
        ("DTAR020_CsvTst.bin", 29, 18),
    ],
)
def test_bad_packed_fields_are_faults_with_their_bytes(name: str, records: int, bad: int) -> None:
    """A half byte that is no digit or no sign is named in hexadecimal; the record's other fields are read."""
    settings = FixedFormat.model_validate({"encoding": "cp037", "fields": DTAR020})
    pieces = list(settings.read(ZDATA / name, None, None, None, 1000))
    faults = [fault for piece in pieces if piece.faults is not None for fault in piece.faults.to_pylist()]
    assert sum(piece.rows.num_rows for piece in pieces) == records
    assert len(faults) == bad
    assert {fault["code"] for fault in faults} == {"not_a_number"}
    assert all(bytes.fromhex(fault["text"]) for fault in faults)


def test_a_file_of_customers_without_a_level_01() -> None:
    """Packed fields, a REDEFINES by FILLER, level 88, numbered lines: 6 records, −1000.00 is the last amount."""
    settings = FixedFormat.model_validate(
        {"encoding": "cp037", "copybook": (ZTEST / "Common/CopyBook/Cobol/DTAR107.cbl").read_text("utf-8")}
    )
    rows = rows_of(settings, ZTEST / "Common/SampleFiles/DTAR107.bin")
    amounts = [row["DTAR107-AMOUNT"] for row in rows]
    assert amounts == [Decimal(text) for text in ("11.95", "9.50", "18.99", "34.00", "24.46", "-1000.00")]
    assert rows[0]["DTAR107-CUST-NO"].strip() == "4"
    assert [row["DTAR107-TRANS-DATE"] for row in rows] == [50324] * 6


def test_counts_move_what_is_behind_them() -> None:
    """192 lines: as many months and weeks as each says, then totals behind them, all as they were made."""
    book = (ZTEST / "Cobol/occursDependingOn/OccursDepending1.cbl").read_text("utf-8")
    settings = FixedFormat(encoding="cp1252", copybook=book)
    path = ZTEST / "Cobol/occursDependingOn/OccursDependingOn.txt"
    pieces = list(settings.read(path, None, None, None, 50))
    rows = [row for piece in pieces for row in piece.rows.to_pylist()]
    assert [piece.faults for piece in pieces] == [None] * len(pieces)
    assert len(rows) == len(path.read_bytes().splitlines())
    for row in rows:
        months, weeks = row["months"], row["week-no"]
        store = int(row["Location-Number"][:2])
        assert row["Location-Name"].strip() == f"Store {store}, {weeks}"
        assert months == store
        assert [row[f"sales-count_{n}"] is not None for n in range(1, 13)] == [n <= months for n in range(1, 13)]
        assert [row[f"purchase-count_{n}"] is not None for n in range(1, 53)] == [n <= weeks for n in range(1, 53)]
        counts = [row[f"purchase-count_{n}"] for n in range(1, weeks + 1)]
        assert row["total-purchase-count"] is not None
        assert len(counts) == weeks


def test_record_types_become_tables() -> None:
    """Lines of two kinds, told by their first character."""
    settings = FixedFormat.model_validate(
        {
            "encoding": "cp1252",
            "copybook": (ZDATA / "CsvTst1.cbl").read_text("utf-8"),
            "records": {
                "field": "record-type",
                "types": {"1": {"name": "one", "record": "record-1"}, "2": {"name": "two", "record": "record-2"}},
            },
        }
    )
    path = ZDATA / "CsvTst1.txt"
    assert [(info.name, info.rows) for info in settings.tables(path, count=True)] == [("one", 6), ("two", 6)]
    (piece,) = settings.read(path, "one", None, None, 100)
    assert piece.faults is None
    assert piece.rows.column("field11").to_pylist()[:2] == [12, 345]


@pytest.mark.parametrize("name", ["TestData_CP037.txt", "TestData_CP273.txt", "TestData_Std.txt"])
def test_numbers_are_what_they_are_meant_to_be(name: str) -> None:
    """JRecord's own table of values and their bytes, for each of the ways to write a sign that are read here."""
    book = (ZTEST / "Types1/TestData.cbl").read_text("utf-8")
    lines = rows_of(FixedFormat(encoding="cp1252", copybook=book), ZTEST / "Types1" / name)
    assert len(lines) == 416
    encoding = {"TestData_CP037.txt": "cp037", "TestData_CP273.txt": "cp273", "TestData_Std.txt": "cp1252"}[name]
    ways = {
        8: {"sign": "none"},
        9: {"sign": "leading separate"},
        10: {"sign": "trailing separate"},
        32: {"sign": "trailing"},
        # What JRecord writes as GnuCOBOL's is Fujitsu's way with plain positive digits; both are of ASCII files only.
        **({} if encoding != "cp1252" else {41: {"overpunch": "fujitsu"}, 46: {"overpunch": "fujitsu"}}),
    }
    compared = 0
    for line in lines:
        way = ways.get(int(line["Type-Number"]))
        value = Decimal(line["Test-Value"].strip())
        if way is None or (value < 0 and way.get("sign") == "none"):
            continue
        data = bytes.fromhex(line["Test-Result-Hex"].strip())
        assert read_number(data, encoding, int(line["Decimal-Length"]), way) == value, line
        compared += 1
    assert compared > 50


def read_number(data: bytes, encoding: str, decimals: int, way: Mapping[str, str]) -> Decimal:
    """One number by the settings for it."""
    numbers = Numbers.model_validate({"overpunch": way.get("overpunch", "standard")})
    field = FixedField.model_validate(
        {"name": "x", "width": len(data), "type": "zoned", "decimals": decimals, "sign": way.get("sign", "trailing")}
    )
    return Decimal(Stated(0, field.kind(numbers.dialect(charset(encoding), low_values=False))).read(data))


SIZES = {
    "ArrayDep.cbl": 70,
    "FCUSDAT.cbl": 183,
    "DTAR021.cbl": 41,
    "OccursDepending2.cbl": 1216,
    "OccursDepending3.cbl": 260,
    "OccursDependingOn22.cbl": 1638,
    "OccursDependingOn23.cbl": 5698,
    "OccursDependingOn25.cbl": 4158,
    "OccursDependingOn27.cbl": 21799,
    "OccursDependingOn28.cbl": 45443,
    "OccursDependingOn29.cbl": 56643,
    "OccursDependingOn41.cbl": 253,
    "OccursDependingOn42.cbl": 493,
    "OccursDependingOn51.cbl": 1650,
}
"""Copybooks without data beside them: the length of the longest record as computed here once: a change shows."""


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_copybooks_without_data_are_understood(name: str, size: int) -> None:
    """A whole record of blanks is as long as the copybook says, or its counts are refused."""
    (path,) = JRECORD.rglob(name)
    settings = FixedFormat(encoding="cp037", copybook=path.read_text("utf-8"))

    assert plan_of(settings).longest == size


@pytest.mark.parametrize(("record", "size"), [("PO-Record", 88), ("Product-Record", 151), ("Location-Record", 122)])
def test_several_records_of_one_copybook(record: str, size: int) -> None:
    """Each 01 level can be chosen; without a choice the error names all of them."""
    book = (ZDATA / "amsPoDownload.cbl").read_text("utf-8")

    assert plan_of(FixedFormat(encoding="cp1252", copybook=book, record=record)).longest == size
    with pytest.raises(ValueError, match=record):
        FixedFormat(encoding="cp1252", copybook=book)


def test_no_file_is_forgotten() -> None:
    """Every file of kind cobol is read by a test here, describes one that is, or is listed with a reason."""
    with (REAL / "manifest.csv").open(encoding="utf-8", newline="") as file:
        names = {Path(row["path"]).name for row in csv.DictReader(file) if row["kind"] == "cobol"}
    read = {Path(part).name for case in READ for part in case[:3]} | {*SIZES, *NOT_READ}
    read |= {"DTAR020_small.bin", "DTAR020_small_error.bin", "DTAR020_CsvTst.bin", "DTAR107.cbl", "DTAR107.bin"}
    read |= {"DTAR020_Small_dash.csv", "DTAR020_Small_uc.csv", "OccursDepending1.cbl", "OccursDependingOn.txt"}
    read |= {"CsvTst1.cbl", "CsvTst1.txt", "amsPoDownload.cbl", "TestData.cbl"}
    read |= {"TestData_CP037.txt", "TestData_CP273.txt", "TestData_Std.txt"}
    schemas = {name for name in names if name.endswith(("_schema.json", "_layout.txt"))}
    assert names - read - schemas == set()
