"""A drop folder as the engine uses it, with triggers, archives of members, and its settings."""

from __future__ import annotations

import io
import threading
import zipfile
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.files.folder.drop_folder import DropFolder
from legacy_adapters.sources.files.folder.settings import After, Complete
from tests.sources.files.folder.drops import ARCHIVED, AT, drop, names, only, opened, reasons, take, tree

TRIGGER = Complete(trigger="{stem}.ok")


def zipped(**members: bytes) -> bytes:
    """A zip archive of members by their stem."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.TXT", content)
    return data.getvalue()


def test_a_file_goes_with_its_trigger(tmp_path: Path) -> None:
    """Both are in the archive at the end, none before."""
    drop(tmp_path, "a.txt")
    drop(tmp_path, "b.txt")
    drop(tmp_path, "a.ok", b"")
    with opened(tmp_path, "*", complete=TRIGGER) as folder:
        survey = folder.survey()
        assert names(survey) == ["a.txt"]
        assert "b.ok is not there yet" in reasons(survey)["b.txt"]
        with take(folder, only(survey)) as taken:
            assert (tmp_path / "a.ok").exists()
        folder.put_away(taken.place, AT)
    assert sorted(tree(tmp_path)) == ["b.txt", f"{ARCHIVED}/a.ok", f"{ARCHIVED}/a.txt"]


def test_a_trigger_of_a_new_file_stays(tmp_path: Path) -> None:
    """While the old file was read, a new one came with its own."""
    drop(tmp_path, "a.txt", b"old")
    drop(tmp_path, "a.ok", b"")
    with opened(tmp_path, "*", complete=TRIGGER) as folder:
        with take(folder, only(folder.survey())) as taken:
            drop(tmp_path, "a.txt", b"new", age=100)
            drop(tmp_path, "a.ok", b"new", age=90)
        folder.put_away(taken.place, AT)
        assert names(folder.survey()) == ["a.txt"]
    assert tree(tmp_path)[f"{ARCHIVED}/a.txt"] == b"old"


def test_a_trigger_for_several_files_goes_with_the_last(tmp_path: Path) -> None:
    """Until then the others are complete, also for a process that only puts away."""
    for name in ("a.txt", "b.txt", "READY"):
        drop(tmp_path, name)
    with opened(tmp_path, complete=Complete(trigger="READY")) as folder:
        first = folder.survey().waiting[0]
        with take(folder, first) as taken:
            pass
    with opened(tmp_path, complete=Complete(trigger="READY"), owner=None) as later:
        later.put_away(taken.place, AT)
    with opened(tmp_path, complete=Complete(trigger="READY")) as folder:
        with take(folder, only(folder.survey())) as taken:
            pass
        folder.put_away(taken.place, AT)
    assert sorted(tree(tmp_path)) == [f"{ARCHIVED}/{name}" for name in ("READY", "a.txt", "b.txt")]


def test_each_member_of_an_archive_is_a_file(tmp_path: Path) -> None:
    """The archive is put away with its last one."""
    drop(tmp_path, "month.zip", zipped(A=b"1", B=b"2", X=b"3"))
    with opened(tmp_path, "*.zip!?.TXT") as folder:
        survey = folder.survey()
        assert names(survey) == ["month.zip!A.TXT", "month.zip!B.TXT", "month.zip!X.TXT"]
        places = []
        for waiting, content in zip(survey.waiting, (b"1", b"2", b"3"), strict=True):
            with take(folder, waiting) as taken:
                assert taken.path.read_bytes() == content
                taken.unchanged()
                places.append(taken.place)
            assert not taken.path.exists()
        went = [folder.put_away(one, AT) for one in places]
        assert went == [None, None, str(tmp_path / ARCHIVED / "month.zip")]
    assert list(tree(tmp_path)) == [f"{ARCHIVED}/month.zip"]


def test_an_archive_with_a_bad_member_goes_to_quarantine(tmp_path: Path) -> None:
    """With the report of that one; what was taken of it is known when it comes again."""
    drop(tmp_path, "month.zip", zipped(A=b"1", B=b"2"))
    with opened(tmp_path) as folder:
        places = []
        for waiting in folder.survey().waiting:
            with take(folder, waiting) as taken:
                places.append(taken.place)
        assert folder.quarantine(places[1], AT, "bad\n") is None
        assert folder.put_away(places[0], AT) == str(tmp_path / "bad/month.zip")
    assert sorted(tree(tmp_path)) == ["bad/month.zip", "bad/month.zip!B.TXT.report.txt"]


def test_an_archive_goes_on_after_a_kill(tmp_path: Path) -> None:
    """The next run finds all members again; put away as known ones, the archive goes."""
    drop(tmp_path, "month.zip", zipped(A=b"1", B=b"2"))
    with opened(tmp_path) as folder, take(folder, folder.survey().waiting[0]) as taken:
        assert folder.put_away(taken.place, AT) is None
    with opened(tmp_path) as folder:
        waiting = folder.survey().waiting
        assert [(one.name, one.claimed) for one in waiting] == [("month.zip!A.TXT", True), ("month.zip!B.TXT", True)]
        went = []
        for one in waiting:
            with take(folder, one) as taken:
                went.append(folder.put_away(taken.place, AT))
    assert went[-1] == str(tmp_path / ARCHIVED / "month.zip")


def test_an_archive_whose_member_is_given_back_gets_its_name(tmp_path: Path) -> None:
    """Once the others are dealt with."""
    data = zipped(A=b"1", B=b"2")
    drop(tmp_path, "month.zip", data)
    with opened(tmp_path) as folder:
        for number, waiting in enumerate(folder.survey().waiting):
            with take(folder, waiting) as taken:
                pass
            folder.release(taken.place) if number == 0 else folder.put_away(taken.place, AT)
    assert tree(tmp_path) == {"month.zip": data}


def test_an_archive_without_a_member_that_is_meant_is_told(tmp_path: Path) -> None:
    """Not passed over in silence."""
    drop(tmp_path, "month.zip", zipped(A=b"1"))
    with opened(tmp_path, "*.zip!BUCH*") as folder:
        assert "without a member" in reasons(folder.survey())["month.zip"]


def test_a_damaged_archive_can_be_put_in_quarantine(tmp_path: Path) -> None:
    """It waits like any file, and says what is wrong when it is read."""
    from legacy_adapters.core.errors import BadPart

    drop(tmp_path, "month.zip", zipped(A=b"1")[:-10])
    with opened(tmp_path) as folder:
        with take(folder, only(folder.survey())) as taken:
            assert taken.fault is not None
            with pytest.raises(BadPart, match="archive is damaged"):
                _ = taken.path
        assert folder.quarantine(taken.place, AT, "damaged") == str(tmp_path / "bad/month.zip")
    assert sorted(tree(tmp_path)) == ["bad/month.zip", "bad/month.zip.report.txt"]


def test_temporary_copies_are_gone_at_the_end(tmp_path: Path) -> None:
    """Also those that nobody closed."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    drop(tmp_path / "share", "month.zip", zipped(A=b"1"))
    with opened(tmp_path / "share", scratch=scratch) as folder:
        taken = take(folder, only(folder.survey()))
        assert taken.path.is_relative_to(scratch)
    assert list(scratch.iterdir()) == []


