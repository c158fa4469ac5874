"""A file that is being read."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, PartChanged
from tests.sources.files.samples import at_hand, delimited, stream


def test_a_file_is_shown_with_its_name_and_hash(tmp_path: Path) -> None:
    """So that a person finds the very file, also when the name is used again."""
    path = tmp_path / "BUCH.TXT"
    path.write_bytes(b"A;B\n1;2\n")
    with at_hand(path) as file:
        assert file.shown == f"BUCH.TXT ({hashlib.sha256(b'A;B%c1;2%c' % (10, 10)).hexdigest()[:12]})"
        assert (file.name, file.path.read_bytes()) == ("BUCH.TXT", b"A;B\n1;2\n")


def test_a_file_that_grew_is_noticed(tmp_path: Path) -> None:
    """Behind the last row it is asked again."""
    path = tmp_path / "BUCH.TXT"
    path.write_bytes(b"A\n1\n")
    with at_hand(path) as file:
        file.check_unchanged()
        with path.open("ab") as more:
            more.write(b"2\n")
        with pytest.raises(PartChanged, match="grew"):
            file.check_unchanged()


@pytest.mark.parametrize("name", ["KUNDEN.csv", "KUNDEN.csv.gz"])
def test_its_only_table_may_be_called_after_it(name: str, tmp_path: Path) -> None:
    """Also where what is read is a copy of it, or the file under the name of a claim."""
    text = b"A;B\n1;2\n"
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    format_ = delimited(stream())
    with at_hand(tmp_path / name) as file:
        assert [table.name for table in file.tables(format_, count=False)] == ["rows"]
        for stated in (None, "KUNDEN"):
            assert file.schema(format_, stated).names == ["A", "B"]
        with pytest.raises(ConfigError, match="LIEFERANTEN"):
            file.schema(format_, "LIEFERANTEN")
