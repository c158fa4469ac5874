"""How far a file may unpack."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart, OutputError
from legacy_adapters.sources.files.folder.packed.limits import JUDGED_FROM, Bound, Unbound, copy_within


def test_what_fits_is_copied_and_hashed(tmp_path: Path) -> None:
    """To the last byte of the bound."""
    data = b"x" * 1_000_000
    with (tmp_path / "a").open("wb") as target:
        found = copy_within(io.BytesIO(data), target, Bound(len(data), 10, 1), "a.gz")
    assert found == (hashlib.sha256(data).hexdigest(), len(data))
    assert (tmp_path / "a").read_bytes() == data


def test_one_byte_more_is_refused() -> None:
    """With what to state where it is meant."""
    bound = Bound(unpacked=1000, ratio=10, packed=1)
    bound.check(1000, "a.gz")
    with pytest.raises(BadPart, match="more than 1,000 bytes") as raised:
        bound.check(1001, "a.gz")
    assert "limits" in raised.value.hint


def test_a_small_file_may_be_packed_tightly() -> None:
    """A ratio alone harms nobody."""
    bound = Bound(unpacked=10**12, ratio=10, packed=1000)
    bound.check(JUDGED_FROM, "a.gz")
    with pytest.raises(BadPart, match="10 times its size"):
        bound.check(JUDGED_FROM + 1, "a.gz")
    Unbound().check(10**15, "a")


def test_a_full_disk_is_no_fault_of_the_file() -> None:
    """It is of the output."""

    class Full(io.BytesIO):
        name = "/tmp/x"

        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="disk full"):
        copy_within(io.BytesIO(b"x"), Full(), Unbound(), "a")
