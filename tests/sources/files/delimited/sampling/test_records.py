"""Several kinds of records in one file."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.delimited.sampling.records import record_types
from legacy_adapters.sources.files.delimited.sampling.rows import Dialect, Row, split_rows


def rows_of(text: str) -> list[Row]:
    return split_rows(text, Dialect(";", '"'), 100)


def test_records_are_told_by_their_first_field() -> None:
    """Each code has its number of fields; a header and a trailer of the file come once, at its ends."""
    found = record_types(
        rows_of("00;BANK\n01;R1;5,00;Müller\n02;R1;1\n02;R1;2\n01;R2;7,00;Meier\n02;R2;3\n99;2;12,00;5;x\n")
    )
    assert found is not None
    assert found.field == 1
    assert {code: (one.name, len(one.columns)) for code, one in found.types.items()} == {
        "00": ("record_00", 2),
        "01": ("record_01", 4),
        "02": ("record_02", 3),
        "99": ("record_99", 5),
    }
    assert found.types["02"].columns == ("type", "column_2", "column_3")


@pytest.mark.parametrize(
    "text",
    [
        "id;name\n1;a\n2;b\n3;c\n4;d\n",
        "1;a\n2;b;x\n3;c\n4;d\n5;e\n",
        "A;1\nA;2\nB;3\nB;4\n",
        "A;1\nA;2;3\nB;3\nB;4\n",
        "Müller GmbH;1\nMüller GmbH;2\nMeier AG;3;4\nMeier AG;3;4\n",
        "A;1\nB;2;3\n",
        ";1\n;2;3\n;1\n;2;3\n",
        "A;1\nX;2;3\nA;1\nB;3\nB;4\n",
    ],
    ids=["table", "ragged", "one width", "widths vary", "names", "few", "blank", "stray"],
)
def test_tables_are_not_taken_for_records(text: str) -> None:
    """Ragged rows, groups of rows and names are no kinds of records."""
    assert record_types(rows_of(text)) is None
