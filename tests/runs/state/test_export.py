"""The state as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.runs.ledger.ledger import Ledger
from legacy_adapters.runs.state.export import export_state, write_state
from tests.runs.away import BOTH, Bus, with_bus
from tests.runs.books import Books, posting
from tests.runs.ledger_samples import begin, checkpoint
from tests.runs.machines import be


def exported(folder: Path) -> list[dict[str, Any]]:
    """Its lines."""
    return [json.loads(line) for line in export_state(folder)]


def test_a_pipeline_with_one_sink(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger first, with where it lives; then the pipeline with its last run and what it knows."""
    be(monkeypatch, "alpha")
    books.post(posting(11, BETRAG="much"))
    run = books.run().report
    state, pipeline = exported(books.state)
    assert (state["kind"], state["version"], len(state["id"])) == ("state", 1, 8)
    assert [home["host"] for home in state["homes"]] == ["alpha"]
    assert (pipeline["kind"], pipeline["name"]) == ("pipeline", "books")
    assert (pipeline["last_run"]["id"], pipeline["last_run"]["exit_code"]) == (run["run_id"], 65)
    assert list(pipeline["positions"]) == ["gl"]
    (token,) = pipeline["published"].values()
    assert token["files"][0]["path"] == "out/gl_line.csv"
    assert pipeline["rejects"] == {"new": 1}
    assert pipeline["receipts"] == {"count": 1, "records": 10}
    assert (pipeline["unfinished"], pipeline["waiting"]) == (None, [])


def test_what_waits_is_shown_by_sink(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """With why; what a sink has already is under its name."""
    bus = with_bus(books, monkeypatch, BOTH)
    bus.set("down")
    books.run()
    _, pipeline = exported(books.state)
    (waiting,) = pipeline["waiting"]
    assert (waiting["sink"], waiting["status"]) == ("bus", "waiting")
    assert "the bus is down" in waiting["error"]
    assert list(pipeline["published"]) == ["files"]


def test_an_unfinished_run_is_shown_with_its_place(tmp_path: Path) -> None:
    """A token that is no JSON stays as it is."""
    with Ledger.open(tmp_path) as ledger:
        ledger.runs.save(begin(ledger), checkpoint())
    _, pipeline = exported(tmp_path)
    assert pipeline["unfinished"]["positions"] == {"gl": {"": "4711"}}
    assert pipeline["unfinished"]["token"] == "sink at 4711"


def test_nothing_secret_is_in_it(books: Books, bus: Bus) -> None:
    """Known secrets are struck out, wherever they got to."""
    bus.set("down")
    books.run()
    with Ledger.open(books.state) as ledger:
        (shipment,) = ledger.shipments.waiting("books")
        ledger.shipments.stopped(shipment.id, 69, "no answer from amqp://me:geheim-4711@bus")
    KNOWN.add("geheim-4711")
    assert "geheim" not in "".join(export_state(books.state))


def test_it_is_written_whole(books: Books, tmp_path: Path) -> None:
    """To a file that is replaced; a folder is refused."""
    books.run()
    to = tmp_path / "state.jsonl"
    to.write_text("older")
    write_state(books.state, to)
    assert [json.loads(line)["kind"] for line in to.read_text(encoding="utf-8").splitlines()] == ["state", "pipeline"]
    assert not to.with_name("state.jsonl.part").exists()
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write_state(books.state, tmp_path / "folder")


def test_where_nothing_has_run(tmp_path: Path) -> None:
    """There is no state to show."""
    with pytest.raises(ConfigError, match="nothing has run here"):
        exported(tmp_path)
