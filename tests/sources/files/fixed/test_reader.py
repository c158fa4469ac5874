"""Files of fixed records, whole."""

from __future__ import annotations

import struct
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart, ConfigError
from tests.sources.files.fixed.given import faults_of, pieces_of, rows_of, settings, write

FIELDS = [{"name": "A", "width": 2}, {"name": "N", "width": 3, "type": "zoned", "decimals": 1}]
BOOK = "01 R. 05 T PIC X. 05 A PIC S9(3) COMP-3. 05 N PIC 9. 05 X OCCURS 0 TO 3 DEPENDING ON N PIC XX.\n"


def test_header_and_trailer(tmp_path: Path) -> None:
    """They are no rows; what they state is handed over with the piece that they are in."""
    format_ = settings(
        fields=FIELDS,
        header={"starts_with": "H"},
        trailer={"starts_with": "T", "count": [2, 2], "totals": {"N": [4, 4]}, "count_extra": 1},
        skip=1,
    )
    path = write(tmp_path, b"preamble\nHello\nab010\nTx005\ncd00N\nT040005\n")
    pieces = pieces_of(format_, path, most=2)
    assert [row["N"] for piece in pieces for row in piece.rows.to_pylist()] == [
        Decimal("1.0"),
        Decimal("0.5"),
        Decimal("-0.5"),
    ]
    assert [piece.stated for piece in pieces][-1] == {"count": "3", "N": "0.5"}
    assert format_.totals(None) == ["N"]
    assert format_.is_complete(path)
    assert not format_.is_complete(write(tmp_path, b"preamble\nHello\nab010\n", "cut"))


def test_a_file_that_ends_within_a_record(tmp_path: Path) -> None:
    """In a packed field or a length: the rest is read, the last record is a fault as it stands."""
    record = b"1\x12\x3c1ab"
    packed = write(tmp_path, record * 2 + record[:2], "packed")
    pieces = pieces_of(settings(copybook=BOOK, encoding="ascii", framing="fixed", record_length=6), packed)
    assert [row["A"] for piece in pieces for row in piece.rows.to_pylist()] == [123, 123, None]
    assert [(fault["row"], fault["code"], fault["text"]) for fault in faults_of(pieces)] == [
        (2, "wrong_length", "3112")
    ]
    rdw = write(tmp_path, (struct.pack(">HH", 10, 0) + record) * 2 + b"\0\x0a", "rdw")
    format_ = settings(copybook=BOOK, encoding="ascii", framing="rdw")
    assert [fault["row"] for fault in faults_of(pieces_of(format_, rdw))] == [2]
    assert not format_.is_complete(rdw)
    with pytest.raises(BadPart, match="record 1, byte 1"):
        pieces_of(format_, write(tmp_path, b"lies all the way", "lies"))
    assert not format_.is_complete(tmp_path / "lies")


def test_characters_are_counted_in_utf_8(tmp_path: Path) -> None:
    """And bytes in all other code pages; bytes that are no UTF-8 are a fault of their field."""
    path = write(tmp_path, "äb010\nab020\n".encode() + b"\xff\xe4030\n")
    pieces = pieces_of(settings(fields=FIELDS), path)
    assert [tuple(row.values()) for piece in pieces for row in piece.rows.to_pylist()] == [
        ("äb", Decimal("1.0")),
        ("ab", Decimal("2.0")),
        (None, Decimal("3.0")),
    ]
    assert [(fault["column"], fault["code"]) for fault in faults_of(pieces)] == [("A", "undecodable")]


def test_some_columns_in_another_order(tmp_path: Path) -> None:
    """Or none at all: the rows are there."""
    path = write(tmp_path, b"ab010\ncd020\n")
    format_ = settings(fields=FIELDS)
    (piece,) = format_.read(path, None, ["N", "A"], None, 10)
    assert piece.rows.schema.names == ["N", "A"]
    (piece,) = format_.read(path, None, [], None, 10)
    assert piece.rows.num_rows == 2
    with pytest.raises(ConfigError, match="no column B"):
        list(format_.read(path, None, ["B"], None, 10))
    with pytest.raises(BadPart, match="no position"):
        list(format_.read(path, None, None, "x", 10))


def test_a_missing_file(tmp_path: Path) -> None:
    """It is the caller's to say so."""
    with pytest.raises(OSError, match="nothing"):
        rows_of(settings(fields=FIELDS), tmp_path / "nothing")


FRAMINGS = st.sampled_from(
    [
        {"framing": "lines"},
        {"framing": "fixed"},
        {"framing": "rdw"},
        {"framing": "rdw", "rdw": {"size": 1, "length": [1, 1], "blocks": False}},
        {"framing": "rdw", "rdw": {"size": 2, "inclusive": False, "blocks": True}},
        {"framing": "counted"},
    ]
)
PARTS = st.sampled_from(
    [b"1", b"2", b"3", b"\n", b"\r", b"ab", b"\x12\x3c", b"\0\x08\0\0", b"\xc3\xa4", b"\xff", b"@", b"\0"]
)


@given(
    st.lists(PARTS, max_size=30).map(b"".join),
    FRAMINGS,
    st.sampled_from(["utf-8", "cp1252", "cp037"]),
    st.sampled_from([{}, {"short": "pad", "long": "ignore"}, {"occurs": "keeps_place"}]),
    st.integers(1, 4),
)
def test_any_bytes_are_rows_or_faults(
    data: bytes, framing: dict[str, Any], page: str, more: dict[str, Any], most: int
) -> None:
    """Nothing crashes or hangs; from every position the same rows go on; a whole-row fault has no cells."""
    format_ = settings(copybook=BOOK, encoding=page, **framing, **more)
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), data)
        format_.is_complete(path)
        try:
            pieces = pieces_of(format_, path, most=most)
        except BadPart:
            return
        for piece in pieces:
            piece.rows.validate(full=True)
            assert len(piece.origin) == piece.rows.num_rows
            for fault in [] if piece.faults is None else piece.faults.to_pylist():
                row = piece.rows.slice(fault["row"], 1).to_pylist()[0]
                assert set(row.values()) == {None} if fault["column"] == "" else row[fault["column"]] is None
        origins = [piece.origin.to_pylist() for piece in pieces]
        assert len({one for some in origins for one in some}) == sum(map(len, origins))
        for i, piece in enumerate(pieces):
            if piece.position is not None:
                rest = list(format_.read(path, None, None, piece.position, most))
                assert [one.rows.to_pylist() for one in rest] == [one.rows.to_pylist() for one in pieces[i + 1 :]]
                assert [one.origin.to_pylist() for one in rest] == origins[i + 1 :]
