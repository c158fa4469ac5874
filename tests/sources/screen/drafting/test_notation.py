"""Texts as YAML."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.drafting.notation import comment, flow, scalar

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_a_text_is_the_same_text_again(text: str) -> None:
    """Whatever it holds: the loader, to which everything is text, gives it back, alone and within a mapping."""
    assert yaml.load(f"a: {scalar(text)}\n", yaml.BaseLoader) == {"a": text}
    assert yaml.load(f"a: {flow({'b': [text, text]})}\n", yaml.BaseLoader) == {"a": {"b": [text, text]}}


@given(TEXTS)
def test_no_other_loader_takes_it_for_something_else(text: str) -> None:
    """A year, `no` or `null` is not written plainly, so that an editor shows what is meant."""
    assert yaml.safe_load(f"a: {scalar(text)}\n") == {"a": text}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("text=Log off", "text=Log off"),
        ("No.", "No."),
        ("Account / Number", "Account / Number"),
        ("#go", '"#go"'),
        ("2003", '"2003"'),
        ("no", '"no"'),
        ("", '""'),
        ('role=button[name="Go"]', "'role=button[name=\"Go\"]'"),
        (r"(\d+)", r"'(\d+)'"),
    ],
)
def test_texts_are_quoted_where_they_must_be(text: str, written: str) -> None:
    """Plain words stay plain; what has quotes or backslashes stands in single quotes."""
    assert scalar(text) == written


@given(st.text())
def test_nothing_leaves_a_comment(text: str) -> None:
    """Every line of it is one, whatever ends a line in YAML."""
    lines = comment(text, "  ")
    assert all(line.startswith("  #") for line in lines)
    assert yaml.safe_load("\n".join([*lines, "a: b"]).encode("utf-8", "replace")) == {"a": "b"}
