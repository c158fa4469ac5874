"""Tables, schema and rows of a file; and what holds for whatever file."""

from __future__ import annotations

import codecs
import tracemalloc
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.core.reject import REASONS
from legacy_adapters.sources.files.delimited import cutting, window
from legacy_adapters.sources.files.delimited.regular import Regular
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from tests.sources.files.delimited.reading import Read, read_bytes, read_file


def test_tables_and_their_counts(tmp_path: Path) -> None:
    """One, or one per record type, in the order of names. Every row counts, broken ones too."""
    path = tmp_path / "GL 2024.csv"
    path.write_bytes(b"a,b\n1,2\n3\n")
    assert [(i.name, i.kind, i.rows) for i in DelimitedFormat().tables(path, count=True)] == [("rows", "table", 2)]
    types = {"1": {"name": "z", "columns": ["k", "x"]}, "3": {"name": "a", "columns": ["k"]}}
    form = DelimitedFormat.model_validate({"records": {"types": types, "ignore": ["a"]}})
    found = form.tables(path, count=True)
    assert [(i.name, i.kind, i.rows) for i in found] == [("a", "record type", 1), ("z", "record type", 1)]
    assert [i.rows for i in form.tables(path, count=False)] == [None, None]


def test_names_that_are_not_there(tmp_path: Path) -> None:
    """The nearest one is offered."""
    path = tmp_path / "drop.csv"
    path.write_bytes(b"amount,text\n1,2\n")
    with pytest.raises(ConfigError, match="has no table 'row'") as error:
        DelimitedFormat().schema(path, "row")
    assert "'rows'" in error.value.hint
    with pytest.raises(ConfigError, match="has no column 'amuont'") as error:
        list(DelimitedFormat().read(path, None, ["amuont"], None, 10))
    assert "'amount'" in error.value.hint
    types = {code: {"name": name, "columns": ["k"]} for code, name in (("1", "heads"), ("2", "lines"))}
    with pytest.raises(ConfigError, match="several tables"):
        DelimitedFormat.model_validate({"records": {"types": types}}).schema(path, None)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """It is the system's own error."""
    with pytest.raises(FileNotFoundError):
        DelimitedFormat().schema(tmp_path / "no.csv", None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32", "cp273", "gb18030"])
def test_one_table_in_many_encodings(tmp_path: Path, encoding: str) -> None:
    """Rows, lines and resumption are the same, whatever the bytes."""
    text = 'Nr,Größe\n1,"a\nb"\n2,ä\n\n3,"c ""d"""\n4\n'
    path = tmp_path / "drop.csv"
    path.write_bytes(text.encode(encoding))
    form = DelimitedFormat(encoding=encoding)
    assert form.schema(path, None).names == ["Nr", "Größe"]
    whole = read_file(path, form, 2)
    assert whole.rows == [("1", "a\nb"), ("2", "ä"), ("3", 'c "d"'), (None, None)]
    assert whole.origins == ["line 2", "line 4", "line 6", "line 7"]
    for rows, position in whole.positions:
        assert read_file(path, form, 2, position).behind(0) == whole.behind(rows)


def test_truncated_anywhere(tmp_path: Path) -> None:
    """Cut at any byte, within a quote or a character: no crash, and no row but the last is another one."""
    data = 'Nr;Wert\n1;"ä;\nö"\n2;"日本"\n'.encode()
    whole = read_bytes(tmp_path, data, delimiter=";").rows
    for end in range(8, len(data)):
        found = read_bytes(tmp_path, data[:end], delimiter=";")
        complete = [row for i, row in enumerate(found.rows) if i not in found.faults]
        assert complete[:-1] == whole[: max(0, len(complete) - 1)]


def test_a_field_of_a_hundred_megabytes(tmp_path: Path) -> None:
    """It is neither read nor kept: its row is a reject, and memory stays small."""
    path = tmp_path / "drop.csv"
    with path.open("wb") as file:
        file.write(b'a,b\n1,2\n"')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b'",3\n4,5\n')
    tracemalloc.start()
    found = read_file(path, DelimitedFormat())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.codes == {"line 3": "field_too_long"}
    assert found.rows == [("1", "2"), (None, None), ("4", "5")]
    assert peak < 150_000_000


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Ten times the rows, the same peak."""
    peaks = []
    for rows in (30_000, 300_000):
        path = tmp_path / f"{rows}.csv"
        path.write_bytes(b"no;text;amount\n" + b"".join(b"%d;text %d;%d,00\n" % (i, i, i) for i in range(rows)))
        tracemalloc.start()
        assert sum(p.rows.num_rows for p in DelimitedFormat(delimiter=";").read(path, None, None, None, 4096)) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_closing_early_closes_the_file(tmp_path: Path) -> None:
    """A reader that stops in the middle leaves nothing open."""
    path = tmp_path / "drop.csv"
    path.write_bytes(b"a\n1\n2\n")
    pieces = DelimitedFormat().read(path, None, None, None, 1)
    next(pieces)
    pieces.close()
    path.rename(tmp_path / "moved.csv")
    assert list(pieces) == []


def _nothing_regular(data: bytes, begin: int, ended: bool, signs: object, most: int) -> Regular:
    nothing = np.empty(0, np.int64)
    return Regular(nothing, nothing, nothing, np.zeros(1, np.int64), True, False, nothing)


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to write anything into."""
    return tmp_path_factory.mktemp("drop") / "drop.csv"


