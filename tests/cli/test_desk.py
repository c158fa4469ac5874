"""Rejects listed, exported and accepted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from legacy_adapters.cli.desk import (
    Desk,
    accept_rejects,
    all_numbers,
    export_rejects,
    list_rejects,
    numbers_in,
    show_reject,
)
from legacy_adapters.core.checkpoint import Checkpoint
from legacy_adapters.core.errors import ConfigError, OutputError
from legacy_adapters.core.reject import Reason, Reject
from legacy_adapters.runs.ledger.ledger import Ledger

REASON = Reason("not_a_number", "gl_line", "amount", "x")


class Closed(io.BytesIO):
    """A pipe whose reader has gone."""

    def write(self, data: object) -> int:
        raise BrokenPipeError


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Three rejects of the last run; the first is of a table with odd names and cells."""
    rejects = [
        Reject("gl", "t[lfdnr=1]", None, '{"a\\u001b": "x\\n", "b": null}', (REASON,)),
        *(Reject("gl", f"t[lfdnr={n}]", None, '{"a": "\\udc80"}', (REASON, REASON)) for n in (2, 3)),
    ]
    with Ledger.open(tmp_path / "state") as ledger:
        run = ledger.runs.begin("gl", "f", {}, datetime(2026, 1, 31, tzinfo=UTC))
        ledger.runs.save(run, Checkpoint({}, frozenset(), None, {}, {}, 0), rejects)
        yield Desk(ledger, "gl")


def test_no_more_are_listed_than_asked_for(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """The number of all is said; every reason has a line."""
    list_rejects(desk, 2, as_json=False)
    printed = capsys.readouterr()
    assert [line.split()[0] for line in printed.out.splitlines()] == [
        "1",
        "not_a_number:",
        "2",
        "not_a_number:",
        "not_a_number:",
    ]
    assert "t[lfdnr=1]" in printed.out
    assert "2 of 3 rejects" in printed.err


def test_a_run_without_rejects_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And prints nothing where JSON is awaited."""
    with Ledger.open(tmp_path) as ledger:
        list_rejects(Desk(ledger, "gl"), 5, as_json=True)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "no rejects" in printed.err


def test_control_characters_are_shown_and_not_obeyed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """In names and cells."""
    show_reject(desk, 1, as_json=False)
    shown = capsys.readouterr().out
    assert r"a\x1b" in shown
    assert r"x\n" in shown
    assert "\x1b" not in shown


def test_an_export_appears_whole_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    """What stood there before goes with the last step; a byte that was no text is written so that it can be seen."""
    out = tmp_path / "rejects.csv"
    out.write_text("old", encoding="utf-8")
    export_rejects(desk, str(out))
    assert r"\udc80" in out.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["rejects.csv"]


def test_an_export_that_cannot_be_written(desk: Desk, tmp_path: Path) -> None:
    """No folder is made for it, and a folder is not replaced."""
    with pytest.raises(OutputError, match="No such file"):
        export_rejects(desk, str(tmp_path / "nowhere" / "rejects.csv"))
    with pytest.raises(OutputError, match="folder"):
        export_rejects(desk, str(tmp_path))


def test_a_reader_that_has_gone_is_no_error_of_ours(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """`| head`: the command line ends quietly."""
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=Closed()))
    with pytest.raises(BrokenPipeError):
        export_rejects(desk, "-")


def test_accepting_tells_how_many_were_new_to_it(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Accepted twice is accepted once."""
    accept_rejects(desk, [1])
    accept_rejects(desk, all_numbers(desk))
    assert capsys.readouterr().err.splitlines() == [
        "1 reject accepted",
        "2 rejects accepted, 1 had been before or are alike",
    ]


def test_the_numbers_in_what_is_left_of_an_export(desk: Desk, tmp_path: Path) -> None:
    """A person took a line out, and the program that they used wrote a byte order mark."""
    out = tmp_path / "rejects.csv"
    export_rejects(desk, str(out))
    lines = out.read_text(encoding="utf-8").splitlines()
    out.write_text("\n".join([lines[0], lines[-1]]), encoding="utf-8-sig")
    assert numbers_in(out) == [3]


@pytest.mark.parametrize(("text", "said"), [("a,b\n1,2\n", "no column reject_id"), ("reject_id\n1\nx\n", "'x' is no")])
def test_a_file_that_is_no_export(text: str, said: str, tmp_path: Path) -> None:
    """The line is named."""
    file = tmp_path / "other.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as error:
        numbers_in(file)
    assert str(file) in error.value.where
