"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

PIPELINE = click.Path(exists=True, dir_okay=False, path_type=Path)


def as_json(command: Command) -> Command:
    """``--json``: the answer as JSON instead of a table."""
    return click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")(command)


def state_dir(command: Command) -> Command:
    """``--state-dir``: where the ledger is, if not beside the pipeline file."""
    return click.option(
        "--state-dir",
        type=click.Path(file_okay=False, path_type=Path),
        help="Where the ledger is kept (default: .legacy_adapters beside the pipeline file).",
    )(command)


def parameters(command: Command) -> Command:
    """``--param NAME=VALUE`` and ``--params FILE``, handed to the command as one dictionary ``params``."""
    command = click.option(
        "--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter of the pipeline; may be repeated."
    )(command)
    return click.option(
        "--params",
        "params_file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A YAML file of parameters; --param wins over it.",
    )(command)


def collect(given: tuple[str, ...], params_file: Path | None) -> dict[str, str]:
    """The parameters of the command line and of the file together."""
    from legacy_adapters.runs.pipeline.params import read_params_file

    collected = dict(read_params_file(params_file)) if params_file else {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE", param_hint="--param")
        collected[name] = value
    return collected
