"""Where files go, and that nothing there is overwritten."""

from __future__ import annotations

import errno
import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError, PartChanged
from legacy_adapters.sources.files.folder import local_store
from legacy_adapters.sources.files.folder.drop_folder import DropFolder
from legacy_adapters.sources.files.folder.settings import After
from tests.sources.files.folder.drops import AT, drop, names, only, opened, take, tree


def place(folder: DropFolder) -> str:
    """The one file that waits, taken."""
    with take(folder, only(folder.survey())) as taken:
        return taken.place


def test_a_file_goes_to_the_archive_under_its_name(tmp_path: Path) -> None:
    """Below its subfolder; doing it again says the same."""
    drop(tmp_path, "sub/a.txt", b"content")
    with opened(tmp_path, "**/*.txt") as folder:
        taken = place(folder)
        went = str(tmp_path / "done/2026/01/sub/a.txt")
        assert folder.put_away(taken, AT) == went
        assert folder.put_away(taken, AT) == went
    assert tree(tmp_path) == {"done/2026/01/sub/a.txt": b"content"}


def test_a_process_that_never_took_it_can_put_it_away(tmp_path: Path) -> None:
    """The place is all that is needed, also without an owner."""
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path) as folder:
        taken = place(folder)
    with opened(tmp_path, owner=None) as later:
        assert later.put_away(taken, AT) == str(tmp_path / "done/2026/01/a.txt")


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    """Compared before the file is removed."""
    drop(tmp_path, "done/2026/01/a.txt", b"content")
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path) as folder:
        assert folder.put_away(place(folder), AT) == str(tmp_path / "done/2026/01/a.txt")
    assert tree(tmp_path) == {"done/2026/01/a.txt": b"content"}


def test_another_content_gets_a_name_of_its_own(tmp_path: Path) -> None:
    """With a part of its hash; and all of it where that is taken as well."""
    drop(tmp_path, "done/2026/01/a.txt", b"old")
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path) as folder:
        taken = place(folder)
        assert str(folder.put_away(taken, AT)).endswith("/a-ed7002b4.txt")
        drop(tmp_path, "a.txt", b"content")
        (tmp_path / "done/2026/01/a-ed7002b4.txt").write_bytes(b"by chance")
        assert len(str(folder.put_away(place(folder), AT)).rpartition("/a-")[2]) == 64 + len(".txt")
    assert sorted(tree(tmp_path).values()) == [b"by chance", b"content", b"old"]


def test_a_file_that_a_person_moved_is_no_error(tmp_path: Path) -> None:
    """It is nowhere: nothing is left to do."""
    drop(tmp_path, "a.txt")
    with opened(tmp_path) as folder:
        with take(folder, only(folder.survey())) as taken:
            taken.path.unlink()
        assert folder.put_away(taken.place, AT) is None


def test_a_file_that_changed_after_all_is_not_put_away(tmp_path: Path) -> None:
    """It has its name again, so that it is taken as what it is now."""
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path) as folder:
        with take(folder, only(folder.survey())) as taken:
            drop(tmp_path, taken.path.name, b"content and more")
        with pytest.raises(PartChanged, match="changed after it had been taken"):
            folder.put_away(taken.place, AT)
        assert tree(tmp_path) == {"a.txt": b"content and more"}
        assert names(folder.survey()) == ["a.txt"]


def test_a_new_time_alone_is_no_change(tmp_path: Path) -> None:
    """The content decides: a share may round times later."""
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path) as folder:
        with take(folder, only(folder.survey())) as taken:
            os.utime(taken.path)
        assert folder.put_away(taken.place, AT) is not None


def test_a_bad_file_goes_to_quarantine_with_a_report(tmp_path: Path) -> None:
    """Beside it; done again after a kill there is still one."""
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path) as folder:
        taken = place(folder)
        for _ in range(2):
            assert folder.quarantine(taken, AT, "no such column\n") == str(tmp_path / "bad/a.txt")
    assert tree(tmp_path) == {"bad/a.txt": b"content", "bad/a.txt.report.txt": b"no such column\n"}


def test_an_earlier_report_stays(tmp_path: Path) -> None:
    """The same file, bad for another reason, has two."""
    with opened(tmp_path) as folder:
        for text in ("one", "two"):
            drop(tmp_path, "a.txt", b"content")
            folder.quarantine(place(folder), AT, text)
    assert sorted(tree(tmp_path).values()) == [b"content", b"one", b"two"]


