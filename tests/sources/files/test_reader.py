"""Files one after the other: batches, positions, origins, and the end of each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.batch import Batch
from legacy_adapters.core.errors import BadPart, ConfigError, PartChanged, TotalsDiffer
from legacy_adapters.sources.files.at_hand import FileAtHand
from legacy_adapters.sources.files.reader import FilesReader, Position, Wanted, in_file
from legacy_adapters.sources.files.settings import FilesSource, FilesStream
from legacy_adapters.testing.readers import ReaderConformance
from tests.sources.files.samples import at_hand, delimited, source, stream

TRAILER = {"kind": "delimited", "delimiter": ";", "trailer": {"starts_with": "S;", "count": 2, "totals": {"B": 3}}}


class TestTwoFiles(ReaderConformance):
    """Two files of one stream keep to what every reader must keep to."""

    expected_rows = 130
    incremental = True

    @pytest.fixture
    def source(self, tmp_path: Path) -> FilesSource:
        for name, numbers in (("a.csv", range(100)), ("b.csv", range(100, 130))):
            lines = "".join(f"{n};{n * 2}\n" for n in numbers)
            (tmp_path / name).write_text(f"A;B\n{lines}")
        return source(tmp_path, max_rows_per_second=20)

    @pytest.fixture
    def stream(self) -> FilesStream:
        return stream()


def wanted(stream_: FilesStream, *, columns: tuple[str, ...] | None = None) -> Wanted:
    return Wanted("s", delimited(stream_), None, columns, 2, ".")


def read(file: FileAtHand, wanted_: Wanted, since: dict[str, str] | None = None) -> list[Batch]:
    return list(FilesReader(wanted_, lambda: iter([file])).read(since or {}))


def test_origins_name_file_hash_and_line(tmp_path: Path) -> None:
    """Also behind a field of several lines."""
    path = tmp_path / "BUCH.TXT"
    path.write_text('A;B\n1;"x\ny"\n2;z\n')
    with at_hand(path) as file:
        batches = read(file, wanted(stream()))
        origins = [origin for batch in batches for origin in batch.origin.to_pylist()]
        assert origins == [f"{file.shown} line 2", f"{file.shown} line 4"]


def test_what_is_stated_is_proven_also_of_columns_that_nobody_wants(tmp_path: Path) -> None:
    """The columns of a sum are read along, and not handed over."""
    path = tmp_path / "BUCH.TXT"
    path.write_text("A;B\n1;5\n2;6\nS;2;11\n")
    with at_hand(path) as file:
        batches = read(file, wanted(stream(format=TRAILER), columns=("A",)))
        assert [batch.rows.schema.names for batch in batches] == [["A"], ["A"]]
    path.write_text("A;B\n1;5\n2;6\nS;2;12\n")
    with at_hand(path) as file, pytest.raises(TotalsDiffer, match="states 12 as the sum of B"):
        read(file, wanted(stream(format=TRAILER), columns=("A",)))


def test_the_proof_goes_on_where_reading_goes_on(tmp_path: Path) -> None:
    """A file that was read half is proven whole."""
    path = tmp_path / "BUCH.TXT"
    path.write_text("A;B\n1;5\n2;6\n3;7\nS;3;18\n")
    with at_hand(path) as file:
        whole = read(file, wanted(stream(format=TRAILER)))
        assert whole[0].position is not None
        rest = read(file, wanted(stream(format=TRAILER)), {file.part: whole[0].position})
    assert [(b.id, b.position, b.rows.to_pylist()) for b in rest] == [
        (b.id, b.position, b.rows.to_pylist()) for b in whole[1:]
    ]


def test_a_file_that_was_read_to_its_end_is_not_read_again(tmp_path: Path) -> None:
    """Its last position says so."""
    path = tmp_path / "BUCH.TXT"
    path.write_text("A;B\n1;5\n")
    with at_hand(path) as file:
        last = read(file, wanted(stream()))[-1]
        assert last.rows.num_rows == 0
        assert last.position is not None
        assert Position.of(last.position).after is None
        assert read(file, wanted(stream()), {file.part: last.position}) == []


def test_a_file_that_changes_while_it_is_read_is_not_taken(tmp_path: Path) -> None:
    """It shows behind the last row, before the file counts as read."""
    path = tmp_path / "BUCH.TXT"
    path.write_text("A;B\n1;5\n2;6\n3;7\n")
    with at_hand(path) as file:
        batches: Iterator[Any] = FilesReader(wanted(stream()), lambda: iter([file])).read({})
        next(batches)
        with path.open("a") as more:
            more.write("4;8\n")
        with pytest.raises(PartChanged):
            list(batches)


@pytest.mark.parametrize("kind", [BadPart, ConfigError, TotalsDiffer])
def test_an_error_names_the_file_as_the_folder_has_it(kind: type[BadPart], tmp_path: Path) -> None:
    """A format sees a copy under another name."""
    path = tmp_path / "BUCH.TXT"
    path.write_text("A\n")
    with at_hand(path) as file:
        for where in (f"{file.path}: line 7", "line 7", "BUCH.TXT: line 7"):
            found = in_file(kind("is broken", where=where, hint="Ask again."), file)
            assert (type(found), found.where, found.hint) == (kind, "BUCH.TXT: line 7", "Ask again.")
