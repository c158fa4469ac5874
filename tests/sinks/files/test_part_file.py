"""One file on its way."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from legacy_adapters.core.errors import OutputError, StateMismatch
from legacy_adapters.sinks.files.part_file import PartFile
from legacy_adapters.sinks.files.token import FileState, Identity


def begun(folder: Path, *pieces: bytes, name: str = "x.csv") -> PartFile:
    part = PartFile(name, "row", folder)
    part.begin(None)
    for piece in pieces:
        part.write(piece)
    part.sync()
    return part


def committed(folder: Path, *pieces: bytes) -> FileState:
    """What the token has of a part whose process has ended."""
    part = begun(folder, *pieces)
    part.release()
    return part.state


def resumed(folder: Path, state: FileState, *, publishing: bool = False) -> PartFile:
    part = PartFile(state.path, state.entity, folder)
    part.resume(state, publishing=publishing)
    return part


def test_it_is_written_beside_its_final_name(tmp_path: Path) -> None:
    """Hidden, in a folder that is created, until it is published."""
    part = begun(tmp_path, b"1", b"23", name="a/b/x.csv")
    folder = tmp_path / "a" / "b"
    assert [path.name for path in folder.iterdir()] == [".x.csv.part"]
    part.publish()
    assert [path.name for path in folder.iterdir()] == ["x.csv"]
    assert part.final.read_bytes() == b"123"


def test_publishing_again_does_nothing(tmp_path: Path) -> None:
    """Also when somebody has taken the file away meanwhile."""
    part = begun(tmp_path, b"1")
    part.publish()
    part.final.unlink()
    part.publish()
    assert list(tmp_path.iterdir()) == []


def test_a_leftover_of_nobody_is_overwritten(tmp_path: Path) -> None:
    """From zero, not beyond its beginning."""
    (tmp_path / ".x.csv.part").write_bytes(b"something long of an earlier run")
    part = begun(tmp_path, b"new")
    assert part.part.read_bytes() == b"new"


def test_released_it_goes_on_where_it_was(tmp_path: Path) -> None:
    """A run may have more files than can be open."""
    part = begun(tmp_path, b"1")
    part.release()
    part.write(b"2")
    assert part.part.read_bytes() == b"12"
    assert part.identity.length == 2


def test_a_part_that_others_changed_while_it_was_closed_is_refused(tmp_path: Path) -> None:
    """Two pipelines write to one path."""
    part = begun(tmp_path, b"1")
    part.release()
    part.part.write_bytes(b"12")
    with pytest.raises(OutputError, match="was changed by another program"):
        part.write(b"2")


def test_what_was_written_behind_the_token_is_cut_off(tmp_path: Path) -> None:
    """To the byte."""
    state = committed(tmp_path, b"kept")
    with (tmp_path / ".x.csv.part").open("ab") as file:
        file.write(b"lost")
    part = resumed(tmp_path, state)
    part.write(b"!")
    part.publish()
    assert part.final.read_bytes() == b"kept!"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: path.unlink(), "is not there, but a run that was interrupted had written it"),
        (lambda path: os.truncate(path, 2), "has 2 bytes, but 4 of it were written by the interrupted run"),
        (lambda path: path.with_name("other").rename(path), "is not the file that the interrupted run had written"),
    ],
)
def test_a_part_that_is_not_what_the_token_says_stops_the_run(tmp_path: Path, damage: object, said: str) -> None:
    """Gone, shorter or another: nothing is made up of zeros."""
    state = committed(tmp_path, b"kept")
    (tmp_path / "other").write_bytes(b"kept")
    assert callable(damage)
    damage(tmp_path / ".x.csv.part")
    for publishing in (False, True):
        with pytest.raises(StateMismatch, match=said):
            resumed(tmp_path, state, publishing=publishing)
    if "not there" in said:
        assert not (tmp_path / ".x.csv.part").exists()


def test_a_published_part_is_known_by_its_file(tmp_path: Path) -> None:
    """A kill after the rename: the final file is the one that the token names."""
    part = begun(tmp_path, b"1")
    state = part.state
    part.publish()
    assert resumed(tmp_path, state, publishing=True).published
    with pytest.raises(StateMismatch):
        resumed(tmp_path, state, publishing=False)


def test_an_older_file_of_that_name_is_not_taken_for_it(tmp_path: Path) -> None:
    """The part is gone, and what is visible is yesterday's."""
    state = committed(tmp_path, b"1")
    (tmp_path / "x.csv").write_bytes(b"0")
    (tmp_path / ".x.csv.part").unlink()
    with pytest.raises(StateMismatch):
        resumed(tmp_path, state, publishing=True)


def test_it_can_begin_with_what_is_visible(tmp_path: Path) -> None:
    """A copy; the visible file stays as it is until it is replaced."""
    final = tmp_path / "x.csv"
    final.write_bytes(b"old" * 1_000_000)
    part = PartFile("x.csv", "row", tmp_path)
    part.begin(Identity.at(final))
    part.write(b"new")
    assert final.read_bytes() == b"old" * 1_000_000
    assert part.state.base == Identity.at(final)
    part.publish()
    assert final.read_bytes() == b"old" * 1_000_000 + b"new"


