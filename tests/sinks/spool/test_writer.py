"""Writing into the spool: durable at each commit, forgotten behind it, within its room."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError, StateMismatch
from legacy_adapters.sinks.spool import writer as writing
from legacy_adapters.sinks.spool.writer import Room
from tests.sinks.spool.samples import batch, filled, names, read, spool, writer


def test_what_was_written_waits_in_its_order(tmp_path: Path) -> None:
    """All of it, once it is sealed."""
    filled(tmp_path)
    assert names(read(tmp_path)) == ["a0", "b0", "a1", "b1", "a2", "b2"]


def test_what_came_behind_a_commit_is_forgotten(tmp_path: Path) -> None:
    """A run that was killed goes on from its last checkpoint, and the bytes are the same in the end."""
    with closing(writer(tmp_path)) as sink:
        sink.write(batch(0))
        token = sink.commit()
        sink.write(batch(1))
        sink.commit()
    with closing(writer(tmp_path, token)) as sink:
        for number in (1, 2):
            sink.write(batch(number))
        sink.commit()
        sink.publish()
    resumed = [path.read_bytes() for path in spool(tmp_path).run("run-1").segments()]
    filled(tmp_path / "other")
    assert resumed == [path.read_bytes() for path in spool(tmp_path / "other").run("run-1").segments()]


def test_segments_follow_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a run goes back to one before the last."""
    monkeypatch.setattr(writing, "SEGMENT_BYTES", 1)
    with closing(writer(tmp_path)) as sink:
        sink.write(batch(0))
        token = sink.commit()
        for number in (7, 8):
            sink.write(batch(number))
            sink.commit()
    assert len(list(spool(tmp_path).run("run-1").segments())) == 3
    with closing(writer(tmp_path, token)) as sink:
        sink.write(batch(1))
        sink.commit()
        sink.publish()
        assert sink.publish() == sink.commit()
    assert names(read(tmp_path)) == ["a0", "b0", "a1", "b1"]
    assert spool(tmp_path).run("run-1").slip().frames == 2


def test_a_spool_that_lost_something_is_noticed(tmp_path: Path) -> None:
    """The ledger says more than there is."""
    with closing(writer(tmp_path)) as sink:
        sink.write(batch(0))
        token = sink.commit()
    (segment,) = spool(tmp_path).run("run-1").segments()
    segment.write_bytes(segment.read_bytes()[:-1])
    with pytest.raises(StateMismatch, match="bytes of segment 1, and the ledger says"):
        writer(tmp_path, token)
    segment.unlink()
    with pytest.raises(StateMismatch, match="holds 0 bytes"):
        writer(tmp_path, token)


def test_a_token_of_another_run_is_noticed(tmp_path: Path) -> None:
    """It stands for other records."""
    with closing(writer(tmp_path)) as sink:
        token = sink.commit().replace("run-1", "run-0")
    with pytest.raises(StateMismatch, match="of run run-0"):
        writer(tmp_path, token)


def test_a_full_spool_takes_no_more(tmp_path: Path) -> None:
    """What was committed stays, and the message says what to do."""
    with closing(writer(tmp_path, room=Room(1_500, 0, lambda: 0))) as sink:
        sink.write(batch(0))
        token = sink.commit()
        with pytest.raises(OutputError, match=r"the spool is full: .* of 1,500 bytes wait") as caught:
            sink.write(batch(1))
    assert caught.value.exit_code == 73
    assert "max_bytes" in caught.value.hint
    with closing(writer(tmp_path, token)) as sink:
        sink.publish()
    assert names(read(tmp_path)) == ["a0", "b0"]


def test_room_is_made_before_it_is_full(tmp_path: Path) -> None:
    """By taking away what every sink has."""
    made: list[str] = []

    def make() -> int:
        made.append("room")
        return 0

    with closing(writer(tmp_path, room=Room(1_500, 1_400, make))) as sink:
        sink.write(batch(0))
        assert made == ["room"]
        assert (sink.receipts(), sink.refusals(), sink.outputs()) == ((), (), ())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """As for any output."""
    (tmp_path / "spool").write_text("a file", encoding="ascii")
    with pytest.raises(OutputError, match="part of the path is a file"):
        writer(tmp_path)
