"""What lies in the spool's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.sinks.spool.folder import SLIP, Slip
from tests.sinks.samples import ROW, STARTED
from tests.sinks.spool.samples import filled, spool


def test_a_slip_has_what_a_sink_must_know(tmp_path: Path) -> None:
    """The run, its columns, and how much of it there is."""
    filled(tmp_path)
    run = spool(tmp_path).run("run-1")
    slip = run.slip()
    assert (slip.run, slip.started_at, slip.schemas, slip.frames, slip.records) == (
        "run-1",
        STARTED,
        {"row": ROW},
        3,
        6,
    )
    assert slip.segments == (run.size(),)
    assert Slip.from_json(slip.to_json()) == slip
    assert run.sealed


def test_all_that_waits_is_counted(tmp_path: Path) -> None:
    """In bytes, by run, and none where nothing waits."""
    assert (spool(tmp_path).size(), spool(tmp_path).runs()) == (0, [])
    filled(tmp_path)
    assert spool(tmp_path).runs() == ["run-1"]
    assert spool(tmp_path).size() == spool(tmp_path).run("run-1").size() > 0
    spool(tmp_path).run("run-1").remove()
    assert spool(tmp_path).runs() == []


def test_pipelines_do_not_share_a_folder(tmp_path: Path) -> None:
    """Whatever they are called."""
    other = spool(tmp_path).of(tmp_path, "gl/../x")
    assert other.path.parent == spool(tmp_path).path.parent
    assert other.path != spool(tmp_path).path


@pytest.mark.parametrize("text", ["", "{}", '{"run": 1}', '{"run": "a", "started_at": "soon"}'])
def test_a_damaged_slip_is_named(tmp_path: Path, text: str) -> None:
    """With the file, and what can be done."""
    filled(tmp_path)
    path = spool(tmp_path).run("run-1").path / SLIP
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StateMismatch, match="damaged here") as caught:
        spool(tmp_path).run("run-1").slip()
    assert caught.value.where == str(path)
    path.unlink()
    with pytest.raises(StateMismatch, match="is gone"):
        spool(tmp_path).run("run-1").slip()
