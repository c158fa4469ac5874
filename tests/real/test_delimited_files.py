"""Delimited files of other projects, with the settings that a person would state: rows and sums are those known."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.delimited.record_settings import Trailer
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from tests.sources.files.delimited.reading import Read, read_file

FILES = Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", "../shared/realdata")) / "files"
SL = FILES / "microsoft+ALAppExtensions/Apps/W1/HybridSL/test/.resources/datasets/input/SLTables"
FACTS = FILES / "microsoft+sql-server-samples/samples/databases/adventure-works/data-warehouse-install-script"
FRICTIONLESS = FILES / "frictionlessdata+frictionless-py/data"
SPECTRUM = FILES / "max-mapper+csv-spectrum"
OCA = FILES / "OCA+bank-statement-import/account_statement_import_sheet_file/tests/fixtures"
DATEV = FILES / "ledermann+datev/examples"
PANDAS = FILES / "pypi-pandas-0.21.1/pandas/tests/io"

pytestmark = pytest.mark.real

CENT = Decimal("0.01")


def _here(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"{path} is not here; LEGACY_ADAPTERS_REALDATA names the folder of the real files")
    return path


def _read(path: Path, form: DelimitedFormat | None = None) -> Read:
    """All rows; read in small pieces, and gone on from some of them, they are the same."""
    form = form or DelimitedFormat()
    whole = read_file(_here(path), form, 100_000)
    most_rows = 7 if len(whole.rows) < 1000 else 1000
    pieces = read_file(path, form, most_rows)
    assert pieces.behind(0) == whole.behind(0)
    for rows, position in pieces.positions[:: max(1, len(pieces.positions) // 5)]:
        assert read_file(path, form, most_rows, position).behind(0) == whole.behind(rows)
    return whole


def _column(path: Path, name: str, form: DelimitedFormat | None = None) -> list[str]:
    form = form or DelimitedFormat()
    found = _read(path, form)
    assert found.faults == {}
    at = form.schema(path, None).names.index(name)
    return [str(row[at]) for row in found.rows]


def _at_cents(texts: Iterable[str]) -> Decimal:
    return sum((Decimal(text) for text in texts), Decimal(0)).quantize(CENT)


def test_pipes_without_a_header() -> None:
    """AdventureWorks' facts: the number of rows, and the sum of the amounts at cents."""
    form = DelimitedFormat(delimiter="|", header=False)
    amounts = _column(FACTS / "FactFinance.csv", "column_7", form)
    assert len(amounts) == 39409
    assert sum((Decimal(text).quantize(CENT) for text in amounts), Decimal(0)) == Decimal("1358640412.70")


def test_payables_of_dynamics_sl() -> None:
    """The byte order mark is not glued to the first name, CHAR columns stay padded, 1900-01-01 stays a date (it is in
    41 rows, in 34 of them twice)."""
    path = SL / "SLAPDocBuffer.csv"
    balances = _column(path, "DocBal")
    assert len(balances) == 160
    assert _at_cents(balances) == Decimal("5273206.50")
    assert str(sum(Decimal(text) for text in balances)).endswith("0000001123939")
    assert DelimitedFormat().schema(path, None).names[0] == "Account Number"
    rows = _read(path).rows
    cells = [str(cell) for row in rows for cell in row]
    assert sum("1900-01-01" in row for row in rows) == 41
    assert sum(cell == "1900-01-01" for cell in cells) == 75
    assert sum(cell != cell.rstrip(" ") for cell in cells) == 830


def test_account_history_of_dynamics_sl() -> None:
    """Binary doubles printed as text keep all of their digits."""
    balances = _column(SL / "SLAcctHistWithBeginningBalances.csv", "BegBal")
    assert len(balances) == 649
    assert _at_cents(balances) == Decimal("664486969.52")
    assert "-13.3800000000000008" in _column(SL / "SLAcctHistWithBeginningBalances.csv", "PtdBal04")


def test_every_table_of_dynamics_sl() -> None:
    """All of them are read without a fault, and none has a mark in its first name."""
    paths = sorted(_here(SL).glob("*.csv"))
    assert len(paths) > 20
    for path in paths:
        found = _read(path)
        assert found.faults == {}, path.name
        assert "\ufeff" not in DelimitedFormat().schema(path, None).names[0]


