"""Reads one row, whatever it looks like: what the fast lane must give the same as, and what decides on odd rows.

The rules, in the order in which they hold:

1. A line that begins with one of ``Signs.not_rows`` is no row, whatever is in it.
2. A quote opens a field only as its first character. Elsewhere it is a character like any other.
3. Within quotes a doubled quote is one quote; everything else, delimiters and line breaks too, is part of the field.
4. Behind the closing quote comes a delimiter or a line break. Anything else on the line where the field began: the row
   is ``malformed`` up to the end of that line (``"Artikel "Spezial" rot"``).
5. Anything else on a *later* line: the quote was never closed, and what looked like its end opens another field. So too
   if it is not closed within ``quoted_lines`` lines, the row's ``FIELD_BYTES``, or the file. The row is
   ``unclosed_quote`` and ends with the line on which the quote opened; reading goes on with the next line. The lines
   between are in its **shadow**: they might be the text of the broken field, so that of them a row with a quote within
   an unquoted field is ``malformed``, while all others are read as they stand.
6. A row of ``FIELD_BYTES`` or more whose line does not end before is ``field_too_long``. So nothing behind that many
   bytes of a row has a part in what becomes of it, and as many are enough to tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from legacy_adapters.sources.files.delimited.signs import Signs
from legacy_adapters.sources.files.format import FIELD_BYTES, MOST_COLUMNS

LINE_BREAK: Final = re.compile(rb"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a block: where it starts, ends (without its line break), where the next one starts, and how many line
    breaks it has. ``fields`` is empty for a line that is no row, and for a broken one, whose reason is ``code``;
    of a row with more than ``MOST_COLUMNS`` fields the last one may hold all others.

    Of an unclosed quote, ``opened`` says how many line breaks of the row lie before it, and ``shadow`` over how many
    line breaks from the row's start on it may have been meant to go.
    """

    start: int
    end: int
    next: int
    breaks: int
    fields: tuple[bytes, ...] = ()
    code: str = ""
    opened: int = 0
    shadow: int = 0
    goes_on: bool = False


class _MoreNeeded(Exception):
    """The block ends before the row does."""


class _TooLong(Exception):
    """The row has ``FIELD_BYTES``, and its line does not end there."""


class _Broken(Exception):
    """``code`` of the reason; ``at``: where the row is broken: it goes on to the end of that line; ``until``: to where
    a quote may have been meant to go."""

    def __init__(self, code: str, at: int, until: int) -> None:
        super().__init__(code)
        self.code, self.at, self.until = code, at, until


def read_row(data: bytes, start: int, ended: bool, signs: Signs, in_shadow: bool = False) -> Row | None:
    """The row at ``data[start]``, which is not the end of ``data``; None if more of the file is needed to tell.

    ``ended``: the file ends with ``data``; ``in_shadow``: the row may be part of a quoted field that was not closed.
    """
    try:
        end, after = find_line(data, start, ended, start + FIELD_BYTES)
        line = data[start:end]
        if not line or line.startswith(signs.not_rows):
            return Row(start, end, after, int(after > end), fields=() if line else (b"",))
        if not _is_simple(line, signs):
            return _Scan(data, start, ended, signs, in_shadow).row()
        if in_shadow and signs.quote is not None and signs.quote in line:
            return Row(start, end, after, int(after > end), code="malformed")
        return Row(start, end, after, int(after > end), tuple(line.split(signs.delimiter, MOST_COLUMNS + 1)))
    except _MoreNeeded:
        return None
    except _TooLong:
        limit = start + FIELD_BYTES
        return Row(start, limit, limit, 1, code="field_too_long", goes_on=True)


def find_line(data: bytes, start: int, ended: bool, limit: int) -> tuple[int, int]:
    """Where the line at ``start`` ends, and where the next one starts, which is before ``limit``."""
    found = LINE_BREAK.search(data, start, limit)
    if found is None or found.end() >= limit:
        if len(data) >= limit:
            raise _TooLong
        if not ended:
            raise _MoreNeeded
        return len(data), len(data)
    if found.end() == len(data) and found[0] == b"\r" and not ended:
        raise _MoreNeeded
    return found.span()


def _is_simple(line: bytes, signs: Signs) -> bool:
    """Whether no field of the line is quoted, and nothing is escaped or skipped: its delimiters are all that counts."""
    if signs.blanks or (signs.escape is not None and signs.escape in line):
        return False
    quote = signs.quote
    return quote is None or quote not in line or not (line.startswith(quote) or signs.delimiter + quote in line)


