"""XML of workbooks, read as it streams in, with bounds: no document type, no deep nesting, no endless text."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.format import FIELD_BYTES

_DEEPEST: Final = 200


@dataclass(frozen=True, slots=True)
class Element:
    """The beginning of an element: its name and attributes, both without prefixes."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Handlers:
    """What is called while a document is read; names come without their prefixes."""

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None]
    text: Callable[[str], None] | None = None


def local(name: str) -> str:
    """A name without its prefix: prefixes are chosen freely, and no two names used here differ by theirs alone."""
    return name.rpartition(":")[2]


def parse(chunks: Iterable[bytes], handlers: Handlers, where: str) -> Generator[None, None, None]:
    """Parses the chunks one after the other, and stops after each so that what was found can be taken.

    Raises ``BadPart`` for what is not well-formed, has a document type, or is nested or unbroken beyond all reason.
    """
    parser = _parser(handlers, where)
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > FIELD_BYTES:
                raise _bad(where, f"something longer than {FIELD_BYTES:,} bytes without an end")
            yield
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, UnicodeError, LookupError) as error:
        raise _bad(where, str(error)) from error
    yield


def _parser(handlers: Handlers, where: str) -> Any:
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0
    names: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _bad(where, f"elements nested more than {_DEEPEST} deep")
        short = names.get(name)
        if short is None:
            short = local(name)
            if len(names) < 10_000:
                names[name] = short
        handlers.start(short, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handlers.end(names.get(name) or local(name))

    def doctype(*_: object) -> None:
        raise _bad(where, "a document type, which no workbook has")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    if handlers.text is not None:
        parser.CharacterDataHandler = handlers.text
    return parser


def elements(chunks: Iterable[bytes], where: str) -> Generator[Element, None, None]:
    """The elements of a document, as they begin."""
    found: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append(Element(name, {local(key): value for key, value in attributes.items()}))

    for _ in parse(chunks, Handlers(start, lambda name: None), where):
        yield from found
        found.clear()


def _bad(where: str, what: str) -> BadPart:
    return BadPart(
        f"the workbook is damaged: {what}",
        where=where,
        hint="Open it with the program that wrote it and save it anew, or have it sent again.",
    )
