"""`screen`: makes recipes for screens, records what they see, and tests them on that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from legacy_adapters.cli.options import collect, parameters


@click.group(epilog="Example: legacy-adapters screen replay scraper:nordhandel/journal")
def screen() -> None:
    """Recipes for screens: made by `open`, their pages saved by `record`, tested on those by `replay`."""


@screen.command(
    "open", epilog="Example: legacy-adapters screen open https://ledger.example.com --to scrapers/ledger/journal.yaml"
)
@click.argument("url")
@click.option("--to", type=click.Path(path_type=Path), help="The file of the recipe; standard output without it.")
def open_(url: str, to: Path | None) -> int:
    """Opens URL in a browser, and makes a first recipe of what you do there.

    Log in, go to the list, and show its next page; then close the window. Passwords are kept nowhere.
    """
    from legacy_adapters.runs.drafting import check_free, first_recipe, write_recipe

    if to is not None:
        check_free(to)

    def ready(notes: Sequence[str]) -> None:
        for note in notes:
            click.echo(note, err=True)
        click.echo("Log in, go to the list, show its next page, and close the window (or press Ctrl-C here).", err=True)

    made = first_recipe(url, ready=ready)
    if to is None:
        click.echo(made.text, nl=False)
    else:
        write_recipe(to, made.text)
    named = str(to) if to is not None else "FILE"
    if made.problem:
        click.echo(f"This is no valid recipe yet: {made.problem}", err=True)
    click.echo(f"Read it and correct it. Then try it:  legacy-adapters extract {named}", err=True)
    click.echo(f"and keep what it saw as its test:     legacy-adapters screen record {named}", err=True)
    return 0


@screen.command(epilog="Example: legacy-adapters screen record scrapers/journal.yaml --param year=2025")
@click.argument("recipe")
@parameters
def record(recipe: str, given: tuple[str, ...], params_file: Path | None) -> int:
    """Runs RECIPE on the application and saves the pages that it sees, without secrets, and its rows beside it.

    The layout of the screen is kept too: from then on every run compares it.
    """
    from legacy_adapters.cli.terminal import ProgressShow
    from legacy_adapters.runs.screens import SavedScreen

    saved = SavedScreen.of(recipe, Path.cwd())
    with ProgressShow(talking=True) as show:
        summary = saved.record(collect(given, params_file), show=show)
    for line in summary.lines():
        click.echo(line, err=True)
    click.echo(f"{saved.pages}: look at what was saved before you pass it on", err=True)
    return summary.exit_code


@screen.command(epilog="Example: legacy-adapters screen replay scraper:nordhandel/journal")
@click.argument("recipes", nargs=-1, required=True, metavar="RECIPE…")
@parameters
def replay(recipes: tuple[str, ...], given: tuple[str, ...], params_file: Path | None) -> int:
    """Runs RECIPE offline on the pages that were saved, and compares its rows with those recorded."""
    from legacy_adapters.cli.terminal import ProgressShow
    from legacy_adapters.runs.screens import SavedScreen

    with ProgressShow(talking=True) as show:
        for recipe in recipes:
            summary = SavedScreen.of(recipe, Path.cwd()).replay(collect(given, params_file), show=show)
            click.echo(f"{recipe}: {summary.rows.taken:,} rows, as recorded", err=True)
    return 0
