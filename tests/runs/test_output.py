"""A sink that can go back."""

from __future__ import annotations

from dataclasses import replace

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
