"""One file on its way: written as a hidden part beside the final name, taken up again after a kill, put in place."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeAlias

from legacy_adapters.core.errors import OutputError, StateMismatch
from legacy_adapters.sinks import atomic_file
from legacy_adapters.sinks.atomic_file import writing
from legacy_adapters.sinks.files.token import FileState, Identity

Make: TypeAlias = Callable[[Path, BinaryIO, int], None]
"""Writes a whole file from what was staged in the one at the path, which holds so many records; always the same
bytes. Raises ``OutputError``."""


class PartFile:
    """A part and its final file. ``name`` is the path as the template gives it.

    It may be closed (``release``) and is opened again when needed: then it must be as it was left. While it is open
    no other program of ours can write it.

    Where there is something to ``make``, what is written is staged in ``.<name>.rows``, and the part is made from it
    at the end. It is there, empty, from the beginning: by its number on the disk it is known later to be the file
    that was put in place, although nobody could know its length.
    """

    def __init__(self, name: str, entity: str, folder: Path, make: Make | None = None) -> None:
        self.name = name
        self.entity = entity
        path = folder / name
        with writing(path):
            # A link stays one: what it points to is replaced.
            self.final = Path(os.path.realpath(path)) if path.is_symlink() else path
        self._make = make
        self._whole = self.final.with_name(f".{self.final.name}.part")
        self.part = self._whole if make is None else self.final.with_name(f".{self.final.name}.rows")
        self.base: Identity | None = None
        self.published = False
        self.named = False
        self.dirty = False
        self.rows = 0
        self._identity: Identity | None = None
        self._made: int | None = None
        self._descriptor: int | None = None

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
        """For the token of a commit."""
        return FileState(self.name, self.entity, self.identity, self.base, self.rows, self._made)

    @property
    def published_state(self) -> FileState:
        """For the token of what has been published: the visible file. Raises ``StateMismatch`` where it is gone."""
        if self._make is None:
            return self.state
        found = Identity.at(self.final)
        if found is None:
            raise StateMismatch("is gone since it was published", where=str(self.final), hint="Begin anew (--full).")
        return FileState(self.name, self.entity, found, self.base, self.rows)

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
        if self._make is not None:
            with writing(self._whole):
                self._whole.unlink(missing_ok=True)
                self._whole.touch()
                self._made = self._whole.stat().st_ino

    def resume(self, state: FileState, *, publishing: bool) -> None:
        """Goes on at ``state``: whatever was written behind it is cut off. Raises ``StateMismatch`` where the part is
        not there or not the one, unless it has been published (which only a run that was ``publishing`` can have)."""
        self.base, self.rows, self._made = state.base, state.rows, state.made
        if publishing and self._is_published(state):
            self.published = True
            if Identity.at(self.part) == state.identity:
                with writing(self.part):
                    self.part.unlink()
        else:
            self._take_up(state)
        self._identity, self.named = state.identity, True

    def settle(self, state: FileState) -> None:
        """It was published as ``state`` says, by a process that ended later."""
        self.base, self.rows, self._made, self._identity = state.base, state.rows, state.made, state.identity
        self.named = self.published = True

    def write(self, data: bytes, rows: int = 0) -> None:
        """Appends ``data``, which is so many records. Raises ``OutputError``."""
        with writing(self.part):
            atomic_file.write_all(self._open(), data)
        self._identity = Identity(self.identity.inode, self.identity.length + len(data))
        self.dirty = True
        self.rows += rows

    def sync(self) -> None:
        """Makes durable what was written; not yet the part's name."""
        if self.dirty:
            with writing(self.part):
                os.fsync(self._open())
            self.dirty = False

    def whole(self) -> Path:
        """The part as it is to be put in place, durable; made now where there is something to make. Raises
        ``OutputError``."""
        self.sync()
        with writing(self.part):
            self._open()
        if self._make is not None:
            with writing(self._whole), self._whole.open("r+b") as file:
                file.truncate()
                self._make(self.part, file, self.rows)
                file.flush()
                os.fsync(file.fileno())
        return self._whole

    def publish(self) -> None:
        """Puts the part in the place of the final file; once more does nothing. Raises ``OutputError``."""
        if self.published:
            return
        whole = self.whole()
        if sys.platform == "win32":
            # An open file cannot be renamed there.
            self.release()
        atomic_file.rename(whole, self.final)
        self.published = True
        if self._make is not None:
            # What it was made of must not go before the new name is sure to stay.
            with writing(self.part):
                atomic_file.sync_folder(self.final.parent)
                self.part.unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        """Closes the part, and lets go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def discard(self) -> None:
        """Removes what is hidden. Raises ``OutputError``."""
        for path in (self.part, self._whole):
            with writing(path):
                path.unlink(missing_ok=True)
        self.release()

    def _is_published(self, state: FileState) -> bool:
        final = Identity.at(self.final)
        if state.made is not None:
            return final is not None and final.inode == state.made
        return final == state.identity

    def _take_up(self, state: FileState) -> None:
        found = Identity.at(self.part)
        if found is None or found.inode != state.identity.inode or found.length < state.identity.length:
            raise _mismatch(self.part, found, state.identity)
        made = None if state.made is None else Identity.at(self._whole)
        if state.made is not None and (made is None or made.inode != state.made):
            raise _mismatch(self._whole, made, Identity(state.made, 0))
        self._identity = found
        with writing(self.part):
            os.ftruncate(self._open(), state.identity.length)
            os.lseek(self._open(), 0, os.SEEK_END)
        self.dirty = found != state.identity

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


def _mismatch(part: Path, found: Identity | None, known: Identity) -> StateMismatch:
    if found is None:
        what = "is not there, but a run that was interrupted had written it"
    elif found.inode != known.inode:
        what = "is not the file that the interrupted run had written"
    else:
        what = f"has {found.length} bytes, but {known.length} of it were written by the interrupted run"
    hint = "Put it back as it was, or begin the run anew (--full)."
    return StateMismatch(what, where=str(part), hint=hint)
