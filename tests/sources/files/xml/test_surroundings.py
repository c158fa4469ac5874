"""Values from around records."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.xml.settings import XmlFormat
from tests.sources.files.xml.xml_files import MODES, Mode, read, reading, write

STATEMENTS = "".join(
    f"<S><Id>s{s}</Id><Bal t='a'>{s}.00</Bal>" + "".join(f"<N><A>{n}</A></N>" for n in range(9)) + "</S>\n"
    for s in range(8)
)
FIELDS = {"a": "A", "id": "../Id", "type": "../Bal/@t", "doc": "../../@doc", "date": "/D/H/Date", "own": "/D/S/Id"}


@pytest.mark.parametrize("mode", MODES)
def test_each_record_has_the_values_of_its_own_surroundings(tmp_path: Path, mode: Mode) -> None:
    """Also a path from the root leads along the record's own elements."""
    path = write(tmp_path, f"<D doc='x'><H><Date>d</Date><Other/></H>{STATEMENTS}</D>")
    with reading(mode):
        found = read(XmlFormat(record="D/S/N", fields=FIELDS), path, most_rows=4)
    assert found.rows() == [(str(n), f"s{s}", "a", "x", "d", f"s{s}") for s in range(8) for n in range(9)]


@pytest.mark.parametrize("mode", MODES)
def test_in_one_long_list_they_are_the_same_for_all(tmp_path: Path, mode: Mode) -> None:
    """The fast lane has them as well."""
    records = "".join(f"<N><A>{n}</A></N>\n" for n in range(100))
    path = write(tmp_path, f"<D doc='x'><H><Date>d&amp;</Date></H><S><Id>ü</Id>{records}</S></D>")
    with reading(mode):
        found = read(XmlFormat(record="D/S/N", fields=FIELDS), path, most_rows=30)
    assert found.rows() == [(str(n), "ü", None, "x", "d&", "ü") for n in range(100)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("records", [1, 50])
def test_a_value_that_comes_too_late_is_told(tmp_path: Path, mode: Mode, records: int) -> None:
    """The records before it would not have had it."""
    body = "<N><A>1</A></N>\n" * records
    path = write(tmp_path, f"<D><S>{body}<Id>late</Id>{body}</S></D>")
    with reading(mode), pytest.raises(BadPart, match="stands behind them"):
        read(XmlFormat(record="D/S/N", fields={"a": "A", "id": "../Id"}), path)


@pytest.mark.parametrize("mode", MODES)
def test_a_value_that_stands_several_times_is_a_fault(tmp_path: Path, mode: Mode) -> None:
    """Of every record around which it does."""
    body = "<N><A>1</A></N>\n" * 30
    path = write(tmp_path, f"<D><S><Id>1</Id><Id>2</Id>{body}</S></D>")
    with reading(mode):
        found = read(XmlFormat(record="D/S/N", fields={"a": "A", "id": "../Id"}), path)
    assert found.faults == [(n, "id", "repeated_field") for n in range(30)]
    assert found.columns == {"a": ["1"] * 30, "id": [None] * 30}


def test_too_many_values_around_records_are_refused(tmp_path: Path) -> None:
    """They would have to be kept."""
    path = write(tmp_path, f"<D>{'<Id>1</Id>' * 20_000}<N><A>1</A></N></D>")
    with pytest.raises(BadPart, match="more than 1000 elements"):
        read(XmlFormat(record="D/N", fields={"a": "A", "id": "../Id"}), path)
