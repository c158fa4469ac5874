"""The command `legacy-adapters`: finds the command, and turns every error into a message and an exit code."""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Sequence

import click

from legacy_adapters.core.errors import LegacyAdaptersError

COMMANDS: dict[str, str] = {
    "extract": "legacy_adapters.cli.extract:extract",
    "streams": "legacy_adapters.cli.streams:streams",
    "check": "legacy_adapters.cli.check:check",
    "preview": "legacy_adapters.cli.preview:preview",
    "run": "legacy_adapters.cli.run:run",
    "deliver": "legacy_adapters.cli.deliver:deliver",
    "receipts": "legacy_adapters.cli.receipts:receipts",
    "resend": "legacy_adapters.cli.resend:resend",
    "state": "legacy_adapters.cli.state:state",
    "runs": "legacy_adapters.cli.runs:runs",
    "rejects": "legacy_adapters.cli.rejects:rejects",
    "schema": "legacy_adapters.cli.schema:schema",
    "screen": "legacy_adapters.cli.screen:screen",
    "golden": "legacy_adapters.cli.golden:golden",
    "demo": "legacy_adapters.cli.demo:demo",
}
"""Every command and where it is; loaded when it is used."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a new user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command. A broken pipe gets a name of its own, before click makes exit code 1 of it; the code of a
        command that came to its end stays what it is."""
        try:
            code: object = super().invoke(ctx)
        except BrokenPipeError:
            raise ReaderGone from None
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            write_no_more()
        return code


class ReaderGone(Exception):
    """Whoever read our output (``… | head``) has enough."""


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="legacy-adapters", prog_name="legacy-adapters")
def cli() -> None:
    """Gets data out of legacy systems, into one common schema, with nothing lost and every cent accounted for.

    Example: legacy-adapters extract sqlite:///old.db --table Invoice --to invoices.csv
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and ends the process with the exit code of ``docs/operations.md``."""
    sys.exit(run_command(arguments))


def run_command(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    _never_fail_at_a_character()
    try:
        code = cli.main(args=arguments, prog_name="legacy-adapters", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Ended by Ctrl-C. What was checkpointed is saved.", err=True)
        return 130
    except ReaderGone:
        write_no_more()
        return 0
    except LegacyAdaptersError as error:
        show_error(error)
        return error.exit_code
    except Exception as error:
        return _defect(error)
    return code if isinstance(code, int) else 0


def show_error(error: LegacyAdaptersError) -> None:
    """Prints what happened, where, and what to do, with every known secret struck out."""
    from legacy_adapters.core.secrets import scrub

    click.secho("Error: ", fg="red", bold=True, nl=False, err=True)
    click.echo(scrub(str(error)), err=True)


def write_no_more() -> None:
    """Whoever read standard output is gone: nothing may be written there, not even what is flushed when Python ends."""
    import os

    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    os.close(devnull)


def _never_fail_at_a_character() -> None:
    r"""A terminal that lacks a character shows ``\u0142`` in its place; files and pipes are UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _defect(error: Exception) -> int:
    from legacy_adapters.runs.defect import write_report

    path = write_report(error)
    click.secho("Error: ", fg="red", bold=True, nl=False, err=True)
    click.echo(f"a defect of legacy-adapters: {type(error).__name__}. Please report it with {path}", err=True)
    return 70
