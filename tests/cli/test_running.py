"""Several runs after another, loops of runs, and what the log has of them."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from legacy_adapters.cli import running
from legacy_adapters.runs.interrupt import Interrupted, Interruption
from legacy_adapters.runs.request import Request
from tests.cli.shop import PIPELINE, Shop


def request_of(shop: Shop, name: str = "suppliers.yaml") -> Request:
    return Request(shop.folder / "pipelines" / name)


def logged(shop: Shop) -> list[dict[str, object]]:
    return [json.loads(line) for line in shop.capture.readouterr().err.splitlines()]


def test_every_pipeline_is_run_and_the_gravest_code_wins(shop: Shop) -> None:
    """Also behind one that failed."""
    shop.write("pipelines/wrong.yaml", PIPELINE.replace("KREDITOR", "KREDITORR"))
    assert running.run_all([request_of(shop, "wrong.yaml"), request_of(shop)], as_json=True) == 78
    assert (shop.folder / "pipelines" / "out" / "supplier.csv").is_file()


def test_without_a_terminal_the_end_is_a_line_of_the_log(shop: Shop) -> None:
    """With what a monitoring system asks for."""
    running.run_all([request_of(shop)], as_json=True)
    (line,) = logged(shop)
    assert (line["level"], line["event"], line["exit_code"]) == ("info", "suppliers: finished", 65)
    assert (line["read"], line["rejected"], line["new_rejects"]) == (4, 1, 1)


def test_without_a_terminal_an_error_is_a_line_of_the_log(shop: Shop) -> None:
    """What, where, what to do, and the exit code."""
    shop.write("pipelines/wrong.yaml", PIPELINE.replace("KREDITOR", "KREDITORR"))
    running.run_all([request_of(shop, "wrong.yaml")], as_json=True)
    (line,) = logged(shop)
    assert (line["level"], line["exit_code"]) == ("error", 78)
    assert "there is no table or view 'KREDITORR'" in str(line["event"])
    assert "Did you mean KREDITOR?" in str(line["hint"])


def test_on_a_terminal_an_error_is_words_and_rejects_have_a_next_step(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a person, no JSON."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    shop.write("pipelines/wrong.yaml", PIPELINE.replace("KREDITOR", "KREDITORR"))
    running.run_all([request_of(shop, "wrong.yaml"), request_of(shop)], as_json=True)
    said = shop.capture.readouterr().err
    assert "Error: " in said
    assert "there is no table or view 'KREDITORR'" in said
    assert '"level"' not in said
    assert "rejects list" in said


def test_ctrl_c_ends_all_runs(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipelines behind it are not begun."""
    begun: list[Path] = []

    def interrupted(request: Request, **_: object) -> None:
        begun.append(request.path)
        raise Interrupted(signal.SIGINT)

    monkeypatch.setattr(running, "execute", interrupted)
    assert running.run_all([request_of(shop), request_of(shop)], as_json=True) == 130
    assert len(begun) == 1


def test_watching_goes_on_until_it_is_asked_to_end(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while the source is away; each run is whole."""
    codes = iter([65, 0, 69, 75])
    waits: list[float] = []

    def sleep(self: Interruption, seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 4:
            os.kill(os.getpid(), signal.SIGTERM)
        self.check()

    monkeypatch.setattr(running, "run_all", lambda requests, as_json: next(codes))
    monkeypatch.setattr(Interruption, "sleep", sleep)
    with pytest.raises(Interrupted) as ended:
        running.watch_all([request_of(shop)], 7.5, as_json=True)
    assert ended.value.exit_code == 143
    assert waits == [7.5] * 4


def test_watching_ends_where_waiting_does_not_help(shop: Shop) -> None:
    """A pipeline file that is wrong is wrong the next minute too."""
    shop.write("pipelines/wrong.yaml", PIPELINE.replace("KREDITOR", "KREDITORR"))
    assert running.watch_all([request_of(shop, "wrong.yaml")], 60, as_json=True) == 78


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_reader_that_has_enough_changes_neither_the_runs_nor_the_exit_code(options: list[str], shop: Shop) -> None:
    """`run a.yaml b.yaml | head`: what went wrong is not hidden by who reads the report."""
    shop.write("pipelines/wrong.yaml", PIPELINE.replace("KREDITOR", "KREDITR"))
    pipelines = [str(request_of(shop, name).path) for name in ("suppliers.yaml", "wrong.yaml")]
    with Popen([sys.executable, "-m", "legacy_adapters", "run", *pipelines, *options], stdout=PIPE, stderr=PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        said = run.stderr.read().decode()
    assert run.returncode == 78
    assert "KREDITR" in said
    assert "Traceback" not in said
    assert "BrokenPipe" not in said
