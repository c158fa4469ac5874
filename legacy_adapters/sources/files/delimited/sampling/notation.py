"""How numbers and dates are written in a sample: hints for the mapping's ``locale``, which alone converts them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from legacy_adapters.sources.files.delimited.sampling.kinds import DATE, NUMBER, kind_of
from legacy_adapters.sources.files.delimited.sampling.rows import Row

_MOST_CELLS = 5000

_DECIMALS: Final = (
    (re.compile(r"\D*\d{1,3}(?:\.\d{3})+,\d+\D*"), (",", ".")),
    (re.compile(r"\D*\d{1,3}(?:,\d{3})+\.\d+\D*"), (".", ",")),
    (re.compile(r"\D*\d{1,3}(?:['’]\d{3})+\.\d+\D*"), (".", "'")),
    (re.compile(r"\D*\d{1,3}(?:[ \u00a0\u202f]\d{3})+,\d+\D*"), (",", " ")),
    (re.compile(r"\D*\d+,(?:\d{1,2}|\d{4,})\D*"), (",", "")),
    (re.compile(r"\D*\d+\.(?:\d{1,2}|\d{4,})\D*"), (".", "")),
)
_DATES: Final = (
    (re.compile(r"\d{4}-\d\d?-\d\d?"), "%Y-%m-%d"),
    (re.compile(r"\d{4}/\d\d?/\d\d?"), "%Y/%m/%d"),
    (re.compile(r"\d\d?\.\d\d?\.\d{4}"), "%d.%m.%Y"),
    (re.compile(r"\d\d?\.\d\d?\.\d\d"), "%d.%m.%y"),
)
_EITHER: Final = re.compile(r"(\d\d?)([-/])(\d\d?)\2(\d{4}|\d\d)")


@dataclass(frozen=True, slots=True)
class Hint:
    """How something is written, with an example; ``doubt`` says what else it could be."""

    what: str
    example: str
    doubt: str = ""


def notation(rows: Sequence[Row]) -> tuple[Hint, ...]:
    """What can be said of numbers and dates."""
    cells = list(_cells(rows))
    numbers = _decimal([cell for cell in cells if kind_of(cell) == NUMBER])
    dates = _date([cell for cell in cells if kind_of(cell) == DATE])
    return tuple(hint for hint in (numbers, dates) if hint is not None)


def _cells(rows: Iterable[Row]) -> Iterator[str]:
    count = 0
    for row in rows:
        for cell in row.cells:
            stripped = cell.strip()
            if stripped[:1] not in {"", "="}:
                yield stripped
        count += row.width
        if count > _MOST_CELLS:
            return


def _decimal(cells: Sequence[str]) -> Hint | None:
    found: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for cell in cells:
        for pattern, signs in _DECIMALS:
            if pattern.fullmatch(cell):
                found[signs] += 1
                examples.setdefault(signs, cell)
                break
    if not found:
        return None
    commas = sum(count for (decimal, _), count in found.items() if decimal == ",")
    points = found.total() - commas
    decimal = "," if commas > points else "."
    grouped = [signs for signs in found if signs[0] == decimal and signs[1]]
    signs = max(grouped, key=lambda one: found[one]) if grouped else (decimal, "")
    other = next((example for (own, _), example in examples.items() if own != decimal), "")
    return Hint(_locale(signs), examples[signs], f"but {other} is written otherwise" if other else "")


def _locale(signs: tuple[str, str]) -> str:
    decimal, thousands = signs
    group = f', thousands: "{thousands}"' if thousands else ""
    return f'locale: {{decimal: "{decimal}"{group}}}'


def _date(cells: Sequence[str]) -> Hint | None:
    found: Counter[str] = Counter()
    examples: dict[str, str] = {}
    parts: list[tuple[int, int]] = []
    for cell in cells:
        form = _form(cell, parts)
        found[form] += 1
        examples.setdefault(form, cell)
    if not found:
        return None
    form = found.most_common(1)[0][0]
    if not form:
        return None
    return _settled(form, examples[form], parts)


def _form(cell: str, parts: list[tuple[int, int]]) -> str:
    for pattern, form in _DATES:
        if pattern.match(cell):
            return form
    if match := _EITHER.match(cell):
        parts.append((int(match[1]), int(match[3])))
        return f"?{match[2]}?{match[2]}{'%Y' if len(match[4]) == 4 else '%y'}"
    return ""


def _settled(form: str, example: str, parts: Sequence[tuple[int, int]]) -> Hint:
    if "?" not in form:
        return Hint(f'date: "{form}"', example)
    day_first = any(first > 12 for first, _ in parts)
    month_first = any(second > 12 for _, second in parts)
    day, month = form.replace("?", "%d", 1).replace("?", "%m"), form.replace("?", "%m", 1).replace("?", "%d")
    if day_first and not month_first:
        return Hint(f'date: "{day}"', example)
    if month_first and not day_first:
        return Hint(f'date: "{month}"', example)
    doubt = "both orders are found" if day_first else "day and month cannot be told apart: ask whose system it is"
    return Hint(f'date: "{day}" or "{month}"', example, doubt)