def test_a_folder_or_a_device_is_never_replaced(tmp_path: Path) -> None:
    """`--to /dev/null` by root would remove it for everybody."""
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(OutputError, match=r"x\.csv: is a folder"):
        begun(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
        with pytest.raises(OutputError, match="is a device or a pipe"):
            begun(tmp_path, name="pipe.csv")


def test_a_link_stays_one(tmp_path: Path) -> None:
    """What it points to is replaced, on its own disk."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "x.csv").symlink_to(tmp_path / "elsewhere" / "y.csv")
    begun(tmp_path, b"1").publish()
    assert (tmp_path / "x.csv").is_symlink()
    assert (tmp_path / "elsewhere" / "y.csv").read_bytes() == b"1"


def test_a_file_in_place_of_a_folder_is_explained(tmp_path: Path) -> None:
    """`out` is a file, the path says `out/x.csv`."""
    (tmp_path / "out").touch()
    with pytest.raises(OutputError, match="part of the path is a file"):
        begun(tmp_path, name="out/x.csv")


def test_a_name_that_is_too_long_is_explained(tmp_path: Path) -> None:
    """A value of 300 characters makes no file."""
    with pytest.raises(OutputError, match="File name too long"):
        begun(tmp_path, name="x" * 300 + ".csv")


def test_what_was_not_begun_has_no_identity(tmp_path: Path) -> None:
    """A defect, not a file of no length."""
    with pytest.raises(ValueError, match="has not been begun"):
        _ = PartFile("x.csv", "row", tmp_path).identity


def test_sync_comes_before_rename(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that was cut at resuming is made durable before it is shown."""
    state = committed(tmp_path, b"1")
    done: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: done.append("sync"))
    monkeypatch.setattr(Path, "replace", lambda path, target: done.append("rename"))
    with (tmp_path / ".x.csv.part").open("ab") as file:
        file.write(b"lost")
    resumed(tmp_path, replace(state), publishing=True).publish()
    assert done == ["sync", "rename"]


def made(staged: Path, to: BinaryIO, count: int) -> None:
    """What is staged, and the number of its rows, backwards."""
    to.write((f"{count}:".encode() + staged.read_bytes())[::-1])


def begun_to_make(folder: Path) -> PartFile:
    part = PartFile("x", "row", folder, made)
    part.begin(None)
    part.write(b"abc", 3)
    part.sync()
    return part


def test_a_file_is_made_of_what_was_staged(tmp_path: Path) -> None:
    """At the end; then nothing hidden is left, and the token has the file that is seen."""
    part = begun_to_make(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".x.part", ".x.rows"]
    part.publish()
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert part.final.read_bytes() == b"cba:3"
    assert part.published_state.identity == Identity.at(part.final)


def test_killed_between_the_steps_of_publishing_it_ends_the_same(tmp_path: Path) -> None:
    """Before the rename, behind it with what was staged still there, and behind all of it."""
    part = begun_to_make(tmp_path)
    state = part.state
    part.whole()
    part.release()
    again = PartFile("x", "row", tmp_path, made)
    again.resume(state, publishing=True)
    assert not again.published
    kept = again.part.read_bytes()
    again.publish()
    for _ in range(2):
        last = PartFile("x", "row", tmp_path, made)
        last.resume(state, publishing=True)
        assert last.published
        last.publish()
        assert last.final.read_bytes() == b"cba:3"
        assert [path.name for path in tmp_path.iterdir()] == ["x"]
    assert kept == b"abc"


def test_what_was_staged_goes_where_only_the_rename_had_been_done(tmp_path: Path) -> None:
    """The kill came before it was removed."""
    part = begun_to_make(tmp_path)
    state = part.state
    part.whole().rename(part.final)
    part.release()
    again = PartFile("x", "row", tmp_path, made)
    again.resume(state, publishing=True)
    assert again.published
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_file_of_somebody_else_is_not_taken_for_the_one_made(tmp_path: Path) -> None:
    """What was staged is gone, and the final name is another file's."""
    part = begun_to_make(tmp_path)
    state = part.state
    part.discard()
    (tmp_path / "x").write_text("an older run's")
    with pytest.raises(StateMismatch, match="is not there, but a run that was interrupted had written it"):
        PartFile("x", "row", tmp_path, made).resume(state, publishing=True)


def test_a_published_file_that_is_gone_is_told(tmp_path: Path) -> None:
    """Its length would have to be kept."""
    part = begun_to_make(tmp_path)
    part.publish()
    part.final.unlink()
    with pytest.raises(StateMismatch, match="is gone since it was published"):
        _ = part.published_state


def test_one_that_was_published_before_is_settled(tmp_path: Path) -> None:
    """Nothing of it is needed any more."""
    state = FileState("x", "row", Identity(1, 2), None, 3)
    part = PartFile("x", "row", tmp_path)
    part.settle(state)
    part.publish()
    assert (part.state, part.named, list(tmp_path.iterdir())) == (state, True, [])
