"""What a page shows of its list: the header, rows that are none, a key, how many rows and pages there are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.sources.screen.drafting.actions import SeenTable, Spot
from legacy_adapters.sources.screen.table.reading import TablePage, read_table
from legacy_adapters.sources.screen.table.settings import SetApart, TableSettings

_SUM_CLASS: Final = re.compile(r"(?i)(?:.*[-_])?(?:sub)?(?:total|sum|summe|subtotals?|totals?|sums?)(?:[-_].*)?")
_NUMBER: Final = r"\d[\d.,'’ \u00a0]*"
_ROWS: Final = (
    "records|rows|entries|items|results|hits|lines|datensätze|einträge|zeilen|treffer|positionen|poster|rækker|"
    "linjer|poster|resultater|enregistrements|lignes|résultats|registros|righe|regels"
)
_OF: Final = "of|von|af|av|de|sur|di|van|/"
_PAGE: Final = "page|seite|side|sida|pagina|página|blatt"
_RANGE_OF: Final = re.compile(rf"(?i)\d\s*[-–]\s*\d[\d.,]*\s*({_OF})\s*({_NUMBER})")
_COUNTED: Final = re.compile(rf"(?i)(?<![\d.,])({_NUMBER}?)\s({_ROWS})\b")
_COUNT_AFTER: Final = re.compile(rf"(?i)\b({_ROWS})\s*:\s*({_NUMBER})\s*$")
_PAGE_OF: Final = re.compile(rf"(?i)\b({_PAGE})\s*:?\s*(\d+)\s*({_OF})\s*(\d+)")
"""No word of these means anything else in a regular expression."""
_KEY: Final = re.compile(r"(?i).*(\bno\b|\bnr\b|\bid\b|number|nummer|numéro|\bnum\b|lfd|key|#).*")
_FIGURES: Final = r"([\d.,]+)"


@dataclass(frozen=True, slots=True)
class Found:
    """A text of the page, and the regular expression whose group is what is meant in it."""

    spot: Spot
    matches: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What can be told of a table from its cells. ``header_rows`` is None where it need not be said; ``key`` is sure
    where its name says so. ``problem``: why the cells cannot be read."""

    header: tuple[str, ...] = ()
    header_rows: int | None = None
    sums: tuple[str, ...] = ()
    key: str = ""
    key_sure: bool = False
    rows: int = 0
    problem: str = ""


def listed(table: SeenTable) -> Listed:
    """The header of a table, the classes of rows that hold sums, and a column that no two rows have the same in."""
    document = json.loads(table.cells)
    header_rows = _header_rows(document)
    sums = _sum_classes(document)
    settings = TableSettings(
        at=table.at,
        header_rows=header_rows,
        skip=tuple(SetApart.model_validate({"name": each, "class": each}) for each in sums),
    )
    try:
        page = read_table(table.cells, settings)
    except LegacyAdaptersError as error:
        return Listed(problem=error.message)
    key = _key(page)
    return Listed(page.header, header_rows, sums, key, _KEY.fullmatch(key) is not None, page.rows.num_rows)


def count_in(texts: Iterable[Spot]) -> Found | None:
    """Where the page says how many rows there are in all; one that is sure before one that is not."""
    return _first(Found(spot, matches) for spot in texts if (matches := _counting(spot.text)))


def page_in(texts: Iterable[Spot]) -> tuple[Found, Found] | None:
    """Where the page says which page it is, and of how many."""
    found = [(spot, match) for spot in texts if (match := _PAGE_OF.search(spot.text))]
    if not found:
        return None
    spot, match = next((each for each in found if each[0].sure), found[0])
    word, of = spot.text[match.start() : match.start(2)], match[3]
    return Found(spot, rf"{word}{_FIGURES}"), Found(spot, rf"{of}\s*{_FIGURES}")


def _first(found: Iterable[Found]) -> Found | None:
    every = list(found)
    return next((each for each in every if each.spot.sure), every[0] if every else None)


def _counting(text: str) -> str:
    if match := _RANGE_OF.search(text):
        return rf"{match[1]}\s*{_FIGURES}"
    if match := _COUNT_AFTER.search(text):
        return rf"{match[1]}\s*:\s*{_FIGURES}"
    if match := _COUNTED.search(text):
        return rf"{_FIGURES}\s{match[2]}"
    return ""


def _header_rows(document: Mapping[str, Any]) -> int | None:
    """How many rows are the header, where cells of the first one reach into others and no `thead` says it."""
    if document.get("kind") != "grid" or any(part == "head" for part, _ in document["parts"]):
        return None
    first: Sequence[Any] = document["rows"][0] if document["rows"] else ()
    tall = max((int(cell.get("rowspan", 1)) for cell in first if isinstance(cell, dict)), default=1)
    return tall if 1 < tall < len(document["rows"]) else None


def _sum_classes(document: Mapping[str, Any]) -> tuple[str, ...]:
    every = {each for classes in document.get("classes") or () for each in classes.split()}
    return tuple(sorted(each for each in every if _SUM_CLASS.fullmatch(each)))


def _key(page: TablePage) -> str:
    """The first column with a name in which every row has another text."""
    if page.rows.num_rows < 2:
        return ""
    for name, column in zip(page.rows.schema.names, page.rows.columns, strict=True):
        texts = column.to_pylist()
        if name in page.header and name and all(texts) and len(set(texts)) == len(texts):
            return name
    return ""
