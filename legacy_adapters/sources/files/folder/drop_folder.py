"""A drop folder: looks what is waiting, takes files one by one, puts them away. The engine's side of it is elsewhere:
what was read of which file, and what is known from earlier runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Event

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.folder.archive_path import ArchivePath
from legacy_adapters.sources.files.folder.archive_progress import ArchiveProgress, Fate
from legacy_adapters.sources.files.folder.completeness import completeness
from legacy_adapters.sources.files.folder.entry import Left, Survey, Waiting
from legacy_adapters.sources.files.folder.fetching import Fetcher
from legacy_adapters.sources.files.folder.names import as_owner, is_hidden, joined, split_name
from legacy_adapters.sources.files.folder.ordering import Ordering
from legacy_adapters.sources.files.folder.packed.members import Members
from legacy_adapters.sources.files.folder.pattern import Patterns
from legacy_adapters.sources.files.folder.place import Place
from legacy_adapters.sources.files.folder.places import open_store
from legacy_adapters.sources.files.folder.protocols import Store
from legacy_adapters.sources.files.folder.putting_away import PuttingAway
from legacy_adapters.sources.files.folder.scratch import Scratch
from legacy_adapters.sources.files.folder.settings import BY_NAME, STABLE, After, Complete, Limits, OrderKey
from legacy_adapters.sources.files.folder.surveying import Surveyor
from legacy_adapters.sources.files.folder.taken import Taken
from legacy_adapters.sources.files.folder.taking import Taking

LONGEST_OWNER = 80


@dataclass(slots=True)
class DropFolder:
    """An open drop folder, used by one thread. ``open`` makes one."""

    store: Store
    after: After
    surveyor: Surveyor
    taking: Taking
    members: Members
    progress: ArchiveProgress = field(default_factory=ArchiveProgress)
    announced: dict[str, set[str]] | None = None
    """The files that wait for each trigger, None before they were looked for: it goes with the last of them."""

    @classmethod
    @contextmanager
    def open(
        cls,
        path: str,
        *,
        base: Path,
        pattern: str | Iterable[str],
        complete: Complete = STABLE,
        order: tuple[OrderKey, ...] = BY_NAME,
        after: After | None = None,
        owner: str | None = None,
        is_complete: Callable[[str, Path], bool] | None = None,
        limits: Limits | None = None,
        options: Mapping[str, str] | None = None,
        scratch: Path | None = None,
    ) -> Iterator[DropFolder]:
        """Opens the folder at a path, from ``base`` where it is relative, or at a URL.

        ``owner`` names this runner in claims, the same in each of its runs and another on each machine; without it, or
        without ``after``, nothing in the folder is touched. ``is_complete`` says, for ``trailer``, whether the
        content of the file of this name has its end. ``options`` are handed to the driver of a remote file system.
        Temporary copies lie below ``scratch``, or where the system keeps such. Raises ``ConfigError``,
        ``DriverMissing``, ``Unavailable``, ``AccessDenied``.
        """
        after, limits = after or After(), limits or Limits()
        touching = owner is not None and (after.archive is not None or after.quarantine is not None)
        with (
            closing(open_store(path, base, options or {}, claiming=touching)) as store,
            closing(Scratch(scratch)) as temp,
        ):
            patterns = _patterns(pattern)
            members = Members(store, patterns, limits)
            way = completeness(complete, is_complete, local=store.local)
            owned_by = as_owner(owner)[:LONGEST_OWNER] if touching and owner is not None else None
            fetcher = Fetcher(store, members, limits, temp)
            away = [ArchivePath.of(store.inside(one)) for one in (after.archive, after.quarantine) if one is not None]
            yield cls(
                store=store,
                after=after,
                surveyor=Surveyor(
                    store,
                    patterns,
                    way,
                    Ordering(order),
                    owned_by,
                    members,
                    lambda name: any(a.covers(name) for a in away),
                ),
                taking=Taking(store, way, fetcher, owned_by),
                members=members,
            )

    def survey(self, taken: Iterable[str] = ()) -> Survey:
        """What lies in the folder now. ``taken`` are names of files of earlier runs: a gap between them and those that
        wait is told too. Raises ``Unavailable``, ``AccessDenied``."""
        found = self.surveyor.survey(taken)
        self.announced = {}
        for one in found.waiting:
            if one.trigger is not None:
                self.announced.setdefault(one.trigger.name, set()).add(one.original)
        return found

    def take(self, waiting: Waiting) -> Taken | Left:
        """Takes a file for this runner, and brings its content here; ``Left`` where it cannot be had now. To be closed
        when it is read. Raises ``OutputError`` where files may not be renamed or there is no room for a copy,
        ``Unavailable``, ``AccessDenied``."""
        return self.taking.take(waiting)

    def with_companions(self, place: str, paths: Sequence[Path]) -> str:
        """The place of a file with others that belong to it and lie beside it: they are put away with it."""
        if not self.store.local or not paths:
            return place
        taken = Place.of(place)
        folder = split_name(taken.original)[0]
        found = [self.store.find(joined(folder, path.name)) for path in paths]
        return replace(taken, beside=tuple((one.name, one.stamp) for one in found if one is not None)).to_text()

    def put_away(self, place: str, at: datetime) -> str | None:
        """Moves a file whose content is published to the archive, as of the moment ``at``; says where it went. None
        where no archive is stated (it has its name again), where other members of its archive are still to come, and
        where it is nowhere (a person was faster). Idempotent. Raises ``OutputError`` with the file still where it was,
        ``PartChanged`` where it is not what was read."""
        return self._dealt(Place.of(place), "put away", at)

    def quarantine(self, place: str, at: datetime, report: str) -> str | None:
        """The same for a file that cannot be taken, to quarantine, with a report beside it (``NAME.report.txt``). Where
        only an archive is stated, None: the file gets its name back."""
        taken = Place.of(place)
        if self.after.quarantine is None:
            self.release(place)
            return None
        if taken.member is not None:
            template = ArchivePath.of(self.after.quarantine)
            PuttingAway(self.store).report(taken, template, at, report, None)
            return self._dealt(taken, "quarantined", at)
        return self._move(taken, self.after.quarantine, at, report)

    def release(self, place: str) -> None:
        """Gives a claimed file its name back, so that it is found anew, by any runner. An archive gets it once all of
        its members are dealt with."""
        taken = Place.of(place)
        if taken.member is None:
            PuttingAway(self.store).release(taken)
        else:
            self._dealt(taken, "released", datetime.now().astimezone())

    def wait(self, seconds: float, stop: Event) -> None:
        """Until something changes in the folder, the time is over, or ``stop`` is set."""
        self.store.wait(seconds, stop, is_hidden)

    def _dealt(self, place: Place, fate: Fate, at: datetime) -> str | None:
        if place.member is not None:
            whole = self._whole_fate(place, place.member, fate)
            if whole is None:
                return None
            fate = whole
        template = self.after.quarantine if fate == "quarantined" else self.after.archive
        if fate == "released" or template is None:
            PuttingAway(self.store).release(place)
            return None
        return self._move(place, template, at, None)

    def _whole_fate(self, place: Place, member: str, fate: Fate) -> Fate | None:
        """What is to become of the archive that a member is of; None while others are still to come."""
        held = self.store.find(place.held)
        if held is None:
            return fate
        try:
            names = [one.name for one in self.members.of(held, place.original)]
        except BadPart:
            names = [member]
        return self.progress.deal(place.held, member, fate, names)

    def _move(self, place: Place, template: str, at: datetime, report: str | None) -> str | None:
        if place.trigger is not None and self._is_needed(place.trigger[0], place.original):
            place = replace(place, trigger=None)
        moving, path = PuttingAway(self.store), ArchivePath.of(template)
        target = moving.move(place, path, at)
        if report is not None:
            moving.report(place, path, at, report, target)
        return None if target is None else self.store.shown(target)

    def _is_needed(self, trigger: str, original: str) -> bool:
        """Whether other files still wait for a trigger."""
        if self.announced is None:
            self.survey()
        others = (self.announced or {}).get(trigger, set())
        others.discard(original)
        return bool(others)


def _patterns(pattern: str | Iterable[str]) -> Patterns:
    try:
        return Patterns.of(pattern)
    except ValueError as error:
        raise ConfigError(str(error), where="pattern") from None
