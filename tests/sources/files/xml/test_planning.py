"""Plans, and what is told where none can be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.xml.planning import columns_of, plan_of
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import LEDGER, read, write

ENTRIES = XmlFormat(record="Ledger/Entry")


def test_a_table_that_there_is_not_is_told_with_the_nearest(tmp_path: Path) -> None:
    """Or is no path at all."""
    path = write(tmp_path, LEDGER)
    with pytest.raises(ConfigError, match="no table Ledger/Entri") as caught:
        plan_of(ENTRIES, path, "Ledger/Entri")
    assert "Ledger/Entry" in caught.value.hint
    with pytest.raises(ConfigError, match="'a b' is no table"):
        plan_of(ENTRIES, path, "a b")


def test_a_column_that_there_is_not_is_told_with_the_nearest(tmp_path: Path) -> None:
    """As of every reader."""
    layout = plan_of(ENTRIES, write(tmp_path, LEDGER), None).plan.layout
    assert columns_of(layout, ["Text", "@id"]) == ["Text", "@id"]
    with pytest.raises(ConfigError, match="no column Amuont") as caught:
        columns_of(layout, ["Amuont"])
    assert "Amount" in caught.value.hint


def test_a_file_without_records_needs_fields(tmp_path: Path) -> None:
    """From nothing no column can be learnt; with fields, no records are no rows."""
    path = write(tmp_path, "<Ledger><Header/></Ledger>")
    with pytest.raises(BadPart, match="no element Ledger/Entry, from which columns"):
        read(ENTRIES, path)
    assert read(XmlFormat(record="Ledger/Entry", fields={"a": "A"}), path).rows() == []


def test_a_file_of_another_kind_is_not_a_file_without_records(tmp_path: Path) -> None:
    """Where what should be around the records is not there either."""
    settings = XmlFormat(record="Ledger/Journal/Entry", fields={"a": "A"})
    with pytest.raises(BadPart, match="no element Ledger/Journal") as caught:
        read(settings, write(tmp_path, "<Ledger><Journals><Entry/></Journals></Ledger>"))
    assert "Ledger/Journals" in caught.value.hint
    with pytest.raises(BadPart, match="no element Ledger\n"):
        read(settings, write(tmp_path, "<Other/>"))


def test_records_that_hold_nothing_are_told(tmp_path: Path) -> None:
    """A table has columns."""
    with pytest.raises(BadPart, match="hold no values"):
        read(XmlFormat(record="R/E"), write(tmp_path, "<R><E/><E/></R>"))


def test_a_total_of_no_column_is_told(tmp_path: Path) -> None:
    """Also where the columns are learnt."""
    settings = XmlFormat(record="Ledger/Entry", stated={"Sum": "/Ledger/Trailer/Sum"})
    with pytest.raises(ConfigError, match="Sum is no column"):
        plan_of(settings, write(tmp_path, LEDGER), None)


def test_columns_are_learnt_from_as_many_records_as_it_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the first part has none, from the first that there is."""
    monkeypatch.setattr("legacy_adapters.sources.files.xml.planning.START_BYTES", 10)
    monkeypatch.setattr("legacy_adapters.sources.files.xml.parsing.BLOCK_BYTES", 100)
    path = write(tmp_path, f"<R>{'<X/>' * 200}<E><A>1</A></E></R>")
    assert plan_of(XmlFormat(record="R/E"), path, None).plan.layout.schema.names == ["A"]


def test_a_plan_is_made_once_for_a_file_and_anew_when_it_changes(tmp_path: Path) -> None:
    """Its columns are those of the file as it is."""
    path = write(tmp_path, "<R><E><A>1</A></E></R>")
    settings = XmlFormat(record="R/E")
    assert plan_of(settings, path, None) is plan_of(settings, path, None)
    assert plan_of(settings, path, None) is not plan_of(settings, path, "R/E/A")
    write(tmp_path, "<R><E><B>12</B></E></R>")
    assert plan_of(settings, path, None).plan.layout.schema.names == ["B"]
