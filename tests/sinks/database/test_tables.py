"""What the tables of a run are called, and which columns they have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from sqlalchemy.dialects import mysql, postgresql

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.sinks.database.settings import DatabaseSink, Mode
from legacy_adapters.sinks.database.tables import COMMIT, Wanted, check_length, staging, wanted_tables
from tests.sinks.database.places import ENTRY, sqlite_place
from tests.sinks.samples import delivery

_WAYS: dict[str, Any] = {"postgresql": postgresql, "mysql": mysql}
PG, MY = (way.dialect() for way in _WAYS.values())


def wanted(folder: Path, table: str = "{entity}", mode: Mode = "upsert", **schemas: pa.Schema) -> dict[str, Wanted]:
    settings = DatabaseSink(url="postgresql://h/d", table=table, mode=mode, schema_name="sales")
    return wanted_tables(settings, delivery(folder, schemas or {"entry": ENTRY}), PG)


def test_the_fields_then_the_envelope(tmp_path: Path) -> None:
    """In the order of files; record_id, sequence and operation are never null, record_id is the key."""
    table = wanted(tmp_path)["entry"].table
    assert table.fullname == "sales.entry"
    assert [column.name for column in table.columns] == [*ENTRY.names, *ENVELOPE.names]
    assert [column.name for column in table.columns if not column.nullable] == ["record_id", "operation", "sequence"]
    assert [column.name for column in table.primary_key] == ["record_id"]


def test_the_key_of_changes_has_the_sequence(tmp_path: Path) -> None:
    """With insert there are as many rows of a record as it has changes."""
    table = wanted(tmp_path, mode="insert")["entry"].table
    assert [column.name for column in table.primary_key] == ["record_id", "sequence"]


def test_lengths_and_meanings_come_from_the_common_schema(tmp_path: Path) -> None:
    """Texts get the length that the standard states, and every column its description."""
    found = wanted(tmp_path, gl_line=load_entity("gl_line").arrow_schema())["gl_line"]
    assert found.kinds["transaction_id"].size == 70
    assert found.kinds["company_id"].size is None
    assert all(column.comment for column in found.table.columns)


def test_two_entities_need_two_tables(tmp_path: Path) -> None:
    """A name that stands for both is refused, also where only the case differs."""
    with pytest.raises(ConfigError, match="a and b would go into the same table"):
        wanted(tmp_path, "books", a=ENTRY, b=ENTRY)
    with pytest.raises(ConfigError, match="same table"):
        wanted(tmp_path, "{entity}", entry=ENTRY, Entry=ENTRY)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    """A field called like one of the envelope, or like another but for its case."""
    for name in ("origin", "N"):
        with pytest.raises(ConfigError, match="two columns are called"):
            wanted(tmp_path, entry=ENTRY.append(pa.field(name, pa.string())))


def test_the_length_of_names_is_that_of_the_database() -> None:
    """PostgreSQL counts bytes and would cut in silence; MariaDB counts characters."""
    check_length("ä" * 31, PG)
    check_length("ä" * 64, MY)
    with pytest.raises(ConfigError, match="64 bytes; postgresql takes 63"):
        check_length("ä" * 32, PG)
    with pytest.raises(ConfigError, match="65 characters"):
        check_length("ä" * 65, MY)


def test_a_staging_table_has_the_types_of_the_table(tmp_path: Path) -> None:
    """And a column for the commit; its name is the same for a pipeline in every run, and for no other pipeline."""
    one = wanted(tmp_path)["entry"]
    types = {column.name: column.type for column in one.table.columns}
    target = staging(one, types, "first", "upsert", "postgresql")
    assert target.columns == [*ENTRY.names, *ENVELOPE.names]
    assert [column.name for column in target.staged.columns][-1] == COMMIT
    assert target.staged.schema == "sales"
    assert staging(one, types, "first", "upsert", "postgresql").staged.name == target.staged.name
    assert staging(one, types, "other", "upsert", "postgresql").staged.name != target.staged.name
    assert len(target.staged.name) < 63


def test_staging_tables_are_told_apart_by_pipeline(tmp_path: Path) -> None:
    """Two pipelines that deliver to one table at the same time do not disturb each other."""
    place = sqlite_place(tmp_path)
    one = place.sink().open(place.delivery("run-1"), None)
    other = place.sink().open(place.delivery("run-2"), None)
    assert len(place.tables()) == 4
    one.close()
    other.close()
