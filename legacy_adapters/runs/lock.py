"""One run of a pipeline at a time: a lock of the operating system, which dies with its process and is never stuck."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from filelock import FileLock, Timeout

from legacy_adapters.core.errors import OutputError, TryLater


def _now() -> datetime:
    return datetime.now(UTC)


class PipelineLock:
    """Held while it is entered. Raises ``TryLater`` when another run of the pipeline holds it, with who and since when,
    and ``OutputError`` where the folder cannot hold a lock.

    Two machines that share the folder exclude each other too, if their file system passes locks on (NFS 4, SMB).
    """

    def __init__(
        self, folder: Path, pipeline: str, *, what: str | None = None, clock: Callable[[], datetime] = _now
    ) -> None:
        self._what = what or f"run of {pipeline}"
        self._wait: Callable[[], None] | None = None
        self._clock = clock
        self._path = folder / f"{quote(pipeline, safe='')}.lock"
        # Beside the lock: on Windows others cannot read a file that is locked.
        self._holder = self._path.with_suffix(".lock.json")
        # A lock that is a mere file would outlive a crash.
        self._lock = FileLock(self._path, fallback_to_soft=False)

    def patiently(self, sleep: Callable[[float], None], seconds: float) -> Self:
        """The same, but entering it waits as long as another process holds it, looking every so many ``seconds``."""
        self._wait = lambda: sleep(seconds)
        return self

    def __enter__(self) -> Self:
        while not self._taken():
            if self._wait is None:
                raise self._held()
            self._wait()
        self._sign()
        return self

    def _taken(self) -> bool:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        except (OSError, NotImplementedError) as error:
            raise OutputError(
                f"no lock can be taken ({error})",
                where=str(self._path),
                hint="Check the rights on the folder, or name one on a local disk with --state-dir.",
            ) from error
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._holder.unlink(missing_ok=True)
        finally:
            self._lock.release()

    def _sign(self) -> None:
        """Writes down who holds the lock, for the message of those who come second."""
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": self._clock().isoformat()}
        part = self._holder.with_suffix(".part")
        try:
            part.write_text(json.dumps(holder), encoding="utf-8")
            part.replace(self._holder)
        except OSError as error:
            self._lock.release()
            raise OutputError(f"cannot be written ({error})", where=str(self._holder)) from error

    def _held(self) -> TryLater:
        try:
            holder = json.loads(self._holder.read_text(encoding="utf-8"))
            since = datetime.fromisoformat(holder["since"]).astimezone().strftime("%Y-%m-%d %H:%M:%S")
            going = f"is going since {since} (pid {holder['pid']}, host {holder['host']})"
        except (OSError, ValueError, KeyError, TypeError):
            # It has not signed yet, or has just ended.
            going = "is going"
        return TryLater(
            f"another {self._what} {going}",
            where=str(self._path),
            hint="Try again when it has ended. The lock goes with its process; there is nothing to delete.",
        )