def test_a_bank_statement_between_preamble_and_footer() -> None:
    """Four lines before the header, one behind the rows: four rows, and a sum that is two cents from the bank's own."""
    form = DelimitedFormat(skip=4, trailer=Trailer(starts_with="Balance at start"))
    found = _read(OCA / "meta_data_separated_credit_debit.csv", form)
    assert found.origins == ["line 6", "line 7", "line 8", "line 9"]
    amounts = [Decimal((row[3] or row[4] or "").replace(",", ".")) for row in found.rows]
    assert amounts == [Decimal("-50.00"), Decimal("-100.00"), Decimal("-80.68"), Decimal("1300.00")]
    assert Decimal("30000.77") + sum(amounts) == Decimal("31070.09")
    assert form.is_complete(OCA / "meta_data_separated_credit_debit.csv")
    by_footer = _read(OCA / "meta_data_separated_credit_debit.csv", DelimitedFormat(skip=4, footer=1))
    assert by_footer.rows == found.rows


def test_quoted_amounts_with_thousands() -> None:
    """They stay as they stand."""
    assert _column(OCA / "debit_credit.csv", "Amount") == ["33.50", "-1,533.50"]


def test_datev() -> None:
    """A line of metadata before the header, cp1252, two postings; the names of the columns are unique."""
    form = DelimitedFormat(encoding="cp1252", delimiter=";", skip=1)
    path = _here(DATEV / "EXTF_Buchungsstapel.csv")
    found = _read(path, form)
    assert found.faults == {}
    assert [row[:2] for row in found.rows] == [("24,95", "H"), ("5950,00", "S")]
    names = form.schema(path, None).names
    assert len(set(names)) == len(names) == len(found.rows[0])
    assert "Gegenkonto (ohne BU-Schlüssel)" in names
    accounts = _read(DATEV / "EXTF_Kontenbeschriftungen.csv", form)
    assert [row[1] for row in accounts.rows] == ["Betriebsausstattung", "Kasse", "Girokonto"]


@pytest.mark.parametrize("name", ["escaped_quotes", "location_coordinates", "quotes_and_newlines"])
def test_csv_spectrum(name: str) -> None:
    """Every cell is as the collection's JSON says, but for a phone number: 2095257564 in ``location_coordinates.csv``,
    another one in its JSON, which is not of this file."""
    path = _here(SPECTRUM / "csvs" / f"{name}.csv")
    names = DelimitedFormat().schema(path, None).names
    found = [dict(zip(names, row, strict=True)) for row in _read(path).rows]
    loaded = json.loads((SPECTRUM / "json" / f"{name}.json").read_text(encoding="utf-8"))
    expected = loaded if isinstance(loaded, list) else [loaded]
    key = "Contact Phone Number"
    assert [{k: v for k, v in row.items() if k != key} for row in found] == [
        {k: v for k, v in row.items() if k != key} for row in expected
    ]


def test_json_in_a_cell() -> None:
    """Doubled quotes become one."""
    (cell,) = _column(SPECTRUM / "csvs" / "json.csv", "val")
    assert json.loads(cell) == {"type": "Point", "coordinates": [102.0, 0.5]}


def test_utf_16_with_tabs() -> None:
    """The byte order mark tells the code page; the standard library reads the same rows."""
    path = _here(PANDAS / "parser/data/utf16_ex.txt")
    found = _read(path, DelimitedFormat(delimiter="tab", encoding="cp1252"))
    rows = list(csv.reader(path.read_text(encoding="utf-16").splitlines(), delimiter="\t"))
    assert found.faults == {}
    assert [list(row) for row in found.rows] == rows[1:]


def test_a_control_character_in_the_header() -> None:
    """Control-Z in the middle of a file does not end it."""
    path = _here(PANDAS / "parser/data/sub_char.csv")
    assert DelimitedFormat().schema(path, None).names == ["a", "\x1ab", "c"]
    assert _read(path).rows == [("1", "2", "3")]


def test_ragged_rows() -> None:
    """Rows that are too short and too long are faults; the others are rows."""
    found = _read(FRICTIONLESS / "defective-rows.csv")
    assert found.faults == {
        0: [("", "wrong_field_count", "1101,John")],
        1: [("", "wrong_field_count", "1102,Julie,26,Potatoes")],
    }
    padded = _read(FRICTIONLESS / "defective-rows.csv", DelimitedFormat(ragged="pad"))
    assert padded.rows[0] == ("1101", "John", None)
    assert padded.codes == {"line 3": "wrong_field_count"}
    extra = _read(FRICTIONLESS / "without-headers-extra.csv", DelimitedFormat(header=False))
    assert extra.rows == [("1", "english"), ("2", "中国人"), (None, None)]


