"""The parser that all reading goes through: no entities, no network, no file but the one that is read.

What is switched off, and tested: a DTD is refused as soon as the root begins (``prologue``), external ones are never
loaded, entities cannot be declared then, and libxml2's own limits stay on (``huge_tree`` is off): 256 elements deep,
10 MB a text. What it does not limit, a comment or an attribute of any length, is limited by ``STUCK_BYTES``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.xml.encoding import Encoding, encoding_of

BLOCK_BYTES = 64 * 1024
"""How much is handed to the parser at a time: more falls out of the processor's cache before it is looked at."""

STUCK_BYTES = 16 * 1024 * 1024
"""So much in which no element begins or ends is no data."""

_PROLOGUE_BLOCK = 8 * 1024
_PROLOGUE_BYTES = 1024 * 1024
_BEFORE_ROOT = re.compile(r"(?:\s+|<\?(?:(?!\?>).)*\?>|<!--(?:(?!-->).)*-->)*", re.DOTALL)
_PLACE = re.compile(r"(?:, )?line (\d+)(?:, column \d+)?(?: \(<?\w*>?, line \d+\))?$")


@dataclass(frozen=True, slots=True)
class Prologue:
    """What a file says before its first record: its encoding, and the name of its root."""

    encoding: Encoding
    root: str


def new_parser(tags: list[str], encoding: str | None, schema: Any = None, *, ends_only: bool = False) -> Any:
    """A parser that is fed, and reports the beginning and the end of elements of these names."""
    return etree.XMLPullParser(
        events=("end",) if ends_only else ("start", "end"),
        tag=tags,
        encoding=encoding,
        schema=schema,
        resolve_entities="internal",
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def blocks_of(path: Path, offset: int = 0) -> Iterator[bytes]:
    """A file from an offset on. Raises ``OSError``."""
    with path.open("rb") as file:
        file.seek(offset)
        while block := file.read(BLOCK_BYTES):
            yield block


def slices(data: bytes) -> Iterator[bytes]:
    """Bytes in blocks."""
    for begin in range(0, len(data), BLOCK_BYTES):
        yield data[begin : begin + BLOCK_BYTES]


def prologue(path: Path, stated: str | None) -> Prologue:
    """Reads a file up to its root element. Raises ``BadPart`` where there is none, or where a DTD is declared."""
    with path.open("rb") as file:
        head = file.read(_PROLOGUE_BYTES)
    if not head:
        raise BadPart("it is empty", where=path.name, hint="It is not written yet, or was cut off: ask for it again.")
    encoding = encoding_of(head, stated)
    _refuse_dtd(path, head[encoding.mark :].decode(encoding.family, errors="replace"))
    try:
        parser = new_parser(["*", "{*}*"], stated)
        for block in _first_blocks(head):
            parser.feed(block)
            for _, root in parser.read_events():
                return _prologue(path, encoding, root)
        if len(head) < _PROLOGUE_BYTES:
            parser.close()
            for _, root in parser.read_events():
                return _prologue(path, encoding, root)
    except etree.XMLSyntaxError as error:
        raise bad_part(path, error, encoding) from error
    except LookupError as error:
        raise ConfigError(f"{stated} is no encoding that is known", hint="Correct `encoding`.") from error
    raise BadPart("no element begins in its first megabyte", where=path.name, hint="This is no XML of records.")


def _first_blocks(head: bytes) -> Iterator[bytes]:
    for begin in range(0, len(head), _PROLOGUE_BLOCK):
        yield head[begin : begin + _PROLOGUE_BLOCK]


def _prologue(path: Path, encoding: Encoding, root: Any) -> Prologue:
    if root.getroottree().docinfo.internalDTD is not None:
        raise _has_dtd(path, 1)
    return Prologue(encoding, root.tag)


def _refuse_dtd(path: Path, head: str) -> None:
    """Before anything is parsed: what a DTD declares could already be used in the first element."""
    found = _BEFORE_ROOT.match(head)
    if found and head.startswith("<!DOCTYPE", found.end()):
        raise _has_dtd(path, head.count("\n", 0, found.end()) + 1)


def _has_dtd(path: Path, line: int) -> BadPart:
    return BadPart(
        "it declares a document type (<!DOCTYPE …>), which could make it read other files or grow without end",
        where=f"{path.name} line {line}",
        hint="Have it written without one, or take the declaration out.",
    )


def bad_part(path: Path, error: Any, encoding: Encoding, line: int = 1, *, at_end: bool = False) -> BadPart:
    """A parser's error in words; line 1 of what was parsed is the file's ``line``. ``at_end``: it came with the end of
    the file."""
    text = str(error.msg or error)
    if found := re.fullmatch(r"line \d+: b'(.*)'", text):
        text = found[1]
    place = f"{path.name} line {(error.lineno or 1) + line - 1}"
    text = re.sub(r"line (\d+)", lambda found: f"line {int(found[1]) + line - 1}", _PLACE.sub("", text).strip(" ,"))
    if found := re.fullmatch(r"Premature end of data in tag (\S+) (line \d+)", text):
        message = f"the file ends too early: <{found[1]}>, which begins in {found[2]}, is not closed by </{found[1]}>"
        return BadPart(message, where=place, hint="It was cut off, or is still being written: ask for it again.")
    if found := re.fullmatch(r"Opening and ending tag mismatch: (\S+) (line \d+) and (\S+)", text):
        message = f"</{found[1]}> is expected, as <{found[1]}> begins in {found[2]}, and </{found[3]}> found"
        return BadPart(message, where=place)
    if "encoding" in text.lower():
        return _encoding_error(text, place, encoding)
    if "XML_PARSE_HUGE" in text or "too big" in text or "too long" in text.lower() or "Huge" in text:
        return BadPart(_limit(text), where=place, hint="No records are written like this; the file is not taken.")
    if "EntityRef" in text:
        hint = "Whoever writes the file has to write it as &amp;."
        return BadPart(f"an & stands by itself, which is no XML ({text})", where=place, hint=hint)
    if at_end and not text.startswith(("Namespace", "Extra content")):
        hint = "It was cut off, or is still being written: ask for it again."
        return BadPart(f"the file ends too early, in the middle of a tag ({text})", where=place, hint=hint)
    return BadPart(f"not well-formed XML: {text}", where=place)


def _encoding_error(text: str, place: str, encoding: Encoding) -> BadPart:
    if text.startswith("Unsupported encoding"):
        message, hint = f"its encoding {encoding.name} is not known", "State the right one as `encoding`."
        return BadPart(message, where=place, hint=hint)
    why = "which the file declares" if encoding.declared else "which it has to be without a declaration"
    if not encoding.declared and encoding.codec != "utf-8":
        why = "as stated"
    guess = "windows-1252" if encoding.is_utf8 else "utf-8"
    return BadPart(
        f"bytes that are no text in {encoding.name}, {why}",
        where=place,
        hint=f"State the real one, for instance `encoding: {guess}`.",
    )


def _limit(text: str) -> str:
    if found := re.search(r"Excessive depth in document: (\d+)", text):
        return f"elements are nested more than {found[1]} deep"
    what = "comment" if text.startswith("Comment") else "text" if "ext" in text or "CData" in text else "name or value"
    return f"a {what} is longer than 10 MB"
