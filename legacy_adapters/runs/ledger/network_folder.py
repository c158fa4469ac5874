"""Whether a folder lies on another machine: there SQLite's shared memory, which WAL needs, does not work."""

from __future__ import annotations

import re
import sys
from pathlib import Path, PurePosixPath

MOUNTS = Path("/proc/mounts")

_REMOTE = frozenset(
    (
        *("9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "gfs", "gfs2", "glusterfs", "gpfs"),
        *("lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "panfs", "prl_fs", "pvfs2", "smb2", "smb3", "smbfs"),
        *("vboxsf", "virtiofs", "vmhgfs"),
    )
)
"""File systems shared with other machines, or with the host of a virtual one. Of FUSE every one counts: few map shared
memory as WAL needs it, and the older journal is right everywhere."""


def is_network_folder(folder: Path, mounts: Path = MOUNTS) -> bool:
    """Whether ``folder`` is on a network file system. Where that cannot be told (macOS) it is taken as local."""
    if sys.platform == "win32":
        return _is_remote_drive(folder)
    kind = _file_system(folder.resolve(), mounts)
    return kind in _REMOTE or kind.startswith("fuse")


def _file_system(folder: Path, mounts: Path) -> str:
    """The type of the mount that ``folder`` lies in, "" where there is no list of mounts."""
    try:
        text = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    found, longest = "", -1
    for line in text.splitlines():
        _, point, kind, *_ = [*line.split(" "), "", "", ""]
        place = PurePosixPath(_unescaped(point))
        # A later mount covers an earlier one at the same place.
        if folder.is_relative_to(place) and len(place.parts) >= longest:
            found, longest = kind, len(place.parts)
    return found


def _unescaped(point: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point)


if sys.platform == "win32":
    import ctypes

    _DRIVE_REMOTE = 4

    def _is_remote_drive(folder: Path) -> bool:
        drive = folder.resolve().drive
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE
