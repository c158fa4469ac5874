"""Puts a backup of a state in its place: all of it is unpacked and checked before anything that is there is touched."""

from __future__ import annotations

import hashlib
import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from legacy_adapters.core.errors import ConfigError, StateMismatch
from legacy_adapters.runs.ledger.ledger import FILE_NAME, Ledger
from legacy_adapters.runs.lock import PipelineLock
from legacy_adapters.runs.state.home import adopt_here
from legacy_adapters.runs.state.manifest import MANIFEST, Manifest
from legacy_adapters.sinks.atomic_file import make_folder, sync_folder, writing

FOLDERS: Final = ("spool", "runs")
"""What belongs to a ledger besides its file."""

_BESIDE: Final = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm")
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in its place; ``aside`` is where that is now which was there before, None if nothing was."""

    manifest: Manifest
    aside: Path | None


def restore(archive: Path, folder: Path, pipeline: str, *, replace: bool) -> Restored:
    """Makes the state in ``archive`` that of ``folder``, where it lives from now on. A state that is there is moved
    aside if ``replace`` says so.

    Raises ``ConfigError`` where there is a state and nobody said that it is to be replaced, for a backup that knows
    nothing of ``pipeline`` and for one of a newer version, ``StateMismatch`` for a backup that is damaged, ``TryLater``
    while a run or a delivery is going, ``OutputError``. Nothing has changed then. Killed while it puts things in their
    places it can be done again.
    """
    there = Ledger.exists(folder)
    if there and not replace:
        hint = "Give --replace to have it moved aside, or name another folder with --state-dir."
        raise ConfigError("there is a state already", where=str(folder), hint=hint)
    with writing(folder):
        make_folder(folder)
        with _alone(folder, [pipeline]), _unpacked(archive, folder / "restoring") as (unpacked, manifest):
            if pipeline not in manifest.pipelines:
                known = ", ".join(manifest.pipelines) or "none"
                what = f"the backup knows nothing of {pipeline}"
                raise ConfigError(what, where=str(archive), hint=f"It has the state of: {known}.")
            with Ledger.open(unpacked) as ledger:
                adopt_here(ledger, at=folder)
            aside = _moved_aside(folder)
            _put(unpacked, folder)
    return Restored(manifest, aside)


@contextmanager
def _alone(folder: Path, pipelines: Iterable[str]) -> Iterator[None]:
    """Nothing else works with the state."""
    held = {unquote(path.stem) for path in folder.glob("*.lock")}
    with ExitStack() as locks:
        for name in sorted(held.union(pipelines)):
            locks.enter_context(PipelineLock(folder, name))
        yield


@contextmanager
def _unpacked(archive: Path, into: Path) -> Iterator[tuple[Path, Manifest]]:
    """The files of a backup, each as its checksum says. Raises ``StateMismatch``."""
    shutil.rmtree(into, ignore_errors=True)
    try:
        yield into, _checked(archive, into)
    finally:
        shutil.rmtree(into, ignore_errors=True)


def _checked(archive: Path, into: Path) -> Manifest:
    try:
        with ZipFile(archive) as opened:
            manifest = Manifest.from_json(opened.read(MANIFEST))
            for name in manifest.files:
                _unpack(opened, name, into, manifest)
        return manifest
    except (BadZipFile, EOFError, KeyError, RuntimeError, TypeError, ValueError, zlib.error) as error:
        hint = "Take another one; nothing was changed."
        raise StateMismatch(f"this is no whole backup of a state ({error})", where=str(archive), hint=hint) from error


def _unpack(opened: ZipFile, name: str, into: Path, manifest: Manifest) -> None:
    path, wanted = into / name, manifest.files[name]
    make_folder(path.parent)
    digest, count = hashlib.sha256(), 0
    with opened.open(name) as source, path.open("wb") as target:
        path.chmod(0o600)
        while block := source.read(_BLOCK):
            digest.update(block)
            count += target.write(block)
    if (count, digest.hexdigest()) != (wanted.bytes, wanted.sha256):
        raise ValueError(f"{name} is not as it was written")


def _moved_aside(folder: Path) -> Path | None:
    """Moves the folders that go with the ledger, and copies the ledger, which stays until another takes its place: a
    run that finds none would read everything again."""
    if not any((folder / name).exists() for name in (FILE_NAME, *FOLDERS)):
        return None
    aside = folder / "replaced" / f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    make_folder(aside)
    for name in (FILE_NAME, *_BESIDE):
        if (folder / name).exists():
            shutil.copy2(folder / name, aside / name)
    for name in FOLDERS:
        if (folder / name).exists():
            (folder / name).rename(aside / name)
    return aside


def _put(unpacked: Path, folder: Path) -> None:
    for name in FOLDERS:
        if (unpacked / name).exists():
            (unpacked / name).rename(folder / name)
    for name in _BESIDE:
        # A log of the old ledger would be taken for one of the new.
        (folder / name).unlink(missing_ok=True)
    (unpacked / FILE_NAME).replace(folder / FILE_NAME)
    sync_folder(folder)