def test_blank_and_duplicate_names() -> None:
    """They become unique; an empty line is no row, and one with too many fields is a fault."""
    path = _here(FRICTIONLESS / "invalid.csv")
    assert DelimitedFormat().schema(path, None).names == ["id", "name", "column_3", "name_2"]
    found = _read(path)
    assert found.codes == dict.fromkeys(["line 2", "line 3", "line 5"], "wrong_field_count")
    assert DelimitedFormat().schema(FRICTIONLESS / "duplicate-headers.csv", None).names == [
        *("id", "name", "id_2", "age", "id_3")
    ]
    assert _column(FRICTIONLESS / "duplicate-headers.csv", "id_3") == ["001101", "001102"]


def test_comments_and_empty_lines() -> None:
    """Comment lines, before the header too, are left out, and rows keep their line numbers."""
    found = _read(FRICTIONLESS / "skip-rows.csv", DelimitedFormat(comment=("#",)))
    assert list(zip(found.origins, found.rows, strict=True)) == [
        ("line 3", ("1", "english")),
        ("line 5", ("2", "中国人")),
    ]
    assert _read(FRICTIONLESS / "skip-blank-at-the-end.csv", DelimitedFormat(comment=("#",))).rows == [("1", "2")]
    assert _read(FRICTIONLESS / "blank-rows-no-fields.csv").origins == ["line 2", "line 4"]
    assert len(_read(FRICTIONLESS / "blank-rows-multiple.csv").rows) == 13


def test_blanks_behind_delimiters() -> None:
    """Quotes behind a blank open a field only where that is stated; a backslash escapes only where that is stated."""
    form = DelimitedFormat(skip_blanks=True)
    assert form.schema(_here(FRICTIONLESS / "issue-1109.csv"), None).names == ["int", "number", "string"]
    assert _read(FRICTIONLESS / "issue-1109.csv", form).rows[1] == ("", "4.3", "string")
    escaped = _read(FRICTIONLESS / "escaping.csv", DelimitedFormat(skip_blanks=True, escape="\\"))
    assert [row[1] for row in escaped.rows] == ["Test line 1", 'Test " line 2', 'Test " line 3']


def test_another_quote() -> None:
    """``|`` and ``#`` instead of the usual signs; the last row has a third field, ``##``, which is empty."""
    found = _read(FRICTIONLESS / "dialect.csv", DelimitedFormat(delimiter="|", quote="#"))
    assert found.rows[0] == ("1", "english")
    assert found.codes == {"line 3": "wrong_field_count"}
    padded = _read(FRICTIONLESS / "dialect.csv", DelimitedFormat(delimiter="|", quote="#", ragged="pad"))
    assert padded.rows == [("1", "english"), ("2", " -")]


def test_mixed_line_ends() -> None:
    """CR LF and LF in one file, and JSON in quotes."""
    found = _read(FRICTIONLESS / "package-dialect-no-header.csv")
    assert found.faults == {}
    assert [row[1:] for row in found.rows] == [("_", "1"), ("key", "1")]


def test_a_code_page_that_is_declared_wrongly() -> None:
    """Greek read as UTF-8: the cells that are no text are faults, the ages beside them are read."""
    path = FRICTIONLESS / "table-infer-iso-8859-7.csv"
    assert _column(path, "name", DelimitedFormat(encoding="iso8859-7"))[2] == "Μυρων"
    found = _read(path)
    assert [row[1] for row in found.rows] == ["39", "23", "36", "28"]
    assert {code for faults in found.faults.values() for _, code, _ in faults} == {"undecodable"}
    assert len(found.faults) == 4


def test_an_empty_table() -> None:
    """A header and no rows."""
    assert _read(FRICTIONLESS / "without-rows.csv").rows == []


def test_workbooks_and_archives_are_no_text() -> None:
    """A file of another kind is refused in words."""
    for path, kind in (
        (FRICTIONLESS / "issue-1024.xlsx", "workbook"),
        (PANDAS / "parser/data/salaries.csv.gz", "gzip"),
        (PANDAS / "parser/data/salaries.csv.bz2", "bzip2"),
        (PANDAS / "parser/data/salaries.csv.zip", "zip archive"),
    ):
        with pytest.raises(BadPart, match=kind):
            DelimitedFormat().schema(_here(path), None)


def test_everything_that_calls_itself_csv() -> None:
    """Whatever it is: it is read with a row or a fault for each of its records, or refused; lines ascend."""
    paths = sorted(path for suffix in ("csv", "tsv") for path in _here(FILES).rglob(f"*.{suffix}"))
    assert len(paths) > 100
    for path in paths:
        for delimiter in (",", ";", "\t"):
            form = DelimitedFormat(delimiter=delimiter, encoding="cp1252")
            try:
                found = read_file(path, form, 1000)
            except BadPart:
                continue
            lines = [int(origin.split()[1]) for origin in found.origins]
            assert all(a < b for a, b in pairwise(lines)), path
            assert len(found.rows) == len(found.origins)