def test_without_a_quarantine_a_bad_file_gets_its_name_back(tmp_path: Path) -> None:
    """And stays where it was left."""
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path, after=After(archive="done")) as folder:
        assert folder.quarantine(place(folder), AT, "why") is None
    assert tree(tmp_path) == {"a.txt": b"content"}


def test_without_an_archive_a_file_stays(tmp_path: Path) -> None:
    """Also while bad ones are moved: it has its name again."""
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path, after=After(quarantine="bad")) as folder:
        assert folder.put_away(place(folder), AT) is None
    assert tree(tmp_path) == {"a.txt": b"content"}


def test_a_file_is_given_back(tmp_path: Path) -> None:
    """Any runner finds it then."""
    drop(tmp_path, "a.txt", b"content")
    with opened(tmp_path) as folder:
        taken = place(folder)
        folder.release(taken)
        folder.release(taken)
    assert tree(tmp_path) == {"a.txt": b"content"}


def test_a_file_is_not_given_back_over_a_new_one(tmp_path: Path) -> None:
    """Its claim stands, and is taken up by the next run, beside the new file."""
    drop(tmp_path, "a.txt", b"old")
    with opened(tmp_path) as folder:
        taken = place(folder)
        drop(tmp_path, "a.txt", b"new")
        folder.release(taken)
        assert [(one.name, one.claimed) for one in folder.survey().waiting] == [("a.txt", True), ("a.txt", False)]
    assert sorted(tree(tmp_path).values()) == [b"new", b"old"]


def test_two_runners_archive_files_of_one_name(tmp_path: Path) -> None:
    """At once, again and again: all contents are there at the end."""
    for number in range(30):
        start = threading.Barrier(4)

        def run(runner: int, number: int = number, start: threading.Barrier = start) -> None:
            root = tmp_path / f"r{runner}"
            drop(root, "a.txt", f"{number} {runner}".encode())
            with opened(root, after=After(archive=str(tmp_path / "done"))) as folder:
                taken = place(folder)
                start.wait()
                folder.put_away(taken, AT)

        threads = [threading.Thread(target=run, args=(runner,)) for runner in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(tree(tmp_path / "done").values())) == 120


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "disk full"), (errno.EROFS, "may not be written")])
def test_what_cannot_be_moved_stays_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    """The next run puts it away."""
    drop(tmp_path, "a.txt", b"content")

    def refused(*_: object) -> bool:
        raise OSError(number, os.strerror(number))

    with opened(tmp_path) as folder:
        taken = place(folder)
        before = tree(tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr(local_store, "move_new", refused)
            with pytest.raises(OutputError, match=words):
                folder.put_away(taken, AT)
        assert tree(tmp_path) == before
        assert folder.put_away(taken, AT) is not None


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("nothing can be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True, capture_output=True)


def test_a_full_archive_disk_leaves_the_file_where_it_was(tmp_path: Path, small_disk: Path) -> None:
    """With nothing half-written on it; a smaller file still fits."""
    share = tmp_path / "share"
    drop(share, "a.txt", b"x" * 100_000)
    with opened(share, after=After(archive=str(small_disk / "done"))) as folder:
        taken = place(folder)
        with pytest.raises(OutputError, match="disk full") as raised:
            folder.put_away(taken, AT)
        assert "still where it was" in raised.value.hint
        assert tree(small_disk) == {}
        assert len(tree(share)) == 1
        drop(share, "b.txt", b"x" * 1000)
        with take(folder, folder.survey().waiting[-1]) as small:
            assert folder.put_away(small.place, AT) == str(small_disk / "done/b.txt")


def test_an_archive_that_may_only_be_read_is_told(tmp_path: Path, small_disk: Path) -> None:
    """Such as a share that was mounted so."""
    share = tmp_path / "share"
    drop(share, "a.txt")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True, capture_output=True)
    with opened(share, after=After(archive=str(small_disk / "done"))) as folder:
        taken = place(folder)
        with pytest.raises(OutputError, match="may not be written"):
            folder.put_away(taken, AT)
    assert len(tree(share)) == 1
