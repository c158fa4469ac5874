"""What the last published run left behind, and what this one may do with it: go on in it, or clear it away."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from legacy_adapters.core.errors import StateMismatch
from legacy_adapters.sinks.files.part_file import PartFile
from legacy_adapters.sinks.files.token import FileState, FileToken, Identity


class EarlierRun:
    """The files of ``known`` (None: the ledger knows of no run) against the form that this run writes."""

    def __init__(self, known: FileToken | None, ours: FileToken, folder: Path) -> None:
        self._known = known
        self._ours = ours
        self._folder = folder

    def base(self, part: PartFile) -> Identity | None:
        """The visible file that ``part`` is to go on from; None where there is none. Raises ``StateMismatch`` where it
        is not exactly what was published last, or has another form."""
        found = Identity.at(part.final)
        state = None if self._known is None else self._known.files.get(part.name)
        if state is None:
            if found is not None and found.length:
                raise _unknown(part.final)
            return found
        if found != state.identity:
            raise _changed(part.final, found, state)
        self._check_form(part)
        return found

    def carried(self, written: Collection[str]) -> dict[str, FileState]:
        """The files that an appending run did not touch: they stay known."""
        files = {} if self._known is None else self._known.files
        return {name: state for name, state in files.items() if name not in written}

    def stale(self, written: Collection[str]) -> list[FileState]:
        """What the same template and entities gave last time and do not give any more."""
        if self._known is None or self._known.template != self._ours.template:
            return []
        return [state for state in self.carried(written).values() if state.entity in self._ours.columns]

    def _check_form(self, part: PartFile) -> None:
        known = self._known or self._ours
        before, now = known.columns.get(part.entity, ()), self._ours.columns[part.entity]
        differences = [f"without {name}" for name in before if name not in now]
        differences += [f"with {name}" for name in now if name not in before]
        if before != now and not differences:
            differences = ["with its columns in another order"]
        for option, value in self._ours.dialect.items():
            if (was := known.dialect.get(option, value)) != value:
                differences.append(f"{option} {value!r} instead of {was!r}")
        if differences:
            hint = "Give the output another path, or take the old file away and begin anew (--full)."
            what = f"has another form than what is to be appended: now {', '.join(differences)}"
            raise StateMismatch(what, where=str(part.final), hint=hint)


def _unknown(final: Path) -> StateMismatch:
    what = "exists, but the ledger does not know it: the ledger was lost, or another program wrote the file"
    hint = "Restore the ledger from a backup, move the file away to begin a new one, or give the output another path."
    return StateMismatch(what, where=str(final), hint=hint)


def _changed(final: Path, found: Identity | None, state: FileState) -> StateMismatch:
    if found is None:
        what = "is gone since it was published, and mode append would go on in it"
    elif found.inode == state.identity.inode:
        what = f"has {found.length} bytes, but {state.identity.length} were published: another program wrote to it"
    else:
        what = "is another file than the one that was published"
    hint = "Put it back as it was; where files are taken away, use mode replace with {run} in the path."
    return StateMismatch(what, where=str(final), hint=hint)
