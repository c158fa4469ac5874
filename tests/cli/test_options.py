"""Parameters from the command line and from a file."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from legacy_adapters.cli.options import collect


def test_parameters_of_the_command_line_win(tmp_path: Path) -> None:
    """A file has the defaults of a customer, the command line the exception."""
    file = tmp_path / "nord.yaml"
    file.write_text("company: NORD\nyear: 2025\n", encoding="utf-8")
    assert collect(("year=2026",), file) == {"company": "NORD", "year": "2026"}


def test_a_value_may_hold_an_equals_sign() -> None:
    """Only the first one separates."""
    assert collect(("where=A = 1",), None) == {"where": "A = 1"}


@pytest.mark.parametrize("given", ["company", "=NORD", ""])
def test_anything_else_is_wrong_use(given: str) -> None:
    """The message shows what was given."""
    with pytest.raises(click.BadParameter, match="NAME=VALUE"):
        collect((given,), None)
