"""Faults as readers of files note them, row by row, and as they are handed over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import pyarrow as pa

from legacy_adapters.core.batch import FAULTS

Fault: TypeAlias = tuple[int, str, str, str]
"""Row within the piece, column, code, text: as in ``FAULTS``."""


def as_faults(faults: Sequence[Fault]) -> pa.RecordBatch | None:
    """Faults in the form of ``FAULTS``, in the order of rows; None where there are none."""
    if not faults:
        return None
    found = [dict(zip(FAULTS.names, fault, strict=True)) for fault in sorted(faults, key=lambda fault: fault[0])]
    return pa.RecordBatch.from_pylist(found, schema=FAULTS)


def valid(text: str) -> str:
    r"""Text that Arrow can hold: a byte that was no UTF-8 is written as ``\xfc``, half a pair of surrogates as
    ``\ud800``."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join(map(_shown, text))
    return text


def _shown(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if 0xD800 <= code <= 0xDFFF else character
