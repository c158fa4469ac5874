"""`runs`: what happened, newest first; one run in full."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from legacy_adapters.cli.options import PIPELINE, as_json, collect, parameters, state_dir


class RunsGroup(click.Group):
    """What is no command below ``runs`` is the pipeline whose runs are to be listed."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """``runs gl.yaml`` is ``runs list gl.yaml``."""
        if args and args[0] not in self.commands:
            return "list", self.commands["list"], args
        return super().resolve_command(ctx, args)


@dataclass(frozen=True, slots=True)
class Asked:
    """The options that stand before the command."""

    limit: int
    state_dir: Path | None
    as_json: bool


_LIMIT = click.IntRange(min=1)


@click.group(
    cls=RunsGroup,
    invoke_without_command=True,
    subcommand_metavar="[PIPELINE | show RUN]",
    epilog="Example: legacy-adapters runs show last",
)
@click.option("--limit", default=20, show_default=True, type=_LIMIT, help="How many runs.")
@state_dir
@as_json
@click.pass_context
def runs(context: click.Context, limit: int, state_dir: Path | None, as_json: bool) -> None:
    """Lists runs, newest first: of one PIPELINE, or of all with a ledger in this folder or one right below it."""
    context.obj = Asked(limit, state_dir, as_json)
    if context.invoked_subcommand is None:
        from legacy_adapters.cli.history import list_runs
        from legacy_adapters.cli.ledgers import Ledgers

        list_runs(Ledgers.of(None, {}, state_dir), limit, as_json)


@runs.command("list", epilog="Example: legacy-adapters runs list pipelines/gl.yaml --limit 5")
@click.argument("pipeline", type=PIPELINE, required=False)
@click.option("--limit", type=_LIMIT, help="How many runs; 20 unless stated.")
@parameters
@state_dir
@as_json
@click.pass_obj
def list_(
    asked: Asked,
    pipeline: Path | None,
    limit: int | None,
    given: tuple[str, ...],
    params_file: Path | None,
    state_dir: Path | None,
    as_json: bool,
) -> None:
    """Lists the runs of PIPELINE, newest first."""
    from legacy_adapters.cli.history import list_runs
    from legacy_adapters.cli.ledgers import Ledgers

    ledgers = Ledgers.of(pipeline, collect(given, params_file), state_dir or asked.state_dir)
    list_runs(ledgers, limit or asked.limit, as_json or asked.as_json)


@runs.command(epilog="Example: legacy-adapters runs show last --json")
@click.argument("run_id", metavar="RUN")
@click.argument("pipeline", type=PIPELINE, required=False)
@parameters
@state_dir
@as_json
@click.pass_obj
def show(
    asked: Asked,
    run_id: str,
    pipeline: Path | None,
    given: tuple[str, ...],
    params_file: Path | None,
    state_dir: Path | None,
    as_json: bool,
) -> None:
    """Shows one RUN in full, with its balance and totals; `last` is the newest, and a beginning is enough."""
    from legacy_adapters.cli.history import show_run
    from legacy_adapters.cli.ledgers import Ledgers

    ledgers = Ledgers.of(pipeline, collect(given, params_file), state_dir or asked.state_dir)
    show_run(ledgers, run_id, as_json or asked.as_json)
