"""The README's example does what it says."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

import legacy_adapters
from legacy_adapters.cli.main import run_command
from tests.fixtures.nordhandel import load_build_script

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of someone who follows the README: the demo's database and the pipeline file."""
    (tmp_path / "demo").mkdir()
    load_build_script().build(tmp_path / "demo" / "nordhandel.db")
    (tmp_path / "suppliers.yaml").write_text(block("yaml"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_its_pipeline_runs_and_its_reject_is_known_the_second_time(example: Path) -> None:
    """Exit code 65, then 0, with the records in the file."""
    assert run_command(["check", "suppliers.yaml"]) == 0
    assert run_command(["run", "suppliers.yaml"]) == 65
    assert run_command(["run", "suppliers.yaml"]) == 0
    with (example / "out" / "supplier.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 56
    assert {row["company_id"] for row in rows} == {"NORD"}
    assert sum(Decimal(row["credit_limit"]) for row in rows if row["credit_limit"]) == Decimal("1159672.18")


def test_the_balance_it_shows_is_that_of_the_run(example: Path) -> None:
    """The output in the README was not made up."""
    report = legacy_adapters.run(example / "suppliers.yaml")
    rows = report.streams["suppliers"].rows
    shown = next(line for line in README.splitlines() if "suppliers │" in line)
    assert [int(n) for n in re.findall(r"\d+", shown)] == [
        rows.read,
        rows.taken,
        rows.unchanged,
        rows.filtered,
        rows.rejected,
        report.new_rejects,
    ]


def test_its_python_runs(example: Path) -> None:
    """As it stands there."""
    names: dict[str, object] = {}
    exec(block("python"), names)
    assert len(names["frame"]) == 60  # type: ignore[arg-type]
