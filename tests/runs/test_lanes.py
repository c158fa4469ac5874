"""What a pipeline says and what the source has are brought together, with the place of what does not fit."""

from __future__ import annotations

import pytest

from legacy_adapters.core.errors import ConfigError, StatementRefused
from legacy_adapters.runs.lanes import (
    CompiledStream,
    Making,
    compile_streams,
    declare_streams,
    make_lane,
    placed,
    watched_entities,
)
from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from legacy_adapters.runs.report import now
from tests.runs.books import Books

INCREMENTAL = ("    table: GLTRAN\n", "    table: GLTRAN\n    incremental: {column: changed}\n")
APPEND = ("kind: file", "kind: file\n  mode: append")


def compiled(books: Books) -> list[CompiledStream]:
    """The streams of the pipeline file as it is now."""
    loaded = load_pipeline(books.pipeline)
    with loaded.source.connect() as connection:
        return compile_streams(loaded, connection)


def test_only_the_columns_that_are_needed_are_read(books: Books) -> None:
    """The watermark is one of them where there is one, as the source writes it."""
    (stream,) = compiled(books)
    assert sorted(stream.columns) == ["BELNR", "BETRAG", "BTEXT", "BUDAT", "KONTO", "LFDNR"]
    books.describe(INCREMENTAL, APPEND)
    (stream,) = compiled(books)
    assert stream.watermark == "CHANGED"
    assert stream.columns[-1] == "CHANGED"


def test_only_an_incremental_stream_has_a_lookback(books: Books) -> None:
    """Its memory is asked by the name of the source's column."""
    for changes, column in (((), None), ((INCREMENTAL, APPEND), "CHANGED")):
        books.describe(*changes)
        loaded = load_pipeline(books.pipeline)
        with loaded.source.connect() as connection:
            (stream,) = compile_streams(loaded, connection)
            lane = make_lane(stream, connection, Making("hq", "run-1", now(), "print"), lambda rows: ())
        assert (lane.lookback and lane.lookback.column) == column
        assert lane.stamps["gl_line"].source_id == "hq"


def test_keys_are_watched_unless_they_may_repeat(books: Books) -> None:
    """One mapping that keeps duplicates is enough for an entity."""
    assert watched_entities(declare_streams(load_pipeline(books.pipeline))) == ["gl_line"]
    books.describe(("to: gl_line", "to: gl_line\n      on_duplicate: keep"))
    assert watched_entities(declare_streams(load_pipeline(books.pipeline))) == []


@pytest.mark.parametrize("kind", [ConfigError, StatementRefused])
def test_an_error_gets_file_and_line_and_keeps_its_kind(kind: type[ConfigError], books: Books) -> None:
    """What only shows once the source is open is said as what shows in the file."""
    loaded = load_pipeline(books.pipeline)
    with pytest.raises(kind) as caught, placed(loaded, "streams", "gl", "table"):
        raise kind("is wrong", where="table", hint="Mend it.")
    assert str(caught.value) == f"{books.pipeline}:9: table: is wrong\n  Mend it."
    with pytest.raises(kind) as caught, placed(loaded, "source"):
        raise kind("is wrong")
    assert str(caught.value) == f"{books.pipeline}:3: is wrong"
