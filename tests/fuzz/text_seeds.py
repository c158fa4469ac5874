"""Small valid files of text formats, and the targets that are made of them; the recogniser sees all there are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.fixed.settings import FixedFormat
from legacy_adapters.sources.files.json.settings import JsonLinesSettings, JsonSettings
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.fuzz.target import Target
from tests.sources.files.report.pages import REPORT
from tests.sources.files.report.pages import settings as report_settings
from tests.sources.files.xml.xml_files import LEDGER

_RECORDS: Final = [{"no": n, "to": {"x": n / 4}, "lines": [{"i": n}, {"k": None}], "t": "ä\n"} for n in range(12)]

JSON: Final[Mapping[str, bytes]] = {
    "array": json.dumps(_RECORDS).encode(),
    "below": json.dumps({"count": 12, "data": _RECORDS}, indent=1).encode(),
}
LINES: Final[Mapping[str, bytes]] = {"lines": b"\n".join(json.dumps(one).encode() for one in _RECORDS)}

_ROWS: Final = "".join(f'{n};"Zeile {n}\r\nä";{n},50;x\r\n' for n in range(20))
_TYPES: Final = "".join(f"01;{n}\n02;a;{n}\n02;b;{n}\n" for n in range(12))

DELIMITED: Final[Mapping[str, bytes]] = {
    "quoted": f"Nr;Text;Wert;Y\r\n{_ROWS}".encode("cp1252"),
    "plain": b"Nr;Text;Wert\r\n" + b"1;x;2,00\r\n" * 30,
    "comma": b"Date,Name,Amount\n" + b'2024-01-31,"Smith, J",1.50\n' * 15,
    "types": f"{_TYPES}99;36;{2 * sum(range(12))}\n".encode(),
    "wide": ("a\tb\n" + "1\tö\n" * 20).encode("utf-16"),
}

_FIXED: Final = "".join(f"{1200 + n:<8}{n * 7:06d}{'}' if n % 3 else '{'}  {'Bü':<6}{n:04d}\r\n" for n in range(20))
FIXED: Final[Mapping[str, bytes]] = {
    "lines": _FIXED.encode("cp850"),
    "bare": _FIXED.replace("\r\n", "").encode("cp850"),
}

_FIELDS: Final = [
    {"name": "KONTO", "at": 1, "width": 8},
    {"name": "BETRAG", "at": 9, "width": 7, "type": "zoned", "decimals": 2},
    {"name": "TEXT", "at": 18, "width": 6},
    {"name": "NR", "at": 24, "width": 4, "type": "packed"},
]

XML: Final[Mapping[str, bytes]] = {
    "ledger": LEDGER.encode(),
    "children": (
        "<L><H>1</H>" + "<E no='1'><A>1.00</A><Line><I>1</I></Line><Line><I>x</I></Line></E>\n" * 8 + "</L>"
    ).encode(),
}


def _delimited() -> list[DelimitedFormat]:
    types = {"01": {"name": "heads", "columns": ["kind", "no"]}, "02": {"name": "lines", "columns": ["k", "t", "v"]}}
    trailer = {"starts_with": "99;", "count": 2, "totals": {"v": 3}}
    stated = [{"delimiter": ";"}, {"delimiter": ";", "encoding": "cp1252"},
              {"delimiter": ";", "records": {"types": types}, "trailer": trailer}]  # fmt: skip
    return [DelimitedFormat.model_validate(one) for one in stated]


def _fixed() -> list[FixedFormat]:
    given = {"encoding": "cp850", "fields": _FIELDS, "record_length": 27}
    return [FixedFormat.model_validate(given | {"framing": framing}) for framing in ("lines", "fixed")]


def targets() -> Iterator[Target]:
    """All of these rooms."""
    yield Target("json", ".json", JSON, [JsonSettings()])
    yield Target("jsonl", ".jsonl", LINES, [JsonLinesSettings()])
    yield Target("delimited", ".csv", DELIMITED, _delimited(), kinds=frozenset({"csv"}))
    yield Target("fixed", ".dat", FIXED, _fixed(), kinds=frozenset({"cobol"}))
    yield Target(
        "xml",
        ".xml",
        XML,
        [XmlFormat(), XmlFormat(record="//E"), XmlFormat(record="Ledger/Entry")],
        kinds=frozenset({"xml"}),
    )
    yield Target("report", ".txt", {"report": REPORT.encode()}, [report_settings()])