TEXTS = st.lists(
    st.sampled_from(
        [
            '"',
            '"',
            ";",
            ";",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "a",
            'b"',
            '""',
            '="',
            "'",
            "é",
            ';"',
            '";',
            '"\n',
            "\\",
            "#",
            " ",
            "日",
        ]
    ),
    max_size=40,
).map("".join)
QUOTED = st.lists(
    st.lists(st.sampled_from(["a", "", '"b;c"', '"d""e"', '"f\ng"', '="01"', "h"]), min_size=2, max_size=2).map(
        ";".join
    ),
    max_size=12,
).map("\n".join)
FORMS = st.builds(
    DelimitedFormat,
    delimiter=st.just(";"),
    header=st.just(False),
    columns=st.sampled_from([("x",), ("x", "y"), ("x", "y", "z")]),
    encoding=st.sampled_from(["utf-8", "utf-8", "cp1252", "utf-16-le", "shift_jis"]),
    comment=st.sampled_from([(), ("#",)]),
    ragged=st.sampled_from(["reject", "pad"]),
    quote=st.sampled_from(['"', '"', "'", None]),
    escape=st.sampled_from([None, None, "\\"]),
    quoted_lines=st.sampled_from([1, 2, 1000]),
    blank_lines=st.sampled_from(["skip", "row", "end"]),
    skip_blanks=st.booleans(),
)


def _read_anyhow(path: Path, form: DelimitedFormat, block: int, most_rows: int, after: str | None = None) -> Read:
    with patch.object(cutting, "_FIRST_READ", block), patch.object(window, "READ_BYTES", block):
        return read_file(path, form, most_rows, after)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS | QUOTED, form=FORMS, block=st.sampled_from([1, 2, 5, 50]), most_rows=st.integers(1, 3))
def test_both_lanes_and_all_blocks_give_the_same(
    drop: Path, text: str, form: DelimitedFormat, block: int, most_rows: int
) -> None:
    """Rows, faults and origins depend on the file alone: not on the lane, the blocks, or where reading goes on."""
    drop.write_bytes(text.encode(form.encoding, "replace"))
    whole = read_file(drop, form)
    with patch.object(cutting, "regular_rows", _nothing_regular), patch.object(cutting, "_MOST_STOPS", 10**9):
        assert read_file(drop, form).behind(0) == whole.behind(0)
    pieces = _read_anyhow(drop, form, block, most_rows)
    assert pieces.behind(0) == whole.behind(0)
    for rows, position in pieces.positions:
        assert _read_anyhow(drop, form, block, most_rows, position).behind(0) == whole.behind(rows)


@given(data=st.binary(max_size=80) | TEXTS.map(str.encode), form=FORMS, header=st.booleans(), skip=st.integers(0, 2))
def test_whatever_bytes(drop: Path, data: bytes, form: DelimitedFormat, header: bool, skip: int) -> None:
    """A file is read, or refused with a reason: rows have their cells or a fault, lines ascend, nothing is invented."""
    drop.write_bytes(data)
    changed: dict[str, Any] = {"header": header, "skip": skip}
    try:
        found = read_file(drop, form.model_copy(update=changed))
    except BadPart:
        return
    lines = [int(origin.split()[1]) for origin in found.origins]
    assert all(a < b for a, b in pairwise(lines))
    assert {code for faults in found.faults.values() for _, code, _ in faults} <= set(REASONS)
    if form.ragged == "reject":
        assert all(None not in row or i in found.faults for i, row in enumerate(found.rows))
    if form.encoding == "cp1252" and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("cp1252", "replace").replace('""', '"')
        plain = [
            cell
            for row in found.rows
            for cell in row
            if cell and '"' not in cell and "\\" not in data.decode("latin-1")
        ]
        assert all(cell in text for cell in plain)
