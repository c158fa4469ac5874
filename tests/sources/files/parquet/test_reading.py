"""Parquet files in pieces."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.format import Piece
from legacy_adapters.sources.files.parquet.reading import leaves, open_file, told
from legacy_adapters.sources.files.parquet.settings import ParquetSettings


def write(folder: Path, table: pa.Table, **options: Any) -> Path:
    """A file of this table."""
    path = folder / "a.parquet"
    pq.write_table(table, path, **options)
    return path


def pieces(
    path: Path, columns: list[str] | None = None, after: str | None = None, most: int = 1000, **stated: Any
) -> list[Piece]:
    """What is read."""
    found = list(ParquetSettings.model_validate(stated).read(path, None, columns, after, most))
    for piece in found:
        piece.rows.validate(full=True)
        assert len(piece.origin) == piece.rows.num_rows <= most
    return found


def rows(path: Path, columns: list[str] | None = None, **stated: Any) -> list[dict[str, Any]]:
    """All rows."""
    return [row for piece in pieces(path, columns, **stated) for row in piece.rows.to_pylist()]


def numbers(count: int) -> pa.Table:
    """A table with a number and a text in each row."""
    return pa.table({"n": range(count), "t": [f"text {i % 7}" for i in range(count)]})


@pytest.mark.parametrize("most", [1, 3, 10, 100])
@pytest.mark.parametrize("group", [4, 7, 1000])
def test_it_goes_on_behind_every_piece(tmp_path: Path, most: int, group: int) -> None:
    """Whatever the row groups are, from each position the same pieces come that came before."""
    path = write(tmp_path, numbers(25), row_group_size=group)
    whole = pieces(path, most=most)
    assert [row["n"] for piece in whole for row in piece.rows.to_pylist()] == list(range(25))
    assert [origin for piece in whole for origin in piece.origin.to_pylist()] == [f"row {i}" for i in range(1, 26)]
    for i, piece in enumerate(whole):
        assert pieces(path, after=piece.position, most=most) == whole[i + 1 :]


def test_structures_are_taken_apart(tmp_path: Path) -> None:
    """Members are called by their path; where there is no structure, they are null."""
    table = pa.table({"c": [{"id": 1, "a": {"zip": "0012"}}, None], "n": [1, 2]})
    path = write(tmp_path, table)
    assert rows(path) == [{"c.id": 1, "c.a.zip": "0012", "n": 1}, {"c.id": None, "c.a.zip": None, "n": 2}]
    assert rows(path, ["c.a.zip"]) == [{"c.a.zip": "0012"}, {"c.a.zip": None}]
    assert len(leaves(table.to_batches()[0].columns)) == 3


def test_wanted_columns(tmp_path: Path) -> None:
    """In the order that was asked for; none at all still has rows; an unknown one gets the nearest."""
    path = write(tmp_path, numbers(3))
    assert pieces(path, ["t", "n"])[0].rows.schema.names == ["t", "n"]
    assert pieces(path, [])[0].rows.num_rows == 3
    with pytest.raises(ConfigError, match="There are: n, t"):
        pieces(path, ["text"])


def test_names_that_are_there_twice_or_have_points(tmp_path: Path) -> None:
    """Each column is read, under a name of its own."""
    table = pa.Table.from_arrays([pa.array([i]) for i in range(4)], names=["x", "x", "", "a.b"])
    path = write(tmp_path, table)
    assert rows(path) == [{"x": 0, "x_2": 1, "column": 2, "a.b": 3}]
    assert rows(path, ["a.b", "x_2"]) == [{"a.b": 3, "x_2": 1}]
    both = write(tmp_path, pa.table({"a": [{"b": 1}], "a.b": [2]}))
    assert rows(both) == [{"a.b": 1, "a.b_2": 2}]


def test_texts_that_are_there_once_do_not_fill_the_memory(tmp_path: Path) -> None:
    """A file of some hundred bytes that stands for 200 GB is read in bounded pieces."""
    text = pa.array(["x" * 1_000_000])
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000, pa.int32()), text)
    path = write(tmp_path, pa.table({"t": column}), compression="zstd", store_schema=False)
    assert path.stat().st_size < 5000
    found = ParquetSettings().read(path, None, None, None, 32_768)
    first, second = next(found), next(found)
    assert first.rows.num_rows == second.rows.num_rows == 67
    assert (first.position, second.origin[0].as_py()) == ("67", "row 68")
    found.close()
    resumed = next(ParquetSettings().read(path, None, None, first.position, 32_768))
    assert (resumed.position, resumed.rows) == (second.position, second.rows)


def test_a_column_beyond_the_limit(tmp_path: Path) -> None:
    """It is refused before it is unpacked."""
    path = write(tmp_path, pa.table({"t": ["x" * 10_000]}), use_dictionary=False)
    with pytest.raises(BadPart, match="max_column_chunk"):
        rows(path, max_column_chunk=5000)


def test_too_many_columns(tmp_path: Path) -> None:
    """10,001 columns are no table."""
    path = write(tmp_path, pa.table({f"c{i}": [i] for i in range(10_001)}))
    with pytest.raises(BadPart, match="10,000 columns"):
        rows(path)


def test_faults_are_those_of_their_rows(tmp_path: Path) -> None:
    """Also in the second piece."""
    path = write(tmp_path, pa.table({"b": [None, None, b"\xff", None]}))
    found = pieces(path, most=2)
    assert found[0].faults is None
    assert found[1].faults is not None
    assert found[1].faults.to_pylist() == [{"row": 0, "column": "b", "code": "binary_value", "text": "ff"}]


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1", b"a;b\n1;2\n", b"PAR1\xff\xff\xff\x7fPAR1"]
)
def test_what_is_no_parquet(tmp_path: Path, content: bytes) -> None:
    """It is told in words."""
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(BadPart, match="damaged"):
        rows(tmp_path / "a.parquet")


def test_encrypted(tmp_path: Path) -> None:
    """It is refused in words."""
    (tmp_path / "a.parquet").write_bytes(b"PARE" + b"\0" * 50 + b"PARE")
    with pytest.raises(BadPart, match="encrypted"):
        rows(tmp_path / "a.parquet")


def test_cut_off_and_changed(tmp_path: Path) -> None:
    """Wherever a file ends and whichever byte is another, it is read or told in words, and nothing else is raised."""
    path = write(tmp_path, numbers(50), compression="snappy")
    content = path.read_bytes()
    chance = random.Random(1)
    for _ in range(150):
        changed = bytearray(content)
        changed[chance.randrange(4, len(content) - 8)] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(changed[: chance.choice([len(content), chance.randrange(len(content))])]))
        with suppress(BadPart):
            rows(path)


def test_a_table_of_another_name(tmp_path: Path) -> None:
    """There is one only."""
    path = write(tmp_path, numbers(1))
    with pytest.raises(ConfigError, match="one table"), open_file(path, ParquetSettings(), "sheet"):
        pass


def test_errors_of_the_system_are_left() -> None:
    """Only what is wrong with the file is damage."""
    with pytest.raises(FileNotFoundError), told(Path("a")):
        raise FileNotFoundError(2, "no such file")
    with pytest.raises(BadPart, match="Corrupt"), told(Path("a")):
        raise OSError("Corrupt snappy data")
