"""Recognising delimited text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.batch import BATCH_ROWS
from legacy_adapters.sources.files.delimited.recognise import recognise
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.format import Sample


def settings_of(path: Path, data: bytes) -> DelimitedFormat:
    path.write_bytes(data)
    found = recognise(Sample.of(path))
    assert found is not None
    assert isinstance(found.settings, DelimitedFormat)
    return found.settings


def test_what_is_recognised_is_read(tmp_path: Path) -> None:
    """A file of an old system, with all its oddities, is read with what was recognised."""
    path = tmp_path / "BUCH2025.TXT"
    text = (
        "FIBU Export;\r\nMandant;12\r\n\r\nKonto;Text;Betrag;Datum\r\n"
        '4711;"Löhne; März";1.212,50;13.02.2025\r\n4712;Bürobedarf;7,00;14.02.2025\r\n4713;Gebühr;7,00;14.02.2025\r\n'
        "Summe;;1.226,50;\r\n"
    )
    settings = settings_of(path, text.encode("cp850"))
    assert settings == DelimitedFormat(encoding="cp850", delimiter=";", header=True, skip=3, footer=1)
    assert settings.schema(path, None).names == ["Konto", "Text", "Betrag", "Datum"]
    rows = [row for piece in settings.read(path, None, None, None, BATCH_ROWS) for row in piece.rows.to_pylist()]
    assert [row["Text"] for row in rows] == ["Löhne; März", "Bürobedarf", "Gebühr"]


def test_records_of_several_kinds_are_read(tmp_path: Path) -> None:
    """Each kind becomes a table."""
    path = tmp_path / "orders.txt"
    settings = settings_of(path, b"01;R1;5,00\r\n02;R1;1;x\r\n02;R1;2;y\r\n01;R2;7,00\r\n02;R2;3;z\r\n")
    assert [info.rows for info in settings.tables(path, count=True)] == [2, 3]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp852", "cp932"])
def test_any_code_page_is_read(tmp_path: Path, codec: str) -> None:
    """The recognised code page is one that the reader takes."""
    words = {"cp852": "Łódź środki należności żółć", "cp932": "普通預金と売上高の合計"}.get(
        codec, "Löhne Größe für Müller"
    )
    path = tmp_path / "a.csv"
    settings = settings_of(path, "".join(f"{at};{words};{at},50\r\n" for at in range(5)).encode(codec))
    (piece,) = settings.read(path, None, None, None, BATCH_ROWS)
    assert piece.rows.column(1).to_pylist() == [words] * 5
    assert piece.faults is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("letter.txt", b"Dear Sir,\nplease find enclosed, as agreed,\nour statement.\n"),
        ("line.txt", b"Hello, world\n"),
        ("data.json", b'[{"a": 1, "b": 2},\n{"a": 3, "b": 4}]\n'),
        ("a.xml", b"<a>\n<b x='1,2'/>\n<b x='3,4'/>\n</a>\n"),
        ("chart.sql", b"insert into chart (a,b) values (1,2);\ninsert into chart (a,b) values (3,4);\n"),
        ("a.pdf", b"%PDF-1.4\na,b\nc,d\n"),
        ("a.bin", bytes(range(256)) * 5),
        ("print.txt", b"Store 1, 0               0A000000\nStore 2, 0               0B000000\n" * 9),
        ("empty.csv", b""),
    ],
)
def test_what_is_no_table_is_left_to_others(tmp_path: Path, name: str, data: bytes) -> None:
    """Prose, other formats, print-outs and binary files are none of its kind."""
    path = tmp_path / name
    path.write_bytes(data)
    assert recognise(Sample.of(path)) is None


@given(st.binary(max_size=1500), st.sampled_from(["x.csv", "x.dat"]))
def test_no_bytes_are_too_odd(data: bytes, name: str) -> None:
    """Whatever the bytes, there are settings with reasons, or none."""
    found = recognise(Sample(Path(name), data, len(data)))
    assert found is None or len(found.evidence) >= 3


@given(
    st.lists(
        st.sampled_from(['a;"b"', "1;2;3", "", "# c", "x", '"', "01.02.2024;5,00", "Summe;", "\x00;\x1a"]), max_size=30
    )
)
def test_no_lines_are_too_odd(lines: list[str]) -> None:
    """Pieces of tables in any order give settings that the model takes, or none."""
    data = "\r\n".join(lines).encode()
    found = recognise(Sample(Path("x.csv"), data, len(data)))
    assert found is None or isinstance(found.settings, DelimitedFormat)
