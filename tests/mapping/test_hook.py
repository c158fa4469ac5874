"""A hook: the user's function on the raw rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import pyarrow as pa
import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import Mapped
from tests.mapping.thing import Columns, batch_of, compiled, mixed

RAW: dict[str, Any] = {
    "ID": ["1", "2", "3", "4"],
    "A": ["a", "b", None, "d"],
    "N": pa.array([Decimal("1.50"), None, Decimal(3), Decimal(4)], pa.decimal128(9, 2)),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A pipeline's folder with a module of hooks."""
    (tmp_path / "beside.py").write_text("MARK = '!'\n", encoding="utf-8")
    code = """
        import decimal
        import pandas as pd
        from beside import MARK

        def same(rows): return rows
        def first(rows): return rows.assign(A=rows["ID"].iloc[0])
        def nothing(rows): return None
        def fewer(rows): return rows.head(1)
        def fails(rows): return rows["missing"]
        def ends(rows): raise SystemExit(3)
        def sorts(rows): return rows.sort_values("ID", ascending=False)
        def marks(rows): return rows.assign(A=rows["A"] + MARK, NEW=[x + "?" for x in rows["ID"]])
        def floats(rows): return rows.assign(N=rows["N"].astype("float64") * 1.19)
        def exact(rows): return rows.assign(N=[None if pd.isna(n) else n * decimal.Decimal("1.19") for n in rows["N"]])
        def text(rows): return rows.assign(N=rows["N"].astype(str).astype("category"))
        def empties(rows): return rows.assign(A=None)
        def lists(rows): return rows.assign(A=[[1]] * len(rows))
        def objects(rows): return rows.assign(A=[object()] * len(rows))
        def ranks(rows): return rows.assign(A=rows["ID"].rank().astype(str))
        def dates(rows): return rows.assign(A=pd.to_datetime(["2024-01-02"] * len(rows)))
        def twice(rows): return pd.concat([rows, rows["A"]], axis=1)
        def changes(rows):
            rows.loc[0, "M"] = "2,5"
            return rows
        NUMBER = 7
    """
    (tmp_path / "hooks.py").write_text(dedent(code), encoding="utf-8")
    return tmp_path


def hooked(project: Path, name: str, fields: dict[str, Any], raw: Columns = RAW, **settings: Any) -> Mapped:
    """What becomes of the rows with this hook."""
    return compiled(fields, raw, hook=f"hooks:{name}", folder=project, **settings)(batch_of(raw))


def test_a_hook_sees_the_rows_before_all_else(project: Path) -> None:
    """It may change columns and add some; its module may import what lies beside it."""
    rows = hooked(project, "marks", {"name": "A", "part": "NEW"}).records[0].rows
    assert rows.column("name").to_pylist() == ["a!", "b!", None, "d!"]
    assert rows.column("part").to_pylist() == ["1?", "2?", "3?", "4?"]


def test_a_hook_may_look_at_any_column(project: Path) -> None:
    """So all are read."""
    assert compiled({}, RAW, hook="hooks:same", folder=project).columns == ("ID", "A", "N")


def test_amounts_stay_exact(project: Path) -> None:
    """Decimals that the hook calculates with are decimals."""
    rows = hooked(project, "exact", {"net": "N"}).records[0].rows
    assert rows.column("net").to_pylist() == [Decimal("1.785"), None, Decimal("3.57"), Decimal("4.76")]


def test_a_float_in_an_amount_is_an_error(project: Path) -> None:
    """It names hook, batch, column and field; a field that is no amount may come from a float."""
    with pytest.raises(ConfigError, match=r"column 'N' is a float, and thing\.net comes from it") as error:
        hooked(project, "floats", {"net": "N"})
    assert "hooks:floats" in error.value.where
    assert "'after 0'" in error.value.where
    assert hooked(project, "floats", {"name": "A"}).taken == 4


def test_a_sources_own_doubles_are_left_alone(project: Path) -> None:
    """Where the hook does not touch them the rule for doubles holds."""
    raw = {"ID": ["1", "2"], "F": [0.1, float("nan")]}
    result = hooked(project, "same", {"net": "F"}, raw)
    assert result.records[0].rows.column("net").to_pylist() == [Decimal("0.1")]
    assert result.rejects[0].reasons[0].code == "not_a_number"


