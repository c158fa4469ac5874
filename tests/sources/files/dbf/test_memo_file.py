"""Memo files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.files.dbf.memo_file import MemoFile
from legacy_adapters.sources.files.dbf.versions import MemoKind
from legacy_adapters.sources.files.desktop.long_texts import TextLost
from legacy_adapters.sources.files.format import FIELD_BYTES
from tests.sources.files.dbf.memo_bytes import dbt3, dbt4, fpt

TEXTS = {8: b"first", 9: b"", 12: b"x" * 5000}
KINDS: list[tuple[MemoKind, str, Callable[[Mapping[int, bytes]], bytes]]] = [
    ("dbt3", "m.dbt", dbt3),
    ("dbt4", "m.DBT", dbt4),
    ("fpt", "m.fpt", fpt),
    ("dbt3", "m.dct", fpt),
]


def opened(folder: Path, name: str, data: bytes, kind: MemoKind) -> MemoFile:
    (folder / name).write_bytes(data)
    return MemoFile.open(folder / name, kind)


def lost(file: MemoFile, number: int) -> str:
    with pytest.raises(TextLost) as error:
        file.read(number)
    return error.value.code


@pytest.mark.parametrize(("kind", "name", "make"), KINDS)
def test_each_text_is_found(
    tmp_path: Path, kind: MemoKind, name: str, make: Callable[[Mapping[int, bytes]], bytes]
) -> None:
    """By the number of its block, short, empty, and over many blocks; one behind the end is lost."""
    with closing(opened(tmp_path, name, make(TEXTS), kind)) as file:
        assert [file.read(number) for number in TEXTS] == list(TEXTS.values())
        assert lost(file, 4711) == "missing_memo"


@pytest.mark.parametrize(("size", "make"), [(64, dbt4), (1024, dbt4), (1, fpt), (33, fpt)])
def test_blocks_may_have_any_size(tmp_path: Path, size: int, make: Callable[[Mapping[int, bytes], int], bytes]) -> None:
    """As their file states it."""
    name, kind = ("m.dbt", "dbt4") if make is dbt4 else ("m.fpt", "fpt")
    with closing(opened(tmp_path, name, make({600: b"a", 700: b"b" * 20}, size), kind)) as file:  # type: ignore[arg-type]
        assert (file.read(600), file.read(700)) == (b"a", b"b" * 20)


def test_dbase4_may_have_texts_of_dbase3(tmp_path: Path) -> None:
    """Without a length, as a table that was taken over has them."""
    with closing(opened(tmp_path, "m.dbt", dbt3({1: b"from before"}), "dbt4")) as file:
        assert file.read(1) == b"from before"


@pytest.mark.parametrize("kind", ["dbt3", "dbt4"])
def test_soft_returns_are_ends_of_lines(tmp_path: Path, kind: MemoKind) -> None:
    """dBase's editor breaks lines with a byte that is a letter elsewhere."""
    make = dbt3 if kind == "dbt3" else dbt4
    with closing(opened(tmp_path, "m.dbt", make({1: b"a\x8d\nb\r\nc\x8dd"}), kind)) as file:
        assert file.read(1) == b"a\r\nb\r\nc\x8dd"


@pytest.mark.parametrize(("kind", "name", "make"), KINDS[1:3])
def test_a_text_cut_off_is_lost(
    tmp_path: Path, kind: MemoKind, name: str, make: Callable[[Mapping[int, bytes]], bytes]
) -> None:
    """Half of it would be a lie."""
    with closing(opened(tmp_path, name, make({8: b"abcdef"})[:-1], kind)) as file:
        assert lost(file, 8) == "missing_memo"
    with closing(opened(tmp_path, name, make({8: b""})[:-1], kind)) as file:
        assert lost(file, 8) == "missing_memo"


def test_a_text_without_an_end_mark_ends_with_the_file(tmp_path: Path) -> None:
    """dBase III's last one often does."""
    with closing(opened(tmp_path, "m.dbt", bytes(512) + b"to the end", "dbt3")) as file:
        assert file.read(1) == b"to the end"


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("dbt3", "m.dbt", bytes(512) + b"x" * (FIELD_BYTES + 200_000)),
        ("dbt4", "m.dbt", dbt4({1: b""})[:-4] + b"\xff\xff\xff\x7f"),
        ("fpt", "m.fpt", fpt({8: b""})[:-4] + b"\x7f\xff\xff\xff"),
    ],
    ids=["dbt3", "dbt4", "fpt"],
)
def test_a_text_beyond_all_measure_is_lost(tmp_path: Path, kind: MemoKind, name: str, data: bytes) -> None:
    """However long it says it is."""
    with closing(opened(tmp_path, name, data, kind)) as file:
        assert lost(file, 8 if kind == "fpt" else 1) == "field_too_long"


@given(data=st.binary(max_size=1500), number=st.integers(0, 2**32 - 1), case=st.sampled_from(KINDS))
def test_any_bytes_are_a_text_or_lost(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, number: int, case: tuple[MemoKind, str, object]
) -> None:
    """Nothing else comes of them."""
    kind, name, _ = case
    with closing(opened(tmp_path_factory.mktemp("memo"), name, data, kind)) as file:
        for place in (number, number % 8):
            try:
                found = file.read(place)
            except TextLost:
                found = b""
            assert len(found) <= len(data) * 2
