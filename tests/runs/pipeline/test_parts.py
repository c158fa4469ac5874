"""Source, streams, mappings and sink: each read by its own settings, all faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.secrets import Secrets
from legacy_adapters.runs.pipeline.destinations import ONLY
from legacy_adapters.runs.pipeline.parts import Parts, split_stream
from legacy_adapters.runs.pipeline.settings_errors import Problems
from legacy_adapters.runs.pipeline.yaml_file import parse_yaml
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream

MAPPING = "{to: gl_line, fields: {ledger_entry_id: A, transaction_id: B}}"


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    """Reads parts of a file in an empty folder."""
    return Parts(tmp_path, Problems(Secrets()))


def _faults(parts: Parts) -> list[str]:
    return [f"{p.place.line}: {p.message}. {p.hint}" for p in parts.problems.found]


def test_a_source_has_the_settings_of_its_kind(parts: Parts, tmp_path: Path) -> None:
    """Its id is the pipeline's name where it states none, and its folder is the file's."""
    source = parts.source(parse_yaml("kind: database\nurl: sqlite:///x.db\nconnections: 2\n", "x"), "gl")
    assert isinstance(source, DatabaseSource)
    assert (source.id, source.connections, source.folder) == ("gl", 2, tmp_path)
    assert _faults(parts) == []


@pytest.mark.parametrize(("stated", "source_id"), [("id: hq", "hq"), ("id: ~", "gl"), ("id:", "gl")])
def test_a_stated_id_stays(parts: Parts, stated: str, source_id: str) -> None:
    """An id in the file wins; one that is left empty does not."""
    source = parts.source(parse_yaml(f"kind: database\nurl: sqlite:///x.db\n{stated}\n", "x"), "gl")
    assert isinstance(source, DatabaseSource)
    assert source.id == source_id


def test_a_sink_has_the_settings_of_its_kind(parts: Parts) -> None:
    """Every option is read from text."""
    (found,) = parts.destinations(
        parse_yaml("sink: {kind: file, path: 'out/{entity}.csv', envelope: true, hours: 20:00-06:00}\n", "x")
    )
    assert found.settings == FileSink(path="out/{entity}.csv", envelope=True)
    assert (found.name, found.terms.hours, found.terms.deliver) == (ONLY, "20:00-06:00", "whole")


def test_several_sinks_have_names(parts: Parts) -> None:
    """In the order of the file; one without a name is called by its kind."""
    text = "sinks:\n- {name: books, kind: file, path: a.csv}\n- {kind: queue, path: b.db, max_per_minute: '600'}\n"
    books, queue = parts.destinations(parse_yaml(text, "x"))
    assert (books.name, queue.name, queue.terms.max_per_minute) == ("books", "queue", 600)
    assert _faults(parts) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("streams: {}\n", "1: sink: is missing"),
        ("sink: {kind: stdout}\nsinks: [{kind: stdout}]\n", "2: sinks: cannot be stated beside sink"),
        ("sinks:\n- kind: fil\n", "2: sinks[0].kind: there is no sink of kind 'fil'"),
        ("sink: {kind: stdout, hours: often}\n", "1: sink.hours: 'often' are no hours. Write them as 20:00-06:00."),
        ("sink: {kind: stdout, deliver: now}\n", "1: sink.deliver: should be 'whole' or 'as_you_go'"),
        (
            "sink: {kind: stdout, max_per_minut: 1}\n",
            "1: sink.max_per_minut: unknown key. Did you mean max_per_minute?",
        ),
    ],
)
def test_wrong_sinks_name_line_and_key(parts: Parts, text: str, fault: str) -> None:
    """Whatever is wrong with one of them, none is taken."""
    assert parts.destinations(parse_yaml(text, "x")) == ()
    assert _faults(parts)[0].startswith(fault)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("url: x\n", "1: source.kind: is missing. It is one of amqp, database"),
        ("url: x\nkind: databse\n", "2: source.kind: there is no source of kind 'databse'"),
        ("kind: [a]\n", "1: source.kind: is missing"),
        ("kind: database\n", "1: source.url: is missing"),
        ("kind: database\nurll: x\nurl: sqlite:///x\n", "2: source.urll: unknown key. Did you mean url?"),
    ],
)
def test_a_wrong_source_names_line_and_key(parts: Parts, text: str, fault: str) -> None:
    """The kind is told first; without it no other key can be judged."""
    assert parts.source(parse_yaml(text, "x"), "gl") is None
    assert len(parts.problems.found) == 1
    assert _faults(parts)[0].startswith(fault)


def test_a_wrong_sink_names_line_and_key(parts: Parts) -> None:
    """The nearest kind is offered."""
    assert parts.destinations(parse_yaml("sink:\n  kind: fil\n  path: x\n", "x")) == ()
    assert _faults(parts)[0].startswith("2: sink.kind: there is no sink of kind 'fil'")


def test_a_stream_is_what_is_read_and_what_it_becomes(parts: Parts) -> None:
    """What belongs to the source goes there, the rest is one mapping or several."""
    streams = parts.streams(
        parse_yaml(f"one: {{table: A, map: {MAPPING}}}\ntwo: {{query: SELECT 1, map: [{MAPPING}, {MAPPING}]}}", "x"),
        "database",
    )
    assert _faults(parts) == []
    assert list(streams) == ["one", "two"]
    assert streams["one"].source == DatabaseStream(table="A")
    assert [mapping.to for mapping in streams["two"].map] == ["gl_line", "gl_line"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("gl: {table: A}", "1: streams.gl.map: is missing. One mapping, or a list"),
        ("gl:\n  table: A\n  map: []", "3: streams.gl.map: should be a mapping, or a list"),
        ("gl:\n  table: A\n  map: gl_line", "3: streams.gl.map: should be a mapping, or a list"),
        ("gl: [a]", "1: streams.gl: should be a mapping"),
        (f"gl:\n  tabel: A\n  table: A\n  map: {MAPPING}", "2: streams.gl.tabel: unknown key. Did you mean table?"),
        (f"gl:\n  table: A\n  mapp: 1\n  map: {MAPPING}", "3: streams.gl.mapp: unknown key. Did you mean map?"),
        (f"gl: {{map: {MAPPING}}}", "1: streams.gl: state exactly one of `table` and `query`"),
        ("gl:\n  table: A\n  map: {fields: {}}", "3: streams.gl.map.to: is missing"),
        ("gl:\n  table: A\n  map:\n  - to: gl_lin\n    fields: {}", "4: streams.gl.map[0].to: there is no entity"),
        (
            "gl:\n  table: A\n  map:\n    to: gl_line\n    fields:\n      a: B",
            "6: streams.gl.map.fields.a: gl_line has",
        ),
        ("gl:\n  table: A\n  map:\n    to: gl_line\n    key: no\n    fields: {}", "5: streams.gl.map.key: gl_line has"),
        (
            "gl:\n  table: A\n  map:\n    to: gl_line\n    key: [no]\n    fields: {}",
            "5: streams.gl.map.key: gl_line has",
        ),
    ],
)
def test_a_wrong_stream_names_line_and_key(parts: Parts, text: str, fault: str) -> None:
    """Keys of the source, of the mapping and of the entity are each told where they stand."""
    assert parts.streams(parse_yaml(text, "x"), "database") == {}
    assert len(parts.problems.found) == 1
    assert _faults(parts)[0].startswith(fault)


def test_a_field_that_is_not_there_offers_the_nearest(parts: Parts) -> None:
    """A slip in a field's name is found before anything runs; a stranger is sent to the schema."""
    text = "{to: gl_line, fields: {debit_amout: A, zzz: B}}"
    parts.mappings(parse_yaml(text, "x"), ("map",))
    assert _faults(parts) == [
        "1: map.fields.debit_amout: gl_line has no field 'debit_amout'. Did you mean debit_amount?",
        "1: map.fields.zzz: gl_line has no field 'zzz'. `schema gl_line` shows its fields.",
    ]


