"""What every reader must keep to, as tests to inherit: a fixed order, positions that lose nothing, no traces.

    class TestOldLedger(ReaderConformance):
        expected_rows = 200

        @pytest.fixture
        def source(self, tmp_path): return DatabaseSource(url=…, max_rows_per_second=30)

        @pytest.fixture
        def stream(self): return DatabaseStream(table="GLTRAN")

The source is declared so that the stream comes in several batches: a resumed run needs something to resume.
"""

from __future__ import annotations

import os
import threading
from abc import ABC
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import pyarrow as pa
import pytest

from legacy_adapters.core.batch import BATCH_ROWS, FAULTS, WHOLE_ROW, Array, Batch, is_allowed
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import Connection, Reader, Source
from legacy_adapters.core.reject import REASONS

NAME = "suite"
"""What the stream is called in the tests."""

_OPEN_FILES = Path("/proc/self/fd")

Row = tuple[str, tuple[object, ...]]
"""A row's origin and its cells."""


class ReaderConformance(ABC):
    """Inherit it, say what is read with the fixtures ``source`` and ``stream``, and how many rows there are.

    ``resumable`` is False for a stream without an order of its own: none of its batches has a position, except the
    last. ``incremental`` is True where a second run reads only what changed.
    """

    expected_rows: ClassVar[int]
    resumable: ClassVar[bool] = True
    incremental: ClassVar[bool] = False

    @pytest.fixture
    def source(self) -> Source[Any]:
        """The declaration of the source under test."""
        pytest.fail("define a fixture `source`")

    @pytest.fixture
    def stream(self) -> Any:
        """The settings of the stream under test."""
        pytest.fail("define a fixture `stream`")

    def state_of(self, source: Source[Any]) -> object:
        """What must be the same after reading; files and their contents, say. By default the counts of all streams."""
        with source.connect() as connection:
            return connection.streams(count=True)

    @pytest.fixture
    def connection(self, source: Source[Any]) -> Iterator[Connection[Any]]:
        """The open source."""
        with source.connect() as connection:
            yield connection

    @pytest.fixture
    def whole(self, connection: Connection[Any], stream: Any) -> Sequence[Batch]:
        """All batches of a first run."""
        return _read(connection.reader(NAME, stream), {})

    def test_every_row_is_read(self, whole: Sequence[Batch]) -> None:
        """As many rows arrive as there are."""
        assert sum(batch.rows.num_rows for batch in whole) == self.expected_rows

    def test_there_is_something_to_resume(self, whole: Sequence[Batch]) -> None:
        """The stream comes in several batches, and each has a position; or it is declared not to be resumable."""
        full = [batch for batch in whole if batch.rows.num_rows]
        assert len(full) > 1, "declare the source so that its batches are smaller"
        assert all((batch.position is not None) == self.resumable for batch in full)
        assert whole[-1].position is not None, "the end of a stream has a position, from which the next run begins"

    def test_batches_are_of_the_stream_and_not_too_large(self, whole: Sequence[Batch]) -> None:
        """Each batch names its stream, and has no more rows than a batch may have."""
        assert {batch.stream for batch in whole} == {NAME}
        assert max(batch.rows.num_rows for batch in whole) <= BATCH_ROWS

    def test_the_same_twice(self, source: Source[Any], stream: Any, whole: Sequence[Batch]) -> None:
        """Read again through a new connection, batches, ids, origins, positions and cells are the same."""
        with source.connect() as connection:
            again = _read(connection.reader(NAME, stream), {})
        assert [_identity(batch) for batch in again] == [_identity(batch) for batch in whole]
        assert _rows(again) == _rows(whole)

    def test_ids_are_unique_in_their_part(self, whole: Sequence[Batch]) -> None:
        """No two batches of a part have one id."""
        ids = [(batch.part, batch.id) for batch in whole]
        assert len(set(ids)) == len(ids)

    def test_each_row_has_an_origin_of_its_own(self, whole: Sequence[Batch]) -> None:
        """There is one origin per row, none is empty, and no two are the same."""
        assert all(len(batch.origin) == batch.rows.num_rows for batch in whole)
        origins = [origin for batch in whole for origin in batch.origin.to_pylist()]
        assert all(origins)
        assert len(set(origins)) == len(origins)

    def test_columns_are_those_of_the_schema(
        self, connection: Connection[Any], stream: Any, whole: Sequence[Batch]
    ) -> None:
        """Each batch has the columns that ``schema`` promised, and only types that all others can work with."""
        schema = connection.schema(NAME, stream)
        assert all(batch.rows.schema.equals(schema) for batch in whole)
        assert [field.name for field in schema if not is_allowed(field.type)] == []

    def test_cells_can_be_used(self, whole: Sequence[Batch]) -> None:
        """Every array is what its type says: text is valid, lengths agree."""
        for batch in whole:
            batch.rows.validate(full=True)
            batch.origin.validate(full=True)
            assert batch.origin.type == pa.string()

    def test_faults_stand_for_cells_that_are_null(self, whole: Sequence[Batch]) -> None:
        """A fault names a row and a column of its batch (or the whole row), has a known code and a text, and its cell
        is null."""
        for batch in whole:
            if batch.faults is None:
                continue
            assert batch.faults.schema.equals(FAULTS)
            for fault in batch.faults.to_pylist():
                columns = batch.rows.schema.names if fault["column"] == WHOLE_ROW else [fault["column"]]
                assert all(batch.rows.column(name)[fault["row"]].as_py() is None for name in columns)
                assert fault["code"] in REASONS
                assert fault["text"] is not None

    def test_times_of_change_are_one_per_row(self, whole: Sequence[Batch]) -> None:
        """Where times of change are known, there is one for each row (or null)."""
        known: list[Array] = [b.source_modified_at for b in whole if b.source_modified_at is not None]
        assert all(times.type == pa.timestamp("us") for times in known)
        assert all(len(b.source_modified_at) == b.rows.num_rows for b in whole if b.source_modified_at is not None)

    def test_it_goes_on_behind_every_position(
        self, connection: Connection[Any], stream: Any, whole: Sequence[Batch]
    ) -> None:
        """From each position the rest comes, no more and no less, with the same ids and origins."""
        for i, batch in enumerate(whole[:-1]):
            if batch.position is not None:
                since = {b.part: b.position for b in whole[: i + 1] if b.position is not None}
                rest = _read(connection.reader(NAME, stream), since)
                assert _rows(rest) == _rows(whole[i + 1 :]), f"behind batch {batch.id!r}"
                assert [_identity(b) for b in rest] == [_identity(b) for b in whole[i + 1 :]], batch.id

    def test_the_end_begins_a_new_run(self, connection: Connection[Any], stream: Any, whole: Sequence[Batch]) -> None:
        """From the position of the end a new run reads everything, or only what changed: nothing that was not there."""
        since = {batch.part: batch.position for batch in whole if batch.position is not None}
        again = _rows(_read(connection.reader(NAME, stream), since))
        if self.incremental:
            assert set(map(repr, again)) <= set(map(repr, _rows(whole)))
            assert len(again) < self.expected_rows
        else:
            assert again == _rows(whole)

    def test_only_wanted_columns_are_read(
        self, connection: Connection[Any], stream: Any, whole: Sequence[Batch]
    ) -> None:
        """A reader of some columns has just these, in the order they were asked for, and the same rows."""
        wanted = connection.schema(NAME, stream).names[::-2]
        some = _read(connection.reader(NAME, stream, wanted), {})
        assert all(batch.rows.schema.names == wanted for batch in some)
        assert [_identity(batch) for batch in some] == [_identity(batch) for batch in whole]
        expected = [batch.rows.select(wanted).to_pylist() for batch in whole]
        assert [batch.rows.to_pylist() for batch in some] == expected

    def test_an_unknown_column_is_an_error_in_words(self, connection: Connection[Any], stream: Any) -> None:
        """A column that is not there is named."""
        with pytest.raises(ConfigError, match="no_such_column"):
            connection.reader(NAME, stream, ["no_such_column"])

    def test_it_can_be_read_again_after_an_error(
        self, connection: Connection[Any], stream: Any, whole: Sequence[Batch]
    ) -> None:
        """When the work on a batch fails, the iterator gives back what it holds: the connection can read anew."""
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                _fail_in_mid_stream(connection, stream)
        assert _rows(_read(connection.reader(NAME, stream), {})) == _rows(whole)

    def test_nothing_stays_open(self, source: Source[Any], stream: Any) -> None:
        """After the connection is closed, also by an error in mid-stream, no thread runs and no file is open."""
        with pytest.raises(ZeroDivisionError):
            self._open_and_fail(source, stream)
        before = _held()
        with pytest.raises(ZeroDivisionError):
            self._open_and_fail(source, stream)
        assert _held() == before

    def test_acknowledging_is_idempotent(
        self, connection: Connection[Any], stream: Any, whole: Sequence[Batch]
    ) -> None:
        """``acknowledge`` may be called again with the same positions."""
        reader = connection.reader(NAME, stream)
        _read(reader, {})
        upto = {batch.part: batch.position for batch in whole if batch.position is not None}
        reader.acknowledge(upto)
        reader.acknowledge(upto)

    def test_the_source_is_only_read(self, source: Source[Any], stream: Any) -> None:
        """Reading to the end leaves the source as it was."""
        before = self.state_of(source)
        with source.connect() as connection:
            _read(connection.reader(NAME, stream), {})
        assert self.state_of(source) == before

    def test_streams_are_in_the_order_of_names(self, connection: Connection[Any]) -> None:
        """What is in the source is listed by name, with counts only where they are asked for."""
        names = [info.name for info in connection.streams(count=False)]
        assert names == sorted(names)
        assert all(info.rows is None for info in connection.streams(count=False))
        assert [info.name for info in connection.streams(count=True)] == names

    def _open_and_fail(self, source: Source[Any], stream: Any) -> None:
        with source.connect() as connection:
            _fail_in_mid_stream(connection, stream)


