"""How the rows of a table differ from its header in width, and whether the header comes again among them."""

from __future__ import annotations

from legacy_adapters.sources.files.delimited.header import unique_names
from legacy_adapters.sources.files.delimited.sampling.table import Table

_LEAST_SHORT = 3


def repeats(table: Table) -> int:
    """How often the header comes again among the rows."""
    return sum(1 for row in table.rows if tuple(row.cells) == table.names) if len(table.names) > 1 else 0


def _short(table: Table) -> int:
    return sum(1 for row in table.rows if row.width < table.width)


def is_cut_short(table: Table) -> bool:
    """Whether rows end early where nothing more stands in them, as spreadsheets write them: then no row ends in an
    empty field, or the columns that are missing have no name. One short row is rather a damaged one."""
    short = _short(table)
    if short < _LEAST_SHORT or short * 20 < len(table.rows):
        return False
    if any(cell.strip() for row in table.rows for cell in row.cells[table.width :]):
        return False
    narrowest = min(row.width for row in table.rows)
    unnamed = bool(table.names) and not any(name.strip() for name in table.names[narrowest:])
    return unnamed or all(row.cells[-1].strip() for row in table.rows)


def ends_in_delimiters(table: Table) -> bool:
    """Whether rows have one field more than the header, which is always empty: each ends in a delimiter."""
    return bool(table.names) and _all_have(table, len(table.names) + 1) and not any(row.cells[-1] for row in table.rows)


def names_instead(table: Table) -> tuple[str, ...] | None:
    """Names for the columns where the header has none for the first: programs of statistics write row names so."""
    if not table.names or not _all_have(table, len(table.names) + 1) or ends_in_delimiters(table):
        return None
    return unique_names(("row", *table.names))


def _all_have(table: Table, width: int) -> bool:
    return len(table.rows) > 1 and all(row.width == width for row in table.rows)
