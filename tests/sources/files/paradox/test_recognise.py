"""Which files are Paradox tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.format import Recognised, Sample
from legacy_adapters.sources.files.paradox.recognise import recognise
from legacy_adapters.sources.files.paradox.settings import ParadoxFormat
from tests.sources.files.paradox.tables import ALPHA, P, header, table, write

FIELDS = [P("Name", ALPHA, 30)]


def seen(path: Path) -> Recognised | None:
    return recognise(Sample.of(path))


def test_a_table_is_known_with_its_code_page(tmp_path: Path) -> None:
    """Which is pinned, with the reason."""
    found = seen(write(tmp_path, table(FIELDS, [(b"a".ljust(30, b"\0"),)], code_page=1252)))
    assert found is not None
    assert found.settings == ParadoxFormat(encoding="cp1252")
    assert found.evidence == (
        "Paradox 7: 1 records of 30 bytes",
        "code page cp1252: the header has the number 1252",
    )


def test_a_code_page_that_nobody_names_is_recognised(tmp_path: Path) -> None:
    """By the letters of the first blocks, where there are any."""
    texts = ["Müller & Söhne größer", "Übertrag für Märkte"]
    rows = [(text.encode("cp850").ljust(30, b"\0"),) for text in texts]
    found = seen(write(tmp_path, table(FIELDS, rows, version=4)))
    assert found is not None
    assert found.settings == ParadoxFormat(encoding="cp850")
    plain = seen(write(tmp_path, table(FIELDS, [(b"a".ljust(30, b"\0"),)], version=4)))
    assert plain is not None
    assert plain.settings == ParadoxFormat()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a;b;c\r\n" * 400,
        bytes(4096),
        b"\x01" * 4096,
        header(FIELDS, 0, 0)[:90],
        header(FIELDS, 0, 0, kind=1),
        header(FIELDS, 0, 0, encryption=1),
        header([P("\x01", ALPHA, 3)], 0, 0),
        header(FIELDS, 0, 0, version=13),
        header(FIELDS, 3, 1, version=4),
    ],
)
def test_other_files_are_not_taken(tmp_path: Path, data: bytes) -> None:
    """Texts, indexes, and tables that cannot be read."""
    assert seen(write(tmp_path, data)) is None


@given(st.binary(min_size=88, max_size=300), st.integers(3, 12))
def test_no_bytes_crash_it(tmp_path_factory: pytest.TempPathFactory, data: bytes, version: int) -> None:
    """Whatever they are."""
    found = seen(write(tmp_path_factory.mktemp("paradox"), data[:57] + bytes([version]) + data[58:]))
    assert found is None or isinstance(found.settings, ParadoxFormat)
