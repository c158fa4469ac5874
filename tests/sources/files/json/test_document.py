"""Arrays of records within JSON documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.json.document import entries, open_json, record_paths
from legacy_adapters.sources.files.json.entry import Place
from tests.sources.files.json.documents import write


def values(path: Path, records: tuple[str, ...] | None, after: Place | None = None) -> list[object]:
    """The values of all records, or what is wrong with them."""
    return [entry.value if entry.code is None else entry.code for entry in entries(path, records, after or Place())]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("[1]", [()]),
        ('{"a": 1}', []),
        ('{"a": [1], "b": {"c": [2]}, "d": [3]}', [("a",), ("b", "c"), ("d",)]),
        ('{"meta": {"x": [1]}, "data": {"in": {"rows": [{}]}}, "z": [[{"a": 1}]]}', [("data", "in", "rows")]),
        ('{"a": ' * 9 + '{"b": [{}]}' + "}" * 9, []),
        ('{"tags": ["x"], "rows": [ {"a": "]"} ]}', [("rows",)]),
    ],
)
def test_where_records_may_lie(tmp_path: Path, text: str, paths: list[tuple[str, ...]]) -> None:
    """The document, or arrays in its objects; arrays of objects before others; not in all depths."""
    assert record_paths(write(tmp_path, text)) == paths


def test_records_deep_in_a_document(tmp_path: Path) -> None:
    """Whatever stands before and behind them."""
    text = '{"x": [{"r": [9]}, "]}"], "a": {"y": {"r": [8]}, "r": [1, [2], {"b": 3}], "z": {}}, "r": [7]}'
    assert values(write(tmp_path, text), ("a", "r")) == ["1", ["2"], {"b": "3"}]
    assert values(write(tmp_path, text), ("r",)) == ["7"]


def test_it_goes_on_behind_each_record(tmp_path: Path) -> None:
    """From the place of each the others come, with their numbers; also from where one begins."""
    path = write(tmp_path, '\ufeff{"ü": "x", "r": [ {"a": "é"} , 2,3 ], "z": 1}')
    found = list(entries(path, ("r",), Place()))
    assert [entry.origin for entry in found] == ["r[1]", "r[2]", "r[3]"]
    for i, entry in enumerate(found):
        assert list(entries(path, ("r",), entry.end)) == found[i + 1 :]
        assert list(entries(path, ("r",), entry.start)) == found[i:]


def test_a_document_that_is_one_record(tmp_path: Path) -> None:
    """It comes once."""
    path = write(tmp_path, '{"a": 1}')
    (only,) = entries(path, None, Place())
    assert (only.value, only.origin) == ({"a": "1"}, "record 1")
    assert list(entries(path, None, only.end)) == []


def test_records_without_an_array_around_them(tmp_path: Path) -> None:
    """They come one after the other, each over as many lines as it has."""
    path = write(tmp_path, '{\n  "a": [{"b": 1}]\n}\n{\n"a": oops}\n{"a": 3}')
    assert record_paths(path) == []
    found = list(entries(path, None, Place()))
    assert [entry.origin for entry in found] == ["record 1", "record 2", "record 3"]
    assert [entry.code for entry in found] == [None, "malformed", None]
    for i, entry in enumerate(found):
        assert list(entries(path, None, entry.end)) == found[i + 1 :]


@pytest.mark.parametrize("text", ["[]", " [ ] ", '{"r": []}'])
def test_no_records(tmp_path: Path, text: str) -> None:
    """An empty array has none."""
    assert values(write(tmp_path, text), ("r",) if "r" in text else ()) == []


def test_records_that_cannot_be_read(tmp_path: Path) -> None:
    """They are passed over, with their text, and those behind them come."""
    text = '[{"a": 1}, {"a": oops, "b": [1, "]"]}, {"a": 1, "a": 2}, , {"a": NaN}, {"a": 5}, {"a": x}]'
    found = list(entries(write(tmp_path, text), (), Place()))
    assert [entry.code for entry in found] == [
        None,
        "malformed",
        "malformed",
        "malformed",
        "malformed",
        None,
        "malformed",
    ]
    assert found[1].text == '{"a": oops, "b": [1, "]"]}'
    assert found[3].text == ""
    assert [entry.origin for entry in found] == [f"[{i}]" for i in range(1, 8)]


def test_a_record_nested_without_measure(tmp_path: Path) -> None:
    """100,000 arrays in each other are one record that cannot be read."""
    path = write(tmp_path, '[{"a":' + "[" * 100_000 + "]" * 100_000 + '}, {"a": 1}]')
    assert values(path, ()) == ["malformed", {"a": "1"}]


def test_a_text_of_many_megabytes(tmp_path: Path) -> None:
    """A record of 100 MB is passed over, and so is one with a field of 20 MB."""
    huge, long = "x" * 100_000_000, "y" * 20_000_000
    path = write(tmp_path, f'[{{"a": "{huge}"}}, {{"a": "{long}"}}, {{"a": 3}}]')
    found = list(entries(path, (), Place()))
    assert [entry.code for entry in found] == ["field_too_long", "field_too_long", None]
    assert len(found[0].text) <= 10_000


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[{"a": 1}, {"a"', "ends"),
        ('[{"a": 1}', "ends"),
        ('[{"a": 1}]]', "behind the end"),
        ('[{"a": 1}]\n[{"a": 2}]', "behind the end"),
        ("", "no JSON"),
        ("[1 2]", "stands where"),
        ("7", "'7' stands|no JSON"),
    ],
)
def test_documents_that_are_none(tmp_path: Path, text: str, what: str) -> None:
    """What is cut off, or two documents in one, is an error."""
    with pytest.raises(BadPart, match=what):
        values(write(tmp_path, text), ())


def test_what_stands_behind_the_records_is_read_too(tmp_path: Path) -> None:
    """A document that is cut off behind them, or has them twice, is an error."""
    with pytest.raises(BadPart, match="ends"):
        values(write(tmp_path, '{"a": {"r": [1]'), ("a", "r"))
    with pytest.raises(BadPart, match="'r' is there twice"):
        values(write(tmp_path, '{"r": [1], "x": 2, "r": [3]}'), ("r",))


@pytest.mark.parametrize("text", ['{"a": 1}', '{"a": {"b": {}}}', '{"a": {}}', '{"a": [{"b": []}]}', "[1]"])
def test_no_such_array(tmp_path: Path, text: str) -> None:
    """The error says how far the way goes."""
    with pytest.raises(ConfigError, match=r"no array at 'a\.b'"):
        values(write(tmp_path, text), ("a", "b"))


def test_other_encodings(tmp_path: Path) -> None:
    """UTF-16 is named; a mark before UTF-8 is passed over."""
    with pytest.raises(BadPart, match="UTF-16"):
        values(write(tmp_path, '[{"a": 1}]'.encode("utf-16")), ())
    with open_json(write(tmp_path, b"\xef\xbb\xbf[1]")) as (_, start):
        assert start == 3


@pytest.mark.parametrize("content", [b'{"a": 1}]', b'{"a": 1}, {"a": 2}', b'{"a": 1}}', b'{"a": 1} x]'])
def test_signs_between_records_are_no_records(tmp_path: Path, content: bytes) -> None:
    """A bracket or a comma that belongs to no record is named, and does not give records without end."""
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(BadPart, match="where a record must begin"):
        list(entries(path, None, Place()))
