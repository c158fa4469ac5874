"""Tests of reading YAML as text."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.schema.yaml_document import read_yaml


@pytest.mark.parametrize("text", ["0700", "NO", "12:30:00", "1e3", "0x1F", "2024-01-02", "null", "true", "1_000", "!"])
def test_scalars_stay_text(text: str) -> None:
    """What YAML would take for a number, a truth value, a date or a time is the text that stands there."""
    assert read_yaml(f"key: '{text}'", "f.yaml").content == {"key": text}
    if text != "!":
        assert read_yaml(f"key: {text}", "f.yaml").content == {"key": text}


def test_plain_tilde_is_null() -> None:
    """Only a plain ``~`` is null; in quotes it is text, and nothing at all is empty text."""
    assert read_yaml("{a: ~, b: '~', c: }", "f.yaml").content == {"a": None, "b": "~", "c": ""}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n"])
def test_empty_file_has_no_content(text: str) -> None:
    """A file without content reads as nothing, and its place is line 1."""
    document = read_yaml(text, "f.yaml")
    assert not document.content
    assert document.where(("entity",)) == "f.yaml:1: entity"


def test_places_have_lines() -> None:
    """A place is told by file, line and key; items of a list by their name, or else counted from 1."""
    text = "version: 1\nfields:\n  - name: account_id\n    type: text\n  - type: date\nkey: [a,\n  b]\n"
    document = read_yaml(text, "f.yaml")
    assert document.where(("version",)) == "f.yaml:1: version"
    assert document.where(("fields", 0, "type")) == "f.yaml:4: fields.account_id.type"
    assert document.where(("fields", 1, "type")) == "f.yaml:5: fields.2.type"
    assert document.where(("key", 1)) == "f.yaml:7: key.2"
    assert document.where(()) == "f.yaml:1"


def test_place_that_does_not_exist_has_the_line_of_its_holder() -> None:
    """A key that is missing is looked for where it should be."""
    document = read_yaml("fields:\n  - name: a\n", "f.yaml")
    assert document.where(("fields", 0, "length")) == "f.yaml:2: fields.a.length"
    assert document.where(("fields", 7, "length")) == "f.yaml:1: fields.8.length"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "`a` is here twice; it was first on line 1"),
        ("x:\n  - {b: 1,\n     b: 2}\n", 3, "`b` is here twice; it was first on line 2"),
        ("a: &x [1]\nb: *x\n", 1, "anchors and aliases"),
        ("a: &x\n  b: *x\n", 1, "anchors and aliases"),
        ("? [1, 2]\n: 3\n", 1, "a key must be text"),
        ("a: 1\n---\nb: 2\n", 2, "this is no YAML: but found another document"),
        ("a: [1\nb: 2\n", 2, "this is no YAML: expected ',' or ']'"),
        ("a: *nowhere\n", 1, "this is no YAML: found undefined alias"),
        ("a:\n\t- b\n", 2, "this is no YAML: found character '\\t'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, what: str) -> None:
    """Duplicate keys, aliases, keys that are no text and broken YAML are errors with file and line."""
    with pytest.raises(ConfigError) as caught:
        read_yaml(text, "f.yaml")
    assert caught.value.where == f"f.yaml:{line}"
    assert caught.value.message.startswith(what)


def test_control_character_is_told() -> None:
    """A character that YAML does not allow is an error that names the file."""
    with pytest.raises(ConfigError, match=r"^f\.yaml: this is no YAML: unacceptable character"):
        read_yaml("a: \x00", "f.yaml")


def test_deep_nesting_is_refused() -> None:
    """A file that is nested thousands deep is an error, and does not end the process."""
    with pytest.raises(ConfigError, match="nested too deeply"):
        read_yaml("[" * 50_000, "f.yaml")


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufeff\x85")
)
_VALUES = st.recursive(_TEXT, lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner), max_leaves=20)


@given(st.dictionaries(_TEXT, _VALUES))
def test_quoted_text_comes_back(content: dict[str, object]) -> None:
    """Whatever is written in quotes, nested however, is read as it was."""
    text = json.dumps(content, ensure_ascii=False)
    assert read_yaml(text, "f.yaml").content == content


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text whatever raises anything but an error for people."""
    with suppress(ConfigError):
        assert read_yaml(text, "f.yaml").where(()).startswith("f.yaml:")
