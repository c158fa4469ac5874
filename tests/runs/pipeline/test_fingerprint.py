"""The fingerprint changes with what decides what comes out, and with nothing else."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from tests.runs.pipeline_samples import PIPELINE, load, surroundings, write

WITH_FILES = """\
version: 1
source: {kind: database, url: "sqlite:///x.db"}
streams:
  gl:
    query: gl.sql
    map:
      to: gl_line
      hook: tidy.rows:clean
      fields:
        ledger_entry_id: A
        transaction_id: {from: B, lookup: codes.csv}
        currency_code: {from: C, lookup: {file: currencies.csv}}
sink: {kind: file, path: out.csv}
"""


def _changed(folder: Path, old: str, new: str) -> bool:
    assert PIPELINE.count(old) == 1
    return load(folder).fingerprint != load(folder, PIPELINE.replace(old, new)).fingerprint


def test_the_same_file_has_the_same_fingerprint(tmp_path: Path) -> None:
    """Read again, here or in another folder, it is the same."""
    (tmp_path / "elsewhere").mkdir()
    assert load(tmp_path).fingerprint == load(tmp_path).fingerprint == load(tmp_path / "elsewhere").fingerprint
    assert len(load(tmp_path).fingerprint) == 64


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("table: GLTRAN", "table: GLTRAN2"),
        ("amount: BETRAG", "amount: {from: BETRAG, round: half_up}"),
        ("company: NORD", "company: SUED"),
        ("path: out/{entity}.csv", "path: out/{entity}.jsonl"),
        ("env:DB_PASSWORD", "env:OTHER"),
        ("  company: ${param:company}", "  company: ${param:company}\n  id: hq"),
        ("version: 1", "version: 1\nname: other"),
        (
            "        ledger_entry_id: LFDNR\n        transaction_id: BELNR",
            "        transaction_id: BELNR\n        ledger_entry_id: LFDNR",
        ),
    ],
)
def test_what_decides_what_comes_out_changes_it(tmp_path: Path, old: str, new: str) -> None:
    """Tables, mappings, parameters in use, paths and the names of secrets count, and so does the order of keys."""
    around = surroundings(OTHER="x")
    before = load_pipeline(write(tmp_path), {}, around).fingerprint
    assert PIPELINE.count(old) == 1
    assert load_pipeline(write(tmp_path, PIPELINE.replace(old, new)), {}, around).fingerprint != before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 1", "# a comment\nversion: '1'\nowner: me@example.com\npurpose: To see.\nmax_rejects: 5"),
        ("  kind: database", "  kind: database\n  max_rows_per_second: 5\n  hours: 20:00-06:00\n  connections: 3"),
        ("company: NORD", "unused: x, company: NORD"),
        ("kind: file\n  path: out/{entity}.csv", "{kind: file, path: 'out/{entity}.csv'}"[1:-1].replace(", ", "\n  ")),
    ],
)
def test_what_changes_no_record_does_not(tmp_path: Path, old: str, new: str) -> None:
    """Comments, owner, limits and unused parameters may change while a run waits to be gone on with."""
    assert not _changed(tmp_path, old, new)


def test_a_parameter_counts_wherever_it_comes_from(tmp_path: Path) -> None:
    """The same value given or by default is the same pipeline; another value is another."""
    default = load(tmp_path).fingerprint
    assert load(tmp_path, params={"company": "NORD"}).fingerprint == default
    assert load(tmp_path, params={"company": "SUED"}).fingerprint != default


def test_a_new_password_changes_nothing(tmp_path: Path) -> None:
    """Secrets count by name: a run goes on after a password was changed."""
    path = write(tmp_path)
    fingerprints = {load_pipeline(path, {}, surroundings(DB_PASSWORD=word)).fingerprint for word in ("old", "new")}
    assert len(fingerprints) == 1


@pytest.mark.parametrize(
    "name", ["gl.sql", "codes.csv", "currencies.csv", "tidy/rows.py", "entities/gl_line.yaml", "entities/own.yaml"]
)
def test_the_files_it_names_count(tmp_path: Path, name: str) -> None:
    """Queries, lookups, hooks and the project's entities are part of the pipeline."""
    for folder in ("tidy", "entities"):
        (tmp_path / folder).mkdir()
    (tmp_path / "gl.sql").write_text("SELECT A, B, C FROM GL", encoding="utf-8")
    before = load(tmp_path, WITH_FILES).fingerprint
    content = {"gl.sql": "SELECT C, B, A FROM GL", "tidy/rows.py": "def clean(frame): return frame\n"}
    own = (
        "entity: own\nversion: '1.0'\ndescription: Own.\nkey: [company_id]\n"
        "fields:\n- {name: company_id, type: text, description: A.}\n"
    )
    extension = "extends: gl_line\nfields:\n- {name: own_field, type: text, description: A.}\n"
    default = extension if "gl_line" in name else own if "own" in name else "a,b\n1,2\n"
    (tmp_path / name).write_text(content.get(name, default), encoding="utf-8")
    assert load(tmp_path, WITH_FILES).fingerprint != before


def test_another_version_of_the_package_is_another_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one version began another does not go on with: it may map otherwise."""
    before = load(tmp_path).fingerprint
    monkeypatch.setattr(metadata, "version", lambda name: "99.0")
    assert load(tmp_path).fingerprint != before


def test_a_text_that_cannot_be_a_file_is_none(tmp_path: Path) -> None:
    """A long constant that happens to end like a file's name does not stop anything."""
    text = PIPELINE.replace("amount: BETRAG", f"description: {{const: '{'x' * 5000}.csv'}}")
    assert load(tmp_path, text).fingerprint
