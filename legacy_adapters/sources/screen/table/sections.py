"""The rows of a table in HTML as a browser has them: by sections, whatever stands between rows and cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from legacy_adapters.sources.screen.table.element_text import Element, is_hidden

_PARTS = {"thead": "head", "tbody": "body", "tfoot": "foot"}
_CELLS = ("td", "th")
_CLOSED = frozenset({"table", "caption", "template"})
"""Elements whose rows are not the table's. Through all others one looks: a browser moves them out of the table, libxml2
leaves them around its rows."""


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


def torn_sections_of(table: Element) -> Iterator[tuple[str, list[Row]]]:
    """The sections of a table of which rows or cells stand within cells, for want of closing tags: as in a browser,
    each begins where it is written, however deep that is."""
    found: list[tuple[str, list[Row]]] = [("body", [])]
    hidden = False
    walk = etree.iterwalk(table, events=("start",))
    for _, node in walk:
        if node.tag == "table" and node is not table:
            walk.skip_subtree()
        elif node.tag in _PARTS:
            hidden = is_hidden(node)
            found.append((_PARTS[node.tag], []))
        elif node.tag == "tr":
            found[-1][1].append(Row(node, [], hidden or is_hidden(node)))
        elif node.tag in _CELLS:
            rows = found[-1][1]
            if not rows:
                rows.append(Row(None, [], hidden))
            rows[-1].cells.append(node)
    return ((part, rows) for wanted in _PARTS.values() for part, rows in found if part == wanted and rows)


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
        elif len(child) and child.tag not in _CLOSED:
            yield from _deep_within(child, wanted)


def _deep_within(node: Element, wanted: tuple[str, ...]) -> Iterator[Element]:
    walk = etree.iterwalk(node, events=("start",))
    for _, inner in walk:
        if inner.tag in wanted:
            yield inner
        if inner.tag in wanted or inner.tag in _CLOSED:
            walk.skip_subtree()