def _fail_in_mid_stream(connection: Connection[Any], stream: Any) -> None:
    with closing(_iterator(connection.reader(NAME, stream), {})) as batches:
        next(batches)
        raise ZeroDivisionError


def _iterator(reader: Reader, since: Mapping[str, str]) -> Any:
    return reader.read(since)


def _read(reader: Reader, since: Mapping[str, str]) -> Sequence[Batch]:
    with closing(_iterator(reader, since)) as batches:
        return list(batches)


def _identity(batch: Batch) -> tuple[object, ...]:
    return (batch.part, batch.id, batch.position, batch.rows.num_rows)


def _rows(batches: Sequence[Batch]) -> list[Row]:
    """The rows in order; a cell that could not be read by its fault's text."""
    found: list[Row] = []
    for batch in batches:
        faults = {} if batch.faults is None else {(f["row"], f["column"]): f["text"] for f in batch.faults.to_pylist()}
        for i, (origin, row) in enumerate(zip(batch.origin.to_pylist(), batch.rows.to_pylist(), strict=True)):
            found.append((str(origin), tuple(faults.get((i, name), cell) for name, cell in row.items())))
    return found


def _held() -> tuple[int, int]:
    """How many threads run, and, where the system tells, how many files are open."""
    files = len(os.listdir(_OPEN_FILES)) if _OPEN_FILES.exists() else 0  # noqa: PTH208
    return threading.active_count(), files
