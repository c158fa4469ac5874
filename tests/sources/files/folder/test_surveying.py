"""What lies in a folder."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from legacy_adapters.sources.files.folder.settings import Complete, OrderKey
from tests.sources.files.folder.drops import AT, drop, names, only, opened, reasons, take

_NAMES = ["with blank.txt", "-rf", "50 % [netto].txt", "Übertrag.txt", "U\u0308bertrag2.txt", "a;b&c$(x).txt"]


@pytest.mark.parametrize("name", [*_NAMES, "new\nline.txt", os.fsdecode(b"B\xe4nke.txt")])
def test_any_name_can_be_taken(tmp_path: Path, name: str) -> None:
    """Waiting under a name that can be shown, read and put away under its own."""
    drop(tmp_path, name, b"content")
    with opened(tmp_path) as folder:
        waiting = only(folder.survey())
        waiting.name.encode()
        with take(folder, waiting) as taken:
            assert taken.path.read_bytes() == b"content"
        assert folder.put_away(taken.place, AT) is not None
    assert (tmp_path / "done/2026/01" / name).read_bytes() == b"content"


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    """A pipe does not hang it, a link is not followed, a device is not read."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    (tmp_path / "folder.txt").mkdir()
    with socket.socket(socket.AF_UNIX) as listener, opened(tmp_path, "*.txt") as folder:
        listener.bind(str(tmp_path / "socket.txt"))
        survey = folder.survey()
    assert names(survey) == []
    assert set(reasons(survey)) == {"pipe.txt", "link.txt", "socket.txt"}
    assert "symbolic link" in reasons(survey)["link.txt"]


def test_hidden_files_are_none_of_ours(tmp_path: Path) -> None:
    """Whatever the pattern says."""
    for name in (".hidden.txt", ".git/x.txt", "~$a.txt"):
        drop(tmp_path, name)
    with opened(tmp_path, ["**/*.txt", ".*"]) as folder:
        survey = folder.survey()
    assert (names(survey), survey.left) == ([], ())


def test_folders_of_the_archive_are_not_looked_into(tmp_path: Path) -> None:
    """What was put away is not taken again."""
    for name in ("a.txt", "sub/b.txt", "done/2026/01/c.txt", "bad/d.txt"):
        drop(tmp_path, name)
    with opened(tmp_path, "**/*.txt") as folder:
        assert names(folder.survey()) == ["a.txt", "sub/b.txt"]


def test_a_file_that_changed_just_now_is_left_alone(tmp_path: Path) -> None:
    """With how long ago, and how long it has to rest; also under the rule that holds where none is stated."""
    drop(tmp_path, "a.txt", age=0)
    with opened(tmp_path, complete=Complete(stable_for=30)) as folder:
        survey = folder.survey()
    assert names(survey) == []
    assert "still being written" in reasons(survey)["a.txt"]
    assert "30 seconds" in reasons(survey)["a.txt"]


def test_a_file_copied_with_its_old_time_is_new_here(tmp_path: Path) -> None:
    """`cp -p` keeps the time of the content while it still writes."""
    drop(tmp_path, "a.txt", age=86400)
    with opened(tmp_path, complete=Complete(stable_for=30)) as folder:
        assert "still being written" in reasons(folder.survey())["a.txt"]


def test_claims_of_others_are_left_alone(tmp_path: Path) -> None:
    """With owner, age, and what to do; an old one is a note too."""
    drop(tmp_path, ".a.txt.claimed-other@20260101T000000Z")
    with opened(tmp_path) as folder:
        survey = folder.survey()
    assert names(survey) == []
    said = reasons(survey)["a.txt"]
    assert "runner other since 2026-01-01 00:00 UTC" in said
    assert f"rename {tmp_path}/.a.txt.claimed-other@20260101T000000Z to a.txt" in said
    assert len(survey.notes) == 1


def test_our_own_claims_are_taken_up_again(tmp_path: Path) -> None:
    """Also while a new file of the same name waits, and without asking whether it is complete."""
    drop(tmp_path, ".a.txt.claimed-us@20260101T000000Z", b"old", age=0)
    drop(tmp_path, "a.txt", b"new", age=0)
    with opened(tmp_path, complete=Complete(stable_for=30)) as folder:
        waiting = only(folder.survey())
        assert (waiting.name, waiting.claimed) == ("a.txt", True)
        assert take(folder, waiting).path.read_bytes() == b"old"


def test_a_claim_of_another_pattern_is_not_ours_to_tell(tmp_path: Path) -> None:
    """Two pipelines may share a folder."""
    drop(tmp_path, ".KUND.TXT.claimed-other@20260101T000000Z")
    with opened(tmp_path, "BUCH*") as folder:
        survey = folder.survey()
    assert (survey.left, survey.notes) == ((), ())


def test_gaps_are_noted(tmp_path: Path) -> None:
    """Among those that wait, and behind those of earlier runs."""
    for number in (4, 6):
        drop(tmp_path, f"BUCH{number}.TXT")
    with opened(tmp_path, order=(OrderKey(number=r"BUCH(\d+)"),)) as folder:
        survey = folder.survey(["BUCH2.TXT"])
    assert names(survey) == ["BUCH4.TXT", "BUCH6.TXT"]
    assert survey.notes == (
        "number 3 is missing between BUCH2.TXT and BUCH4.TXT",
        "number 5 is missing between BUCH4.TXT and BUCH6.TXT",
    )


def test_an_empty_folder_has_nothing(tmp_path: Path) -> None:
    """And no errors."""
    with opened(tmp_path) as folder:
        survey = folder.survey()
    assert (survey.waiting, survey.left, survey.notes) == ((), (), ())
