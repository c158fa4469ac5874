"""Zip files: limits before anything is unpacked, and words for what is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.spreadsheet.package import Relation, open_package
from legacy_adapters.sources.files.spreadsheet.workbook import Limits
from tests.sources.files.spreadsheet.books import pack, relations

LIMITS = Limits(unpacked=1_000_000, texts=1000, cells=100)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """What would unpack beyond the limit is not opened; the message has both figures."""
    bomb = pack(tmp_path / "bomb.xlsx", {"a": b"\0" * 1_000_001})
    assert bomb.stat().st_size < 2000
    with pytest.raises(BadPart, match=r"1,000,001 bytes, and 1,000,000 are allowed"), open_package(bomb, LIMITS):
        pass


def test_a_part_that_lies_about_its_size_does_not_grow(tmp_path: Path) -> None:
    """A part that states one byte and holds a million gives no more than it states, and is an error."""
    path = pack(tmp_path / "liar.xlsx", {"a": b"\0" * 1_000_000})
    content = path.read_bytes().replace((1_000_000).to_bytes(4, "little"), (1).to_bytes(4, "little"))
    path.write_bytes(content)
    with open_package(path, LIMITS) as package, pytest.raises(BadPart, match="cannot be unpacked"):
        assert sum(map(len, package.chunks("a"))) <= 1


def test_texts_have_a_limit_of_their_own(tmp_path: Path) -> None:
    """A part that has to be held in memory may not be large."""
    with (
        open_package(pack(tmp_path / "a.xlsx", {"a": b"x" * 1001}), LIMITS) as package,
        pytest.raises(BadPart, match="max_texts"),
    ):
        package.check_texts("a")


@pytest.mark.parametrize("cut", [10, 60, 100])
def test_cut_off(tmp_path: Path, cut: int) -> None:
    """A file that was copied only in part is damaged."""
    path = pack(tmp_path / "a.xlsx", {"a": b"x" * 500, "b": b"y"})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(BadPart, match="damaged"), open_package(path, LIMITS):
        pass


def test_flipped_bits_are_noticed(tmp_path: Path) -> None:
    """A part whose checksum is wrong is damaged."""
    path = pack(tmp_path / "a.xlsx", {"a": bytes(range(256))})
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(bytes(content))
    with open_package(path, LIMITS) as package, pytest.raises(BadPart, match="damaged"):
        list(package.chunks("a"))


def test_missing_part(tmp_path: Path) -> None:
    """A part that others name and that is not there is named."""
    with open_package(pack(tmp_path / "a.xlsx", {"a": b""}), LIMITS) as package:
        assert not package.has("b")
        with pytest.raises(BadPart, match="its part b is missing"):
            list(package.chunks("b"))


def test_relations_are_relative_to_their_part(tmp_path: Path) -> None:
    """Targets are beside the part, above it, or absolute."""
    beside = relations(("worksheet", "sheets/a.xml"), ("styles", "../styles.xml"), ("theme", "/xl/theme.xml"))
    with open_package(pack(tmp_path / "a.xlsx", {"xl/_rels/book.xml.rels": beside}), LIMITS) as package:
        assert package.relations("xl/book.xml") == {
            "r0": Relation("worksheet", "xl/sheets/a.xml"),
            "r1": Relation("styles", "styles.xml"),
            "r2": Relation("theme", "xl/theme.xml"),
        }
        assert package.relations("xl/other.xml") == {}
