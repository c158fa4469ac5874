"""The general engine: a file, or a part of it in the frame of its elements, parsed by lxml while it is fed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from lxml import etree

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.xml.condition import Condition
from legacy_adapters.sources.files.xml.extraction import Extraction
from legacy_adapters.sources.files.xml.layout import Layout
from legacy_adapters.sources.files.xml.parsing import STUCK_BYTES, Prologue, bad_part, new_parser
from legacy_adapters.sources.files.xml.paths import FieldPath
from legacy_adapters.sources.files.xml.pruning import Kept, kept_of, prune
from legacy_adapters.sources.files.xml.rows import RowList, Rows
from legacy_adapters.sources.files.xml.surroundings import Surroundings, Values
from legacy_adapters.sources.files.xml.validation import Validation
from legacy_adapters.sources.files.xml.values import values_at

RECORD_BYTES = 64 * 1024 * 1024
"""A record that is longer is none: it must fit into the memory."""


_ENOUGH_ROWS = 8_192
_ENOUGH_BYTES = 4 * 1024 * 1024
"""After so much rows are handed on."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be read of a file. ``stated``: where it states its count and sums; ``whole``: it is read as one."""

    path: Path
    prologue: Prologue
    layout: Layout
    stated: Mapping[str, FieldPath]
    condition: Condition | None = None
    validation: Validation | None = None
    encoding: str | None = None
    whole: bool = False

    @property
    def kept(self) -> Kept:
        """What must stay in the tree."""
        return kept_of(self.layout, self.stated.values())

    @property
    def is_plain(self) -> bool:
        """Whether every record is one row."""
        return self.condition is None and not self.layout.row


@dataclass(frozen=True, slots=True)
class Frame:
    """What a part of a file stands in: ``prefix`` opens the elements around it, with what of them must be kept.

    ``depth`` of them are open; ``line`` is that of the part's first byte, ``records`` how many stand before it, and
    ``around`` their surroundings.
    """

    prefix: bytes
    depth: int
    line: int
    records: int
    around: Values


class Taker(Protocol):
    """What is done with records; ``found`` are the rows until now."""

    found: RowList

    def look(self, parent: Any, record: Any) -> None:
        """Looks at the records of a parent, of which ``record`` is one, before they are taken."""
        ...

    def take(self, record: Any, number: int, line: int, around: Values) -> None:
        """Takes a record that is complete: see ``Extraction.take``."""
        ...


