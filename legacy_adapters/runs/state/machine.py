"""Which machine this is: an id that lasts as long as its installation, as a hash that says nothing else of it."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VARIABLE: Final = "LEGACY_ADAPTERS_MACHINE"
"""Names the machine where it has no id of its own, as in a container: any text that stays the same."""

_SALT: Final = b"legacy-adapters machine 1\n"
"""The system's own id is for the system: what is derived from it must not lead back to it."""

_IN_CONTAINER: Final = (".dockerenv", "run/.containerenv")

_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Machine:
    """``id`` is None where nothing is known; ``host`` is for people, and may change."""

    id: str | None
    host: str


def this_machine() -> Machine:
    """The machine that this process works on."""
    own = os.environ.get(VARIABLE) or _own_id()
    return Machine(None if own is None else _hashed(own), socket.gethostname())


def linux_id(environment: Mapping[str, str] = os.environ, root: Path = Path("/")) -> str | None:
    """What systemd or D-Bus has given to an installation.

    A container has none: its image may bring one that all share, and some engines make a new one with each start.
    """
    if "KUBERNETES_SERVICE_HOST" in environment or any((root / name).exists() for name in _IN_CONTAINER):
        return None
    for name in ("etc/machine-id", "var/lib/dbus/machine-id"):
        try:
            found = (root / name).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
        # "uninitialized" stands there until the first boot is over.
        if re.fullmatch("[0-9a-f]{32}", found):
            return found
    return None


def _hashed(own: str) -> str:
    return hashlib.sha256(_SALT + own.strip().lower().encode()).hexdigest()[:32]


if sys.platform == "win32":
    import winreg

    def _own_id() -> str | None:
        try:
            key = r"SOFTWARE\Microsoft\Cryptography"
            access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key, 0, access) as opened:
                return str(winreg.QueryValueEx(opened, "MachineGuid")[0]) or None
        except OSError:
            return None

elif sys.platform == "darwin":

    def _own_id() -> str | None:
        command = ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]
        try:
            said = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True).stdout
        except (OSError, subprocess.SubprocessError):
            return None
        found = re.search(r'"IOPlatformUUID" = "([^"]+)"', said)
        return found[1] if found else None

else:

    def _own_id() -> str | None:
        return linux_id()
