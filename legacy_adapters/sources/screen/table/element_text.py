"""What a browser shows of an HTML element, as text, and what else is in it: the walk of ``cells.js``, in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

UNSHOWN = frozenset({"script", "style", "template", "noscript", "iframe", "datalist"})
_NAMES = """
address article aside blockquote caption center dd details dir div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6
header hr legend li main menu nav ol p pre section summary table tbody tfoot thead tr ul
"""
BLOCKS = frozenset(_NAMES.split())
"""Elements that have lines of their own."""
BUTTONS = frozenset({"submit", "button", "reset"})
SECRET = frozenset({"hidden", "password", "file"})
"""Kinds of fields whose value nobody sees."""

_TELLING = frozenset({"style", "colspan", "rowspan", "hidden"})
"""Attributes that say more of a cell than how it looks."""

_HIDDEN = re.compile(r"(^|;)\s*display\s*:\s*none", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\f\r]+")
_UNTIDY = re.compile(r"^ | $|[\t\n\f\r]| {2}")
_WHOLE = re.compile(r"\s*([0-9]+)")
_SCREEN_FIELD = 20
_MOST_PLACES = 500
_STRUCTURE = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th"})


def neat(text: str) -> str:
    """Text with every run of white space as one blank, and none at the ends."""
    return _SPACE.sub(" ", text).strip(" ") if _UNTIDY.search(text) else text


def is_hidden(node: Element) -> bool:
    """Whether an element is not shown by its own attributes."""
    return bool(node.attrib) and ("hidden" in node.attrib or _HIDDEN.search(node.get("style", "")) is not None)


def type_of(field: Element) -> str:
    """The kind of a form field."""
    return (field.get("type") or "text").strip().lower() if field.tag == "input" else str(field.tag)


def whole(text: str | None, default: int) -> int:
    """A number as HTML reads one: digits at the beginning."""
    found = _WHOLE.match(text or "")
    return int(found.group(1)[:9]) if found else default


def title_of(image: Element) -> str:
    """What an image says of itself."""
    return neat(image.get("title") or image.get("alt") or "")


def value_of(field: Element) -> str:
    """The value of a field into which one writes."""
    if field.tag == "textarea":
        return "".join(field.itertext()).removeprefix("\n")
    return str(field.get("value") or "").replace("\n", "")


def chosen(select: Element) -> list[str]:
    """What the chosen options of a list show."""
    options = list(select.iter("option"))
    found = [option for option in options if option.get("selected") is not None]
    if select.get("multiple") is None:
        found = found[-1:]
        if not found and whole(select.get("size"), 1) <= 1:
            found = [option for option in options if not _disabled(option)][:1]
    return [neat("".join(option.itertext())) for option in found]


def _disabled(option: Element) -> bool:
    group = option.getparent()
    off = group is not None and group.tag == "optgroup" and group.get("disabled") is not None
    return off or option.get("disabled") is not None


class ElementText:
    """Gathers the text of elements, and beside it the ``links``, ``images``, ``values`` and ``checked`` in them.

    ``screen``: white space is kept and fields take the places that they have on the screen, as in a ``pre``.
    ``torn`` tells that there were rows or cells in a cell that are of no table in it: where tags are not closed,
    libxml2 leaves them there. They are cells of their own, and no part of the text.
    """

    def __init__(self, *, screen: bool = False) -> None:
        self.links: list[str] = []
        self.images: list[str] = []
        self.values: list[str] = []
        self.checked: list[bool] = []
        self.torn = False
        self._parts: list[str] = []
        self._line = False
        self._screen = screen
        self._in_cell = False
        self._tables = 0

    def walk(self, root: Element, *, kept: bool = False) -> None:
        """Takes in what is inside of an element; ``kept``: with its white space. Deep nesting needs no deep stack."""
        self._in_cell = root.tag in {"td", "th"}
        self._data(root.text, kept)
        todo: list[tuple[Iterator[Element], Element, bool]] = [(iter(root), None, kept)]
        while todo:
            children, element, kept = todo[-1]
            child = next(children, None)
            if child is None:
                todo.pop()
                if element is not None:
                    outside = todo[-1][2]
                    self._tables -= element.tag == "table"
                    self._line = self._line or (not outside and element.tag in BLOCKS)
                    self._data(element.tail, outside)
            elif self._enters(child, kept):
                inside = kept or child.tag == "pre"
                self._data(child.text, inside)
                todo.append((iter(child), child, inside))
            else:
                self._data(child.tail, kept)

    def raw(self) -> str:
        """The text with all its white space."""
        return "".join(self._parts)

    def shown(self) -> str:
        """The text without blank lines and blanks at its ends."""
        return self.raw().strip(" \n")

    def field(self, node: Element, *, kept: bool = False) -> None:
        """Takes in a form field."""
        kind = type_of(node)
        if kind in SECRET:
            return
        if kind in {"checkbox", "radio"}:
            self.checked.append(node.get("checked") is not None)
        elif kind == "image":
            self.images.append(title_of(node))
        elif kind in BUTTONS:
            self._add(f" {value_of(node)} ")
        elif kind == "select":
            self.values.extend(chosen(node))
        else:
            self.values.append(value_of(node))
            if kept and self._screen:
                self._put(value_of(node).ljust(min(whole(node.get("size"), 0) or _SCREEN_FIELD, _MOST_PLACES)))

    def _enters(self, node: Element, kept: bool) -> bool:
        """Takes in an element's beginning, and says whether what is inside is to be walked through."""
        name = node.tag
        if not isinstance(name, str) or name in UNSHOWN or is_hidden(node):
            return False
        if name in _STRUCTURE and self._in_cell and not self._tables:
            self.torn = True
            return False
        if name in {"input", "select", "textarea"}:
            self.field(node, kept=kept)
            return False
        if name == "br":
            self._break(kept)
            return False
        if name == "img":
            self.images.append(title_of(node))
            return False
        if name == "a" and node.get("href") is not None:
            self.links.append(node.get("href"))
        if not kept and name in {"td", "th"}:
            self._add(" ")
        self._tables += name == "table"
        self._line = self._line or (not kept and name in BLOCKS)
        return True

    def _data(self, text: str | None, kept: bool) -> None:
        if text:
            if kept:
                self._put(text)
            else:
                self._add(text)

    def _add(self, text: str) -> None:
        text = _SPACE.sub(" ", text)
        if self._line and text not in {" ", ""}:
            self._cut()
            if self._parts and not self._parts[-1].endswith("\n"):
                self._parts.append("\n")
            self._line = False
        if self._line:
            return
        if text.startswith(" ") and (not self._parts or self._parts[-1].endswith((" ", "\n"))):
            text = text[1:]
        self._put(text)

    def _break(self, kept: bool) -> None:
        if not kept:
            self._cut()
            self._line = False
        self._put("\n")

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)

    def _cut(self) -> None:
        if self._parts and self._parts[-1].endswith(" "):
            last = self._parts.pop()[:-1]
            self._put(last)


def cell_of(node: Element) -> tuple[str | dict[str, object], bool]:
    """A cell as ``cells.py`` describes it, and whether it was ``torn``."""
    header = node.tag == "th"
    plain = not len(node)
    names = node.keys()
    if plain and not header and (not names or _TELLING.isdisjoint(names)):
        return neat(node.text or ""), False
    cell: dict[str, object] = {"text": ""}
    found = ElementText()
    if plain:
        cell["text"] = neat(node.text or "")
    else:
        found.walk(node, kept=node.tag == "pre")
        cell["text"] = found.shown()
    colspan = min(whole(node.get("colspan"), 1), 1000) or 1
    rowspan = min(whole(node.get("rowspan"), 1), 65534)
    others = {
        "colspan": colspan if colspan > 1 else None,
        "rowspan": rowspan if rowspan != 1 else None,
        "hidden": is_hidden(node) or None,
        "header": header or None,
        "links": found.links,
        "images": found.images,
        "values": found.values,
        "checked": found.checked,
    }
    cell |= {name: value for name, value in others.items() if value not in (None, [])}
    return cell if len(cell) > 1 else str(cell["text"]), found.torn


def parse(text: str) -> Element | None:
    """The tree of an HTML document; None where there is nothing in it."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
