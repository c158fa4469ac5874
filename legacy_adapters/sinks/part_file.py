"""One file on its way: written as a hidden part beside the final name, taken up again after a kill, put in place."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from legacy_adapters.core.errors import OutputError, StateMismatch
from legacy_adapters.sinks import atomic_file
from legacy_adapters.sinks.atomic_file import writing
from legacy_adapters.sinks.file_token import FileState, Identity


class PartFile:
    """A part and its final file. ``name`` is the path as the template gives it.

    It may be closed (``release``) and is opened again when needed: then it must be as it was left. While it is open
    no other program of ours can write it.
    """

    def __init__(self, name: str, entity: str, folder: Path) -> None:
        self.name = name
        self.entity = entity
        path = folder / name
        with writing(path):
            # A link stays one: what it points to is replaced.
            self.final = Path(os.path.realpath(path)) if path.is_symlink() else path
        self.part = self.final.with_name(f".{self.final.name}.part")
        self.base: Identity | None = None
        self.published = False
        self.named = False
        self._identity: Identity | None = None
        self._descriptor: int | None = None
        self.dirty = False

    @property
    def identity(self) -> Identity:
        """What it is now; only once it has been begun or resumed."""
        if self._identity is None:
            raise ValueError(f"{self.name} has not been begun")
        return self._identity

    @property
    def ours(self) -> bool:
        """Whether we have had the part in our hands."""
        return self._identity is not None

    @property
    def state(self) -> FileState:
        """For the token."""
        return FileState(self.name, self.entity, self.identity, self.base)

    def begin(self, base: Identity | None) -> None:
        """An empty part, or a copy of the final file as ``base`` has it. What may lie there of a run that nobody
        takes up again is overwritten. Raises ``OutputError``."""
        with writing(self.final):
            atomic_file.check_replaceable(self.final)
            atomic_file.make_folder(self.part.parent)
        with writing(self.part):
            self._descriptor = atomic_file.open_locked(self.part)
            self._identity = Identity.of(self._descriptor)
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            if base is not None and base.length:
                atomic_file.copy_into(self._descriptor, self.final)
            self._identity = Identity.of(self._descriptor)
        self.base, self.dirty = base, True

    def resume(self, state: FileState, *, publishing: bool) -> None:
        """Goes on at ``state``: whatever was written behind it is cut off. Raises ``StateMismatch`` where the part is
        not there or not the one, unless it has been published (which only a run that was ``publishing`` can have)."""
        self.base = state.base
        found = Identity.at(self.part)
        if found is None or found.inode != state.identity.inode or found.length < state.identity.length:
            if not (publishing and Identity.at(self.final) == state.identity):
                raise self._mismatch(found, state)
            self.published = True
        else:
            self._identity = found
            with writing(self.part):
                os.ftruncate(self._open(), state.identity.length)
                os.lseek(self._open(), 0, os.SEEK_END)
            self.dirty = found != state.identity
        self._identity, self.named = state.identity, True

    def write(self, data: bytes) -> None:
        """Appends ``data``. Raises ``OutputError``."""
        with writing(self.part):
            atomic_file.write_all(self._open(), data)
        self._identity = Identity(self.identity.inode, self.identity.length + len(data))
        self.dirty = True

    def sync(self) -> None:
        """Makes durable what was written; not yet the part's name."""
        if self.dirty:
            with writing(self.part):
                os.fsync(self._open())
            self.dirty = False

    def publish(self) -> None:
        """Puts the part in the place of the final file; once more does nothing. Raises ``OutputError``."""
        if self.published:
            return
        self.sync()
        with writing(self.part):
            self._open()
        if sys.platform == "win32":
            # An open file cannot be renamed there.
            self.release()
        atomic_file.rename(self.part, self.final)
        self.published = True
        self.release()

    def release(self) -> None:
        """Closes the part, and lets go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self) -> int:
        if self._descriptor is None:
            descriptor = atomic_file.open_locked(self.part)
            if Identity.of(descriptor) != self._identity:
                os.close(descriptor)
                hint = "Give one of the two programs another path, and start the run again."
                raise OutputError("was changed by another program", where=str(self.part), hint=hint)
            os.lseek(descriptor, 0, os.SEEK_END)
            self._descriptor = descriptor
        return self._descriptor

    def _mismatch(self, found: Identity | None, state: FileState) -> StateMismatch:
        if found is None:
            what = "is not there, but a run that was interrupted had written it"
        elif found.inode != state.identity.inode:
            what = "is not the file that the interrupted run had written"
        else:
            what = f"has {found.length} bytes, but {state.identity.length} of it were written by the interrupted run"
        hint = "Put it back as it was, or begin the run anew (--full)."
        return StateMismatch(what, where=str(self.part), hint=hint)
