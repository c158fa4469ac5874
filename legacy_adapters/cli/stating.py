"""Saves, shows and takes over a state, and says what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from legacy_adapters.cli.terminal import talk
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.lock import PipelineLock
from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from legacy_adapters.runs.state.adopted_files import adopt_files
from legacy_adapters.runs.state.backup import back_up
from legacy_adapters.runs.state.export import export_state, write_state
from legacy_adapters.runs.state.home import adopt_here
from legacy_adapters.runs.state.machine import VARIABLE
from legacy_adapters.runs.state.manifest import Manifest
from legacy_adapters.runs.state.restore import restore


def save(path: Path, params: Mapping[str, str], state_dir: Path | None, to: Path, as_json: bool) -> None:
    """Makes a backup. Raises as ``back_up`` does."""
    loaded = load_pipeline(path, params)
    made = back_up(state_dir or loaded.state_dir, to, loaded.name)
    if as_json:
        said = {"backup": str(made.path), "bytes": made.bytes, **_plain(made.manifest)}
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    click.echo(f"{made.path}: {made.bytes:,} bytes, {len(made.manifest.files):,} files")
    _show_pipelines(made.manifest)


def show(path: Path, params: Mapping[str, str], state_dir: Path | None, to: Path | None) -> None:
    """Prints the state, or writes it to a file. Raises as ``export_state`` does."""
    folder = state_dir or load_pipeline(path, params).state_dir
    if to is not None:
        write_state(folder, to)
        return
    for line in export_state(folder):
        click.echo(line)


def restore_backup(
    archive: Path, path: Path, params: Mapping[str, str], state_dir: Path | None, replace: bool, as_json: bool
) -> None:
    """Puts a backup in its place. Raises as ``restore`` does."""
    loaded = load_pipeline(path, params)
    folder = state_dir or loaded.state_dir
    restored = restore(archive, folder, loaded.name, replace=replace)
    with Ledger.open(folder) as ledger:
        files = adopt_files(ledger, loaded.name, loaded.folder)
    aside = None if restored.aside is None else str(restored.aside)
    if as_json:
        said = {"state": str(folder), "aside": aside, "files": files, **_plain(restored.manifest)}
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    made_at = restored.manifest.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
    click.echo(f"{folder}: as it was on {restored.manifest.host} at {made_at}")
    _show_pipelines(restored.manifest)
    _show_files(files)
    if aside is not None:
        talk().print(f"What was there before is in {aside}.", soft_wrap=True)
    talk().print("What was delivered since then the ledger does not know: see `state` in the documentation.")


def take_over(path: Path, params: Mapping[str, str], state_dir: Path | None, as_json: bool) -> None:
    """From now on the state that lies there lives here. Raises ``ConfigError`` where there is none, ``TryLater`` while
    a run is going."""
    loaded = load_pipeline(path, params)
    folder = state_dir or loaded.state_dir
    with Ledger.open(folder, must_exist=True) as ledger, PipelineLock(folder, loaded.name):
        before = [{"host": home.host, "folder": home.folder} for home in ledger.homes.list()]
        known = adopt_here(ledger, folder)
        files = adopt_files(ledger, loaded.name, loaded.folder)
    if as_json:
        said = {"state": str(folder), "homes_before": before, "checked": known, "files": files}
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    click.echo(f"{folder}: lives here from now on")
    _show_files(files)
    if not known:
        talk().print(f"This machine has no id of its own, so nothing is checked here; {VARIABLE} gives it one.")


def _plain(manifest: Manifest) -> dict[str, object]:
    return {
        "id": manifest.state,
        "made_at": manifest.made_at.isoformat(),
        "host": manifest.host,
        "last_runs": dict(manifest.pipelines),
        "missing": list(manifest.missing),
    }


def _show_files(files: Sequence[str]) -> None:
    for path in files:
        talk().print(f"{path} has the length that was published, and is taken for the same file.", soft_wrap=True)


def _show_pipelines(manifest: Manifest) -> None:
    for pipeline, run in manifest.pipelines.items():
        click.echo(f"{pipeline}: up to run {run}")
    for what in manifest.missing:
        talk().print(f"{what} is not whole in it: it is gone, or was cut off.", soft_wrap=True)
