"""The options of text formats, as a pipeline file gives them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from legacy_adapters.sinks.text.settings import TextOptions


def options(**given: str) -> TextOptions:
    return TextOptions.model_validate(given)


def test_every_option_may_come_as_text() -> None:
    """YAML without types gives text for booleans and choices."""
    given = options(envelope="true", bom="yes", header="false", formula_guard="on", decimal=",", delimiter=";")
    assert (given.envelope, given.bom, given.header, given.formula_guard) == (True, True, False, True)


def test_the_defaults_are_those_of_rfc_4180() -> None:
    """Comma, CRLF, UTF-8 without a byte order mark, a header, quotes where needed."""
    plain = TextOptions()
    assert (plain.delimiter, plain.line_end, plain.encoding, plain.bom) == (",", "crlf", "utf-8", False)
    assert (plain.header, plain.quoting, plain.decimal) == (True, "minimal", ".")


@pytest.mark.parametrize(
    ("given", "meant"), [("tab", "\t"), ("\\t", "\t"), ("\t", "\t"), ("Semicolon", ";"), ("|", "|")]
)
def test_a_delimiter_has_names(given: str, meant: str) -> None:
    """A tab is hard to see in YAML, so it may be named."""
    assert options(delimiter=given).delimiter == meant


@pytest.mark.parametrize("delimiter", ["", "::", '"', "\n", "\r", "ß", "a", "0", "-", ".", ":", "'", " "])
def test_a_delimiter_that_breaks_files_is_refused(delimiter: str) -> None:
    """What stands in numbers and dates, quotes and line breaks cannot part cells."""
    with pytest.raises(ValidationError, match="one ASCII character"):
        options(delimiter=delimiter)


@pytest.mark.parametrize("name", ["UTF-8", "utf8", "utf_8"])
def test_utf_8_has_one_name(name: str) -> None:
    """All spellings take the fast way."""
    assert options(encoding=name).encoding == "utf-8"


@pytest.mark.parametrize("name", ["cp1252", "latin-1", "cp850", "utf-16-le", "shift_jis", "ascii"])
def test_character_sets_of_old_readers_are_taken(name: str) -> None:
    """Whatever Python can write piece by piece is an encoding."""
    assert options(encoding=name).encoding == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("klingon", "no character set that Python knows"),
        ("base64", "no character set that Python knows"),
        ("utf-8-sig", "say utf-8 with bom: true"),
        ("utf-16", "say utf-16-le with bom: true"),
        ("unicode_escape", "no character set for files"),
        ("punycode", "no character set for files"),
    ],
)
def test_an_encoding_that_cannot_be_written_is_refused(name: str, said: str) -> None:
    """Unknown ones, no character sets, and those that would set their mark into every piece."""
    with pytest.raises(ValidationError, match=said):
        options(encoding=name)


@pytest.mark.parametrize(
    ("pattern", "said"), [("%d.%Q.%Y", "%Q is not known"), ("dd.mm", "has no field"), ("%d%", "% is")]
)
def test_a_date_pattern_is_checked_before_anything_is_read(pattern: str, said: str) -> None:
    """A field that nobody knows would otherwise fail in the middle of a run."""
    with pytest.raises(ValidationError, match=said):
        options(date_format=pattern)


def test_unknown_options_are_errors() -> None:
    """A misspelt option is never passed over."""
    with pytest.raises(ValidationError, match="delimeter"):
        options(delimeter=";")


def test_options_of_the_other_format_are_a_problem() -> None:
    """A delimiter means nothing in JSON Lines, and says so."""
    assert options(delimiter=";", bom="true").problem("jsonl") == "bom, delimiter cannot be stated for jsonl"
    assert options(decimals="number").problem("csv") == "decimals cannot be stated for csv"
    assert options(decimals="number").problem("jsonl") is None


def test_a_decimal_comma_needs_another_delimiter() -> None:
    """12,50 between commas would be two cells to most people."""
    assert "';'" in (options(decimal=",").problem("csv") or "")
    assert options(decimal=",", delimiter=";").problem("csv") is None


def test_a_byte_order_mark_needs_unicode() -> None:
    """cp1252 has no character for it."""
    assert "cp1252" in (options(bom="true", encoding="cp1252").problem("csv") or "")
    assert options(bom="true", encoding="utf-16-le").problem("csv") is None


def test_the_dialect_tells_forms_apart() -> None:
    """Two delimiters, or formats, must not be mixed in a file; a byte order mark at its beginning does not matter."""
    plain = options().dialect("csv")
    assert plain == options(bom="true").dialect("csv")
    assert plain != options(delimiter=";").dialect("csv")
    assert plain != options().dialect("jsonl")
    assert options(decimals="number").dialect("jsonl") != options().dialect("jsonl")