class _Scan:
    """Goes through one row, field by field."""

    def __init__(self, data: bytes, start: int, ended: bool, signs: Signs, in_shadow: bool) -> None:
        self._data, self._start, self._ended, self._signs, self._in_shadow = data, start, ended, signs, in_shadow
        self._limit = start + FIELD_BYTES
        self._at = start
        self._line_end, self._line_next = self._line(start)

    def row(self) -> Row:
        """The row, or what is broken of it."""
        fields: list[bytes] = []
        try:
            while True:
                fields.append(self._field())
                if self._at == self._line_end:
                    break
                self._at += len(self._signs.delimiter)
        except _Broken as broken:
            return self._broken(broken)
        return Row(self._start, self._line_end, self._line_next, self._count(self._line_next), tuple(fields))

    def _broken(self, broken: _Broken) -> Row:
        end, after = self._line(broken.at)
        unclosed = broken.code == "unclosed_quote"
        opened = self._count(broken.at) if unclosed else 0
        shadow = self._count(broken.until) + 1 if unclosed else 0
        return Row(self._start, end, after, self._count(after), code=broken.code, opened=opened, shadow=shadow)

    def _line(self, at: int) -> tuple[int, int]:
        return find_line(self._data, at, self._ended, self._limit)

    def _count(self, until: int) -> int:
        return sum(1 for _ in LINE_BREAK.finditer(self._data, self._start, until))

    def _field(self) -> bytes:
        """The field at ``_at``, which is then at the delimiter or line end behind it."""
        if self._signs.blanks:
            self._skip_blanks()
        if self._signs.quote is not None and self._data.startswith(self._signs.quote, self._at):
            return self._quoted(self._signs.quote)
        return self._unquoted()

    def _skip_blanks(self) -> None:
        while self._at < self._line_end and self._data[self._at] == 0x20:
            self._at += 1

    def _unquoted(self) -> bytes:
        begin, signs = self._at, self._signs
        if signs.escape is None:
            end = self._data.find(signs.delimiter, begin, self._line_end)
            self._at = self._line_end if end < 0 else end
        else:
            self._to_unescaped_end(signs.escape)
        field = self._data[begin : self._at]
        if self._in_shadow and signs.quote is not None and signs.quote in field:
            raise _Broken("malformed", begin, begin)
        return field if signs.escape is None else _without_escapes(field, signs.escape)

    def _to_unescaped_end(self, escape: bytes) -> None:
        """Goes to the delimiter or line end that no escape stands before; an escaped line break is part of the
        field."""
        pattern = re.compile(_escaped(escape) + b"|" + re.escape(self._signs.delimiter))
        at = self._at
        while (found := pattern.search(self._data, at, self._line_end)) is not None:
            if not found[0].startswith(escape):
                self._at = found.start()
                return
            at = found.end()
        self._at = self._line_end
        if self._line_next > self._line_end and at < self._line_end and self._data.endswith(escape, at, self._line_end):
            self._line_end, self._line_next = self._line(self._line_next)
            self._to_unescaped_end(escape)

    def _quoted(self, quote: bytes) -> bytes:
        opened = self._at
        closing = self._closing(opened, quote)
        content = self._data[opened + len(quote) : closing]
        self._at = closing + len(quote)
        if closing > self._line_end:
            self._line_end, self._line_next = self._line(self._at)
        if self._signs.blanks:
            self._skip_blanks()
        if self._at != self._line_end and not self._data.startswith(self._signs.delimiter, self._at):
            several = LINE_BREAK.search(self._data, opened, closing) is not None
            raise _Broken("unclosed_quote" if several else "malformed", opened, closing)
        return _unquoted(content, quote, self._signs.escape)

    def _closing(self, opened: int, quote: bytes) -> int:
        """Where the quote stands that closes the field. Raises ``_Broken`` if it is not closed in time."""
        data, signs = self._data, self._signs
        pattern = re.escape(quote) + b"{2}|" + re.escape(quote)
        if signs.escape is not None:
            pattern = _escaped(signs.escape) + b"|" + pattern
        for found in re.compile(pattern).finditer(data, opened + len(quote), self._limit):
            if found[0] == quote:
                cut_off = found.end() >= self._limit or (found.end() == len(data) and not self._ended)
                if cut_off or self._too_many_lines(opened, found.start()):
                    break
                return found.start()
        until = min(self._limit, len(data))
        if len(data) < self._limit and not self._ended and not self._too_many_lines(opened, until):
            raise _MoreNeeded
        raise _Broken("unclosed_quote", opened, self._last_line(opened, until))

    def _too_many_lines(self, opened: int, until: int) -> bool:
        if until - opened < self._signs.quoted_lines:
            return False
        breaks = LINE_BREAK.finditer(self._data, opened, until)
        return any(number >= self._signs.quoted_lines for number, _ in enumerate(breaks, 1))

    def _last_line(self, opened: int, until: int) -> int:
        """Where the last line begins that a quoted field may go over."""
        breaks = LINE_BREAK.finditer(self._data, opened, until)
        return next((one.start() for number, one in enumerate(breaks, 1) if number >= self._signs.quoted_lines), until)


def _escaped(escape: bytes) -> bytes:
    return re.escape(escape) + rb"(?:\r\n|[\s\S])"


def _without_escapes(field: bytes, escape: bytes) -> bytes:
    return re.sub(re.escape(escape) + rb"([\s\S])", lambda found: found[1], field)


def _unquoted(content: bytes, quote: bytes, escape: bytes | None) -> bytes:
    if escape is None:
        return content.replace(quote * 2, quote)
    return re.sub(re.escape(escape) + rb"([\s\S])|" + re.escape(quote * 2), lambda found: found[1] or quote, content)
