"""Where the files of a run become visible: in a folder of this machine, or on a server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from legacy_adapters.core.protocols import Delivery
from legacy_adapters.sinks.atomic_file import sync_folder, writing
from legacy_adapters.sinks.files.part_file import PartFile
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.sinks.files.token import FileState, Identity


class Destination(Protocol):
    """``folder`` is where parts are written, ``template`` the path of a file in it. ``address`` says the same for the
    ledger, and as a whole."""

    @property
    def folder(self) -> Path:
        """See the class."""
        ...

    @property
    def template(self) -> str:
        """See the class."""
        ...

    @property
    def address(self) -> str:
        """See the class."""
        ...

    def begin(self) -> None:
        """A run begins. Raises ``OutputError``."""
        ...

    def is_published(self, name: str) -> bool:
        """Whether a process that was killed while publishing had already published this file, and left no part."""
        ...

    def publish(self, parts: Sequence[PartFile], stale: Sequence[FileState]) -> dict[str, FileState]:
        """Puts the parts in place, removes ``stale`` files that nobody has touched, and makes that durable; once more
        does nothing. Returns what is visible of each part, by name. Raises ``OutputError``, ``StateMismatch``, and
        where there is a connection ``Unavailable`` and ``AccessDenied``."""
        ...

    def shown(self, part: PartFile) -> str:
        """Where a person finds the file."""
        ...


def destination_of(settings: FileSink, delivery: Delivery) -> Destination:
    """The destination that a path or a URL stands for. Raises for a URL what ``RemoteFiles`` raises."""
    if not settings.remote:
        return LocalFiles(delivery.folder, settings.path)
    from legacy_adapters.sinks.files.remote_files import RemoteFiles

    return RemoteFiles(settings, delivery)


class LocalFiles:
    """Files below a folder; parts lie beside them."""

    def __init__(self, folder: Path, template: str) -> None:
        self.folder = folder
        self.template = self.address = template

    def begin(self) -> None:
        """Nothing is to be done."""

    def is_published(self, name: str) -> bool:
        """Not known here: a part knows it by its number on the disk."""
        return False

    def publish(self, parts: Sequence[PartFile], stale: Sequence[FileState]) -> dict[str, FileState]:
        """Renames them. Raises ``OutputError``, ``StateMismatch``."""
        for part in parts:
            part.publish()
        folders = {part.final.parent for part in parts} | {path.parent for path in self._cleared(stale)}
        for folder in folders:
            with writing(folder):
                sync_folder(folder)
        return {part.name: part.published_state for part in parts}

    def shown(self, part: PartFile) -> str:
        """The path."""
        return str(part.final)

    def _cleared(self, stale: Sequence[FileState]) -> list[Path]:
        cleared = []
        for state in stale:
            path = self.folder / state.path
            if Identity.at(path) == state.identity:
                with writing(path):
                    path.unlink(missing_ok=True)
                cleared.append(path)
        return cleared
