"""Whether a file is written to its end: one class for each way to tell, as the pipeline file states it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.folder.duration import in_words
from legacy_adapters.sources.files.folder.entry import Entry
from legacy_adapters.sources.files.folder.names import folded, printable, split_name
from legacy_adapters.sources.files.folder.open_elsewhere import held_by_another
from legacy_adapters.sources.files.folder.pattern import Patterns
from legacy_adapters.sources.files.folder.settings import Complete
from legacy_adapters.sources.files.folder.trigger_name import TriggerName

SECOND: Final = 1_000_000_000
CLOCKS: Final = 2 * SECOND
"""By how much the times of two files, or two clocks, may differ without meaning anything: FAT counts in two seconds."""


@dataclass(frozen=True, slots=True)
class Around:
    """What else lies in the folder, by folded name, and the time in nanoseconds since 1970."""

    names: Mapping[str, Entry]
    now: int


class Completeness(Protocol):
    """Asked twice: for each file when the folder is looked at, and for one file's content just before it is taken."""

    def unfinished(self, entry: Entry, around: Around) -> str | None:
        """Why a file is left alone for now; None where nothing speaks against it."""
        ...

    def unready(self, name: str, file: Path | None, content: Path) -> str | None:
        """The same just before it is taken: ``file`` where it lies (None: not on this machine), and its unpacked
        ``content``. Raises ``OSError``."""
        ...

    @property
    def reads(self) -> bool:
        """Whether ``unready`` looks at the content, so that a file has to be here before it is claimed."""
        ...

    def belongs_to_others(self, name: str) -> bool:
        """Whether a file of this name is never one to be taken: a trigger, a file under its temporary name."""
        ...

    def trigger_of(self, name: str) -> str | None:
        """The name of the file that says that this one is complete; None where there is no such thing."""
        ...

    def lonely(self, names: Sequence[str], patterns: Patterns) -> list[str]:
        """What is announced in the folder and not there, in words."""
        ...


class _Plain:
    """What most ways have in common: nothing but what the folder says of a file."""

    reads = False

    def unfinished(self, entry: Entry, around: Around) -> str | None:
        """Nothing speaks against it."""
        return None

    def unready(self, name: str, file: Path | None, content: Path) -> str | None:
        """Its content is not looked at."""
        return None

    def belongs_to_others(self, name: str) -> bool:
        """No names are special."""
        return False

    def trigger_of(self, name: str) -> str | None:
        """No triggers."""
        return None

    def lonely(self, names: Sequence[str], patterns: Patterns) -> list[str]:
        """Nothing is announced."""
        return []


@dataclass(frozen=True, slots=True)
class StableFor(_Plain):
    """Nothing of it has changed for some seconds: not its content, and not its name or place either."""

    seconds: float

    def unfinished(self, entry: Entry, around: Around) -> str | None:
        """Judged by the later of the times of last change."""
        idle = around.now - entry.changed
        if idle < -CLOCKS:
            return (
                f"its last change lies {in_words(-idle / SECOND)} in the future: the clocks of this machine and of the "
                "one that wrote it differ, or the file was copied with a wrong time"
            )
        if max(idle, 0) < self.seconds * SECOND:
            return (
                f"still being written, it seems: it changed {in_words(max(idle, 0) / SECOND)} ago, and is taken once "
                f"it has been the same for {in_words(self.seconds)}"
            )
        return None

    def due(self, entry: Entry) -> float:
        """When it may be complete, in seconds since 1970."""
        return entry.changed / SECOND + self.seconds


@dataclass(frozen=True, slots=True)
class Triggered(_Plain):
    """A second file lies beside it, and is not older."""

    trigger: TriggerName

    def unfinished(self, entry: Entry, around: Around) -> str | None:
        """A trigger from before the file's last change is a leftover of an earlier file of its name."""
        name = self.trigger.for_file(entry.name)
        found = around.names.get(folded(name))
        shown = printable(split_name(name)[1])
        if found is None:
            return f"its trigger {shown} is not there yet"
        if entry.modified > found.modified + CLOCKS:
            return (
                f"its trigger {shown} is older than the file itself, by "
                f"{in_words((entry.modified - found.modified) / SECOND)}: it was left from another file, or the file "
                "is being written again"
            )
        return None

    def belongs_to_others(self, name: str) -> bool:
        """A trigger is no file to be taken."""
        return self.trigger.may_be(name)

    def trigger_of(self, name: str) -> str | None:
        """By the template."""
        return self.trigger.for_file(name)

    def lonely(self, names: Sequence[str], patterns: Patterns) -> list[str]:
        """Triggers without the file that they are for, where a pattern would take such a file."""
        expected = {folded(self.trigger.for_file(name)) for name in names if not self.trigger.may_be(name)}
        return [
            f"the trigger {printable(name)} is there, but not the file that it is for"
            for name in sorted(names)
            if self.trigger.may_be(name)
            and folded(name) not in expected
            and any(patterns.matches(file) for file in self.trigger.files_of(name, patterns.suffixes))
        ]


@dataclass(frozen=True, slots=True)
class Renamed(_Plain):
    """Whatever has its own name is complete."""

    temporary: Patterns

    def belongs_to_others(self, name: str) -> bool:
        """Under its temporary name it is still being written."""
        return any(one.matches(split_name(name)[1]) or one.matches(name) for one in self.temporary.each)


@dataclass(frozen=True, slots=True)
class WithTrailer(_Plain):
    """It has the last record that its format demands."""

    is_complete: Callable[[str, Path], bool]
    reads = True

    def unready(self, name: str, file: Path | None, content: Path) -> str | None:
        """A file that cannot be read at all may be one whose beginning is not whole yet."""
        try:
            return None if self.is_complete(name, content) else "its last record is not there yet"
        except BadPart as error:
            return f"it is not readable yet ({error.message})"


@dataclass(frozen=True, slots=True)
class Unlocked(_Plain):
    """No other program has it open to write, or has locked it."""

    reads = True

    def unready(self, name: str, file: Path | None, content: Path) -> str | None:
        """By asking the system for the file alone."""
        return None if file is None else held_by_another(file)


def completeness(stated: Complete, is_complete: Callable[[str, Path], bool] | None, *, local: bool) -> Completeness:
    """The way that the pipeline file states. Raises ``ConfigError`` for one that is not possible here."""
    if stated.trigger is not None:
        return Triggered(TriggerName.of(stated.trigger))
    if stated.rename is not None:
        return Renamed(Patterns.of(stated.rename))
    if stated.lock is not None:
        if not local:
            hint = "State stable_for, trigger, trailer or rename."
            raise ConfigError("a lock can only be asked for in a local folder", where="complete.lock", hint=hint)
        return Unlocked()
    if stated.trailer is not None:
        if is_complete is None:
            hint = "State the format, so that it is known what its last record is."
            raise ConfigError("nothing is known of a trailer here", where="complete.trailer", hint=hint)
        return WithTrailer(is_complete)
    return StableFor(stated.stable_for or 0.0)
