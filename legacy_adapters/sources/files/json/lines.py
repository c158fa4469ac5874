"""The records of a JSON Lines file: one on each line."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import IO, Any, Final

from legacy_adapters.sources.files.json.decoding import NotJson, decoded
from legacy_adapters.sources.files.json.document import open_json
from legacy_adapters.sources.files.json.entry import LONGEST_RECORD, SHOWN, Entry, Place, too_long

_LONG: Final = 1_000_000


def entries(path: Path, after: Place) -> Generator[Entry, None, None]:
    """The records behind a place; a line that is no JSON is one too, with what is wrong. Lines of blanks are none.

    Raises ``BadPart`` for UTF-16, and ``OSError``.
    """
    with open_json(path) as (file, start):
        byte, number = max(after.byte, start), after.number
        file.seek(byte)
        while line := file.readline(LONGEST_RECORD):
            begin = Place(byte, number)
            number += 1
            byte += len(line)
            whole = line.endswith(b"\n") or len(line) < LONGEST_RECORD
            if not whole:
                byte += _rest_of_line(file)
            end = Place(byte, number)
            text = line.decode("utf-8", "surrogateescape").strip(" \t\r\n")
            if not whole:
                yield Entry(f"line {number}", begin, end, code="field_too_long", text=text[:SHOWN])
            elif text:
                value, code = _read(text)
                yield Entry(f"line {number}", begin, end, value, code, "" if code is None else text[:SHOWN])


def _read(text: str) -> tuple[Any, str | None]:
    """The value on a line, or the code of what is wrong with it."""
    try:
        value = decoded(text)
    except NotJson:
        return None, "malformed"
    return (None, "field_too_long") if len(text) > _LONG and too_long(value) else (value, None)


def _rest_of_line(file: IO[bytes]) -> int:
    """Passes over the rest of a line that is too long; how many bytes it was."""
    passed = 0
    while piece := file.readline(_LONG):
        passed += len(piece)
        if piece.endswith(b"\n"):
            break
    return passed
