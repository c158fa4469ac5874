"""The log: JSON lines for machines, lines for people, no secret in either."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog

from legacy_adapters.core.secrets import Secrets
from legacy_adapters.runs.log import configure_logging, logger

SECRETS = Secrets()
SECRETS.add("tr0ub4dor&3")
SECRETS.add("4711000815")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Leaves structlog as it was."""
    yield
    structlog.reset_defaults()


def test_without_a_terminal_each_line_is_json() -> None:
    """A line has time in UTC, level and event first, then the facts with their types."""
    stream = io.StringIO()
    configure_logging(scrub=SECRETS.scrub, stream=stream)
    logger().info("stream read", stream="gl", rows=5, ratio=0.5, full=True, left=None)
    logger().warning("Käse")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert list(first)[:3] == ["timestamp", "level", "event"]
    assert datetime.fromisoformat(first.pop("timestamp")).utcoffset() == timedelta(0)
    facts = {"stream": "gl", "rows": 5, "ratio": 0.5, "full": True, "left": None}
    assert first == {"level": "info", "event": "stream read", **facts}
    assert (second["level"], second["event"]) == ("warning", "Käse")


def test_a_person_reads_lines() -> None:
    """On a terminal a line is the time, the event and its facts; the level where it is worth saying."""
    stream = Terminal()
    configure_logging(scrub=SECRETS.scrub, stream=stream)
    logger().info("stream read", rows=5)
    logger().error("no space")
    first, second = stream.getvalue().splitlines()
    assert first[8:] == "  stream read  rows=5"
    assert second[8:] == "  error: no space"


@pytest.mark.parametrize(("stream", "as_json"), [(io.StringIO(), False), (Terminal(), True)], ids=["lines", "json"])
def test_the_form_can_be_chosen(stream: io.StringIO, as_json: bool) -> None:
    """What is asked for wins over what the stream is."""
    configure_logging(as_json, SECRETS.scrub, stream=stream)
    logger().info("x")
    assert stream.getvalue().startswith("{") is as_json


@pytest.mark.parametrize("as_json", [True, False])
def test_no_secret_gets_through(as_json: bool) -> None:
    """Event, facts of any kind, names and tracebacks: each passes the scrubber."""
    stream = io.StringIO()
    configure_logging(as_json, SECRETS.scrub, stream=stream)
    nested = {"url": "x://me:tr0ub4dor&3@db", "tr0ub4dor&3": [("tr0ub4dor&3", Path("/tr0ub4dor&3"))]}
    try:
        raise OSError("login with tr0ub4dor&3 failed")
    except OSError as error:
        logger().error("tr0ub4dor&3 failed", exc_info=True, nested=nested, error=error, number=4711000815)
    text = stream.getvalue()
    assert "tr0ub4dor" not in text
    assert "4711000815" not in text
    assert text.count("***") >= 6
    if as_json:
        assert json.loads(text)["number"] == "***"


def test_a_traceback_is_whole() -> None:
    """An error's trace is in the line of its event."""
    stream = Terminal()
    configure_logging(scrub=SECRETS.scrub, stream=stream)
    try:
        raise ZeroDivisionError("by nothing")
    except ZeroDivisionError:
        logger().error("failed", exc_info=True)
    assert "ZeroDivisionError: by nothing" in stream.getvalue()
    assert "test_a_traceback_is_whole" in stream.getvalue()


def test_configured_again_it_writes_elsewhere() -> None:
    """The last configuration counts, also for a logger taken before."""
    before, after = io.StringIO(), io.StringIO()
    configure_logging(True, SECRETS.scrub, stream=before)
    taken = logger()
    configure_logging(True, SECRETS.scrub, stream=after)
    taken.info("x")
    assert (before.getvalue(), after.getvalue().count("\n")) == ("", 1)


def test_details_for_developers_are_left_out() -> None:
    """Debug events are not written."""
    stream = io.StringIO()
    configure_logging(True, SECRETS.scrub, stream=stream)
    logger().debug("x")
    assert stream.getvalue() == ""


def test_standard_error_is_where_it_goes(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output is for data: the log never writes there."""
    configure_logging(scrub=SECRETS.scrub)
    logger().info("to the side")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert json.loads(captured.err)["event"] == "to the side"


def test_without_being_configured_the_log_is_no_data(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of it goes to standard output, where a stream's rows may be."""
    structlog.reset_defaults()
    logger().info("something happened")
    said = capsys.readouterr()
    assert said.out == ""
    assert "something happened" in said.err
