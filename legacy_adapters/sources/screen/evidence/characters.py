"""Every way to write one character in a URL, a script, JSON, HTML, SQL or CSV, as a pattern of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import codepoint2name
from typing import Final

WIDE: Final = ("utf-16-le", "utf-16-be")
NARROW: Final = ("utf-8", "cp1252", "latin-1")
_CONTROLS: Final = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f"}


@dataclass(frozen=True, slots=True)
class Written:
    r"""Writes patterns for text in one encoding: UTF-8 (and the code pages that have ASCII in the same place), UTF-16.

    Letters and digits of ASCII are written plainly by every encoder; any other character may be written in several
    ways, also in two of them at once (``%2522``, ``\\u00e9``, ``&amp;quot;``).
    """

    encoding: str

    def ways(self, character: str) -> bytes:
        """A pattern of all ways to write one character."""
        if character.isascii() and character.isalnum():
            return self._exactly(character)
        # What is plain comes last: % alone is the beginning of %25.
        ways = [*self._in_urls(character), *self._in_scripts(character), *self._in_html(character)]
        return b"(?:%b)" % b"|".join([*ways, *self._plainly(character)])

    def _in_urls(self, character: str) -> Iterator[bytes]:
        percent = self._exactly("%") + self._repeated("25") + b"*"
        for data in _in_bytes(character, NARROW):
            yield b"".join(percent + self._any_case(f"{byte:02x}") for byte in data)
        if character == " ":
            yield self._exactly("+")

    def _in_scripts(self, character: str) -> Iterator[bytes]:
        slashes = self._repeated("\\") + b"+"
        units = character.encode("utf-16-be", "surrogatepass").hex()
        pairs = (units[at : at + 4] for at in range(0, len(units), 4))
        yield b"".join(slashes + self._exactly("u") + self._any_case(pair) for pair in pairs)
        yield slashes + self._exactly("U") + self._any_case(f"{ord(character):08x}")
        if ord(character) < 256:
            yield slashes + self._exactly("x") + self._any_case(f"{ord(character):02x}")
        if character in _CONTROLS:
            yield slashes + self._exactly(_CONTROLS[character])
        if character == "\\":
            yield slashes

    def _in_html(self, character: str) -> Iterator[bytes]:
        begun = self._exactly("&") + self._repeated("amp;") + b"*"
        zeros, number = self._repeated("0") + b"*", ord(character)
        yield begun + self._exactly("#") + zeros + self._exactly(f"{number};")
        yield (
            begun
            + self._exactly("#")
            + self._any_case("x")
            + zeros
            + self._any_case(f"{number:x}")
            + self._exactly(";")
        )
        name = "apos" if character == "'" else codepoint2name.get(number)
        if name:
            yield begun + self._exactly(f"{name};")

    def _plainly(self, character: str) -> Iterator[bytes]:
        """As it is, behind a backslash, or doubled as SQL, CSV and ODBC do it with quotes and braces."""
        for data in _in_bytes(character, NARROW if self.encoding == "utf-8" else (self.encoding,)):
            yield self._repeated("\\") + b"*(?:%b){1,2}" % re.escape(data)

    def _exactly(self, text: str) -> bytes:
        return re.escape(text.encode(self.encoding, "surrogatepass"))

    def _repeated(self, text: str) -> bytes:
        return b"(?:%b)" % self._exactly(text)

    def _any_case(self, digits: str) -> bytes:
        return b"".join(
            self._exactly(one) if one.isdigit() else self._either(one.upper(), one.lower()) for one in digits
        )

    def _either(self, one: str, other: str) -> bytes:
        return b"(?:%b|%b)" % (self._exactly(one), self._exactly(other))


def _in_bytes(character: str, encodings: tuple[str, ...]) -> list[bytes]:
    """The character in each encoding that has it, longest first."""
    return sorted({in_bytes(character, one) for one in encodings} - {b""}, key=lambda data: (-len(data), data))


def in_bytes(text: str, encoding: str) -> bytes:
    """The text in this encoding; nothing where it has not all its characters."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return b""
