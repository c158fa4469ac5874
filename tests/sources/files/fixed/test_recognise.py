"""Layouts that are proposed."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.fixed.recognise import recognise
from legacy_adapters.sources.files.fixed.settings import FixedFormat
from legacy_adapters.sources.files.format import Sample
from tests.sources.files.fixed.given import rows_of, write

LINES = "".join(f"{1000 + i}  {'Müller' if i % 2 else 'Maier':<12} {i * 1.5:8.2f}\r\n" for i in range(40))


def proposed(path: Path) -> FixedFormat | None:
    found = recognise(Sample.of(path))
    if found is None:
        return None
    assert isinstance(found.settings, FixedFormat)
    return found.settings


def test_columns_below_each_other(tmp_path: Path) -> None:
    """Cut where blanks run through all lines, in the file's code page; read back it has all rows."""
    path = write(tmp_path, LINES.encode("cp850"))
    found = proposed(path)
    assert found is not None
    assert found.fields is not None
    assert [field.at for field in found.fields][:2] == [1, 7]
    rows = rows_of(found, path)
    assert len(rows) == 40
    assert rows[1]["FIELD_2"].strip() == "Müller"


def test_a_heading_names_the_fields(tmp_path: Path) -> None:
    """Where its words stand over the columns."""
    path = write(tmp_path, b"KTO   NAME          SUMME\n" + LINES.replace("ü", "u").encode())
    found = proposed(path)
    assert found is not None
    assert found.skip == 1
    assert found.fields is not None
    assert len(found.fields) == 3


def test_what_is_none(tmp_path: Path) -> None:
    """Prose, one column, tabs, binary, nothing."""
    prose = b"Sehr geehrte Damen und Herren,\nanbei die Zahlen.\nMit freundlichen Gruessen\nIhre Buchhaltung 1\n"
    for content in (prose, b"1\n2\n3\n4\n5\n", LINES.replace("  ", "\t").encode(), bytes(range(256)) * 9, b""):
        assert proposed(write(tmp_path, content)) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_looked_at(content: bytes) -> None:
    """Nothing crashes."""
    recognise(Sample(Path("nothing"), content, len(content)))
