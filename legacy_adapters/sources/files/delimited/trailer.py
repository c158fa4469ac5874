"""What a file says of itself in its last line, and whether that line is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from legacy_adapters.core.errors import BadPart, TotalsDiffer
from legacy_adapters.sources.files.delimited.charset import charset_of
from legacy_adapters.sources.files.delimited.record_settings import Trailer
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.delimited.tail import last_lines

_HEAD_BYTES = 64 * 1024


def is_complete(settings: DelimitedFormat, path: Path) -> bool:
    """Whether the file's last line that is not empty begins like its trailer; True where none is stated. Reads the
    beginning for a byte order mark, and the end. A last line that is a comment or a footer does not count."""
    if settings.trailer is None:
        return True
    with path.open("rb") as file:
        charset = charset_of(settings.encoding, file.read(_HEAD_BYTES))
        found = last_lines(file, charset, settings.footer + 100)[settings.footer :]
    for line in found:
        text = line.data.decode(charset.codec, "replace").lstrip("\ufeff")
        if not text.startswith(settings.trailer.starts_with) and text.startswith(settings.comment):
            continue
        return text.startswith(settings.trailer.starts_with)
    return False


def stated_by(
    trailer: Trailer, fields: Sequence[str], columns: Sequence[str], rows: int | None, where: str
) -> Mapping[str, str]:
    """What a trailer line says, as in ``Piece.stated``. ``rows``: the number of rows in all of a file's tables, where
    it has several: the trailer's count is that of all of them, and is compared here.

    Raises ``BadPart`` for a trailer with too few fields, and ``TotalsDiffer``.
    """
    stated: dict[str, str] = {}
    for column, number in trailer.totals.items():
        if column in columns:
            stated[column] = _field(fields, number, f"the sum of {column}", where)
    if trailer.count is not None:
        count = _rows_stated(_field(fields, trailer.count, "the number of rows", where), trailer.count_extra)
        if rows is None:
            stated["count"] = count
        elif count != str(rows):
            raise TotalsDiffer(
                f"the trailer counts {count} rows, but {rows} were read", where=where, hint="is the file complete?"
            )
    return stated


def _field(fields: Sequence[str], number: int, what: str, where: str) -> str:
    if len(fields) < number:
        raise BadPart(
            f"the trailer has {len(fields)} fields, but {what} is said to be in field {number}",
            where=where,
            hint="see `trailer` in the pipeline file",
        )
    return fields[number - 1].strip()


def _rows_stated(text: str, extra: int) -> str:
    digits = text.replace("\xa0", "").replace(" ", "")
    return str(int(digits) - extra) if digits.isascii() and digits.isdigit() and len(digits) < 19 else text
