"""A JSON document seen through a window that moves along it: constant memory, however long the document is."""

from __future__ import annotations

import codecs
import re
from typing import IO, Any, Final

from legacy_adapters.sources.files.json.decoding import NotJson, decoded_at
from legacy_adapters.sources.files.json.entry import LONGEST_RECORD, SHOWN, bad

CHUNK: Final = 256 * 1024
_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_SIGN: Final = re.compile(r'["\[\]{},]')
_STRING_END: Final = re.compile(r'["\\]')


class Window:
    """Text of a file from a byte on; ``path`` for errors. Bytes that are no UTF-8 are kept as lone surrogates."""

    def __init__(self, file: IO[bytes], path: str, byte: int = 0) -> None:
        self._file = file
        self._path = path
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._text = ""
        self._place = 0
        self._ended = False
        self.byte = byte
        file.seek(byte)

    @property
    def where(self) -> str:
        """File and byte, for a person."""
        return f"{self._path}: byte {self.byte + 1:,}"

    def peek(self) -> str:
        """The next character behind blanks, without taking it; "" at the end."""
        while True:
            match = _BLANKS.match(self._text, self._place)
            self._advance(match.end() if match else self._place)
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._more():
                return ""

    def take(self, *wanted: str) -> str:
        """The next character behind blanks, which must be one of these. Raises ``BadPart``."""
        found = self.peek()
        if found not in wanted or not found:
            shown = f"{found!r} stands" if found else "the file ends"
            raise bad(self.where, f"{shown} where {' or '.join(map(repr, wanted))} must be")
        self._advance(self._place + 1)
        return found

    def value(self) -> tuple[Any, int]:
        """The value that begins here, taken, and how long its text is. Raises ``NotJson`` (nothing is taken), also for
        one that is longer than ``LONGEST_RECORD`` or not at its end where the file ends."""
        self.peek()
        size = CHUNK
        while True:
            found = decoded_at(self._text, self._place)
            if found is not None and (self._ended or found[1] < len(self._text)):
                length = found[1] - self._place
                self._advance(found[1])
                return found[0], length
            if self._ended:
                raise NotJson("it has no end")
            if len(self._text) - self._place > LONGEST_RECORD:
                raise NotJson("too long")
            self._more(size)
            size *= 2

    def key(self) -> str:
        """The next key of an object and its colon. Raises ``BadPart``."""
        if self.peek() != '"':
            self.take('"')
        try:
            found = self.value()[0]
        except NotJson as error:
            raise bad(self.where, f"this is no key: {error}") from error
        self.take(":")
        return str(found)

    def pass_over(self) -> str:
        """Takes one value and gives the first character of it, of an array also the first of its first element. Arrays
        are passed over element by element, which is faster. Raises ``BadPart`` as ``skip`` does."""
        begin = self.peek()
        if begin != "[":
            self.skip()
            return begin
        self.take("[")
        first = self.peek()
        if first == "]":
            self.take("]")
            return begin
        while True:
            try:
                self.value()
            except NotJson:
                self.skip()
            if self.take(",", "]") == "]":
                return begin + first

    def skip(self) -> str:
        """Takes one value without understanding it, and gives the beginning of its text. Raises ``BadPart`` where the
        file ends before it does."""
        self.peek()
        shown: list[str] = []
        depth = 0
        while True:
            sign = self._next_sign(_SIGN, shown)
            if sign == '"':
                self._move(1, shown)
                self._skip_string(shown)
            elif sign in "[{":
                depth += 1
                self._move(1, shown)
            elif depth == 0:
                return "".join(shown).rstrip()[:SHOWN]
            else:
                depth -= sign in "]}"
                self._move(1, shown)
            if depth == 0 and sign in '"]}':
                return "".join(shown)[:SHOWN]

    def _skip_string(self, shown: list[str]) -> None:
        while self._next_sign(_STRING_END, shown) == "\\":
            while self._place + 1 >= len(self._text):
                if not self._more():
                    raise bad(self.where, "the file ends within a text")
            self._move(2, shown)
        self._move(1, shown)

    def _next_sign(self, signs: re.Pattern[str], shown: list[str]) -> str:
        """Moves on to the next of these characters. Raises ``BadPart`` where there is none."""
        while True:
            match = signs.search(self._text, self._place)
            if match:
                self._move(match.start() - self._place, shown)
                return match[0]
            self._move(len(self._text) - self._place, shown)
            if not self._more():
                raise bad(self.where, "the file ends in the middle of a value")

    def _move(self, count: int, shown: list[str]) -> None:
        if len(shown) < SHOWN:
            shown.append(self._text[self._place : self._place + min(count, SHOWN)])
        self._advance(self._place + count)

    def _advance(self, place: int) -> None:
        if self._text.isascii():
            self.byte += place - self._place
        else:
            self.byte += len(self._text[self._place : place].encode("utf-8", "surrogateescape"))
        self._place = place

    def _more(self, size: int = CHUNK) -> bool:
        """Reads on; what was taken goes. False where nothing more came, as the file is at its end."""
        if self._ended:
            return False
        data = self._file.read(size)
        self._ended = not data
        text = self._decoder.decode(data, final=self._ended)
        self._text = self._text[self._place :] + text
        self._place = 0
        return bool(text) or not self._ended
