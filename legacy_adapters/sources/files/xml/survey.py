"""What repeats in a file: every element that could be a record, with how often it stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from legacy_adapters.core.errors import BadPart
from legacy_adapters.core.protocols import StreamInfo
from legacy_adapters.sources.files.xml.parsing import bad_part, blocks_of, new_parser, prologue
from legacy_adapters.sources.files.xml.paths import record_path
from legacy_adapters.sources.files.xml.pruning import Kept, prune
from legacy_adapters.sources.files.xml.settings import XmlFormat
from legacy_adapters.sources.files.xml.shape import local_name

MOST_PATHS = 100_000
"""A file with more different paths than this is no table of anything."""


@dataclass(slots=True)
class Place:
    """All elements of one path: ``count`` in the file, ``values`` the texts and attributes directly in them, ``most``
    the largest number that stands in one parent."""

    name: str
    count: int = 0
    values: int = 0
    most: int = 0
    kids: dict[str, Place] = field(default_factory=dict)
    here: int = 0

    def walk(self, above: str = "") -> Iterator[tuple[str, Place]]:
        """This place and all below, with their paths."""
        path = f"{above}/{self.name}" if above else self.name
        yield path, self
        for kid in self.kids.values():
            yield from kid.walk(path)

    def all_values(self) -> int:
        """The values in all of these elements."""
        return self.values + sum(kid.all_values() for kid in self.kids.values())


@dataclass(slots=True)
class Survey:
    """Counts elements by their path, namespaces left out. ``fed``: there is more to come."""

    top: Place = field(default_factory=lambda: Place(""))
    stack: list[Place] = field(default_factory=list)
    places: int = 0
    fed: bool = True

    def begin(self, element: Any) -> None:
        """An element begins."""
        above = self.stack[-1] if self.stack else self.top
        name = local_name(element.tag)
        place = above.kids.get(name)
        if place is None:
            place = above.kids[name] = Place(name)
            self.places += 1
            if self.places > MOST_PATHS:
                raise BadPart(f"it has more than {MOST_PATHS} different elements")
        place.count += 1
        place.here += 1
        place.values += len(element.keys())
        self.stack.append(place)

    def end(self, element: Any) -> None:
        """It ends."""
        place = self.stack.pop()
        if not place.kids:
            place.values += 1 if element.text else 0
        for kid in place.kids.values():
            kid.most, kid.here = max(kid.most, kid.here), 0

    def every(self) -> Iterator[tuple[str, Place]]:
        """All places with their paths."""
        for root in self.top.kids.values():
            yield from root.walk()

    def paths(self) -> Sequence[str]:
        """All paths."""
        return [path for path, _ in self.every()]

    def repeated(self) -> Sequence[tuple[str, Place]]:
        """Those that stand more than once in one parent; the root where there is none."""
        found = [(path, place) for path, place in self.every() if max(place.most, place.here) > 1]
        return found or list(self.every())[:1]


def survey(path: Path, encoding: str | None) -> Survey:
    """Counts what is in a file. Raises ``BadPart`` and ``OSError``."""
    found, trouble = first_look(path, encoding, None)
    if trouble is not None:
        raise trouble
    return found


def first_look(path: Path, encoding: str | None, most_bytes: int | None) -> tuple[Survey, BadPart | None]:
    """Counts what is in the first ``most_bytes`` of a file (None: in all of it), and says what stopped it. Raises
    ``OSError``."""
    found = Survey()
    try:
        begin = prologue(path, encoding)
        try:
            _look(path, new_parser(["*", "{*}*"], encoding), found, most_bytes)
        except etree.XMLSyntaxError as error:
            return found, bad_part(path, error, begin.encoding, at_end=not found.fed)
    except BadPart as error:
        return found, BadPart(error.message, where=error.where or path.name, hint=error.hint)
    return found, None


def _look(path: Path, parser: Any, found: Survey, most_bytes: int | None) -> None:
    root: Any = None
    read = 0
    for block in blocks_of(path):
        try:
            parser.feed(block)
        finally:
            root = _count(parser, found, root)
        read += len(block)
        if most_bytes is not None and read >= most_bytes:
            return
        if root is not None:
            prune(root, Kept(), None)
    found.fed = False
    parser.close()
    _count(parser, found, root)


def _count(parser: Any, found: Survey, root: Any) -> Any:
    for event, element in parser.read_events():
        if root is None:
            root = element
        if event == "start":
            found.begin(element)
        else:
            found.end(element)
    return root


def tables(settings: XmlFormat, path: Path, *, count: bool) -> Sequence[StreamInfo]:
    """The tables of a file: its records, their children, and whatever else repeats."""
    found = survey(path, settings.encoding)
    counts = {name: place.count for name, place in found.every()}
    rows = {name: (counts[name], "element") for name, _ in found.repeated()}
    if settings.record is not None:
        record = record_path(settings.record, settings.namespaces)
        name = settings.record.strip("/")
        suffix = "/" + "/".join(step.local for step in record.steps)
        whole = [path for path in counts if (f"/{path}".endswith(suffix) if record.anywhere else f"/{path}" == suffix)]
        rows[name] = (sum(counts[path] for path in whole), "element")
        for child_name, child in settings.children.items():
            below = "/".join(step.local for step in record_path(child.record, settings.namespaces).steps)
            rows[child_name] = (sum(counts.get(f"{path}/{below}", 0) for path in whole), "children")
    return [StreamInfo(name, kind, times if count else None) for name, (times, kind) in sorted(rows.items())]
