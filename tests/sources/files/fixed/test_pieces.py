"""From blocks to pieces: what is a row, and whether its length is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.files.fixed.given import faults_of, pieces_of, rows_of, settings, write

FIELDS = [{"name": "A", "width": 2}, {"name": "N", "width": 3, "type": "zoned"}]


def test_wrong_lengths_are_faults_with_the_record(tmp_path: Path) -> None:
    """Too short and too long; blanks behind the last field are nothing."""
    path = write(tmp_path, b"ab001\nab01\nab001   \nab001x\n")
    pieces = pieces_of(settings(fields=FIELDS), path)
    assert [row["N"] for piece in pieces for row in piece.rows.to_pylist()] == [1, None, 1, None]
    assert faults_of(pieces) == [
        {"row": 1, "column": "", "code": "wrong_length", "text": "ab01"},
        {"row": 3, "column": "", "code": "wrong_length", "text": "ab001x"},
    ]


def test_nothing_behind_a_layout_is_lost_in_silence(tmp_path: Path) -> None:
    """Neither behind a length in front, nor in records of one length, unless that is stated."""
    rdw = write(tmp_path, b"\0\x09\0\0ab001\0\x0a\0\0ab001x", "rdw")
    assert [fault["row"] for fault in faults_of(pieces_of(settings(fields=FIELDS, framing="rdw"), rdw))] == [1]
    records = {
        "field": [1, 1],
        "types": {
            "1": {"name": "a", "fields": [{"name": "A", "width": 2}]},
            "2": {"name": "b", "fields": [{"name": "B", "width": 4}]},
        },
    }
    path = write(tmp_path, b"1a  2bcd1axx", "fixed")
    assert [fault["text"] for fault in faults_of(pieces_of(settings(records=records, framing="fixed"), path, "a"))] == [
        "1axx"
    ]
    stated = settings(records=records, framing="fixed", long="ignore")
    assert faults_of(pieces_of(stated, path, "a")) == []


def test_lengths_may_be_let_pass(tmp_path: Path) -> None:
    """Short ones are filled with blanks, but a number that is cut is a fault; long ones end where the layout does."""
    path = write(tmp_path, b"a\nab\nab01\nab001x\n")
    pieces = pieces_of(settings(fields=FIELDS, short="pad", long="ignore"), path)
    assert [tuple(row.values()) for piece in pieces for row in piece.rows.to_pylist()] == [
        ("a ", None),
        ("ab", None),
        ("ab", None),
        ("ab", 1),
    ]
    assert [(fault["row"], fault["column"], fault["text"]) for fault in faults_of(pieces)] == [(2, "N", "01")]


def test_records_are_as_long_as_what_is_in_them(tmp_path: Path) -> None:
    """With conditions: each alternative has its own length."""
    book = "01 R. 05 T PIC X. 05 A PIC X(4). 05 B REDEFINES A PIC X(2).\n"
    format_ = settings(copybook=book, when={"A": {"T": "1"}, "B": {"T": ["2", "3"]}})
    path = write(tmp_path, b"1abcd\n2ab\n3ab\n1ab\n")
    assert [(row["A"], row["B"]) for row in rows_of(format_, path)] == [
        ("abcd", None),
        (None, "ab"),
        (None, "ab"),
        (None, None),
    ]
    assert [fault["row"] for fault in faults_of(pieces_of(format_, path))] == [3]


def test_counts_out_of_range(tmp_path: Path) -> None:
    """The record is a fault whole, the others are read."""
    book = "01 R. 05 N PIC 9. 05 A OCCURS 1 TO 2 DEPENDING ON N PIC X.\n"
    path = write(tmp_path, b"1a\n7abcdefg\n2ab\n0\n")
    pieces = pieces_of(settings(copybook=book), path)
    assert [row["A_1"] for piece in pieces for row in piece.rows.to_pylist()] == ["a", None, "a", None]
    assert [(fault["row"], fault["code"]) for fault in faults_of(pieces)] == [(1, "malformed")]


def test_records_of_no_known_kind(tmp_path: Path) -> None:
    """They are rows of every table, as faults; those to ignore are none."""
    records = {
        "field": [1, 1],
        "types": {
            "1": {"name": "a", "fields": [{"name": "T", "width": 2}]},
            "2": {"name": "b", "fields": [{"name": "T", "width": 3}]},
        },
        "ignore": "9",
    }
    path = write(tmp_path, b"1x\n2xy\n9\n?\n")
    format_ = settings(records=records)
    assert [(info.name, info.kind, info.rows) for info in format_.tables(path, count=True)] == [
        ("a", "record type", 2),
        ("b", "record type", 2),
    ]
    for table in ("a", "b"):
        assert [(fault["code"], fault["text"]) for fault in faults_of(pieces_of(format_, path, table))] == [
            ("unknown_record_type", "?")
        ]


@pytest.mark.parametrize("content", [b"ab001", b"ab001\n"])
def test_origins_are_lines(tmp_path: Path, content: bytes) -> None:
    """With or without a last line end; empty lines count."""
    (piece,) = pieces_of(settings(fields=FIELDS), write(tmp_path, b"\n" + content))
    assert piece.origin.to_pylist() == ["line 2"]
