"""Where the long texts of records stand."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from legacy_adapters.sources.files.dbf.memo_file import MemoFile
from legacy_adapters.sources.files.dbf.memos import pointers_of, text_at
from legacy_adapters.sources.files.desktop.long_texts import TextLost
from tests.sources.files.dbf.memo_bytes import fpt


def test_pointers_are_digits_or_binary() -> None:
    """Nothing points nowhere, and what is no number is known for it."""
    digits = np.frombuffer(b"        12         " + b" " + bytes(10) + b"0000000007" + b"      12x ", np.uint8)
    assert pointers_of(digits.reshape(-1, 10)) == [12, 0, 0, 7, None]
    assert pointers_of(np.frombuffer(b"\x01\x02\0\0\0\0\0\0", np.uint8).reshape(-1, 4)) == [513, 0]


def test_a_pointer_leads_to_a_text(tmp_path: Path) -> None:
    """Or to none at all."""
    (tmp_path / "m.fpt").write_bytes(fpt({8: b"a"}))
    with closing(MemoFile.open(tmp_path / "m.fpt", "fpt")) as file:
        assert (text_at(8, file), text_at(0, file), text_at(0, None)) == (b"a", None, None)


@pytest.mark.parametrize(("pointer", "code", "shown"), [(None, "malformed", ""), (7, "missing_memo", "block 7")])
def test_a_pointer_to_nothing_is_told(pointer: int | None, code: str, shown: str) -> None:
    """What it is, and where the text should be."""
    with pytest.raises(TextLost) as lost:
        text_at(pointer, None)
    assert (lost.value.code, lost.value.shown) == (code, shown)
