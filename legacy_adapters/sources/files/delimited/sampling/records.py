"""Several kinds of records in one file, told apart by a code in their first field: ``01;…`` and ``02;…``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from legacy_adapters.sources.files.delimited.record_settings import RecordType, RecordTypes
from legacy_adapters.sources.files.delimited.sampling.rows import Row

_CODE: Final = re.compile(r"[A-Za-z]{0,3}\d{0,4}|[A-Z]{1,12}")
_MOST_TYPES = 25
_LEAST_ROWS = 4


def record_types(rows: Sequence[Row]) -> RecordTypes | None:
    """The kinds of records, where each row begins with one of a few codes, rows of a code have one number of fields,
    and rows of different codes do not all have the same."""
    if len(rows) < _LEAST_ROWS:
        return None
    widths: dict[str, set[int]] = {}
    counts: dict[str, int] = {}
    for row in rows:
        code = row.cells[0].strip()
        widths.setdefault(code, set()).add(row.width)
        counts[code] = counts.get(code, 0) + 1
        if len(widths) > _MOST_TYPES or not code or not _CODE.fullmatch(code):
            return None
    if len({max(one) for one in widths.values()}) < 2 or any(len(one) > 1 for one in widths.values()):
        return None
    if not _alternating(rows, counts) or len({code.isdigit() for code in widths}) > 1:
        return None
    return RecordTypes(field=1, types={code: _type(code, max(own)) for code, own in sorted(widths.items())})


def _alternating(rows: Sequence[Row], counts: dict[str, int]) -> bool:
    """Codes that come once stand at the beginning and at the end (a header and a trailer of the file); the others come
    again."""
    first, last = rows[0].cells[0].strip(), rows[-1].cells[0].strip()
    return max(counts.values()) > 1 and all(count > 1 or code in {first, last} for code, count in counts.items())


def _type(code: str, width: int) -> RecordType:
    columns = ("type", *(f"column_{place}" for place in range(2, width + 1)))
    return RecordType(name=f"record_{code}", columns=columns)
