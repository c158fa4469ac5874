"""What must hold between the parts of a pipeline."""

from __future__ import annotations

import pytest

from legacy_adapters.core.secrets import Secrets
from legacy_adapters.runs.pipeline.checks import check_replace, check_state, growing_streams, literal_passwords
from legacy_adapters.runs.pipeline.settings_errors import Problems
from legacy_adapters.runs.pipeline.yaml_file import parse_yaml
from legacy_adapters.sinks.files.settings import FileSink, StdoutSink

STREAMS = parse_yaml("full: {table: A}\npart:\n  incremental: {column: C}\nnone: {incremental: ~}\nodd: text\n", "x")


def test_growing_streams_are_found() -> None:
    """A stream that states how changes are told is incremental."""
    assert [(one.path[1], one.place.line) for one in growing_streams(STREAMS, None)] == [("part", 3)]
    assert growing_streams(parse_yaml("text", "x"), None) == []


@pytest.mark.parametrize("path", ["out/{entity}.csv", "out/{company_id}/{entity}.jsonl"])
def test_an_incremental_stream_cannot_replace(path: str) -> None:
    """It would take away what earlier runs delivered; what to do instead is said."""
    problems = Problems(Secrets())
    check_replace(growing_streams(STREAMS, None), FileSink(path=path), problems)
    (problem,) = problems.found
    assert (problem.place.line, problem.key) == (3, "streams.part.incremental")
    assert "mode: append" in problem.hint
    assert "{run} or {date}" in problem.hint


@pytest.mark.parametrize(
    "sink",
    [
        FileSink(path="out/{entity}.csv", mode="append"),
        FileSink(path="out/{entity}-{run}.csv"),
        FileSink(path="out/{date}/{entity}.csv"),
        StdoutSink(),
        None,
    ],
)
def test_files_of_their_own_or_appended_are_right(sink: object) -> None:
    """What keeps the earlier files is no fault, and a sink that is wrong itself is told elsewhere."""
    problems = Problems(Secrets())
    check_replace(growing_streams(STREAMS, None), sink, problems)
    assert problems.found == []


def test_a_full_stream_may_replace() -> None:
    """Without incremental streams everything is delivered anew."""
    problems = Problems(Secrets())
    check_replace(growing_streams(parse_yaml("full: {table: A}", "x"), None), FileSink(path="a.csv"), problems)
    assert problems.found == []


def test_parameters_that_choose_need_a_state_of_their_own() -> None:
    """Two companies with one watermark would lose rows: the name must tell them apart."""
    problems = Problems(Secrets())
    check_state(growing_streams(STREAMS, None), {"company"}, problems)
    (problem,) = problems.found
    assert problem.key == "streams.part.incremental"
    assert "company chooses what is read" in problem.what
    assert "name: gl-${param:company}" in problem.hint


def test_without_such_parameters_or_streams_nothing_is_wrong() -> None:
    """Full reads have no watermark to share."""
    problems = Problems(Secrets())
    check_state(growing_streams(STREAMS, None), set(), problems)
    check_state(growing_streams(parse_yaml("full: {table: A}", "x"), None), {"company"}, problems)
    assert problems.found == []


def test_a_password_in_the_file_is_noted() -> None:
    """It works, but others can read it; placeholders are no passwords."""
    tree = parse_yaml(
        "url: postgresql://me:tr0ub4dor@h/db\nother: {deep: ['x;PWD=secret;']}\n"
        "good: postgresql://me:${env:PW}@h/db\nodbc: odbc:Driver={X};PWD=${env:PW}\nnone: ~\n",
        "gl.yaml",
    )
    notes = list(literal_passwords(tree, ("source",)))
    assert [note.partition(" holds")[0] for note in notes] == [
        "gl.yaml:1: source.url",
        "gl.yaml:2: source.other.deep[0]",
    ]
    assert "tr0ub4dor" not in "".join(notes)
