"""What a pipeline file may say of delimited text."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.files.delimited.settings import DelimitedFormat

TYPES = {"types": {"01": {"name": "heads", "columns": ["kind", "no"]}, "02": {"name": "lines", "columns": ["kind"]}}}


def test_everything_may_be_text() -> None:
    """A pipeline file without types is enough, and words stand for signs that are hard to write."""
    form = DelimitedFormat.model_validate(
        {"delimiter": "tab", "quote": "none", "header": "false", "skip": "3", "comment": "#", "encoding": "cp1252"}
    )
    assert (form.delimiter, form.quote, form.header, form.skip, form.comment) == ("\t", None, False, 3, ("#",))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"encoding": "cp9999"}, "no code page that Python knows"),
        ({"encoding": "utf-7"}, "no code page that files are written in"),
        ({"encoding": "base64"}, "no code page that Python knows"),
        ({"delimiter": ";", "quote": ";"}, "must be different"),
        ({"quote": "'", "escape": "'"}, "must be different"),
        ({"delimiter": "\n"}, "line end"),
        ({"delimiter": ""}, "1 to 8 characters"),
        ({"quote": "''"}, "one character"),
        ({"columns": ["a", "a"]}, "different from each other"),
        ({"columns": ["a", " "]}, "none empty"),
        ({"records": TYPES, "columns": ["a"]}, "names its own columns"),
        ({"records": TYPES, "header": True}, "names its own columns"),
        ({"records": TYPES | {"field": 2}}, "record type 02"),
        ({"records": {"types": {"1": TYPES["types"]["01"], "2": TYPES["types"]["01"]}}}, "one table"),
        ({"skip": "-1"}, "greater than or equal to 0"),
        ({"delimeter": ";"}, "Extra inputs"),
        ({"skip_blanks": True, "delimiter": " "}, "blank"),
    ],
)
def test_what_does_not_fit_is_refused(settings: dict[str, object], message: str) -> None:
    """Each mistake is named."""
    with pytest.raises(ValidationError, match=message):
        DelimitedFormat.model_validate(settings)


def test_totals_are_those_of_the_trailer() -> None:
    """The columns that a trailer states the sums of are named, each for the table that has it."""
    assert DelimitedFormat().totals(None) == ()
    trailer = {"starts_with": "99", "totals": {"no": 2, "kind": 3}}
    assert DelimitedFormat.model_validate({"trailer": trailer}).totals(None) == ("no", "kind")
    form = DelimitedFormat.model_validate({"trailer": trailer, "records": TYPES})
    assert form.totals("lines") == ("kind",)


def test_the_parts_of_the_format_answer(tmp_path: Path) -> None:
    """Tables, columns, rows and completeness of a file are asked of its settings."""
    path = tmp_path / "gl.csv"
    path.write_bytes(b"a,b\n1,2\n")
    form = DelimitedFormat()
    assert [(info.name, info.rows) for info in form.tables(path, count=True)] == [("rows", 1)]
    assert form.schema(path, None).names == ["a", "b"]
    assert [piece.rows.to_pylist() for piece in form.read(path, None, ["b"], None, 10)] == [[{"b": "2"}]]
    assert form.is_complete(path)
