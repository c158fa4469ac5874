"""The toolkit from Python: read a stream, run a pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from legacy_adapters.runs.execute import execute
from legacy_adapters.runs.locate import locate_stream
from legacy_adapters.runs.reading import Reading
from legacy_adapters.runs.report import Report
from legacy_adapters.runs.request import Request


def read(source: str, *, table: str | None = None, query: str | None = None, where: str | None = None) -> Reading:
    """One stream of a source (a database, a file): iterate over its batches, or take it whole with ``to_pandas``,
    ``to_polars`` or ``to_arrow``. The source is opened when it is read. Raises ``ConfigError`` for what is no source or
    stream.

    >>> legacy_adapters.read("sqlite:///old.db", table="Invoice").to_pandas()
    """
    found = locate_stream(source, table=table, query=query, where=where)
    return Reading(found.source, found.name, found.settings)


def run(
    pipeline: str | Path,
    params: Mapping[str, str] | None = None,
    *,
    full: bool = False,
    dry_run: bool = False,
    state_dir: Path | None = None,
) -> Report:
    """Runs a pipeline file and returns its report; raises a ``LegacyAdaptersError`` for what ended it."""
    return execute(Request(Path(pipeline), params or {}, full=full, dry_run=dry_run, state_dir=state_dir))
