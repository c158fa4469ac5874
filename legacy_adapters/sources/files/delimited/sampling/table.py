"""The table in a sample of text, as it is recognised: how it is written, where it lies, what its rows are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from legacy_adapters.sources.files.delimited.dialect import Guess, guess_dialect
from legacy_adapters.sources.files.delimited.record_settings import RecordTypes
from legacy_adapters.sources.files.delimited.sampling.kinds import CODE, EMPTY, TYPED, kind_of
from legacy_adapters.sources.files.delimited.sampling.layout import Header, comment_prefix, count_footer, find_header
from legacy_adapters.sources.files.delimited.sampling.profile import Profile
from legacy_adapters.sources.files.delimited.sampling.records import record_types
from legacy_adapters.sources.files.delimited.sampling.rows import Dialect, Row, split_rows
from legacy_adapters.sources.files.text_sample import TextSample

MOST_CHARACTERS: Final = 128 * 1024
_TAIL_ROWS = 60
_MOST_ROWS = 2000
_SEP: Final = re.compile(r'"?sep=([^"\n]{1,8})"?\n', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """``rows``: those of the sample that belong to the table, without its header. ``skip`` and ``footer``: lines above
    and below that are no rows. ``sep``: whether a line ``sep=;`` names the delimiter. ``width``: how many columns."""

    guess: Guess
    header: Header
    names: tuple[str, ...]
    rows: Sequence[Row]
    skip: int
    above: str
    footer: int
    below: str
    comment: str | None
    records: RecordTypes | None
    sep: bool
    width: int

    @property
    def first_line(self) -> int:
        """The line of its first row, from 0."""
        return self.rows[0].line if self.rows else self.skip

    @property
    def dialect(self) -> Dialect:
        """What it is written with."""
        return self.guess.dialect


def find_table(sample: TextSample, *, named_so: bool) -> Table | None:
    """The table in a text; None if there is none. ``named_so``: whether the file's name says that it is one, so that
    also a single column is."""
    text = _shortened(sample.head)
    sep = _SEP.match(text)
    body = text[sep.end() :] if sep else text
    guess = guess_dialect(body, only=sep[1] if sep else None) or (_single(body) if named_so else None)
    if guess is None:
        return None
    comment = comment_prefix(guess.rows, guess.width) if guess.width > 1 else None
    if comment is not None:
        plain = "".join(line for line in body.splitlines(keepends=True) if not line.startswith(comment))
        guess = guess_dialect(plain) or guess
    return _table(sample, body, guess, comment, sep=sep is not None)


def _shortened(text: str) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    end = text.rfind("\n", 0, MOST_CHARACTERS)
    return text[: end + 1] if end > 0 else text[:MOST_CHARACTERS]


def _single(text: str) -> Guess | None:
    """A table of one column: every line is a value."""
    delimiter = next(sign for sign in ",;\t|\x1f" if sign not in text or sign == "\x1f")
    rows = split_rows(text, Dialect(delimiter, '"'), _MOST_ROWS)
    if not rows or any(row.width > 1 for row in rows):
        return None
    kinds = [kind_of(row.cells[0]) for row in rows]
    good = sum(1 for kind in kinds if kind in TYPED or kind in {CODE, EMPTY})
    return Guess(Dialect(delimiter, '"'), rows, 1, 0.5) if good >= 0.8 * len(rows) else None


def _table(sample: TextSample, body: str, guess: Guess, comment: str | None, *, sep: bool) -> Table:
    rows = _rows(body, guess.dialect, comment)
    records = record_types(rows)
    if records is not None:
        header = Header(None, 0, "several kinds of records")
        return Table(guess, header, (), rows, 0, "", 0, "", comment, records, sep, guess.width)
    header = find_header(rows, guess.width)
    names = tuple(rows[header.at].cells) if header.at is not None else ()
    table = rows[header.above + (header.at is not None) :]
    width = len(names) or guess.width
    footer, below = _footer(sample, guess.dialect, table, width, comment)
    skip = rows[header.above].line if header.above else 0
    above = rows[0].cells[0] if header.above else ""
    inside = table[: len(table) - len(below)] if below and not sample.tail else table
    shown = dialect_line(below[0], guess.dialect) if below else ""
    return Table(guess, header, names, inside, skip, above, footer, shown, comment, None, sep, width)


def dialect_line(row: Row, dialect: Dialect) -> str:
    """A row as a person may recognise it."""
    return dialect.delimiter.join(row.cells).strip()


def _rows(text: str, dialect: Dialect, comment: str | None) -> list[Row]:
    rows = split_rows(text, dialect, _MOST_ROWS)
    return [row for row in rows if comment is None or not row.cells[0].startswith(comment)]


def _footer(
    sample: TextSample, dialect: Dialect, rows: Sequence[Row], width: int, comment: str | None
) -> tuple[int, Sequence[Row]]:
    """How many lines at the end are no rows, and the rows that they would be."""
    profile = Profile.of(rows, width)
    end = _rows(sample.tail, dialect, comment)[1:] if sample.tail else rows
    count = count_footer(end[-_TAIL_ROWS:], profile, width)
    if not count or (not sample.tail and len(end) < len(rows)):
        return 0, ()
    below = end[-count:]
    return sum(row.lines for row in below), below
