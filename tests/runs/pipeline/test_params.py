"""Parameters from outside: read from a file, compared with what the pipeline knows, shown without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import Secrets
from legacy_adapters.runs.pipeline.params import check_given, read_params_file, shown_params
from legacy_adapters.runs.pipeline.placeholders import Text


def _file(folder: Path, text: str) -> Path:
    path = folder / "nord.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_parameters_is_text(tmp_path: Path) -> None:
    """Values keep their leading zeros and their placeholders."""
    path = _file(tmp_path, "company: NORD\naccount: 0700\npassword: ${env:NORD_PASSWORD}\n")
    assert read_params_file(path) == {"company": "NORD", "account": "0700", "password": "${env:NORD_PASSWORD}"}


@pytest.mark.parametrize("value", ["[1, 2]", "{a: 1}", "~", ""])
def test_a_parameter_is_one_text(tmp_path: Path, value: str) -> None:
    """A list, a mapping or nothing is no parameter; the line is named."""
    with pytest.raises(ConfigError, match="company: a parameter should be one text") as caught:
        read_params_file(_file(tmp_path, f"a: 1\ncompany: {value}\n"))
    assert caught.value.where == f"{tmp_path / 'nord.yaml'}:2"


def test_a_file_of_something_else_is_told(tmp_path: Path) -> None:
    """A list is no file of parameters."""
    with pytest.raises(ConfigError, match="mapping"):
        read_params_file(_file(tmp_path, "- company\n"))


def test_what_is_declared_or_used_may_be_given() -> None:
    """A parameter may be declared without being used, and used without being declared."""
    check_given({"a": "1", "b": "2"}, ["a"], ["b"])
    check_given({}, [], [])


@pytest.mark.parametrize(
    ("known", "hint"),
    [(["company"], "Did you mean company? There are company."), (["x"], "There are x."), ([], "no `params`")],
)
def test_a_slip_of_the_pen_is_refused(known: list[str], hint: str) -> None:
    """A parameter that nobody knows would leave the default in place: the nearest is named."""
    with pytest.raises(ConfigError, match="no parameter 'compny'") as caught:
        check_given({"compny": "SUED"}, known, [])
    assert hint in caught.value.hint
    assert caught.value.exit_code == 78


def test_secrets_are_not_shown() -> None:
    """A parameter that holds a secret is kept by its name alone."""
    used = {"password": Text("tr0ub4dor", "${env:PW}"), "company": Text("NORD", "NORD")}
    assert shown_params(used, Secrets()) == {"company": "NORD", "password": "***"}
