"""What a footer says of its column chunks, the same as Arrow says, also where Arrow ends the process."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.parquet.footer import Chunk, chunks
from legacy_adapters.sources.files.parquet.settings import ParquetSettings

CONTRADICTION = (
    b'PAR1\x15\x00\x15"\x15",\x15\x04\x15\x00\x15\x06\x15\x06\x1c\x18\x04\x01\x00\x00\x00\x18\x04\x01\x00\x00\x00\x16'
    b"\x02(\x04\x01\x00\x00\x00\x18\x04\x01\x00\x00\x00\x11\x11\x00\x00\x00\x02\x00\x00\x00\x03\x02\x03\x00\x00\x00\x03"
    b"\x0b\x00\x01\x00\x00\x00\x15\x04\x19L5\x00\x18\x06schema\x15\x02\x004\x02\x18\x01l\x15\x02\x15\x06L<\x00\x00\x005"
    b"\x04\x18\x04list\x15\x02\x00\x15\x02%\x02\x18\x07element%\x1eL\xac\x13\x08\x11\x00\x00\x00\x16\x02\x19\x1c\x19\x1c"
    b"&\x00\x1c\x15\x02\x19%\x06\x00\x198\x01l\x04list\x07element\x15\x00\x16\x04\x16\x80\x01\x16\x80\x01&\x08<\x18\x04"
    b"\x01\x00\x00\x00\x18\x04\x01\x00\x00\x00\x16\x02(\x04\x01\x00\x00\x00\x18\x04\x01\x00\x00\x00\x11\x11\x00\x19\x1c"
    b"\x15\x00\x15\x00\x15\x02\x00<)&\x02\x02\x19F\x00\x00\x02\x02\x00\x00\x00\x16\x80\x01\x16\x02&\x08\x16\x80\x01\x00"
    b"( parquet-cpp-arrow version 26.0.1\x19\x1c\x1c\x00\x00\x00\xd5\x00\x00\x00PAR1"
)
"""A list in a column that cannot hold one: Arrow finds that out where nobody catches what it throws."""


def parquet(**options: Any) -> BytesIO:
    """A file of two groups."""
    columns: dict[str, Any] = {"n": range(9), "ä": ["x"] * 9, "s": [{"a": [b"1"], "b": None}] * 9}
    file = BytesIO()
    pq.write_table(pa.table(columns), file, row_group_size=5, **options)
    return file


@pytest.mark.parametrize("options", [{}, {"compression": "none", "use_dictionary": False}, {"write_page_index": True}])
def test_it_says_what_arrow_says(options: dict[str, Any]) -> None:
    """Paths, sizes and types of all chunks of all groups."""
    file = parquet(**options)
    metadata: Any = pq.ParquetFile(file).metadata
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    expected = [
        Chunk(one.path_in_schema, one.total_uncompressed_size, one.physical_type == "BYTE_ARRAY")
        for group in groups
        for one in (group.column(i) for i in range(group.num_columns))
    ]
    assert len(groups) == 2
    assert list(chunks(file)) == expected


def test_a_footer_that_contradicts_itself_ends_no_process(tmp_path: Path) -> None:
    """The file is refused, when it is opened or when it is read."""
    path = tmp_path / "a.parquet"
    path.write_bytes(CONTRADICTION)
    with pytest.raises(BadPart):
        list(ParquetSettings().read(path, None, None, None, 10))


def test_a_chunk_of_no_column_is_refused(tmp_path: Path) -> None:
    """Its path is another one than the schema's."""
    content = parquet(compression="none", use_dictionary=False).getvalue()
    place = content.rindex("ä".encode(), 0, content.rindex(b"ARROW:schema"))
    path = tmp_path / "a.parquet"
    path.write_bytes(content[:place] + b"xy" + content[place + 2 :])
    with pytest.raises(BadPart, match="belongs to no column"):
        ParquetSettings().schema(path, None)


@given(st.binary(max_size=60), st.integers(0, 80))
def test_any_footer_is_read_or_refused(content: bytes, length: int) -> None:
    """Nothing but ``ValueError`` comes out, and no more chunks than bytes."""
    file = BytesIO(content + length.to_bytes(4, "little") + b"PAR1")
    with suppress(ValueError):
        assert len(list(chunks(file))) <= len(content)
