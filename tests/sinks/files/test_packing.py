"""gzip and zstd."""

from __future__ import annotations

import gzip
import io
import shutil
import subprocess

import pytest
import zstandard

from legacy_adapters.sinks.files.packing import PackedLayout, Packing, packed
from legacy_adapters.sinks.text.csv import CsvLayout
from legacy_adapters.sinks.text.settings import TextOptions
from tests.sinks.samples import ROW, rows

BOTH: list[Packing] = ["gzip", "zstd"]


def unpacked(data: bytes, packing: Packing) -> bytes:
    if packing == "gzip":
        return gzip.decompress(data)
    return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True).read()


@pytest.mark.parametrize("packing", BOTH)
def test_pieces_one_behind_the_other_are_one_file(packing: Packing) -> None:
    """Header and batches are members or frames; readers take them for one."""
    plain = CsvLayout(ROW, {}, TextOptions())
    layout = PackedLayout(plain, packing)
    data, expected = layout.header, plain.header
    for batch in (rows("a", "b"), rows("c")):
        data += layout.render(layout.text(batch.rows))
        expected += plain.render(plain.text(batch.rows))
    assert unpacked(data, packing) == expected


@pytest.mark.parametrize("packing", BOTH)
def test_the_same_gives_the_same(packing: Packing) -> None:
    """No time, no name, nothing else that another run would not give."""
    assert packed(b"x" * 1000, packing) == packed(b"x" * 1000, packing)
    assert packed(b"x", "gzip")[4:8] == bytes(4)


@pytest.mark.parametrize("packing", BOTH)
def test_nothing_gives_nothing(packing: Packing) -> None:
    """No empty members for batches without rows, or for no header."""
    layout = PackedLayout(CsvLayout(ROW, {}, TextOptions(header=False)), packing)
    assert layout.header == b""
    assert layout.render(layout.text(rows("a").rows).clear()) == b""


@pytest.mark.parametrize(("packing", "program"), [("gzip", "gzip"), ("zstd", "zstd")])
def test_the_usual_programs_read_it(packing: Packing, program: str) -> None:
    """With their own checks of the sum."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"there is no {program} here")
    data = packed(b"one\n", packing) + packed(b"two\n", packing)
    done = subprocess.run([found, "-dc"], input=data, capture_output=True, check=True)
    assert done.stdout == b"one\ntwo\n"
