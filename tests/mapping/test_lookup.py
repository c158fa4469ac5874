"""Tables that turn the source's codes into ours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.mapping.field_settings import LookupFile
from legacy_adapters.mapping.lookup import load_lookup
from tests.mapping.thing import batch_of, compiled, mapped, mixed, reasons, values


def test_codes_become_values_of_the_field() -> None:
    """Codes are looked up after trimming; null stays null."""
    settings = {"from": "A", "lookup": {"J": "true", "N": "false"}}
    assert values("flag", settings, {"A": ["J ", "N", None, ""]}) == [True, False, None, None]


def test_results_are_written_plainly() -> None:
    """The pipeline file is in no locale: 1.5 is 1.5 and dates are ISO."""
    locale = {"decimal": ",", "date": "%d.%m.%Y"}
    assert values("rate", {"from": "A", "lookup": {"a": "1.5"}}, {"A": ["a"]}, locale=locale) == [Decimal("1.5")]
    assert values("day", {"from": "A", "lookup": {"a": "2024-12-31"}}, {"A": ["a"]}, locale=locale) == [
        date(2024, 12, 31)
    ]


def test_a_code_that_is_not_there_is_a_reject() -> None:
    """The reason shows the code."""
    result = mapped({"name": {"from": "A", "lookup": {"a": "b"}}}, {"A": ["a", "A"]})
    assert reasons(result) == [("row 1", "name", "lookup_miss", "A")]


def test_a_star_is_for_all_other_codes() -> None:
    """Also for none of them: then the field is empty."""
    columns = {"A": ["a", "z", None]}
    assert values("name", {"from": "A", "lookup": {"a": "b", "*": "?"}}, columns) == ["b", "?", None]
    assert values("name", {"from": "A", "lookup": {"a": "b", "*": None}}, columns) == ["b", None, None]


def test_a_code_may_have_no_value() -> None:
    """A result of null is a result; the default takes its place."""
    columns = {"A": ["a", "b", None]}
    assert values("name", {"from": "A", "lookup": {"a": None, "b": "x"}}, columns) == [None, "x", None]
    assert values("name", {"from": "A", "lookup": {"a": None, "b": "x"}, "default": "d"}, columns) == ["d", "x", "d"]


def test_misses_may_be_forgiven() -> None:
    """With `on_error: null` the field is empty."""
    settings = {"from": "A", "lookup": {"a": "b"}, "on_error": "null"}
    assert values("name", settings, {"A": ["a", "z"]}) == ["b", None]


def test_typed_codes_are_looked_up_by_their_text() -> None:
    """1 is 1, whether the source holds it as a number or as text."""
    for column in ([1, 2], ["1", "2"], mixed(("1", True), ("2", False))):
        assert values("name", {"from": "A", "lookup": {"1": "one", "2": "two"}}, {"A": column}) == ["one", "two"]


def test_a_result_that_the_field_cannot_hold_is_refused() -> None:
    """The mapping is not compiled; the error names the entry."""
    with pytest.raises(ConfigError, match="'maybe' cannot be a value of flag") as error:
        compiled({"flag": {"from": "A", "lookup": {"V": "maybe"}}}, {"ID": ["1"], "A": ["V"]})
    assert error.value.where == "thing.flag.lookup.V"


def lookup_file(folder: Path, content: str, **settings: str) -> dict[str, str | None]:
    """The table of a CSV file with this content."""
    (folder / "codes.csv").write_bytes(content.encode())
    return load_lookup(LookupFile(file="codes.csv", **settings), folder)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table_is_read_from_a_file(tmp_path: Path, separator: str) -> None:
    """The first column is looked up, the second is the result; the separator is that of the header line."""
    lines = ["OLD|NEW|NOTE", "a|1|x", ' b |"2,5"|', "", "c||"]
    text = "\r\n".join(lines).replace("|", separator)
    assert lookup_file(tmp_path, "\ufeff" + text) == {"a": "1", "b": "2,5", "c": None}


def test_columns_of_a_file_can_be_named(tmp_path: Path) -> None:
    """Any two columns make a table."""
    content = "NAME,OLD,NEW\nx,a,1\n"
    assert lookup_file(tmp_path, content, key="OLD", value="NEW") == {"a": "1"}


def test_a_mapping_uses_a_file(tmp_path: Path) -> None:
    """The path is relative to the pipeline's folder; the file is named among those that the mapping was made of."""
    (tmp_path / "codes.csv").write_text("old,new\na,b\n", encoding="utf-8")
    raw = {"ID": ["1"], "A": ["a"]}
    mapping = compiled({"name": {"from": "A", "lookup": "codes.csv"}}, raw, folder=tmp_path)
    assert mapping.files == (tmp_path / "codes.csv",)
    assert values("name", {"from": "A", "lookup": "codes.csv"}, {"A": ["a", "z"]}, folder=tmp_path) == [
        "b",
        "lookup_miss",
    ]


def test_a_file_is_read_once(tmp_path: Path) -> None:
    """What a mapping does is settled when it is compiled: a file that changes later changes nothing."""
    file = tmp_path / "codes.csv"
    file.write_text("old,new\na,b\n", encoding="utf-8")
    raw = {"ID": ["1"], "A": ["a"]}
    mapping = compiled({"name": {"from": "A", "lookup": "codes.csv"}}, raw, folder=tmp_path)
    file.unlink()
    assert mapping(batch_of(raw)).records[0].rows.column("name").to_pylist() == ["b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("old,new\na,1\na,2\n", "'a' has a second result, '2' after '1'"),
        ("old,new\na\n", "the line has 1 columns, the header has 2"),
        ("old\na\n", "at least two columns"),
        ("", "at least two columns"),
        ('old,new\na,"1\n', "no CSV"),
    ],
)
def test_a_file_that_is_wrong_is_refused(tmp_path: Path, content: str, message: str) -> None:
    """The error names the file, and the line where there is one."""
    with pytest.raises(ConfigError, match=message) as error:
        lookup_file(tmp_path, content)
    assert str(tmp_path / "codes.csv") in error.value.where


def test_a_column_that_a_file_does_not_have(tmp_path: Path) -> None:
    """The nearest names are offered."""
    with pytest.raises(ConfigError, match="no column 'NWE'") as error:
        lookup_file(tmp_path, "OLD,NEW\na,1\n", value="NWE")
    assert "NEW" in error.value.hint


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing files and other encodings are named; nothing is guessed."""
    with pytest.raises(ConfigError, match="cannot be read"):
        load_lookup(LookupFile(file="missing.csv"), tmp_path)
    (tmp_path / "codes.csv").write_bytes("old,new\nä,1\n".encode("cp1252"))
    with pytest.raises(ConfigError, match="byte 9 is not UTF-8"):
        load_lookup(LookupFile(file="codes.csv"), tmp_path)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table is held in memory, so its size is bounded."""
    monkeypatch.setattr("legacy_adapters.mapping.lookup.LARGEST_FILE", 4)
    with pytest.raises(ConfigError, match="may have 4 bytes"):
        lookup_file(tmp_path, "old,new\na,1\n")
