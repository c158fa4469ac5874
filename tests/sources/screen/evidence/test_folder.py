"""Folders of evidence appear whole, and the oldest go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from legacy_adapters.sources.screen.evidence.folder import folder_name, new_folder, remove_oldest

AT = datetime(2025, 1, 31, 22, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stream", "step", "name"),
    [
        ("journal", "step 3 (click #next)", "20250131T220503Z-journal-step_3_click_next"),
        ("../../etc", "", "20250131T220503Z-etc-_"),
        ("Ü", "x" * 99, "20250131T220503Z-_-" + "x" * 40),
    ],
)
def test_a_name_is_one_on_every_system(stream: str, step: str, name: str) -> None:
    """Whatever stream and step are called, the name is short, plain, and within the folder."""
    assert folder_name(AT, stream, step) == name
    assert folder_name(AT.astimezone(timezone(timedelta(hours=2))), stream, step) == name


def test_a_folder_appears_whole(tmp_path: Path) -> None:
    """As long as it is being filled it has another name."""
    with new_folder(tmp_path / "evidence", "one", 100) as room:
        room.put("a.txt", b"abc")
        assert not (tmp_path / "evidence/one").exists()
    assert room.folder == tmp_path / "evidence/one"
    assert [path.name for path in (tmp_path / "evidence").iterdir()] == ["one"]
    assert (room.folder / "a.txt").read_bytes() == b"abc"


def test_nothing_is_left_of_a_folder_that_failed(tmp_path: Path) -> None:
    """An error, or Ctrl-C, while it is filled removes it."""
    with pytest.raises(KeyboardInterrupt), new_folder(tmp_path, "one", 100):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_two_failures_in_one_second_have_two_folders(tmp_path: Path) -> None:
    """The second one gets a number."""
    with new_folder(tmp_path, "one", 100), new_folder(tmp_path, "one", 100) as second:
        pass
    assert second.folder.name == "one-2"


def test_what_is_too_large_becomes_a_note(tmp_path: Path) -> None:
    """A file that does not fit any more is left out, and a smaller one behind it is not."""
    (tmp_path / "b.txt").write_bytes(b"0123456789")
    with new_folder(tmp_path / "evidence", "one", 8) as room:
        room.put("a.txt", b"12345")
        room.take(tmp_path / "b.txt")
        room.put("c.txt", b"123")
        room.put_in_any_case("why.txt", b"1234567890")
    assert sorted(path.name for path in room.folder.iterdir()) == ["a.txt", "c.txt", "why.txt"]
    assert room.notes == ["b.txt: left out, as its 10 bytes are more than the 3 that were left"]


def test_the_oldest_are_removed(tmp_path: Path) -> None:
    """The newest stay, and so does whatever else lies there; what a killed process left goes."""
    for day in range(1, 6):
        (tmp_path / folder_name(AT + timedelta(days=day), "s", "x")).mkdir()
    for name in ("mine", ".begun-20250101T000000Z-s-x", ".begun-20260101T000000Z-s-x"):
        (tmp_path / name).mkdir()
    (tmp_path / "20250101T000000Z-note.txt").write_text("mine", encoding="utf-8")
    remove_oldest(tmp_path, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".begun-20260101T000000Z-s-x",
        "20250101T000000Z-note.txt",
        "20250204T220503Z-s-x",
        "20250205T220503Z-s-x",
        "mine",
    ]