def test_a_temporary_name_becomes_a_file(tmp_path: Path) -> None:
    """By `rename`, whatever its age."""
    path = drop(tmp_path, "a.txt.tmp", age=0)
    with opened(tmp_path, "*", complete=Complete(rename=("*.tmp",))) as folder:
        assert names(folder.survey()) == []
        path.rename(tmp_path / "a.txt")
        assert names(folder.survey()) == ["a.txt"]


def test_waiting_ends_with_a_file(tmp_path: Path) -> None:
    """That has to be taken."""
    action = threading.Timer(0.3, drop, (tmp_path, "a.txt"))
    with opened(tmp_path) as folder:
        action.start()
        folder.wait(60, threading.Event())
        action.join()
        assert names(folder.survey()) == ["a.txt"]


def test_a_wrong_pattern_is_a_wrong_setting(tmp_path: Path) -> None:
    """Also where settings were not validated."""
    with pytest.raises(ConfigError), opened(tmp_path, "../*"):
        pass


def test_the_archive_may_be_named_in_full(tmp_path: Path) -> None:
    """It is not taken from again, and the folder is known by a path from the pipeline file."""
    drop(tmp_path, "share/a.txt", b"content")
    after = After(archive=str(tmp_path / "share/done"))
    with DropFolder.open(
        "share", base=tmp_path, pattern="**/*", complete=Complete(stable_for=0), after=after, owner="us"
    ) as folder:
        with take(folder, only(folder.survey())) as taken:
            pass
        folder.put_away(taken.place, AT)
        assert names(folder.survey()) == []
    assert tree(tmp_path) == {"share/done/a.txt": b"content"}


def test_ten_thousand_files_are_looked_at_in_no_time(tmp_path: Path) -> None:
    """Nothing is opened or hashed for it: the files here could not even be read."""
    for number in range(10_000):
        (tmp_path / f"{number}.txt").touch()
    with opened(tmp_path) as folder:
        assert len(folder.survey().waiting) == 10_000
