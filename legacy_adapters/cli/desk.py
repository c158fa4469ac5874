"""The rejects of a pipeline's last run: listed, shown, exported, accepted."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import click

from legacy_adapters.cli.tables import add, printable, table
from legacy_adapters.cli.terminal import out, talk
from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.ledger.rejects import EXPORT_COLUMNS, KeptReject
from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from legacy_adapters.sinks.atomic_file import check_replaceable, rename, writing


@dataclass(frozen=True, slots=True)
class Desk:
    """The open ledger, and the pipeline whose rejects are looked at."""

    ledger: Ledger
    pipeline: str


@contextmanager
def open_desk(path: Path, params: Mapping[str, str], state_dir: Path | None) -> Iterator[Desk]:
    """Opens the ledger of a pipeline. Raises ``ConfigError`` where nothing has run yet."""
    loaded = load_pipeline(path, params)
    with Ledger.open(state_dir or loaded.state_dir, must_exist=True) as ledger:
        yield Desk(ledger, loaded.name)


def list_rejects(desk: Desk, limit: int, as_json: bool) -> None:
    """Each reject with its reasons below it; as JSON one object a line."""
    shown = list(islice(desk.ledger.rejects.list(desk.pipeline), limit))
    for kept in shown:
        for line in [json.dumps(_plain(kept), ensure_ascii=False)] if as_json else reject_lines(kept):
            click.echo(line)
    total = sum(sum(standings.values()) for standings in desk.ledger.rejects.count(desk.pipeline).values())
    if total > len(shown):
        talk().print(f"{len(shown):,} of {total:,} rejects; --limit shows more, `rejects export` all.")
    elif not total:
        talk().print("The last run has no rejects.")


def reject_lines(kept: KeptReject) -> list[str]:
    """A reject in words: its number, whether it is new, where it is from, and every reason."""
    reject = kept.reject
    return [
        f"{kept.id:>6}  {kept.standing:<8}  {reject.stream}  {printable(reject.origin)}",
        *(f"          {reason.code}: {printable(reason.message)}" for reason in reject.reasons),
    ]


def show_reject(desk: Desk, number: int, as_json: bool) -> None:
    """One reject whole."""
    kept = desk.ledger.rejects.show(desk.pipeline, number)
    if as_json:
        click.echo(json.dumps(_plain(kept), ensure_ascii=False))
        return
    for line in reject_lines(kept):
        click.echo(line)
    click.echo(f"          run {kept.run_id}")
    console = out()
    found = table(console, "column", "value")
    for column, value in json.loads(kept.reject.row).items():
        add(found, column, "" if value is None else str(value))
    console.print(found)


def export_rejects(desk: Desk, to: str) -> None:
    """All rejects of the last run as CSV (RFC 4180, UTF-8); the file appears whole. Raises ``OutputError``."""
    if to == "-":
        _write_to_stdout(desk)
        return
    final = Path(to)
    part = final.with_name(f".{final.name}.part")
    check_replaceable(final)
    with writing(final):
        try:
            with part.open("w", encoding="utf-8", newline="", errors="backslashreplace") as file:
                count = _write(desk, file)
        except OSError:
            part.unlink(missing_ok=True)
            raise
    rename(part, final)
    talk().print(f"{_rejects(count)} written to {to}", soft_wrap=True)


def _write_to_stdout(desk: Desk) -> None:
    """As bytes, so that line ends are those of RFC 4180 on every system."""
    text = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", errors="backslashreplace")
    try:
        _write(desk, text)
        text.flush()
    finally:
        text.detach()


def accept_rejects(desk: Desk, numbers: Iterable[int]) -> None:
    """Takes rejects as known: they do not make a run end with 65 any more."""
    wanted = set(numbers)
    newly = desk.ledger.rejects.accept(desk.pipeline, wanted, datetime.now(UTC))
    known = len(wanted) - newly
    talk().print(f"{_rejects(newly)} accepted" + (f", {known:,} had been before or are alike" if known else ""))


def all_numbers(desk: Desk) -> Iterator[int]:
    """The numbers of all rejects of the last run."""
    return (kept.id for kept in desk.ledger.rejects.list(desk.pipeline))


def numbers_in(path: Path) -> list[int]:
    """The numbers in an export, or in what a person left of one. Raises ``ConfigError``."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        column = EXPORT_COLUMNS[0]
        if column not in (rows.fieldnames or ()):
            raise ConfigError(
                f"there is no column {column}", where=str(path), hint="`rejects export` writes such a file."
            )
        numbers = []
        for row in rows:
            text = row[column] or ""
            if not (text.isascii() and text.isdigit()):
                raise ConfigError(f"{text!r} is no number of a reject", where=f"{path}:{rows.line_num}: {column}")
            numbers.append(int(text))
        return numbers


def _rejects(count: int) -> str:
    return "1 reject" if count == 1 else f"{count:,} rejects"


def _write(desk: Desk, file: TextIO) -> int:
    export = desk.ledger.rejects.export(desk.pipeline)
    writer = csv.writer(file)
    writer.writerow(export.columns)
    count = 0
    try:
        for row in export.rows:
            writer.writerow(row)
            count += 1
    finally:
        # An error would keep the rows open for as long as it lives: longer than the ledger that they are read from.
        del export
    return count


def _plain(kept: KeptReject) -> dict[str, Any]:
    reject = kept.reject
    reasons = [
        {"code": r.code, "entity": r.entity, "field": r.field, "value": r.value, "message": r.message}
        for r in reject.reasons
    ]
    return {
        "id": kept.id,
        "run": kept.run_id,
        "standing": kept.standing,
        "stream": reject.stream,
        "origin": reject.origin,
        "record_id": reject.record_id,
        "reasons": reasons,
        "row": json.loads(reject.row),
    }
