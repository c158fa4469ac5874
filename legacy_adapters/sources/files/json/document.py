"""The records of a JSON document: the elements of an array, wherever it lies in the objects around it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.json.decoding import NotJson
from legacy_adapters.sources.files.json.entry import Entry, Place, bad, too_long
from legacy_adapters.sources.files.json.window import Window

_DEEPEST = 8
"""Objects within objects are looked into so far."""

_BOM = b"\xef\xbb\xbf"
_OTHER_BOMS = (b"\xff\xfe", b"\xfe\xff")


@contextmanager
def open_json(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """An open file, and the byte at which its text begins. Raises ``BadPart`` for UTF-16, ``OSError``."""
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith(_OTHER_BOMS):
            raise bad(str(path), "this file is in UTF-16; JSON is UTF-8")
        yield file, len(_BOM) if head.startswith(_BOM) else 0


def record_paths(path: Path) -> list[tuple[str, ...]]:
    """Where records may lie: in the document itself if it is an array, else in each array of objects that is in no
    other array (or in each array, if none is of objects). An empty list for a document that is one record, or records
    without an array around them."""
    with open_json(path) as (file, start):
        window = Window(file, str(path), start)
        if window.peek() != "{":
            return [()]
        found: dict[tuple[str, ...], bool] = {}
        _find_arrays(window, (), found)
        if window.peek():
            return []
        objects = [keys for keys, of_objects in found.items() if of_objects]
        return objects or list(found)


def _find_arrays(window: Window, path: tuple[str, ...], found: dict[tuple[str, ...], bool]) -> None:
    """The arrays in an object and in the objects within it, and whether each begins with an object."""
    window.take("{")
    while window.peek() != "}":
        here = (*path, window.key())
        if window.peek() == "{" and len(here) < _DEEPEST:
            _find_arrays(window, here, found)
        else:
            begin = window.pass_over()
            if begin.startswith("["):
                found[here] = begin == "[{"
        if window.peek() != "}":
            window.take(",")
    window.take("}")


def entries(path: Path, records: Sequence[str] | None, after: Place) -> Generator[Entry, None, None]:
    """The records behind a place: in the array at ``records`` (a key per level; None: the document is one record, or
    records one behind the other). Raises ``BadPart`` for what is no JSON beside its records, and ``ConfigError`` where
    there is no such array."""
    with open_json(path) as (file, start):
        if records is None:
            yield from _sequence(Window(file, str(path), after.byte or start), after.number)
            return
        window = Window(file, str(path), after.byte or start)
        if not after.byte:
            _descend(window, path, records)
        yield from _elements(window, records, after.number, resumed=bool(after.byte))
        _finish(window, records)


def _sequence(window: Window, number: int) -> Generator[Entry, None, None]:
    """One record, or several that stand behind each other without an array around them. Raises ``BadPart`` for a sign
    that belongs to none: skipping a value would stop before it, and never get on."""
    while begin := window.peek():
        if begin in ",]}":
            raise bad(window.where, f"{begin!r} stands where a record must begin")
        number += 1
        yield _record(window, number, f"record {number}")


def _elements(window: Window, records: Sequence[str], number: int, *, resumed: bool) -> Generator[Entry, None, None]:
    name = ".".join(records)
    if window.peek() == "]":
        window.take("]")
        return
    if resumed and window.peek() == ",":
        window.take(",")
    while True:
        number += 1
        yield _record(window, number, f"{name}[{number}]")
        if window.take(",", "]") == "]":
            return


def _record(window: Window, number: int, origin: str) -> Entry:
    """The value at the window, read or, if it cannot be, shown."""
    window.peek()
    start = Place(window.byte, number - 1)
    try:
        value, length = window.value()
    except NotJson as error:
        code = "field_too_long" if str(error) == "too long" else "malformed"
        text = window.skip()
        return Entry(origin, start, Place(window.byte, number), code=code, text=text)
    end = Place(window.byte, number)
    if length > 1_000_000 and too_long(value):
        return Entry(origin, start, end, code="field_too_long")
    return Entry(origin, start, end, value)


def _descend(window: Window, path: Path, records: Sequence[str]) -> None:
    """Moves on to the array's first element."""
    for i, wanted in enumerate(records):
        if window.peek() != "{":
            raise _nothing_there(path, records, records[:i])
        window.take("{")
        while True:
            if window.peek() == "}":
                raise _nothing_there(path, records, records[: i + 1])
            if window.key() == wanted:
                break
            window.pass_over()
            if window.peek() != "}":
                window.take(",")
    if window.peek() != "[":
        if not records:
            raise bad(window.where, "this is no JSON array or object")
        raise _nothing_there(path, records, records)
    window.take("[")


def _finish(window: Window, records: Sequence[str]) -> None:
    """What stands behind the array must be JSON too: else the file is cut off, or two files in one."""
    for wanted in reversed(records):
        while window.take(",", "}") == ",":
            if window.key() == wanted:
                raise bad(window.where, f"the key {wanted!r} is there twice")
            window.pass_over()
    if window.peek():
        raise BadPart(
            "something stands behind the end of the document",
            where=window.where,
            hint="One record per line is the format `jsonl`.",
        )


def _nothing_there(path: Path, records: Sequence[str], reached: Sequence[str]) -> ConfigError:
    return ConfigError(
        f"there is no array at {'.'.join(records)!r}: it ends at {'.'.join(reached) or 'the top'!r}",
        where=f"{path}: format.records",
        hint="Name the keys on the way to the array of records, with points between them.",
    )
