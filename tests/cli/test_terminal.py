"""Answers go to standard output, talk and progress to standard error."""

from __future__ import annotations

import json
import sys

import pytest

from legacy_adapters.cli.terminal import WITHOUT_TERMINAL, ProgressShow, out, talk
from legacy_adapters.runs.log import configure_logging


class Screen:
    """A terminal that remembers what was written."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        """It is there at once."""

    def isatty(self) -> bool:
        return True


def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A terminal in the place of standard error, of a kind that can move its cursor."""
    found = Screen()
    monkeypatch.setattr(sys, "stderr", found)
    monkeypatch.setenv("TERM", "xterm")
    return found


def test_answers_and_talk_have_their_own_ways(capsys: pytest.CaptureFixture[str]) -> None:
    """And brackets and colons in them are no markup."""
    out().print("t[lfdnr=7] :smile:")
    talk().print("[bold]")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("t[lfdnr=7] :smile:\n", "[bold]\n")


def test_without_a_terminal_there_is_a_fixed_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is the same wherever it is written."""
    monkeypatch.setenv("COLUMNS", "40")
    assert out().width == talk().width == WITHOUT_TERMINAL


def test_a_broken_pipe_is_told_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line knows what to do with it."""

    class Closed(Screen):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Closed())
    with pytest.raises(BrokenPipeError):
        out().print("x")


def test_progress_shows_rows_of_each_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first batch on, when no rate is known yet."""
    terminal = screen(monkeypatch)
    with ProgressShow() as show:
        show.rows("gl[1]", 1500)
        show.rows("gl[1]", 500)
        show.rows("ap", 7)
        show.note("try 1 of 5 failed [x]")
    assert "gl[1]" in terminal.text
    assert "2,000 rows" in terminal.text
    assert "7 rows" in terminal.text
    assert "rows/s" in terminal.text
    assert "try 1 of 5 failed [x]" in terminal.text


def test_a_clock_that_stands_still_is_no_division_by_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on systems whose clock ticks sixty times a second."""
    terminal = screen(monkeypatch)
    monkeypatch.setattr("rich.console.monotonic", lambda: 1.0)
    with ProgressShow() as show:
        show.rows("gl", 10)
    assert "10 rows" in terminal.text


def test_without_a_terminal_there_is_no_progress_and_notes_go_to_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object a line."""
    configure_logging()
    with ProgressShow() as show:
        show.rows("gl", 10)
        show.note("try 1 of 5 failed")
    printed = capsys.readouterr()
    assert printed.out == ""
    assert json.loads(printed.err)["event"] == "try 1 of 5 failed"


def test_what_a_person_asked_for_is_told_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal too: on standard error, in plain words."""
    with ProgressShow(talking=True) as show:
        show.note("format: {kind: dbf}")
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "format: {kind: dbf}\n")
