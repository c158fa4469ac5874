"""Exports as banks and ledgers write them: made up, each with what is odd about its kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.batch import BATCH_ROWS
from legacy_adapters.sources.files.delimited.recognise import recognise
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.format import Sample

BLOCK_ABOVE = """Umsatzanzeige;Datei erstellt am: 05.02.2024 10:11
;Letztes Update: aktuell

IBAN;DE11 5001 0517 0000 0000 00
Kontoname;Girokonto
Zeitraum;01.01.2024 - 31.01.2024
Saldo;1.234,56;EUR

Sortierung;Datum absteigend

Buchung;Valuta;Empfänger;Text;Zweck;Saldo;Währung;Betrag;Währung
31.01.2024;31.01.2024;Stadtwerke;Lastschrift;Abschlag;1.234,56;EUR;-89,00;EUR
30.01.2024;30.01.2024;Müller;Gutschrift;RE 1;1.323,56;EUR;1.200,00;EUR
29.01.2024;29.01.2024;Bäcker;Gutschrift;RE 2;123,56;EUR;12,00;EUR
"""
QUOTED_BLOCK = """"Kontonummer:";"DE02120300000000202051 / Girokonto";

"Von:";"01.01.2024";
"Kontostand vom 31.01.2024:";"1.234,56 EUR";

"Buchungstag";"Text";"Auftraggeber / Begünstigter";"Betrag (EUR)";"Kundenreferenz";
"31.01.2024";"Lastschrift";"Stadtwerke Köln; Abschlag";"-89,00";"";
"30.01.2024";"Überweisung";"Müller GmbH";"1.200,00";"";
"""
FRAMED_LIST = """05.02.2024             Dynamische Listenausgabe               1
----------------------------------------------------------------

-----------------------------------------------------------------
|Konto     |Belegnr   |Buch.dat  |Text            |   Betrag |
-----------------------------------------------------------------
|113100    |100000012 |05.01.2024|Löhne           | 1.234,56 |
|113100    |100000013 |06.01.2024|Miete           |   100,00-|
|113100    |100000014 |07.01.2024|                |    10,00 |
-----------------------------------------------------------------
"""
TITLES_AND_REMARK = """Acme Ltd,,,,,
Transaction List by Date,,,,,
,,,,,
,Date,Transaction Type,Num,Name,Amount
,01/05/2024,Invoice,1001,Smith,"1,200.00"
,01/06/2024,Payment,,Smith,"-1,200.00"
,01/27/2024,Bill,,Jones,55.00
"Monday, Feb 05, 2024 10:00:00 AM GMT - Accrual Basis",,,,,
"""
PAGES = "Nr;Name;Betrag\n1;A;1,00\n2;B;2,00\nNr;Name;Betrag\n3;C;3,00\n4;D;4,00\nNr;Name;Betrag\n5;E;5,00\n"


@pytest.mark.parametrize(
    ("text", "codec", "decided", "size"),
    [
        (BLOCK_ABOVE, "cp1252", {"delimiter": ";", "skip": 10}, (9, 3)),
        (QUOTED_BLOCK, "cp1252", {"delimiter": ";", "skip": 5}, (6, 2)),
        (FRAMED_LIST, "cp850", {"delimiter": "|", "skip": 4, "comment": ("--",)}, (7, 3)),
        (TITLES_AND_REMARK, "utf-8", {"delimiter": ",", "skip": 3, "footer": 1}, (6, 3)),
        (PAGES, "utf-8", {"delimiter": ";", "repeated_header": True}, (3, 5)),
        ('"SI","4000",100.00\n"SI","4000",200.00\n"SC","4001",1.00\n', "utf-8", {"header": False}, (3, 3)),
        ("A;Aktiv\nI;Inaktiv\nG;Gesperrt\n", "utf-8", {"delimiter": ";", "header": False}, (2, 3)),
        ("Konto;31.01.2024;29.02.2024\n8400;1,00;2,00\n8300;4,00;5,00\n", "utf-8", {"delimiter": ";"}, (3, 2)),
        ("id,amount,text\n1,1,234.50,abc\n2,12.00,def\n3,7.00,ghi\n", "utf-8", {}, (3, 3)),
    ],
    ids=["block", "quoted block", "framed", "titles", "pages", "no header", "doubtful header", "dates above", "ragged"],
)
def test_exports_are_read(
    tmp_path: Path, text: str, codec: str, decided: dict[str, object], size: tuple[int, int]
) -> None:
    """What stands around the table is told from it, and no row is lost."""
    path = tmp_path / "export.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode(codec))
    found = recognise(Sample.of(path))
    assert found is not None
    assert isinstance(found.settings, DelimitedFormat)
    expected = {"header": True, "delimiter": ",", "encoding": codec, **decided}
    assert found.settings == DelimitedFormat.model_validate({"kind": "delimited", **expected})
    rows = sum(piece.rows.num_rows for piece in found.settings.read(path, None, None, None, BATCH_ROWS))
    assert (len(found.settings.schema(path, None).names), rows) == size


def test_a_doubtful_header_is_said(tmp_path: Path) -> None:
    """A row too much is seen, a row too few is not: where nothing tells, the first row is one."""
    path = tmp_path / "export.csv"
    path.write_text("A;Aktiv\nI;Inaktiv\nG;Gesperrt\n")
    found = recognise(Sample.of(path))
    assert found is not None
    assert any("state header: true if it has the names" in line for line in found.evidence)
