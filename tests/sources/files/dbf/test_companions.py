"""The files beside a DBF."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.sources.files.dbf.companions import companions, cpg_path, memo_path


@pytest.mark.parametrize(
    ("table", "memo"),
    [("a.dbf", "a.dbt"), ("a.DBF", "a.DBT"), ("A.DBF", "a.fpt"), ("a.dbf", "A.Fpt"),
     ("x.dbc", "x.dct"), ("f.SCX", "F.sct")],
)  # fmt: skip
def test_memos_are_found_in_any_case(tmp_path: Path, table: str, memo: str) -> None:
    """As they come from systems that do not tell cases apart."""
    (tmp_path / memo).write_bytes(b"")
    (tmp_path / "other.dbt").write_bytes(b"")
    assert memo_path(tmp_path / table) == tmp_path / memo


def test_all_companions_are_named(tmp_path: Path) -> None:
    """What has to be moved together."""
    assert companions(tmp_path / "a.dbf") == ()
    for name in ("a.fpt", "a.cpg"):
        (tmp_path / name).write_bytes(b"")
    assert companions(tmp_path / "a.dbf") == (tmp_path / "a.fpt", tmp_path / "a.cpg")
    assert cpg_path(tmp_path / "b.dbf") is None
