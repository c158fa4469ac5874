"""Recognises reports by their form feeds, and proposes what their rows look like: a person states the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.edges import cells, column_runs
from legacy_adapters.sources.files.format import Recognised, Sample
from legacy_adapters.sources.files.report.line_settings import LIKES
from legacy_adapters.sources.files.report.settings import ReportFormat
from legacy_adapters.sources.files.text_sample import text_sample

_AMOUNT = re.compile(r"\d[.,]\d\d\s*-?\s*(?:CR|DR|[SH])?$")
_DATE_OR_NUMBER = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{3,}")
_FEWEST_ROWS = 3
_MOST_FIELDS = 100


def recognise(sample: Sample) -> Recognised | None:
    """See ``Recogniser``: text with form feeds in which lines end in an amount and have a date or a number too."""
    text = text_sample(sample)
    if text is None or "\f" not in text.head:
        return None
    try:
        page = charset(text.page.codec)
    except ValueError:
        return None
    pages = [[line.rstrip() for line in one.split("\n")] for one in text.head.replace("\x1a", "").split("\f")]
    pages = [lines for lines in pages if any(line.strip() for line in lines)]
    header = _header_lines(pages)
    body = [line for lines in pages for line in lines[header:] if line.strip()]
    rows = [line for line in body if _AMOUNT.search(line) and _DATE_OR_NUMBER.search(line[: len(line) // 2])]
    runs = column_runs(rows)
    if len(rows) < _FEWEST_ROWS or not 2 <= len(runs) <= _MOST_FIELDS or not (page.single or page.name == "utf-8"):
        return None
    fields = _fields(rows, runs)
    if all(field["like"] == "text" for field in fields):
        return None
    settings = ReportFormat.model_validate(
        {"encoding": text.page.codec, "page_header": header, "detail": {"fields": fields}}
    )
    others = len(body) - len(rows)
    return Recognised(
        settings,
        (
            text.page.evidence,
            f"{len(pages)} pages, told by form feeds; the first {header} lines are the same on each",
            f"{len(rows)} lines end in an amount: their columns are proposed as `detail`",
            f"{others} other lines are rejects until `groups`, `sums` or `skip` say what they are",
        ),
    )


def _header_lines(pages: Sequence[Sequence[str]]) -> int:
    """How many lines at the top are the same on all pages, numbers aside."""
    if len(pages) < 2:
        return 0
    same = 0
    for lines in zip(*pages, strict=False):
        if len({re.sub(r"\d+", "9", line.strip()) for line in lines}) > 1 or any(map(_AMOUNT.search, lines)):
            break
        same += 1
    return same


def _fields(rows: Sequence[str], runs: Sequence[tuple[int, int]]) -> list[dict[str, object]]:
    starts = [0, *[begin for begin, _ in runs[1:]]]
    ends = [*starts[1:], None]
    columns = list(zip(*[cells(row, runs) for row in rows], strict=True))
    found: list[dict[str, object]] = []
    for number, (begin, end, column) in enumerate(zip(starts, ends, columns, strict=True), 1):
        given: dict[str, object] = {"name": f"FIELD_{number}", "at": begin + 1, "like": _like(column)}
        if end is not None:
            given["width"] = end - begin
        if given["like"] != "text" and not all(column):
            given["optional"] = True
        found.append(given)
    return found


def _like(column: Sequence[str]) -> str:
    filled = [cell for cell in column if cell]
    return next(
        (like for like in ("digits", "date", "number") if all(re.search(LIKES[like], one) for one in filled)), "text"
    )