class Engine:
    """Reads the records of what it is fed; after the end ``stated`` has what the file states, ``records`` their number
    in the file until here. ``part``: it is fed a part that begins and ends with records, and need not be told where
    elements begin."""

    def __init__(
        self, plan: Plan, frame: Frame | None = None, taker: Taker | None = None, *, part: bool = False
    ) -> None:
        self.records = frame.records if frame else 0
        self.stated: dict[str, str] = {}
        self._plan, self._frame = plan, frame
        # Whatever else has the root's name is told from it by being another element.
        tags = [f"{{*}}{plan.layout.record.name}", plan.prologue.root]
        name = plan.encoding or (plan.prologue.encoding.name if frame else None)
        schema = plan.validation.schema if plan.validation else None
        self._ends_only = part and not plan.layout.record.anywhere
        self._parser = new_parser(tags, name, schema, ends_only=self._ends_only)
        self._line = frame.line - frame.prefix.count(b"\n") if frame else 1
        self._taker = taker or Extraction(plan.layout)
        self._around = Surroundings(plan.layout.beyond, frame.around if frame else None)
        self._kept = plan.kept
        self._beyond = bool(plan.layout.beyond)
        # Where the beginning of a record is not told, nothing below its parent may go.
        self._levels = frame.depth if frame is not None and self._ends_only else 1_000_000
        self._root: Any = None
        self._record: Any = None
        self._first: Any = None
        self._parent: Any = None
        self._fits = False
        self._meant: dict[str, bool] = {}
        self._innermost: tuple[Any, int, int] = (None, 0, 0)
        self._stuck = self._long = 0

    def run(self, blocks: Iterable[bytes], suffix: bytes = b"") -> Iterator[Rows]:
        """The rows, some after some blocks. Raises ``BadPart``; ``SyntaxError`` of lxml is one by then."""
        schema = self._plan.layout.schema
        if self._frame is not None:
            self.feed(self._frame.prefix, 0)
            if not self._ends_only:
                self._adopt()
        size = 0
        for number, block in enumerate(blocks):
            self.feed(block, number)
            size += len(block)
            if len(self._taker.found.cells) >= _ENOUGH_ROWS or size >= _ENOUGH_BYTES:
                yield self._taker.found.take(schema)
                size = 0
        if suffix:
            self._check_whole()
            self.feed(suffix, 0)
        self._close()
        if self._taker.found.cells:
            yield self._taker.found.take(schema)

    def feed(self, block: bytes, number: int) -> None:
        """Parses the ``number``-th block, and takes the records that end in it."""
        failure = None
        try:
            self._parser.feed(block)
        except etree.XMLSyntaxError as error:
            failure = error
        self._in_place(self._take)
        if failure is not None:
            raise bad_part(self._plan.path, failure, self._plan.prologue.encoding, self._line) from failure
        if self._plan.validation is not None:
            self._plan.validation.check(self._parser, self._plan.path, number)
        self._tidy(len(block))

    def _close(self) -> None:
        try:
            self._parser.close()
        except etree.XMLSyntaxError as error:
            if self._plan.validation is not None:
                self._plan.validation.check(self._parser, self._plan.path, None)
            place, encoding = self._plan.path, self._plan.prologue.encoding
            raise bad_part(place, error, encoding, self._line, at_end=True) from error
        self._in_place(self._take)
        self._in_place(self._around.check)
        self._state()

    def _take(self) -> None:
        """Takes what has begun and ended since the last time."""
        looked: Any = None
        for event, element in self._parser.read_events():
            if self._root is None:
                self._root = element if event == "start" else element.getroottree().getroot()
            if event == "start":
                self._begin(element)
            elif element is self._record or (self._ends_only and self._is_record(element)):
                if looked is None or looked is not self._parent:
                    looked = self._parent
                    self._taker.look(looked, element)
                self._end(element)

    def _is_record(self, element: Any) -> bool:
        tag = element.tag
        if tag not in self._meant:
            self._meant[tag] = self._plan.layout.record.steps[-1].matches(tag)
        return self._meant[tag] and self._is_on_path(element)

    def _check_whole(self) -> None:
        """A part must end in the element in which it began, and not in another one of that name."""
        element = self._root
        for _ in range((self._frame.depth if self._frame else 1) - 1):
            element = None if element is None else element[-1]
        if element is None or element is not self._first:
            raise BadPart("it is no part that can be read by itself", where=self._plan.path.name)

    def _begin(self, element: Any) -> None:
        path = self._plan.layout.record
        if self._record is None:
            if self._is_record(element):
                self._record, self._long = element, 0
        elif path.anywhere and path.steps[-1].matches(element.tag) and self._names_fit(element.getparent()):
            raise BadPart(
                f"<{path.name}> stands within <{path.name}>",
                where=f"{self._plan.path.name} line {element.sourceline + self._line - 1}",
                hint=f"State the whole path of the record instead of {path}.",
            )

    def _is_on_path(self, element: Any) -> bool:
        parent = element.getparent()
        if parent is None or parent is not self._parent:
            self._parent, self._fits = parent, self._names_fit(parent)
        return self._fits

    def _names_fit(self, parent: Any) -> bool:
        path = self._plan.layout.record
        for step in reversed(path.steps[:-1]):
            if parent is None or not step.matches(parent.tag):
                return False
            parent = parent.getparent()
        return path.anywhere or parent is None

    def _end(self, record: Any) -> None:
        self.records += 1
        self._record = None
        if self._first is None:
            self._first = self._parent
        plan = self._plan
        if plan.condition is not None and not plan.condition.holds(record):
            return
        around = self._around.of(record) if self._beyond else ()
        self._taker.take(record, self.records, self._line, around)

    def _tidy(self, size: int) -> None:
        """Prunes the tree, and refuses what would make it grow for ever."""
        if self._root is None:
            return
        self._in_place(self._around.check)
        innermost = self._in_place(lambda: prune(self._root, self._kept, self._record, self._levels))
        now = (innermost, len(innermost.text or ""), len(innermost.tail or ""))
        same = innermost is self._innermost[0] and now[1:] == self._innermost[1:]
        self._innermost = now
        self._stuck = self._stuck + size if same else 0
        self._long = self._long + size if self._record is not None else 0
        if self._stuck > STUCK_BYTES:
            raise self._refuse(f"no element begins or ends within {STUCK_BYTES >> 20} MB", innermost)
        if self._long > RECORD_BYTES:
            raise self._refuse(
                f"<{self._plan.layout.record.name}> is longer than {RECORD_BYTES >> 20} MB", self._record
            )

    def _refuse(self, message: str, element: Any) -> BadPart:
        where = f"{self._plan.path.name} line {element.sourceline + self._line - 1}"
        return BadPart(message, where=where, hint="The record's path means something larger than a record.")

    def _adopt(self) -> None:
        """Finds the innermost element of the frame."""
        element = self._root
        for _ in range((self._frame.depth if self._frame else 1) - 1):
            element = element[-1]
        self._around.adopt(element)

    def _state(self) -> None:
        for name, path in self._plan.stated.items():
            step, below = path.steps[0], FieldPath(0, path.steps[1:], path.attribute)
            found = values_at(self._root, below) if step.matches(self._root.tag) else ()
            if len(found) > 1:
                raise BadPart(f"it states {name} {len(found)} times", where=self._plan.path.name)
            if found:
                self.stated[name] = found[0]

    def _in_place(self, work: Any) -> Any:
        """Does something whose errors do not know the file."""
        try:
            return work()
        except BadPart as error:
            raise BadPart(error.message, where=error.where or self._plan.path.name, hint=error.hint) from error
