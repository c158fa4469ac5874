"""A Windows share of the tests' own: Samba's server, with one share and one user."""

from __future__ import annotations

import getpass
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.service.free_port import free_port, wait_for_port

PASSWORD = "k@ssen/sturz#1"

_CONFIG = """
[global]
  workgroup = TESTS
  server role = standalone server
  smb ports = {port}
  interfaces = lo
  bind interfaces only = yes
  disable netbios = yes
  private dir = {folder}
  lock directory = {folder}
  state directory = {folder}
  cache directory = {folder}
  pid directory = {folder}
  ncalrpc dir = {folder}/ncalrpc
  log file = {folder}/log
  passdb backend = tdbsam:{folder}/passdb.tdb
  load printers = no
  printcap name = /dev/null
  disable spoolss = yes

[drops]
  path = {folder}/share
  read only = no

[shelf]
  path = {folder}/share
  read only = yes
"""


def smbd() -> Path | None:
    """Samba's server; None where it, or its tool for passwords, is not there."""
    path = "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin"
    found = shutil.which("smbd", path=path)
    return Path(found) if found is not None and shutil.which("smbpasswd", path=path) else None


@dataclass(slots=True)
class SmbServer:
    """A server whose share ``drops`` is the folder ``share``."""

    folder: Path
    program: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def create(cls, folder: Path, program: Path) -> SmbServer:
        """Makes settings, the share and its user."""
        server = cls(folder, program, free_port())
        server.share.mkdir()
        server.config.write_text(_CONFIG.format(port=server.port, folder=folder))
        add = ["smbpasswd", "-c", str(server.config), "-s", "-a", getpass.getuser()]
        subprocess.run(add, input=f"{PASSWORD}\n{PASSWORD}\n".encode(), check=True, capture_output=True)
        return server

    @property
    def config(self) -> Path:
        """The file of settings."""
        return self.folder / "smb.conf"

    @property
    def share(self) -> Path:
        """The folder that is shared."""
        return self.folder / "share"

    def start(self) -> None:
        """Returns when it answers."""
        command = [str(self.program), "--foreground", "--no-process-group", "-s", str(self.config)]
        # When it ends, it ends its whole group of processes, which must not be ours.
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for_port(self.port, self.process)

    def stop(self) -> None:
        """Ends it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)

    def url(self, folder: str, share: str = "drops", password: str = PASSWORD) -> str:
        """The URL of a folder of the share."""
        from urllib.parse import quote

        return f"smb://{getpass.getuser()}:{quote(password, safe='')}@127.0.0.1:{self.port}/{share}/{folder}"
