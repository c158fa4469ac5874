"""The rows of a record that is there as a tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from legacy_adapters.core.batch import WHOLE_ROW
from legacy_adapters.sources.files.xml.layout import Layout
from legacy_adapters.sources.files.xml.nodes import Node, tree_of
from legacy_adapters.sources.files.xml.rows import Fault, RowList
from legacy_adapters.sources.files.xml.values import attribute_of, elements_at, shown, text_of, values_at

UNKNOWN, MIXED, REPEATED = "unknown_field", "mixed_content", "repeated_field"


_ODD = "boolean({0}/@* or {0}/*/@* or {0}/*/* or {0}/text()[normalize-space()])"
"""Whether any record has attributes, elements two deep, or text beside elements."""

LAST_LINE = 65_535
"""libxml2 counts lines up to here; beyond, it guesses them from what stands nearby."""


class Extraction:
    """Turns records into rows of a layout; ``found`` are the rows until now.

    A field that stands several times in a row is a fault of its cell. Where the columns were learnt, anything else
    that holds a value is a fault of the whole row: it would be lost.
    """

    def __init__(self, layout: Layout) -> None:
        self.found = RowList()
        self._layout = layout
        self._name = layout.record.name
        self._tree = tree_of(layout)
        self._width = len(layout.columns)
        depth = len(layout.row)
        up = [(n, column.path) for n, column in enumerate(layout.columns) if not column.path.inside]
        self._up = [(n, path) for n, path in up if (path.up or 0) <= depth]
        self._beyond = [n for n, path in up if (path.up or 0) > depth]
        self._cells: list[str | None] = []
        self._several: dict[int, list[str]] = {}
        self._trouble = ""
        self._plain = False
        self._can_be_plain = not layout.row and not self._tree.columns
        self._known: set[str] = set()
        self._odd: dict[str, Any] = {}
        self._order: list[str] = [""] * self._width

    def look(self, parent: Any, record: Any) -> None:
        """Looks at the records of one parent before they are taken: whether they are as plain as nearly all are."""
        if not self._can_be_plain or parent is None:
            return
        odd = self._odd.get(record.tag)
        if odd is None:
            uri = etree.QName(record).namespace
            name = f"n:{etree.QName(record).localname}" if uri else record.tag
            odd = self._odd[record.tag] = etree.XPath(_ODD.format(name), namespaces={"n": uri} if uri else None)
        self._plain = not odd(parent)

    def take(self, record: Any, number: int, line: int, around: Sequence[Sequence[str]]) -> None:
        """Appends the rows of a record, the ``number``-th of the file, in which line 1 of the tree is ``line``.

        ``around`` are the values of the layout's ``beyond``.
        """
        name = self._name
        if self._plain:
            self._plain_row(record, number, line, around)
            return
        if not self._layout.row:
            self._row(record, f"{name} {number}{_line(record, line)}", around)
            return
        for place, row in enumerate(elements_at(record, self._layout.row), start=1):
            below = self._layout.row[-1].local
            self._row(row, f"{name} {number} {below} {place}{_line(row, line)}", around)

    def _row(self, row: Any, origin: str, around: Sequence[Sequence[str]]) -> None:
        self._cells = [None] * self._width
        if self._tree.columns or self._tree.attributes or self._layout.learnt:
            self._inner(row, self._tree)
        else:
            self._walk(row, self._tree)
        for column, path in self._up:
            place = row
            for _ in range(path.up or 0):
                place = place.getparent()
            self._fill(column, values_at(place, path))
        for column, values in zip(self._beyond, around, strict=True):
            self._fill(column, values)
        if self._trouble or self._several:
            self._note_faults(row)
        self.found.cells.append(tuple(self._cells))
        self.found.origins.append(origin)

    def _plain_row(self, record: Any, number: int, line: int, around: Sequence[Sequence[str]]) -> None:
        """The path of nearly every record, so it is kept short: its elements have nothing but text in them."""
        found = {child.tag: child.text for child in record}
        origin = f"{self._name} {number}{_line(record, line)}"
        if len(found) != len(record) or not (found.keys() <= self._known or self._get_to_know(found)):
            self._row(record, origin, around)
            return
        cells = tuple(map(found.get, self._order))
        if self._beyond:
            if any(len(values) > 1 for values in around):
                self._row(record, origin, around)
                return
            beyond = dict(zip(self._beyond, (values[0] if values else None for values in around), strict=True))
            cells = tuple(beyond.get(column, cell) for column, cell in enumerate(cells))
        self.found.cells.append(cells)
        self.found.origins.append(origin)

    def _get_to_know(self, found: dict[str, str | None]) -> bool:
        """Notes which columns new names go to; False for a row that has more than goes to them."""
        plain = True
        for tag in found.keys() - self._known:
            node = self._tree.find(tag)
            if node is None and self._layout.learnt:
                plain = False
                continue
            columns = node.columns if node is not None and not node.skipped else ()
            if any(self._order[column] for column in columns):
                plain = False
                continue
            self._known.add(tag)
            for column in columns:
                self._order[column] = tag
        return plain

    def _walk(self, element: Any, node: Node) -> None:
        """Takes what stands in the elements below; the path of nearly every value, so it is kept short."""
        memory, cells = node.memory, self._cells
        for child in element:
            tag = child.tag
            known = memory[tag] if tag in memory else node.find(tag)
            if known is None or known.skipped:
                continue
            if known.kids or known.attributes or len(child):
                self._inner(child, known)
                continue
            text = child.text
            if text:
                for column in known.columns:
                    if cells[column] is None:
                        cells[column] = text
                    else:
                        self._repeat(column, text)

    def _walk_learnt(self, element: Any, node: Node) -> None:
        """The same where whatever is not known is a fault."""
        memory, cells = node.memory, self._cells
        for child in element:
            tag = child.tag
            known = memory[tag] if tag in memory else node.find(tag)
            if known is None:
                if len(child) or (child.text and not child.text.isspace()) or any(child.values()):
                    self._trouble = self._trouble or UNKNOWN
            elif known.skipped:
                continue
            elif len(known.columns) != 1 or known.kids or len(child) or child.keys():
                self._inner(child, known)
            else:
                text = child.text
                if text:
                    if cells[known.columns[0]] is None:
                        cells[known.columns[0]] = text
                    else:
                        self._repeat(known.columns[0], text)

    def _inner(self, element: Any, node: Node) -> None:
        """Takes an element's own value, its attributes, and what is below."""
        if self._layout.learnt:
            self._check(element, node)
        if node.columns and not (self._layout.learnt and len(element)):
            text = text_of(element)
            if text is not None:
                for column in node.columns:
                    self._put(column, text)
        for step, columns in node.attributes:
            value = attribute_of(element, step)
            if value is not None:
                for column in columns:
                    self._put(column, value)
        if len(element):
            (self._walk_learnt if self._layout.learnt else self._walk)(element, node)

    def _check(self, element: Any, node: Node) -> None:
        """Notices an unknown attribute, text beside elements, and text where none is known."""
        for name, value in element.items():
            if value and not any(step.matches(name) for step, _ in node.attributes):
                self._trouble = self._trouble or UNKNOWN
        if len(element):
            if any(text and not text.isspace() for text in (element.text, *(child.tail for child in element))):
                self._trouble = self._trouble or MIXED
        elif not node.columns and element.text and not element.text.isspace():
            self._trouble = self._trouble or UNKNOWN

    def _fill(self, column: int, values: Sequence[str]) -> None:
        for value in values:
            self._put(column, value)

    def _put(self, column: int, text: str) -> None:
        if self._cells[column] is None:
            self._cells[column] = text
        else:
            self._repeat(column, text)

    def _repeat(self, column: int, text: str) -> None:
        first = self._cells[column]
        self._several.setdefault(column, [first or ""]).append(text)

    def _note_faults(self, row: Any) -> None:
        number = len(self.found.cells)
        if self._trouble:
            whole = etree.tostring(row, encoding="unicode", with_tail=False)
            self.found.faults.append(Fault(number, WHOLE_ROW, self._trouble, whole))
            self._cells = [None] * self._width
        else:
            for column, values in self._several.items():
                self._cells[column] = None
                name = self._layout.columns[column].name
                self.found.faults.append(Fault(number, name, REPEATED, shown(values)))
        self._trouble, self._several = "", {}


def _line(element: Any, first: int) -> str:
    """The line in which an element's first tag ends, where it is known."""
    line = element.sourceline or LAST_LINE
    return f" line {line + first - 1}" if line < LAST_LINE else ""
