"""The long texts of records."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np

from legacy_adapters.core.batch import BATCH_BYTES
from legacy_adapters.sources.files.dbf.memo_file import MemoFile
from legacy_adapters.sources.files.dbf.memos import fetch, pointers_of
from legacy_adapters.sources.files.format import FIELD_BYTES
from tests.sources.files.dbf.memo_bytes import fpt


def test_pointers_are_digits_or_binary() -> None:
    """Nothing points nowhere, and what is no number is known for it."""
    digits = np.frombuffer(b"        12         " + b" " + bytes(10) + b"0000000007" + b"      12x ", np.uint8)
    assert pointers_of(digits.reshape(-1, 10)) == [12, 0, 0, 7, None]
    assert pointers_of(np.frombuffer(b"\x01\x02\0\0\0\0\0\0", np.uint8).reshape(-1, 4)) == [513, 0]


def test_texts_are_fetched_record_by_record(tmp_path: Path) -> None:
    """None where there is none; what cannot be fetched is a fault with its block."""
    (tmp_path / "m.fpt").write_bytes(fpt({8: b"a", 9: b"b"}))
    with closing(MemoFile.open(tmp_path / "m.fpt", "fpt")) as file:
        used, (first, second) = fetch([[8, 0, 9], [99, None, 8]], 3, file)
    assert (used, first.texts, second.texts) == (3, [b"a", None, b"b"], [None, None, b"a"])
    assert [(fault.row, fault.code, fault.text) for fault in second.faults] == [
        (0, "missing_memo", "block 99"),
        (1, "malformed", ""),
    ]


def test_without_a_file_all_are_missing() -> None:
    """But the others are none."""
    used, (found,) = fetch([[1, 0]], 2, None)
    assert (used, found.texts, [fault.code for fault in found.faults]) == (2, [None, None], ["missing_memo"])


def test_large_texts_make_small_pieces(tmp_path: Path) -> None:
    """As many records as fit, and each at least once."""
    size = FIELD_BYTES - 8
    (tmp_path / "m.fpt").write_bytes(fpt({8: b"x" * size}))
    with closing(MemoFile.open(tmp_path / "m.fpt", "fpt")) as file:
        used, (found,) = fetch([[8] * 10], 10, file)
    assert used == len(found.texts) == BATCH_BYTES // size + 1
