"""YAML as people mean it: every scalar stays the text it was written as, and every value knows its file and line.

Under YAML's own rules ``account: 0700`` is 448, ``NO`` is false and ``12:30:00`` is 45000; here they are text, and
whoever reads a setting converts it. Only ``~``, ``null`` and nothing at all are null. What a file can do to its reader
is limited: its size, its depth, and how many nodes its aliases unfold to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from legacy_adapters.core.errors import ConfigError

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_NODES = 50_000

_NULLS = ("", "~", "null")

_HINTS = {
    "'\\t'": "Indent with blanks: YAML allows no tabs there.",
    "escape": "In double quotes a backslash begins an escape; write Windows paths without quotes or in single ones.",
    "mapping values": "A text with a colon and a blank needs quotes.",
    "cannot start any token": "A text that begins with this character needs quotes.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written; without a line where that is no file."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file. Its place is that of its key, or of itself where it has none."""

    value: Value
    place: Place

    def child(self, key: str | int) -> Node | None:
        """The value under a key, or the item of a number; None where there is none."""
        if isinstance(self.value, Mapping):
            return self.value.get(key) if isinstance(key, str) else None
        if isinstance(self.value, tuple) and isinstance(key, int) and 0 <= key < len(self.value):
            return self.value[key]
        return None

    def plain(self) -> object:
        """Dictionaries, lists, text and None, as pydantic takes them."""
        match self.value:
            case Mapping():
                return {key: child.plain() for key, child in self.value.items()}
            case tuple():
                return [child.plain() for child in self.value]
            case _:
                return self.value


Value: TypeAlias = "str | tuple[Node, ...] | Mapping[str, Node] | None"


def read_yaml(path: Path) -> Node:
    """The one document of a YAML file. Raises ``ConfigError`` with the line of what is wrong."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(content) > MAX_BYTES:
        raise ConfigError(f"is larger than {MAX_BYTES:,} bytes", where=str(path), hint="Keep data in CSV files.")
    return parse_yaml(_decoded(content, path), str(path))


def parse_yaml(text: str, file: str) -> Node:
    """The one document of a YAML text; ``file`` is what errors call it. Raises ``ConfigError``."""
    try:
        return _Composer(yaml.parse(text, Loader=yaml.BaseLoader), file).document()
    except yaml.MarkedYAMLError as error:
        raise _malformed(error, file) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigError(
            f"a character that is not allowed (#x{error.character:04x})", where=f"{file}:{line}"
        ) from None


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        encoding = "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "not UTF-8"
        raise ConfigError(f"the file is {encoding}", where=f"{path}:{line}", hint="Save it as UTF-8.") from None


def _malformed(error: yaml.MarkedYAMLError, file: str) -> ConfigError:
    mark = error.problem_mark or error.context_mark
    problem = error.problem or "no YAML"
    hint = next((hint for sign, hint in _HINTS.items() if sign in problem), "")
    return ConfigError(problem, where=str(Place(file, mark.line + 1 if mark else None)), hint=hint)


class _Composer:
    """Builds nodes from the parser's events; ``nodes`` counts them with all that aliases unfold to."""

    def __init__(self, events: Iterator[yaml.Event], file: str) -> None:
        self._events = events
        self._file = file
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._nodes = 0

    def document(self) -> Node:
        """The only document there is."""
        next(self._events)
        first = next(self._events)
        if isinstance(first, yaml.StreamEndEvent):
            raise ConfigError("the file is empty", where=self._file)
        node = self._node(next(self._events), 0, None)
        next(self._events)
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._error("a second document begins here", after, "Keep one document in a file: without ---.")
        return node

    def _node(self, event: yaml.Event, depth: int, key: Place | None) -> Node:
        if depth > MAX_DEPTH:
            raise self._error(f"nested deeper than {MAX_DEPTH} levels", event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, key)
        assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
        if event.tag is not None:
            raise self._error(f"{event.tag} is not needed: values are text, and read as what the key holds", event)
        before = self._nodes
        self._count(event, 1)
        place = key or self._place(event)
        node = Node(self._value(event, depth), place)
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, self._nodes - before)
        return node

    def _value(self, event: yaml.Event, depth: int) -> Value:
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(depth)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(item := next(self._events), yaml.SequenceEndEvent):
                items.append(self._node(item, depth + 1, None))
            return tuple(items)
        assert isinstance(event, yaml.ScalarEvent)
        return None if event.style is None and event.value in _NULLS else str(event.value)

    def _mapping(self, depth: int) -> Mapping[str, Node]:
        children: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event)
            place = self._place(event)
            if key in children:
                raise self._error(f"{key}: the key is there twice, first in line {children[key].place.line}", event)
            children[key] = self._node(next(self._events), depth + 1, place)
        return children

    def _key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._error("a key must be text", event, "A text that begins with { [ * or ? needs quotes.")
        if event.value == "<<" and event.style is None:
            raise self._error("<< is not supported", event, "`extends` takes over what another file holds.")
        return str(event.value)

    def _alias(self, event: yaml.AliasEvent, key: Place | None) -> Node:
        if event.anchor not in self._anchors:
            raise self._error(
                f"*{event.anchor} names nothing above it", event, "A text that begins with * needs quotes."
            )
        node, size = self._anchors[event.anchor]
        self._count(event, size)
        return Node(node.value, key or self._place(event))

    def _count(self, event: yaml.Event, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise self._error(f"more than {MAX_NODES:,} values", event, "Keep data in CSV files.")

    def _place(self, event: yaml.Event) -> Place:
        return Place(self._file, event.start_mark.line + 1 if event.start_mark else None)

    def _error(self, message: str, event: yaml.Event, hint: str = "") -> ConfigError:
        return ConfigError(message, where=str(self._place(event)), hint=hint)
