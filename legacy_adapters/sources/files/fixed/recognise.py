"""Recognises lines with columns one below the other, and proposes a layout: a person names the fields."""

from __future__ import annotations

import re
from collections.abc import Sequence

from legacy_adapters.sources.files.fixed.charset import charset
from legacy_adapters.sources.files.fixed.edges import cells, column_runs
from legacy_adapters.sources.files.fixed.settings import FixedFormat
from legacy_adapters.sources.files.format import Recognised, Sample
from legacy_adapters.sources.files.text_sample import text_sample

_FEWEST_LINES = 4
_MOST_FIELDS = 200
_NUMBER = re.compile(r"[-+(]?\d[\d.,'/:-]*[-+)]?")


def recognise(sample: Sample) -> Recognised | None:
    """See ``Recogniser``: at least two columns in all of four lines, one of them of numbers or codes with digits."""
    text = text_sample(sample)
    if text is None or "\f" in text.head or "\t" in text.head or not _one_byte(text.page.codec):
        return None
    lines = [line.rstrip() for line in text.head.replace("\x1a", "").split("\n") if line.strip()]
    heading = _heading(lines)
    rows = lines[len(heading) :]
    runs = column_runs(rows)
    if len(rows) < _FEWEST_LINES or not 2 <= len(runs) <= _MOST_FIELDS or not _has_numbers(rows, runs):
        return None
    return _proposed(text.page.codec, text.page.evidence, lines, heading, runs)


def _one_byte(codec: str) -> bool:
    try:
        page = charset(codec)
    except ValueError:
        return False
    return page.single or page.name == "utf-8"


def _heading(lines: Sequence[str]) -> Sequence[str]:
    """The first line where it has no digit and all others have one."""
    first = lines[:1]
    if first and not re.search(r"\d", first[0]) and all(re.search(r"\d", line) for line in lines[1:]):
        return first
    return []


def _has_numbers(rows: Sequence[str], runs: Sequence[tuple[int, int]]) -> bool:
    found = [cells(row, runs) for row in rows]
    return any(all(_NUMBER.fullmatch(cell) for cell in column) for column in zip(*found, strict=True))


def _proposed(
    codec: str, evidence: str, lines: Sequence[str], heading: Sequence[str], runs: Sequence[tuple[int, int]]
) -> Recognised:
    rows = lines[len(heading) :]
    starts = [begin for begin, _ in runs]
    # Blanks behind a field are its own: the next one begins where something else stands.
    ends = [*starts[1:], max(len(line) for line in rows)]
    names = _names(heading, list(zip(starts, ends, strict=True)))
    fields = [
        {"name": name, "at": begin + 1, "width": end - begin}
        for name, begin, end in zip(names, starts, ends, strict=True)
    ]
    given: dict[str, object] = {"encoding": codec, "framing": "lines", "fields": fields}
    if heading:
        given["skip"] = 1
    lengths = sorted({len(line) for line in rows})
    if len(lengths) > 1:
        given["short"] = "pad"
    said = f"{len(runs)} columns: blanks run through all of the {len(rows)} lines that were looked at"
    names_from = "named after the first line" if heading else "without names: give them in `fields`"
    return Recognised(FixedFormat.model_validate(given), (evidence, said, names_from))


def _names(heading: Sequence[str], places: Sequence[tuple[int, int]]) -> list[str]:
    """The heading's words where each stands over one column, and no two are the same."""
    line = heading[0] if heading else ""
    cut = any(line[begin - 1 : begin + 1].strip() != line[begin : begin + 1].strip() for begin, _ in places if begin)
    names = [] if cut else [" ".join(line[begin:end].split()) for begin, end in places]
    if not names or not all(names) or len(set(names)) != len(names):
        return [f"FIELD_{number}" for number in range(1, len(places) + 1)]
    return names