def test_mappings_are_judged_although_the_source_is_wrong(parts: Parts) -> None:
    """Without a kind of source its part of a stream cannot be judged, but the mapping can."""
    text = "gl: {anything: 1, map: {to: gl_line, fieldss: {}}}"
    assert parts.streams(parse_yaml(text, "x"), None) == {}
    assert [fault.partition(". ")[0] for fault in _faults(parts)] == [
        "1: streams.gl.map.fields: is missing",
        "1: streams.gl.map.fieldss: unknown key",
    ]
    assert parts.streams(parse_yaml(f"gl: {{map: {MAPPING}}}", "x"), "unknown") == {}


def test_an_entity_of_the_project_counts(parts: Parts, tmp_path: Path) -> None:
    """A file under ``entities`` that is wrong is told with its own place, at the key that needs it."""
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "own.yaml").write_text("nonsense: true\n", encoding="utf-8")
    parts.mappings(parse_yaml("{to: own, fields: {}}", "x"), ("map",))
    assert "own.yaml" in _faults(parts)[0]


def test_a_stream_is_split_in_three() -> None:
    """The mapping and what it comes after are taken out, all else stays as it is."""
    own, mapped, after = split_stream(parse_yaml("{table: A, map: {to: x}, after: b, where: w}", "x"))
    assert own.plain() == {"table": "A", "where": "w"}
    assert mapped is not None
    assert mapped.plain() == {"to": "x"}
    assert after is not None
    assert after.plain() == "b"
    assert split_stream(parse_yaml("{table: A}", "x"))[1:] == (None, None)
