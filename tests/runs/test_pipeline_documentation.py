"""The page about the pipeline file is right: its examples load, and no key is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from legacy_adapters.mapping.settings import FieldSettings, MappingSettings
from legacy_adapters.runs.lanes import declare_streams
from legacy_adapters.runs.pipeline.file import PipelineFile
from legacy_adapters.runs.pipeline.fingerprint import OF_PACE, WITHOUT_EFFECT
from legacy_adapters.runs.pipeline.pipeline import load_pipeline
from legacy_adapters.runs.pipeline.settings_errors import keys_at
from legacy_adapters.runs.retries import RetryPolicy
from legacy_adapters.sources.database.settings import DatabaseSource, DatabaseStream
from tests.runs.pipeline_samples import surroundings

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "pipeline-file.md").read_text(encoding="utf-8")
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")
EXAMPLES: list[str] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("number", "params", "name"), [(0, {}, "sage-ledger"), (1, {"company": "NORD"}, "gl-NORD")])
def test_an_example_is_a_pipeline(tmp_path: Path, number: int, params: dict[str, str], name: str) -> None:
    """What can be copied from the page loads."""
    path = tmp_path / "example.yaml"
    path.write_text(EXAMPLES[number], encoding="utf-8")
    assert load_pipeline(path, params, surroundings()).name == name


def test_the_example_of_a_base_is_one(tmp_path: Path) -> None:
    """The third example extends the first, from another folder, and takes away a stream."""
    common, customers = tmp_path / "common", tmp_path / "customers"
    common.mkdir()
    customers.mkdir()
    stream = "  cheques: {table: C, map: {to: account, fields: {account_id: A, account_description: B}}}\n"
    (common / "sage.yaml").write_text(EXAMPLES[0].replace("streams:\n", f"streams:\n{stream}"), encoding="utf-8")
    (customers / "ost.yaml").write_text(EXAMPLES[2], encoding="utf-8")
    pipeline = load_pipeline(customers / "ost.yaml", {}, surroundings()).pipeline
    assert (pipeline.name, pipeline.source.company, list(pipeline.streams)) == ("ost", "OST", ["gl"])
    assert pipeline.streams["gl"].source.where == "YEAR > 2019"
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize("model", [PipelineFile, DatabaseSource, DatabaseStream, MappingSettings, FieldSettings])
def test_every_key_is_mentioned(model: type[BaseModel]) -> None:
    """A key that is added is written about."""
    left_out = [key for key in keys_at(model, ()) if f"`{key}`" not in PAGE and f"{key}:" not in PAGE]
    assert left_out == []


def test_what_does_not_begin_a_run_anew_is_mentioned() -> None:
    """The page about operations names what may change while a run is unfinished."""
    resuming = OPERATIONS.partition("## Resuming")[2].partition("##")[0]
    named = (WITHOUT_EFFECT - {"params", "extends"}) | OF_PACE
    assert [key for key in named if f"`{key}`" not in resuming] == []


def test_the_patience_of_a_run_is_the_one_that_is_written() -> None:
    """Tries and waits are those of the page."""
    assert RetryPolicy() == RetryPolicy(tries=5, first_wait=2, longest_wait=60, patience=300)
    for words in ("five tries", "from 2 to 60 seconds", "five minutes"):
        assert words in OPERATIONS


def test_the_example_of_streams_that_depend_on_each_other_is_one(tmp_path: Path) -> None:
    """The fourth example is valid as it is, and is read in the order that it states."""
    path = tmp_path / "lines.yaml"
    path.write_text(EXAMPLES[3], encoding="utf-8")
    declared = declare_streams(load_pipeline(path, {}, surroundings()))
    assert [stream.name for stream in declared] == ["items", "lines", "customers", "contacts"]
