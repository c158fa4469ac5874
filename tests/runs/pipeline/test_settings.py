"""A loaded pipeline and where its keys stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.runs.pipeline.destinations import SpoolSettings
from tests.runs.pipeline_samples import load


def test_state_lies_beside_the_file(tmp_path: Path) -> None:
    """The ledger is in the pipeline's own folder."""
    assert load(tmp_path).state_dir == tmp_path / ".legacy_adapters"


def test_parts_can_be_asked_for(tmp_path: Path) -> None:
    """What a run needs most is at hand."""
    loaded = load(tmp_path)
    assert loaded.name == loaded.source_id == "gl"
    assert loaded.source is loaded.pipeline.source
    assert loaded.destinations is loaded.pipeline.destinations
    assert loaded.spool == SpoolSettings()
    assert loaded.reject_limit == loaded.pipeline.reject_limit


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("streams", "gl", "map", "fields", "amount"), 15),
        (("streams", "gl", "table"), 9),
        (("streams", "gl", "where"), 8),
        (("sink",), 16),
        ((), 1),
    ],
)
def test_a_key_is_found_in_the_file(tmp_path: Path, path: tuple[str, ...], line: int) -> None:
    """An error that is found later can name the line; of a key that is not there, that of the one above it."""
    assert load(tmp_path).where(*path) == f"{tmp_path / 'gl.yaml'}:{line}"


def test_secrets_do_not_show(tmp_path: Path) -> None:
    """The repr of a loaded pipeline, which may land in a traceback, has no secret."""
    loaded = load(tmp_path)
    assert "tr0ub4dor" in loaded.pipeline.source.url
    assert "tr0ub4dor" not in repr(loaded)
