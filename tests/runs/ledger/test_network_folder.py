"""Folders on other machines are told by the list of mounts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from legacy_adapters.runs.ledger.network_folder import is_network_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows tells drives, not mounts")

MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /mnt/share nfs4 rw,vers=4.2 0 0
//server/books /mnt/my\\040books cifs rw 0 0
/dev/sdb1 /mnt/share/local xfs rw 0 0
sshfs#host: /home/me/remote fuse.sshfs rw 0 0
C:\\134 /mnt/c 9p rw 0 0
server:/old /mnt/covered nfs rw 0 0
/dev/sdc1 /mnt/covered ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "remote"),
    [
        ("/var/state", False),
        ("/mnt/share", True),
        ("/mnt/share/project/.legacy_adapters", True),
        ("/mnt/shared", False),
        ("/mnt/share/local/x", False),
        ("/mnt/my books/x", True),
        ("/home/me/remote/x", True),
        ("/mnt/c/Users/me", True),
        ("/mnt/covered/x", False),
    ],
)
def test_the_innermost_mount_decides(tmp_path: Path, folder: str, remote: bool) -> None:
    """A folder is remote if the mount nearest above it is, and of two at one place the later one counts."""
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, encoding="utf-8")
    assert is_network_folder(Path(folder), mounts) is remote


def test_without_a_list_of_mounts_a_folder_is_local(tmp_path: Path) -> None:
    """Where the system has no such list nothing is made slower on suspicion."""
    assert is_network_folder(tmp_path, tmp_path / "missing") is False


def test_this_machines_temporary_folder_is_local(tmp_path: Path) -> None:
    """The real list of mounts can be read."""
    assert is_network_folder(tmp_path) is False


def test_lines_that_are_no_mounts_are_passed_over(tmp_path: Path) -> None:
    """A line cut short, or bytes that are no text, do not stop a run."""
    mounts = tmp_path / "mounts"
    mounts.write_bytes(b"\n/dev/sda1\n\xff\xfe / nfs rw 0 0\n")
    assert is_network_folder(tmp_path, mounts) is True
