"""Looks at a folder: what may be taken, what is left alone and why, what a person should know."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC

from legacy_adapters.core.errors import BadPart
from legacy_adapters.remote.errors import Busy, Lost
from legacy_adapters.sources.files.folder.claims import Claim
from legacy_adapters.sources.files.folder.completeness import Around, Completeness
from legacy_adapters.sources.files.folder.duration import in_words
from legacy_adapters.sources.files.folder.entry import Entry, Left, Survey, Waiting
from legacy_adapters.sources.files.folder.names import folded, is_hidden, printable, split_name
from legacy_adapters.sources.files.folder.ordering import Ordering
from legacy_adapters.sources.files.folder.packed.kinds import is_archive
from legacy_adapters.sources.files.folder.packed.members import Members
from legacy_adapters.sources.files.folder.pattern import Patterns
from legacy_adapters.sources.files.folder.protocols import Store

STALE = 6 * 3600
"""Seconds after which a claim of another runner is told in the notes too: no run takes so long for one file."""

_NO_FILE = {"link": "a symbolic link; only files themselves are taken", "other": "no file, but a pipe or a device"}


@dataclass(frozen=True, slots=True)
class Surveyor:
    """Looks at one folder. ``owner`` is that of our claims as it stands in their names, None where none are made;
    ``closed_to`` says which subfolders are never looked into, as files are put away there."""

    store: Store
    patterns: Patterns
    completeness: Completeness
    ordering: Ordering
    owner: str | None
    members: Members
    put_away_in: Callable[[str], bool]
    now: Callable[[], int] = time.time_ns

    def survey(self, taken: Iterable[str] = ()) -> Survey:
        """One look; ``taken`` are names of files taken earlier, to tell gaps behind them."""
        listing = self.store.entries(self._wanted, self._into)
        around = Around({folded(entry.name): entry for entry in listing.entries}, self.now())
        waiting: list[Waiting] = []
        left = list(listing.closed)
        notes: list[str] = []
        for entry in listing.entries:
            claim = Claim.of(entry.name)
            if claim is not None and claim.owner != self.owner:
                left.append(self._claimed_by_another(entry, claim, around.now, notes))
            elif claim is None and (is_hidden(entry.name) or self.completeness.belongs_to_others(entry.name)):
                continue
            elif reason := self._reason(entry, claim, around):
                left.append(Left.of(entry.name if claim is None else claim.original, reason))
            else:
                waiting.extend(self._waiting(entry, claim, around, left))
        ordered = self.ordering.sorted(waiting)
        names = [claim.original if (claim := Claim.of(entry.name)) else entry.name for entry in listing.entries]
        notes.extend(self.completeness.lonely(names, self.patterns))
        notes.extend(self.ordering.notes(ordered, taken))
        return Survey(ordered, tuple(sorted(left, key=lambda one: (one.name, one.reason))), tuple(notes))

    def _wanted(self, name: str) -> bool:
        claim = Claim.of(name)
        if claim is not None:
            return self.patterns.matches(claim.original)
        return not is_hidden(name) and (self.patterns.matches(name) or self.completeness.belongs_to_others(name))

    def _into(self, folder: str) -> bool:
        return self.patterns.may_lie_in(folder) and not self.put_away_in(folder)

    def _reason(self, entry: Entry, claim: Claim | None, around: Around) -> str | None:
        if entry.kind != "file":
            return _NO_FILE[entry.kind]
        # What is ours was complete when it was claimed.
        return None if claim is not None else self.completeness.unfinished(entry, around)

    def _waiting(self, entry: Entry, claim: Claim | None, around: Around, left: list[Left]) -> Iterable[Waiting]:
        original = entry.name if claim is None else claim.original
        trigger = self.completeness.trigger_of(original)
        for member in self._members(entry, original, left):
            shown = original if member is None else f"{original}!{member}"
            yield Waiting(
                name=printable(shown),
                shown=self.store.shown(original) + ("" if member is None else f"!{printable(member)}"),
                size=entry.size,
                modified=entry.modified_at,
                claimed=claim is not None,
                original=original,
                entry=entry,
                member=member,
                trigger=None if trigger is None else around.names.get(folded(trigger)),
            )

    def _members(self, entry: Entry, original: str, left: list[Left]) -> Iterable[str | None]:
        """The names of an archive's members; None for a file that is none, and for one that cannot be read: taking it
        tells why."""
        if not is_archive(original):
            return [None]
        try:
            found = [member.name for member in self.members.of(entry, original)]
        except BadPart:
            return [None]
        except (Lost, Busy):
            left.append(Left.of(original, "it went away, or another program holds it, while it was looked at"))
            return []
        if not found:
            left.append(Left.of(original, "an archive without a member that the pattern stands for"))
        return found

    def _claimed_by_another(self, entry: Entry, claim: Claim, now: int, notes: list[str]) -> Left:
        age = now / 1e9 - claim.since.timestamp()
        since = claim.since.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
        last = printable(split_name(claim.original)[1])
        help_ = f"If that runner is dead, rename {self.store.shown(entry.name)} to {last}, and it is taken here"
        told = f"claimed by the runner {claim.owner} since {since}, {in_words(max(age, 0.0))} ago. {help_}"
        if age > STALE:
            notes.append(f"{printable(claim.original)} is {told}")
        return Left.of(claim.original, told)