def test_mixed_cells_stay_what_they_are(project: Path) -> None:
    """A hook sees their text; a cell that it leaves alone still is a number, one that it writes is a text."""
    raw = {"ID": ["1", "2", "3"], "M": mixed(("1.5", True), ("1.5", True), ("3,5", False))}
    rows = hooked(project, "changes", {"net": "M"}, raw, locale={"decimal": ","}).records[0].rows
    assert rows.column("net").to_pylist() == [Decimal("2.5"), Decimal("1.5"), Decimal("3.5")]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fails", "it raised KeyError: 'missing'"),
        ("fewer", "it was given 4 rows and returned 1"),
        ("nothing", "returned a NoneType, not a data frame"),
        ("sorts", "the rows in another order"),
        ("lists", "column 'A' is of type list"),
        ("objects", "column 'A' is no Arrow column"),
        ("twice", "two columns with the same name"),
    ],
)
def test_a_hook_that_goes_wrong_is_named(project: Path, name: str, message: str) -> None:
    """With the batch, and what it did."""
    with pytest.raises(ConfigError, match=message) as error:
        hooked(project, name, {"name": "A"})
    assert error.value.where == f"hook hooks:{name}, batch 'after 0' of stream raw"


def test_a_hook_that_ends_the_program_ends_it(project: Path) -> None:
    """That is not taken for a mistake."""
    with pytest.raises(SystemExit):
        hooked(project, "ends", {})


@pytest.mark.parametrize(("name", "value"), [("text", "1.50"), ("empties", "1.50"), ("dates", "1.50")])
def test_what_pandas_makes_of_types_is_understood(project: Path, name: str, value: str) -> None:
    """Categories, columns of nothing, nanoseconds: each has a type of ours."""
    assert hooked(project, name, {"name": "N"}).records[0].rows.column("name").to_pylist()[0] == value
    assert hooked(project, name, {"day": {"from": "A", "on_error": "null"}}).taken == 4


@pytest.mark.parametrize(
    ("hook", "message"),
    [
        ("missing:f", "no module 'missing'"),
        ("hooks:f", "has no function 'f'"),
        ("hooks:NUMBER", "has no function 'NUMBER'"),
        ("broken:f", "it raised ZeroDivisionError"),
        ("wrong:f", "it raised SyntaxError"),
    ],
)
def test_a_hook_that_cannot_be_loaded(project: Path, hook: str, message: str) -> None:
    """When the mapping is compiled, not in the middle of a run."""
    (project / "broken.py").write_text("1 / 0\n", encoding="utf-8")
    (project / "wrong.py").write_text("def f(:\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=message) as error:
        compiled({}, RAW, hook=hook, folder=project)
    assert error.value.where == f"hook {hook}"


def test_a_hook_may_be_installed(project: Path) -> None:
    """What is not in the pipeline's folder is looked for among the installed packages; also in a package's module."""
    assert compiled({}, RAW, hook="copy:copy", folder=project)(batch_of(RAW)).taken == 4
    (project / "inner").mkdir()
    (project / "inner" / "deep.py").write_text("def f(rows): return rows\n", encoding="utf-8")
    assert compiled({}, RAW, hook="inner.deep:f", folder=project)(batch_of(RAW)).taken == 4


def test_a_column_that_the_hook_does_not_make_is_missed(project: Path) -> None:
    """With the first batch: only then is it known what the hook makes."""
    mapping = compiled({"name": "NEU"}, RAW, hook="hooks:marks", folder=project)
    with pytest.raises(ConfigError, match="no column 'NEU'") as error:
        mapping(batch_of(RAW))
    assert "NEW" in error.value.hint


def test_a_hook_never_sees_no_rows(project: Path) -> None:
    """A stream may end in an empty batch, and a check may read a single row."""
    mapping = compiled({"name": "A"}, RAW, hook="hooks:first", folder=project)
    assert mapping(batch_of({name: column[:0] for name, column in RAW.items()})).taken == 0
    mapping.verify_hook(batch_of({name: column[:1] for name, column in RAW.items()}))


def test_a_hook_may_not_look_beyond_the_row(project: Path) -> None:
    """A batch and its halves must agree; what has no values in a half agrees with every type."""
    batch = batch_of(RAW)
    for name in ("same", "marks", "exact", "empties"):
        compiled({}, RAW, hook=f"hooks:{name}", folder=project).verify_hook(batch)
    with pytest.raises(ConfigError, match="column 'A' is not the same for a batch and for its halves") as error:
        compiled({}, RAW, hook="hooks:ranks", folder=project).verify_hook(batch)
    assert "beyond the row" in error.value.hint
