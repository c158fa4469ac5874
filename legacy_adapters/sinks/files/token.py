"""A file sink's account of what it has made durable, as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.core.protocols import Token
from legacy_adapters.sinks.atomic_file import writing


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file it is and how long: a file that was replaced or changed in length has another."""

    inode: int
    length: int

    @classmethod
    def at(cls, path: Path) -> Identity | None:
        """That of the file at ``path``; None where there is none. Raises ``OutputError``."""
        with writing(path):
            try:
                found = path.stat()
            except FileNotFoundError:
                return None
            return cls(found.st_ino, found.st_size)

    @classmethod
    def of(cls, descriptor: int) -> Identity:
        """That of an open file."""
        found = os.fstat(descriptor)
        return cls(found.st_ino, found.st_size)


@dataclass(frozen=True, slots=True)
class FileState:
    """One file: its path as the template gives it, and what is durable of it.

    ``base`` is the file that was visible when an appending run began, None where there was none. ``rows`` are its
    records. ``made`` is the number on the disk of the file that is written at the end from what was staged; None where
    what is staged is itself the file.
    """

    path: str
    entity: str
    identity: Identity
    base: Identity | None = None
    rows: int = 0
    made: int | None = None


@dataclass(frozen=True, slots=True)
class FileToken:
    """The files of a run, and what they must have in common with those that are appended to them later."""

    template: str
    dialect: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]
    files: Mapping[str, FileState]

    def dump(self) -> Token:
        """As text for the ledger."""
        files = [asdict(state) for state in self.files.values()]
        whole = {"version": 1, "template": self.template, "dialect": self.dialect, "columns": self.columns}
        return json.dumps(whole | {"files": files}, ensure_ascii=False, separators=(",", ":"))

    def adopted(self, folder: Path) -> tuple[FileToken, list[str]]:
        """The same with the files as they are now, and which those are: each that has the length it was published
        with, and is another one on the disk."""
        found = {path: Identity.at(folder / path) for path in self.files}
        others = {
            path: replace(state, identity=now)
            for path, state in self.files.items()
            if (now := found[path]) is not None and now != state.identity and now.length == state.identity.length
        }
        return replace(self, files={**self.files, **others}), list(others)

    @classmethod
    def load(cls, token: Token) -> FileToken:
        """From the ledger's text. Raises ``StateMismatch`` where it is not one of a file sink."""
        try:
            whole = json.loads(token)
            columns = {entity: tuple(names) for entity, names in whole["columns"].items()}
            states = [_state(entry) for entry in whole["files"]]
            return cls(whole["template"], whole["dialect"], columns, {state.path: state for state in states})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            hint = "The sink's kind may have changed since that run, or the ledger is damaged."
            raise StateMismatch("the ledger's account of the output is not one of files", hint=hint) from error


def _state(entry: Mapping[str, Any]) -> FileState:
    base = entry["base"]
    identities = {"identity": Identity(**entry["identity"]), "base": None if base is None else Identity(**base)}
    return FileState(**{**entry, **identities})
