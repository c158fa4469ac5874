"""YAML with every scalar as text, and its places; what is malformed names its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.pipeline.yaml_file import MAX_BYTES, MAX_NODES, Place, parse_yaml, read_yaml


def _plain(text: str) -> object:
    return parse_yaml(text, "x.yaml").plain()


@pytest.mark.parametrize(
    "scalar",
    ["0700", "NO", "no", "on", "12:30:00", "1e3", "0x1F", "1_000", "2024-01-31", ".inf", "1.10", "true", "NULL", "="],
)
def test_every_scalar_is_the_text_that_was_written(scalar: str) -> None:
    """Nothing becomes a number, a date or a truth value behind the writer's back."""
    assert _plain(f"a: {scalar}\nb: [{scalar}]\n{scalar}: c\n") == {"a": scalar, "b": [scalar], scalar: "c"}


@pytest.mark.parametrize(
    ("written", "value"),
    [("~", None), ("null", None), ("", None), ("'~'", "~"), ('"null"', "null"), ("''", ""), ("|\n  null", "null")],
)
def test_null_is_null_unless_quoted(written: str, value: str | None) -> None:
    """Only a bare ``~``, ``null`` or nothing at all is null."""
    assert _plain(f"a: {written}") == {"a": value}


@given(
    st.recursive(
        st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\x85\u2028\u2029\ufeff")),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef$ü ", min_size=1), inner, max_size=4)
        ),
        max_leaves=15,
    )
)
def test_any_json_is_read_as_it_is(value: object) -> None:
    """JSON of texts is YAML of the same texts."""
    assert _plain(json.dumps(value, ensure_ascii=False)) == value


@given(st.text(max_size=200))
def test_any_text_is_read_or_told(text: str) -> None:
    """Whatever a file holds, it is a value or an error that names the file."""
    where = "x.yaml"
    try:
        parse_yaml(text, "x.yaml").plain()
    except ConfigError as error:
        where = error.where
    assert where.startswith("x.yaml")


def test_each_value_knows_its_line() -> None:
    """The place of a value is that of its key; an item's is its own."""
    tree = parse_yaml("a: 1\nb:\n  c: |\n    text\n  d:\n  - x\n  - y: z\n", "x.yaml")
    b = tree.child("b")
    assert b is not None
    d = b.child("d")
    assert d is not None
    second = d.child(1)
    assert second is not None
    places = [b.place, b.child("c").place, d.place, second.place, second.child("y").place]  # type: ignore[union-attr]
    assert places == [Place("x.yaml", line) for line in (2, 3, 5, 7, 7)]
    assert [str(Place("x.yaml", 7)), str(Place("--param"))] == ["x.yaml:7", "--param"]


@pytest.mark.parametrize("key", ["missing", 0, "a.b"])
def test_there_is_nothing_where_nothing_is(key: str | int) -> None:
    """A key or number that is not there gives None, whatever the value is."""
    tree = parse_yaml("a: {b: [c]}", "x.yaml")
    assert tree.child(key) is None
    assert parse_yaml("[a]", "x.yaml").child("a") is None
    assert parse_yaml("[a]", "x.yaml").child(-1) is None
    assert parse_yaml("text", "x.yaml").child(0) is None


def test_an_alias_repeats_a_value_in_its_own_place() -> None:
    """What was named once stands again under the key of its second place."""
    tree = parse_yaml("a: &x {c: 1}\nb: *x\n", "x.yaml")
    assert tree.plain() == {"a": {"c": "1"}, "b": {"c": "1"}}
    again = tree.child("b")
    assert again is not None
    assert again.place.line == 2


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "a: the key is there twice, first in line 1"),
        ("a:\n  b: 1\n  b: 2\n", 3, "twice, first in line 2"),
        ("a: b: c\n", 1, "mapping values"),
        ("a:\n\tb: 1\n", 2, "cannot start any token"),
        ('a: "C:\\data"\n', 1, "unknown escape"),
        ("a: %x\n", 1, "cannot start any token"),
        ("a: [1, 2\nb: 3\n", 2, "expected"),
        ("a: *nothing\n", 1, "names nothing above it"),
        ("a: &x [*x]\n", 1, "names nothing above it"),
        ("a: !!int 5\n", 1, "is not needed"),
        ("a: !!python/object:os.system x\n", 1, "is not needed"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("? [a]\n: b\n", 1, "a key must be text"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", 3, "<< is not supported"),
        ("a: 1\nb: \x07\n", 2, "not allowed"),
    ],
)
def test_what_is_malformed_names_its_line(text: str, line: int, message: str) -> None:
    """A fault is told with file and line, as exit code 78."""
    with pytest.raises(ConfigError, match=message) as caught:
        parse_yaml(text, "x.yaml")
    assert (caught.value.where, caught.value.exit_code) == (f"x.yaml:{line}", 78)


@pytest.mark.parametrize(
    ("text", "hint"),
    [("a:\n\tb: 1", "blanks"), ('a: "C:\\data"', "single"), ("a: b: c", "quotes"), ("a: @x", "quotes")],
)
def test_common_slips_say_what_to_do(text: str, hint: str) -> None:
    """Tabs, backslashes, colons and signs at the beginning are what people stumble over."""
    with pytest.raises(ConfigError) as caught:
        parse_yaml(text, "x.yaml")
    assert hint in caught.value.hint


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_told_as_such(text: str) -> None:
    """Nothing is no pipeline."""
    with pytest.raises(ConfigError, match="empty"):
        parse_yaml(text, "x.yaml")


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    """Nine lines that would unfold to a billion values are refused at once."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    with pytest.raises(ConfigError, match=f"more than {MAX_NODES:,} values"):
        parse_yaml("\n".join(lines), "x.yaml")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_tower_of_brackets_is_refused(opening: str) -> None:
    """Nesting has an end before Python's own."""
    with pytest.raises(ConfigError, match="nested deeper"):
        parse_yaml(opening * 5000, "x.yaml")


def test_a_file_may_begin_with_a_mark_and_end_lines_as_on_windows(tmp_path: Path) -> None:
    """What editors on Windows write is read like any other file."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: K\xc3\xa4se\r\nb: 1\r\n")
    assert read_yaml(path).plain() == {"name": "Käse", "b": "1"}


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [(b"a: 1\nb: K\xe4se\n", 2, "not UTF-8"), ("a: 1".encode("utf-16"), 1, "UTF-16")],
)
def test_another_encoding_is_told(tmp_path: Path, content: bytes, line: int, message: str) -> None:
    """A file of another code page names the line of the first byte that shows it."""
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=message) as caught:
        read_yaml(path)
    assert caught.value.where == f"{path}:{line}"
    assert "UTF-8" in caught.value.hint


def test_a_file_that_is_too_large_or_missing_is_told(tmp_path: Path) -> None:
    """What cannot be a pipeline file is not read into memory."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(ConfigError, match="larger than"):
        read_yaml(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_yaml(tmp_path / "missing.yaml")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_yaml(tmp_path)
