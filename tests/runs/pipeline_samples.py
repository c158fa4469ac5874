"""A small pipeline file and its surroundings, for the tests that read one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from legacy_adapters.core.secrets import Secrets
from legacy_adapters.runs.pipeline.pipeline import LoadedPipeline, Surroundings, load_pipeline

PIPELINE = """\
version: 1
params: {company: NORD, password: "${env:DB_PASSWORD}"}
source:
  kind: database
  url: odbc:Driver={SQLite3};Database=books.db;PWD=${param:password}
  company: ${param:company}
streams:
  gl:
    table: GLTRAN
    map:
      to: gl_line
      fields:
        ledger_entry_id: LFDNR
        transaction_id: BELNR
        amount: BETRAG
sink:
  kind: file
  path: out/{entity}.csv
"""


def write(folder: Path, text: str = PIPELINE, name: str = "gl.yaml") -> Path:
    """A pipeline file in this folder."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def surroundings(**environment: str) -> Surroundings:
    """An environment with a password, and secrets that no other test knows."""
    return Surroundings(Secrets(), {"DB_PASSWORD": "tr0ub4dor", **environment}, lambda service, user: None)


def load(folder: Path, text: str = PIPELINE, params: Mapping[str, str] | None = None) -> LoadedPipeline:
    """The pipeline of this text."""
    return load_pipeline(write(folder, text), params or {}, surroundings())
