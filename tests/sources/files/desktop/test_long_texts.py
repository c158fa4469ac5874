"""Long texts from a file of their own."""

from __future__ import annotations

from legacy_adapters.core.batch import BATCH_BYTES
from legacy_adapters.sources.files.desktop.code_page import CodePage
from legacy_adapters.sources.files.desktop.long_texts import TextLost, fetch


def read(place: int) -> bytes | None:
    """Text 0 is none, and there are no negative ones."""
    if place < 0:
        raise TextLost("missing_memo", f"block {place}")
    return None if place == 0 else b"x" * place


def test_texts_are_fetched_row_by_row() -> None:
    """None where there is none; what cannot be fetched is a fault with its place."""
    used, (first, second) = fetch([[1, 0, 2], [-9, 3, 0]], 3, read)
    assert (used, first.texts, second.texts) == (3, [b"x", None, b"xx"], [None, b"xxx", None])
    assert [(fault.row, fault.code, fault.text) for fault in second.faults] == [(0, "missing_memo", "block -9")]


def test_large_texts_make_small_pieces() -> None:
    """As many rows as fit, and each at least once."""
    size = BATCH_BYTES // 4 + 1
    used, (found,) = fetch([[size] * 10], 10, read)
    assert used == len(found.texts) == 4
    used, (found,) = fetch([[BATCH_BYTES + 1] * 2], 2, read)
    assert used == len(found.texts) == 1


def test_texts_are_decoded_with_their_faults() -> None:
    """None is null, nothing is empty, and what is binary is hexadecimal."""
    used, (found,) = fetch([[b"a\xe4", None, b"", b"\x81"]], 4, lambda text: text)
    texts, faults = found.decode(CodePage.named("cp1252"))
    assert (used, texts.to_pylist()) == (4, ["aä", None, "", None])
    assert [(fault.row, fault.code) for fault in faults] == [(3, "undecodable")]
    assert found.decode(None)[0].to_pylist() == ["61e4", None, "", "81"]
