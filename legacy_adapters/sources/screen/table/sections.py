"""The rows of a table in HTML as a browser has them: by sections, whatever stands between rows and cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from legacy_adapters.sources.screen.table.element_text import Element, is_hidden

_PARTS = {"thead": "head", "tbody": "body", "tfoot": "foot"}
_CELLS = ("td", "th")
_LOOKED_THROUGH = frozenset({"form", "center", "div", "font", "span"})
"""Elements that a browser moves out of a table, and libxml2 leaves around its rows."""


@dataclass(slots=True)
class Row:
    """A row: its element (None: the page has cells without one), its cells, and whether it is hidden."""

    node: Element | None
    cells: list[Element]
    hidden: bool

    def classes(self) -> list[str]:
        """The classes of the row, then those of its cells, each once."""
        found = [] if self.node is None else [self.node.get("class")]
        return list(dict.fromkeys(filter(None, (*found, *(cell.get("class") for cell in self.cells)))))


def sections_of(table: Element) -> Iterator[tuple[str, list[Row]]]:
    """The sections that have rows, as they are shown: ``head``, ``body`` and ``foot``, wherever they stand in the page.
    Rows without a section are one of the body, up to the next section."""
    found: dict[str, list[list[Row]]] = {part: [] for part in _PARTS.values()}
    loose: list[Row] | None = None
    for node in [table] if table.tag == "tbody" else _within(table, (*_PARTS, "tr", *_CELLS)):
        if node.tag in _PARTS:
            loose = None
            found[_PARTS[node.tag]].append(_rows(_within(node, ("tr", *_CELLS)), hidden=is_hidden(node)))
        elif loose is None:
            loose = _rows([node], hidden=False)
            found["body"].append(loose)
        else:
            loose += _rows([node], hidden=False, before=loose[-1])
    return ((part, rows) for part, sections in found.items() for rows in sections if rows)


def _rows(nodes: Iterable[Element], *, hidden: bool, before: Row | None = None) -> list[Row]:
    """The rows that some elements are; cells without a row make up one together, also with those ``before``."""
    rows: list[Row] = []
    for node in nodes:
        if node.tag == "tr":
            before = Row(node, list(_within(node, _CELLS)), hidden or is_hidden(node))
            rows.append(before)
        elif before is not None and before.node is None:
            before.cells.append(node)
        else:
            before = Row(None, [node], hidden)
            rows.append(before)
    return rows


def _within(node: Element, wanted: tuple[str, ...]) -> Iterator[Element]:
    """The nearest elements of these kinds inside, not through cells and other tables."""
    for child in node:
        if child.tag in wanted:
            yield child
        elif child.tag in _LOOKED_THROUGH:
            yield from _within(child, wanted)
