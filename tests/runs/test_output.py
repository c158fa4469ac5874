"""A sink that can go back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.protocols import Receipt, Refusal
from legacy_adapters.runs.output import Output
from tests.runs.company import STAMP, Disk, Lines, Rows, by_remainder


def write(output: Output, *keys: int) -> None:
    (batch,) = Rows("gl", keys, size=10).read({})
    (records,) = by_remainder(batch).records
    output.write(replace(records, stamp=STAMP))


def test_what_came_behind_a_token_is_forgotten() -> None:
    """And writing goes on from there."""
    disk = Disk()
    output = Output(lambda token: Lines(disk, token), None)
    write(output, 1, 2)
    token = output.commit()
    write(output, 4)
    output.commit()
    output.back_to(token)
    write(output, 7)
    output.commit()
    output.publish()
    output.close()
    assert [key for key, _ in disk.visible or []] == ["hq/:t:1", "hq/:t:2", "hq/:t:7"]
    assert list(output.outputs()) == ["memory"]


def test_it_is_opened_where_the_run_stands() -> None:
    """At the token of its last checkpoint."""
    opened: list[str | None] = []

    def open_(token: str | None) -> Lines:
        opened.append(token)
        return Lines(Disk(), token)

    output = Output(open_, "0")
    output.back_to("0")
    assert opened == ["0", "0"]


class Answers(Lines):
    """A sink whose receiver says what it is told to say."""

    def __init__(self) -> None:
        super().__init__(Disk(), None)
        self.taken: list[Receipt] = []
        self.refused: list[Refusal] = []

    def receipts(self) -> list[Receipt]:
        return self.taken

    def refusals(self) -> list[Refusal]:
        return self.refused


@pytest.mark.parametrize("step", ["commit", "publish"])
def test_a_record_that_was_refused_ends_the_run(step: str) -> None:
    """It is named, and is never silently lost."""
    sink = Answers()
    output = Output(lambda _token: sink, None)
    getattr(output, step)()
    (batch,) = Rows("gl", [1], size=10).read({})
    (records,) = by_remainder(batch).records
    sink.refused = [Refusal(records.slice(0, 1), "no such account")]
    with pytest.raises(OutputError, match="no such account"):
        getattr(output, step)()


def test_the_receipts_are_those_of_the_last_step() -> None:
    """They are not heaped up."""
    sink = Answers()
    output = Output(lambda _token: sink, None)
    assert list(output.receipts()) == []
    sink.taken = [Receipt("line", 2, 1, 2, "taken")]
    output.commit()
    assert list(output.receipts()) == sink.taken
    sink.taken = []
    output.publish()
    assert list(output.receipts()) == []
