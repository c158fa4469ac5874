"""What has to be known of a file before its rows are read: code page, delimiter, columns, and where the rows begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from legacy_adapters.core.errors import BadPart, ConfigError
from legacy_adapters.sources.files.delimited.binary import refuse_binary
from legacy_adapters.sources.files.delimited.charset import Charset, charset_of
from legacy_adapters.sources.files.delimited.exact import Row, read_row
from legacy_adapters.sources.files.delimited.header import numbered_names, unique_names
from legacy_adapters.sources.files.delimited.position import Position
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.delimited.signs import Signs, signs_of
from legacy_adapters.sources.files.delimited.tail import footer_start
from legacy_adapters.sources.files.delimited.window import Window
from legacy_adapters.sources.files.format import MOST_COLUMNS

_HEAD_BYTES: Final = 64 * 1024
_SEP = re.compile(rb'(?i)"?sep=([^\r\n])"?(?:\r\n?|\n)')
_LOOKED_AT: Final = 100
"""How many rows of a file without a header are looked at for one that tells how many columns there are."""


@dataclass(frozen=True, slots=True)
class Layout:
    """``columns`` of the one table (empty where there are several); ``header`` as it stands in the file; the rows begin
    at ``first`` and end at the file's byte ``end``."""

    charset: Charset
    signs: Signs
    columns: tuple[str, ...]
    header: bytes | None
    first: Position
    end: int


def layout_of(settings: DelimitedFormat, path: Path, file: BinaryIO) -> Layout:
    """Looks at the beginning of an open file. Raises ``BadPart`` and ``ConfigError``."""
    where = path.name
    charset = charset_of(settings.encoding, file.read(_HEAD_BYTES))
    end = footer_start(file, charset, settings.footer, where)
    window = Window(file, charset, charset.bom, end)
    window.fill(_HEAD_BYTES)
    file.seek(0)
    refuse_binary(file.read(16), window.data[:_HEAD_BYTES], settings.signs.encode(), where)
    file.seek(window.read_to)
    beginning = _Beginning(settings, where, charset, window)
    beginning.skip_preamble()
    columns: tuple[str, ...] = ()
    if settings.records is None:
        columns = beginning.read_header() if settings.header else beginning.count_columns()
    if len(columns) > MOST_COLUMNS:
        raise BadPart(
            f"has more than {MOST_COLUMNS:,} columns: that is no table",
            where=f"{where}: line {beginning.header_line}",
            hint="is the delimiter right?",
        )
    offset, skip = window.place(0)
    first = Position(offset, skip, beginning.line)
    return Layout(charset, beginning.signs, columns, beginning.header, first, end)


class _Beginning:
    """Goes through the lines before the first row; ``line`` is the number of the next one."""

    def __init__(self, settings: DelimitedFormat, where: str, charset: Charset, window: Window) -> None:
        self.line = self.header_line = 1
        self.header: bytes | None = None
        self._settings, self._where, self._charset, self._window = settings, where, charset, window
        if not charset.direct and window.data.startswith(b"\xef\xbb\xbf"):
            window.drop(3)
        delimiter = settings.delimiter
        if (found := _SEP.match(window.data)) is not None:
            delimiter = found[1].decode("latin-1")
            window.drop(found.end())
            self.line += 1
        try:
            self.signs = signs_of(settings, delimiter, charset)
        except UnicodeEncodeError as error:
            raise ConfigError(
                f"{error.object!r} cannot be written in {charset.codec}", where=where, hint="see `format`"
            ) from None

    def skip_preamble(self) -> None:
        """Passes over as many lines as are stated."""
        for _ in range(self._settings.skip):
            if not self._window.data and not self._window.fill(_HEAD_BYTES):
                raise BadPart(
                    f"has {self.line - 1} lines where {self._settings.skip} are to be skipped",
                    where=self._where,
                    hint="see `skip` in the pipeline file",
                )
            self._window.skip_line()
            self.line += 1

    def read_header(self) -> tuple[str, ...]:
        """The names of the columns, from the header or instead of it."""
        while (row := self._row(0)) is not None:
            if row.fields and row.start != row.end:
                break
            self._pass(row)
        given = self._settings.columns
        if row is None:
            if given is not None:
                return given
            raise BadPart("has no header: it is empty", where=self._where, hint="state `columns` for empty files")
        self.header, self.header_line = self._window.data[: row.end], self.line
        names = self._names(row)
        self._pass(row)
        if given is not None and len(given) != len(names):
            raise BadPart(
                f"the header has {len(names)} columns, but {len(given)} are stated",
                where=f"{self._where}: line {self.header_line}",
                hint="see `columns` in the pipeline file",
            )
        return given or names

    def count_columns(self) -> tuple[str, ...]:
        """The names of the columns where there is no header: as stated, or numbered as the first row has them."""
        if self._settings.columns is not None:
            return self._settings.columns
        at = 0
        for _ in range(_LOOKED_AT):
            row = self._row(at)
            if row is None:
                break
            if row.fields and row.start != row.end:
                return numbered_names(len(row.fields))
            at = row.next
        raise BadPart("has no row to tell its columns from", where=self._where, hint="state `columns`")

    def _names(self, row: Row) -> tuple[str, ...]:
        if len(row.fields) > MOST_COLUMNS:
            return numbered_names(len(row.fields))
        try:
            return unique_names([str(field, self._charset.working) for field in row.fields])
        except UnicodeDecodeError:
            shown = self._charset.show(self._window.data[: min(row.end, 200)])
            raise BadPart(
                f"the header is no text in {self._charset.codec}: {shown}",
                where=f"{self._where}: line {self.line}",
                hint="state the file's own encoding, such as cp1252 or cp850",
            ) from None

    def _row(self, at: int) -> Row | None:
        """The row at ``at``; None behind the last one. Raises ``BadPart`` for one that is broken and is to be the
        header."""
        while (
            at >= len(self._window.data)
            or (row := read_row(self._window.data, at, self._window.ended, self.signs)) is None
        ):
            if not self._window.fill(max(_HEAD_BYTES, len(self._window.data))):
                return None
        if row.code and self._settings.header:
            raise BadPart(
                f"the header cannot be read ({row.code}): {self._charset.show(self._window.data[at : at + 200])}",
                where=f"{self._where}: line {self.line}",
                hint="see `quote`, `delimiter` and `skip` in the pipeline file",
            )
        return row

    def _pass(self, row: Row) -> None:
        self._window.drop(row.next)
        self.line += row.breaks
