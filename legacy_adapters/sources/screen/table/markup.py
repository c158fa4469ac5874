"""The cells of a table, list or form from HTML, as the same JSON text that ``cells.js`` makes in a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import urldefrag, urljoin

from lxml import etree

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.sources.screen.table.charsets import charset_of, decode
from legacy_adapters.sources.screen.table.element_text import (
    BUTTONS,
    SECRET,
    Element,
    ElementText,
    cell_of,
    neat,
    parse,
    type_of,
    value_of,
)
from legacy_adapters.sources.screen.table.sections import Row, sections_of, torn_sections_of

_KINDS = {
    "table": "grid",
    "tbody": "grid",
    "dl": "list",
    "form": "form",
    "fieldset": "form",
    "pre": "text",
    "textarea": "text",
}
_WANTED = {"grid": "table", "list": "dl", "text": "pre"}
_FIELDS = ("input", "select", "textarea")


def cells_of(
    document: bytes,
    *,
    selector: str,
    url: str,
    charset: str | None = None,
    content_type: str = "",
    layout: str | None = None,
) -> str:
    """The cells of the first element that ``selector`` finds (CSS, or XPath behind ``xpath=``).

    ``url`` is the page's address, ``content_type`` the header it came with, ``charset`` its code page where it says
    none itself. Raises ``SourceChanged`` where the element is not there, ``ConfigError`` for a selector that only a
    browser understands.
    """
    root = parse(decode(document, charset_of(document, content_type, charset)))
    found = [] if root is None else elements(root, selector)
    if not found:
        raise SourceChanged(
            f"there is no {selector} on the page", where=url, hint="Look at the page, and correct `at` in the recipe."
        )
    return Markup(root, url).cells(found[0], layout)


def elements(root: Element, selector: str) -> list[Element]:
    """The elements that a selector finds. Raises ``ConfigError`` where only a browser understands it."""
    from cssselect import SelectorError

    try:
        found = _selector(selector)(root)
    except (SelectorError, etree.XPathError) as error:
        raise ConfigError(
            f"{selector} cannot be found without a browser: {error}",
            hint="Write it as plain CSS or `xpath=…`, or read the pages in the browser.",
        ) from None
    # An XPath may also give texts, numbers and truth values.
    return [node for node in found if etree.iselement(node)] if isinstance(found, list) else []


@lru_cache(maxsize=64)
def _selector(selector: str) -> Callable[[Element], Any]:
    from lxml.cssselect import CSSSelector

    path = selector.removeprefix("xpath=")
    find: Callable[[Element], Any]
    if path != selector or path.startswith(("//", "(//")):
        find = etree.XPath(path)
    else:
        find = CSSSelector(selector.removeprefix("css="), translator="html")
    return find


class Markup:
    """A document: its tables, lists and forms as cells. ``url`` is its address."""

    def __init__(self, root: Element, url: str) -> None:
        self._root = root
        self._url = url
        self._any_link = False
        self._torn = False

    def cells(self, element: Element, layout: str | None) -> str:
        """Those of an element, by its kind or by ``layout``."""
        kind = "grid" if layout == "labels" else layout or _KINDS.get(element.tag)
        target = element
        if kind is None:
            target = next(element.iter("table", "dl", "pre"), element)
            kind = _KINDS.get(target.tag) or ("text" if next(element.iter(*_FIELDS), None) is None else "form")
        elif _KINDS.get(element.tag) != kind and kind in _WANTED:
            target = next(element.iter(_WANTED[kind]), element)
        readers = {"grid": self._grid, "list": self._list, "form": self._form, "text": self._text}
        return json.dumps(readers[kind](target), ensure_ascii=False, separators=(",", ":"))

    def _answer(self, kind: str, rows: list[Any], **others: object) -> dict[str, object]:
        answer: dict[str, object] = {"kind": kind}
        if self._any_link:
            base = next(self._root.iter("base"), None)
            href = None if base is None else base.get("href")
            answer["base"] = urldefrag(urljoin(self._url, href.strip()) if href else self._url)[0]
        return answer | {name: value for name, value in others.items() if value is not None} | {"rows": rows}

    def _cell(self, node: Element) -> str | dict[str, object]:
        cell, torn = cell_of(node)
        self._torn = self._torn or torn
        self._any_link = self._any_link or (isinstance(cell, dict) and "links" in cell)
        return cell

    def _grid(self, table: Element) -> dict[str, object]:
        answer = self._sections(sections_of(table))
        return self._sections(torn_sections_of(table)) if self._torn else answer

    def _sections(self, sections: Iterable[tuple[str, list[Row]]]) -> dict[str, object]:
        rows: list[list[Any]] = []
        classes: list[str] = []
        hidden: list[int] = []
        parts: list[tuple[str, int]] = []
        for part, section in sections:
            parts.append((part, len(section)))
            hidden += [len(rows) + number for number, row in enumerate(section) if row.hidden]
            classes += [neat(" ".join(row.classes())) for row in section]
            rows += [[self._cell(cell) for cell in row.cells] for row in section]
        return self._answer("grid", rows, parts=parts, classes=classes if any(classes) else None, hidden=hidden or None)

    def _list(self, dl: Element) -> dict[str, object]:
        rows: list[list[Any]] = []
        label: Any = None
        for node in _entries(_unnested(dl)):
            if node.tag == "dt":
                if label is not None:
                    rows.append([label, ""])
                label = self._cell(node)
            else:
                rows.append(["" if label is None else label, self._cell(node)])
                label = None
        if label is not None:
            rows.append([label, ""])
        return self._answer("list", rows)

    def _form(self, form: Element) -> dict[str, object]:
        labels: dict[str, Element] = {}
        for label in self._root.iter("label"):
            labels.setdefault(label.get("for"), label)
        rows: list[list[Any]] = []
        groups: dict[str, list[Any]] = {}
        for field in form.iter(*_FIELDS):
            kind, name = type_of(field), field.get("name")
            if kind in SECRET | BUTTONS | {"image"}:
                continue
            own = _own_label(field, labels)
            if kind == "radio" and name:
                if name not in groups:
                    groups[name] = [_legend(field) or _before(field) or name, ""]
                    rows.append(groups[name])
                if field.get("checked") is not None:
                    groups[name][1] = own or value_of(field) or "on"
                continue
            found = ElementText()
            found.field(field)
            filled = {"values": found.values, "checked": found.checked}
            label_text = own or field.get("aria-label") or _before(field) or name or field.get("id") or ""
            rows.append([label_text, {"text": ""} | {name: value for name, value in filled.items() if value}])
        return self._answer("form", rows)

    @staticmethod
    def _text(node: Element) -> dict[str, object]:
        kept = node.tag == "pre"
        if node.tag == "textarea":
            return {"kind": "text", "text": value_of(node).strip(" \n")}
        found = ElementText(screen=kept)
        found.walk(node, kept=kept)
        return {"kind": "text", "text": found.raw().removeprefix("\n") if kept else found.shown()}


def _unnested(dl: Element) -> Element:
    """The list with its entries beside each other: libxml2 puts those behind one that was not closed inside of it."""
    for node in reversed(list(dl.iter("dt", "dd"))):
        while (around := node.getparent()).tag in {"dt", "dd"}:
            around.addnext(node)
    return dl


def _entries(dl: Element) -> Iterator[Element]:
    for node in dl:
        if node.tag in {"dt", "dd"}:
            yield node
        elif node.tag == "div":
            yield from node.iterchildren("dt", "dd")


def _shown(node: Element | None) -> str:
    if node is None:
        return ""
    found = ElementText()
    found.walk(node)
    return found.shown()


def _own_label(field: Element, labels: dict[str, Element]) -> str:
    by_id = labels.get(field.get("id")) if field.get("id") is not None else None
    return _shown(by_id if by_id is not None else next(field.iterancestors("label"), None))


def _before(field: Element) -> str:
    cell = next(field.iterancestors("td", "th"), None)
    return "" if cell is None else _shown(cell.getprevious())


def _legend(field: Element) -> str:
    fieldset = next(field.iterancestors("fieldset"), None)
    return "" if fieldset is None else _shown(next(fieldset.iter("legend"), None))
