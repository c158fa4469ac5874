"""Checks a file against an XSD file while it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.xml.parsing import blocks_of


class Validation:
    """``schema`` is what the parser checks; ``check`` asks it what it found."""

    def __init__(self, path: Path, encoding: str | None) -> None:
        self._encoding = encoding
        try:
            source = etree.parse(path, etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False))
            self.schema = etree.XMLSchema(source)
        except OSError as error:
            raise ConfigError(f"`schema`: {path} cannot be read ({error})") from error
        except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
            raise ConfigError(f"`schema`: {path} is no XSD file that can be used: {error}") from error

    def check(self, parser: Any, file: Path, block: int | None) -> None:
        """Raises ``BadPart`` if the file was found to be invalid in its ``block``-th block (None: at its end)."""
        found = _first(parser)
        if found is not None:
            line = "" if block is None else f" line {self._line(file, block)}"
            raise BadPart(f"not valid: {found.message} ({_rule(found)})", where=f"{file.name}{line}")

    def _line(self, file: Path, block: int) -> int:
        """In which line the first error lies: the parser does not tell, so the block is fed again line by line."""
        parser = etree.XMLParser(target=_Nothing(), schema=self.schema, encoding=self._encoding, no_network=True)
        lines = 1
        for number, content in enumerate(blocks_of(file)):
            if number < block:
                parser.feed(content)
                lines += content.count(b"\n")
                continue
            for line in content.splitlines(keepends=True):
                parser.feed(line)
                if _first(parser) is not None:
                    return lines
                lines += line.count(b"\n")
            break
        return lines


class _Nothing:
    """Takes the events of a parser and keeps none."""

    def start(self, tag: str, attributes: Any) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text."""

    def close(self) -> None:
        """The end."""


def _first(parser: Any) -> Any:
    """The first error that is the schema's."""
    return next((entry for entry in parser.feed_error_log if entry.domain_name == "SCHEMASV"), None)


def _rule(entry: Any) -> str:
    """The rule of XML Schema, as its specification numbers it: ``cvc-datatype-valid.1.2.1``."""
    name = str(entry.type_name).removeprefix("SCHEMAV_")
    words = name.lower().split("_")
    numbers = [word for word in words if word.isdigit()]
    return ".".join(["-".join(word for word in words if not word.isdigit()), *numbers])
