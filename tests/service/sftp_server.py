"""An SFTP server of the tests' own: OpenSSH's, for the current user, with keys made for the session."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.service.free_port import free_port, wait_for_port

_CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile {folder}/pid
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
Subsystem sftp internal-sftp
"""


def sshd() -> Path | None:
    """OpenSSH's server; None where there is none."""
    found = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
    return None if found is None else Path(found)


@dataclass(slots=True)
class SftpServer:
    """A server with its keys in ``folder``; everything that the user may see can be reached by it."""

    folder: Path
    program: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @classmethod
    def create(cls, folder: Path, program: Path) -> SftpServer:
        """Makes keys and settings."""
        server = cls(folder, program, free_port())
        for name in ("host", "user", "stranger"):
            key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(key, check=True, capture_output=True)
        (folder / "sshd_config").write_text(_CONFIG.format(port=server.port, folder=folder))
        (folder / "known_hosts").write_text(f"[127.0.0.1]:{server.port} {(folder / 'host.pub').read_text()}")
        return server

    def start(self) -> None:
        """Returns when it answers."""
        # Where the server gives up its rights; Debian makes it at boot only.
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)
        log = (self.folder / "log").open("ab")
        with log:
            command = [str(self.program), "-D", "-e", "-f", str(self.folder / "sshd_config")]
            self.process = subprocess.Popen(command, stderr=log)
        wait_for_port(self.port, self.process)

    def stop(self) -> None:
        """Ends it; open sessions go on."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)

    def url(self, path: Path) -> str:
        """The URL of a folder of this machine."""
        import getpass

        return f"sftp://{getpass.getuser()}@127.0.0.1:{self.port}{path}"

    @property
    def options(self) -> dict[str, str]:
        """What a client needs to log in."""
        return {"key_file": str(self.folder / "user"), "known_hosts": str(self.folder / "known_hosts"), "timeout": "20"}
