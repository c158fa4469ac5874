"""A private Apache that runs CGI scripts of one folder."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.service.accounts import as_account, unprivileged
from tests.service.free_port import free_port, wait_for_port

_MODULES = Path("/usr/lib/apache2/modules")
_CONFIG = """
ServerRoot {folder}
PidFile {folder}/httpd.pid
DefaultRuntimeDir {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
ErrorLog {folder}/error.log
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule alias_module {modules}/mod_alias.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule cgid_module {modules}/mod_cgid.so
ScriptSock {folder}/cgid.sock
TypesConfig /etc/mime.types
DirectoryIndex index.html
KeepAliveTimeout 600
StartServers 1
ThreadsPerChild 16
MaxRequestWorkers 16
DocumentRoot {root}
Alias {alias} {root}/
<Directory {root}>
  Require all granted
  Options ExecCGI FollowSymLinks
  AddHandler cgi-script .pl
</Directory>
"""


def apache() -> Path | None:
    """Apache's program; None where it, or its module for CGI, is not there."""
    found = shutil.which("apache2", path="/usr/sbin:/usr/local/sbin")
    return Path(found) if found and (_MODULES / "mod_cgid.so").exists() else None


@dataclass(slots=True)
class Apache:
    """A server on 127.0.0.1 whose settings, log and process file lie in ``folder``."""

    folder: Path
    program: Path
    port: int
    account: str | None
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @classmethod
    def create(cls, folder: Path, program: Path, *, root: Path, alias: str) -> Apache:
        """A server that gives out ``root`` under the address ``alias``, not yet started; ``folder`` is its own."""
        server = cls(folder, program, free_port(), unprivileged("www-data"))
        config = _CONFIG.format(folder=folder, port=server.port, modules=_MODULES, root=root, alias=alias)
        server._config.write_text(config, encoding="utf-8")
        return server

    def start(self) -> None:
        """Returns when it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self.program), "-D", "FOREGROUND", "-f", str(self._config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                **as_account(self.account),
            )
        wait_for_port(self.port, self._process)

    def stop(self) -> None:
        """Ends it, and every script that it still runs."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(15)
        self._process = None

    @property
    def _config(self) -> Path:
        return self.folder / "httpd.conf"

    @property
    def _log(self) -> Path:
        return self.folder / "output.log"
