"""A whole copy of a state in one archive: the ledger as of one moment, and of the spool what that ledger speaks of.

A run or a delivery may be going meanwhile. The ledger is copied first; nothing that it names is written to any more,
and may only go away because all sinks have it. If that happens to something that the copy says is waiting, the copy is
made again.
"""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.runs.ledger.ledger import FILE_NAME, Ledger
from legacy_adapters.runs.ledger.runs import Run
from legacy_adapters.runs.state.manifest import MANIFEST, Entry, Manifest
from legacy_adapters.sinks.atomic_file import check_replaceable, rename, sync_folder, writing
from legacy_adapters.sinks.spool.folder import SLIP, RunFolder, SpoolFolder
from legacy_adapters.sinks.spool.place import SpoolToken

TRIES: Final = 3
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of the state, by its path in the state's folder, of which the first ``length`` bytes are wanted."""

    name: str
    length: int


@dataclass(frozen=True, slots=True)
class Group:
    """Files that belong together: of a run whose place in the archive is ``what``. Where one goes away while it is
    copied, those that were copied do no harm; ``waiting`` says that the ledger needs them."""

    what: str
    pieces: tuple[Piece, ...]
    waiting: bool


@dataclass(frozen=True, slots=True)
class Backup:
    """What was made."""

    path: Path
    bytes: int
    manifest: Manifest


def back_up(folder: Path, to: Path, name: str) -> Backup:
    """Copies the state in ``folder`` into the archive ``to``, which is replaced; where that is a folder, into one in it
    that bears ``name`` and the time.

    Raises ``ConfigError`` where there is no state, ``OutputError`` where the archive cannot be written, and as the
    ledger does.
    """
    now = datetime.now(UTC)
    final = to / f"{name}-state-{now:%Y%m%d-%H%M%S}.zip" if to.is_dir() else to
    with writing(final):
        check_replaceable(final)
        final.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{final.name}.", dir=final.parent) as made:
            part = Path(made) / "state.part"
            manifest = _written(part, folder, now, Path(made))
            for _ in range(TRIES - 1):
                if manifest.missing:
                    manifest = _written(part, folder, now, Path(made))
            rename(part, final)
            sync_folder(final.parent)
    return Backup(final, final.stat().st_size, manifest)


def _written(part: Path, folder: Path, now: datetime, made: Path) -> Manifest:
    (made / FILE_NAME).unlink(missing_ok=True)
    with Ledger.open(folder, must_exist=True) as ledger:
        ledger.copy_to(made)
    with Ledger.open(made) as copied:
        state = copied.parts.owner
        pipelines = {name: copied.runs.list(name, 1)[0].id for name in copied.runs.pipelines()}
        groups = list(_groups(copied, folder))
        unfinished = [run for name in pipelines if (run := copied.runs.unfinished(name))]
    files: dict[str, Entry] = {}
    missing: list[str] = []
    with part.open("wb") as file:
        part.chmod(0o600)
        with ZipFile(file, "w") as archive:
            files[FILE_NAME] = _add(archive, made, Piece(FILE_NAME, (made / FILE_NAME).stat().st_size))
            for group in groups:
                whole = _add_group(archive, folder, group, files)
                missing += [group.what] if group.waiting and not whole else []
            missing += _ended(folder, unfinished)
            manifest = Manifest(state, now, socket.gethostname(), pipelines, files, tuple(missing))
            archive.writestr(_info(MANIFEST), manifest.to_json())
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _ended(folder: Path, unfinished: Sequence[Run]) -> list[str]:
    """The runs that have come to an end since the ledger was copied: what they had on disk may be gone."""
    with Ledger.open(folder, must_exist=True) as ledger:
        return [f"runs/{run.id}" for run in unfinished if not ledger.runs.of(run.ordinal).unfinished]


def _groups(ledger: Ledger, folder: Path) -> Iterator[Group]:
    """What of the state's folder belongs to the copied ledger."""
    for pipeline in ledger.runs.pipelines():
        spool = SpoolFolder.of(folder, pipeline)
        unfinished = ledger.runs.unfinished(pipeline)
        if unfinished is not None:
            yield from _of_unfinished(unfinished, spool, folder)
        waiting = {shipment.run_id for shipment in ledger.shipments.waiting(pipeline)}
        kept = {run for run in ledger.shipments.free(pipeline, None) if spool.run(run).sealed}
        for run in sorted(waiting | kept):
            if unfinished is None or run != unfinished.id:
                yield Group(_name(spool.run(run).path, folder), _sealed(spool.run(run), folder), run in waiting)


def _sealed(run: RunFolder, folder: Path) -> tuple[Piece, ...]:
    """Segments first: what has a slip is whole."""
    try:
        lengths = run.slip().segments
        segments = [_piece(run.segment(number), folder, length) for number, length in enumerate(lengths, start=1)]
    except StateMismatch:
        # Damaged here, and so in the copy: whoever delivers it says so.
        segments = [_piece(path, folder) for path in run.segments()]
    return (*segments, _piece(run.path / SLIP, folder))


def _of_unfinished(run: Run, spool: SpoolFolder, folder: Path) -> Iterator[Group]:
    """What a run has so far, as its last checkpoint says; what it wrote later it forgets when it goes on."""
    keys = folder / "runs" / run.id
    files = sorted(path for path in keys.glob("*/*") if path.suffix != ".new")
    yield Group(_name(keys, folder), tuple(_piece(path, folder) for path in files), waiting=True)
    end = _end(run)
    if end is not None:
        segments = spool.run(run.id)
        whole = [_piece(segments.segment(number), folder) for number in range(1, end.end.segment)]
        last = [_piece(segments.segment(end.end.segment), folder, end.end.offset)] if end.end.offset else []
        yield Group(_name(segments.path, folder), (*whole, *last), waiting=True)


def _end(run: Run) -> SpoolToken | None:
    if run.checkpoint is None or run.checkpoint.token is None:
        return None
    try:
        return SpoolToken.load(run.checkpoint.token)
    except StateMismatch:
        # It writes to its sink directly.
        return None


def _piece(path: Path, folder: Path, length: int | None = None) -> Piece:
    """The first bytes of a file; all that it has now where nothing is stated, also if it is gone."""
    if length is None:
        length = path.stat().st_size if path.exists() else 0
    return Piece(_name(path, folder), length)


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    # What waits in the spool is random to a compressor, or large and in a hurry.
    info.compress_type = ZIP_STORED if name.startswith("spool/") else ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _add_group(archive: ZipFile, folder: Path, group: Group, files: dict[str, Entry]) -> bool:
    """Whether all of it was there."""
    whole = True
    try:
        for piece in group.pieces:
            files[piece.name] = added = _add(archive, folder, piece)
            whole = whole and added.bytes == piece.length
    except FileNotFoundError:
        return False
    return whole


def _add(archive: ZipFile, folder: Path, piece: Piece) -> Entry:
    digest, left = hashlib.sha256(), piece.length
    with (
        (folder / piece.name).open("rb") as source,
        archive.open(_info(piece.name), "w", force_zip64=True) as target,
    ):
        while left and (block := source.read(min(left, _BLOCK))):
            digest.update(block)
            target.write(block)
            left -= len(block)
    return Entry(piece.length - left, digest.hexdigest())
