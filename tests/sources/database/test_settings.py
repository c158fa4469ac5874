"""What a pipeline file may say of a database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.database.settings import QUERY_BYTES, DatabaseSource, DatabaseStream, Incremental


def stream(folder: Path | None = None, **values: Any) -> DatabaseStream:
    return DatabaseStream.model_validate(values, context=None if folder is None else {"folder": folder})


@pytest.mark.parametrize("values", [{}, {"table": "T", "query": "SELECT 1"}, {"where": "A = 1"}])
def test_table_or_query_but_not_both(values: dict[str, str]) -> None:
    """Exactly one of them says what is read."""
    with pytest.raises(ValidationError, match="exactly one of `table` and `query`"):
        DatabaseStream.model_validate(values)


def test_a_query_is_read_from_the_pipelines_folder(tmp_path: Path) -> None:
    """The text of the file is the setting, so that a change of the file is a change of the pipeline."""
    (tmp_path / "gl.sql").write_text("\ufeffSELECT 'Ü'", encoding="utf-8")
    assert stream(tmp_path, query="gl.sql").query == "SELECT 'Ü'"


def test_a_query_is_text_unless_it_ends_in_sql() -> None:
    """SQL may be written in the pipeline file itself."""
    assert stream(query="SELECT 1").query == "SELECT 1"
    assert stream(query="SELECT 1\n-- from old.sql").query == "SELECT 1\n-- from old.sql"


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read"), (b"\xfc", "not UTF-8"), (b" " * (QUERY_BYTES + 1), "more than")],
)
def test_a_query_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None, message: str) -> None:
    """Missing, in another encoding, or no query at all."""
    if content is not None:
        (tmp_path / "gl.sql").write_bytes(content)
    with pytest.raises(ValidationError, match=rf"gl\.sql .*{message}"):
        stream(tmp_path, query="gl.sql")


def test_a_key_may_be_one_name() -> None:
    """``key: LFDNR`` is a list of one."""
    assert stream(table="T", key="LFDNR").key == ("LFDNR",)
    assert stream(table="T", key=["A", "B"]).key == ("A", "B")
    with pytest.raises(ValidationError, match="key"):
        stream(table="T", key=[])


def test_a_schema_belongs_to_a_table() -> None:
    """It has the name it has in the pipeline file, and none in a query."""
    assert stream(table="T", schema="dbo").schema_name == "dbo"
    with pytest.raises(ValidationError, match="`schema` belongs to `table`"):
        stream(query="SELECT 1", schema="dbo")


@pytest.mark.parametrize(
    ("text", "window"),
    [(None, 0), ("2 days", timedelta(days=2)), ("12 hours", timedelta(hours=12)), ("1000", 1000), (1000, 1000)],
)
def test_a_lookback_is_a_time_or_a_number(text: object, window: object) -> None:
    """Scalars may arrive as text, or as Python has them."""
    assert Incremental.model_validate({"column": "C", "lookback": text}).window == window


def test_a_wrong_lookback_shows_right_ones() -> None:
    """The message has examples."""
    with pytest.raises(ValidationError, match="write `2 days`, `12 hours`, or `1000`"):
        stream(table="T", incremental={"column": "C", "lookback": "2 moons"})


@pytest.mark.parametrize("hours", ["20:00-06:00", "8:00 - 24:00"])
def test_hours_are_two_times(hours: str) -> None:
    """From the one to the other, also over midnight."""
    assert DatabaseSource(url="sqlite:///x", hours=hours).hours == hours


@pytest.mark.parametrize("hours", ["20:00", "25:00-06:00", "20-6", "20:00-06:60"])
def test_wrong_hours_are_refused(hours: str) -> None:
    """What is no two times of day."""
    with pytest.raises(ValidationError, match="hours"):
        DatabaseSource(url="sqlite:///x", hours=hours)


@pytest.mark.parametrize("field", ["max_rows_per_second", "connections", "timeout"])
def test_limits_are_positive(field: str) -> None:
    """Zero rows per second would never end."""
    with pytest.raises(ValidationError, match=field):
        DatabaseSource.model_validate({"url": "sqlite:///x", field: "0"})


def test_a_url_is_shown_nowhere() -> None:
    """It may hold a password: neither a printed declaration nor an error has it."""
    assert "geheim" not in repr(DatabaseSource(url="postgresql://u:geheim@host/db"))
    with pytest.raises(ValidationError) as caught:
        DatabaseSource.model_validate({"url": ["postgresql://u:geheim@host/db"], "kind": "geheim"})
    assert "geheim" not in str(caught.value)


def test_settings_cannot_be_changed() -> None:
    """A declaration is the same all through a run."""
    with pytest.raises(ValidationError, match="frozen"):
        stream(table="T").table = "U"  # type: ignore[misc]


@pytest.mark.parametrize("model", [DatabaseSource, DatabaseStream])
def test_every_field_is_described(model: type[DatabaseSource | DatabaseStream]) -> None:
    """An editor that completes the pipeline file shows what each key means, by the name it has there."""
    properties = model.model_json_schema()["properties"]
    assert all(field.get("description") for field in properties.values())
    assert "schema_name" not in properties


def test_paths_start_from_the_current_folder_without_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In Python there is no pipeline file whose folder could be meant."""
    monkeypatch.chdir(tmp_path)
    assert DatabaseSource(url="sqlite:///x").folder == tmp_path
