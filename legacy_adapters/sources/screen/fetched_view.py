"""A page that was fetched and not shown: what a recipe's places are in its HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self, cast
from urllib.parse import urljoin

from lxml import etree

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.addresses import shown
from legacy_adapters.sources.screen.screen import Fetched, Place
from legacy_adapters.sources.screen.table.charsets import charset_of, decode
from legacy_adapters.sources.screen.table.element_text import (
    BUTTONS,
    ElementText,
    is_hidden,
    neat,
    parse,
    type_of,
    value_of,
)
from legacy_adapters.sources.screen.table.markup import Markup, elements

_ADDRESSES = frozenset({"href", "src", "action"})
_SILENT = frozenset({"script", "style", "noscript", "head"})
_TEXT = re.compile(r"text=(?:\"(?P<exact>.*)\"|'(?P<quoted>.*)'|(?P<part>.*))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FetchedView:
    """Fulfils ``View``. It is the document of one frame, so the frames of a place are not looked at."""

    root: Any
    address: str
    _known: dict[str, list[Any]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, page: Fetched, charset: str | None) -> Self:
        """A page as it came; ``charset`` where it does not declare one."""
        found = charset_of(page.body, page.headers.get("content-type", ""), charset)
        root = parse(decode(page.body, found))
        return cls(etree.Element("html") if root is None else root, page.url)

    def cells(self, place: Place) -> str:
        """The table there. Raises ``SourceChanged`` where there is none, ``ConfigError`` for a place that only a
        browser can find."""
        return Markup(self.root, self.address).cells(self._element(place), None)

    def has(self, place: Place) -> bool:
        """Whether something is there that would be seen."""
        return any(not _unseen(element) for element in self._find(place))

    def text(self, place: Place) -> str:
        """The text of the first element there; of a field, its value."""
        element = self._element(place)
        if element.tag == "select":
            return _value_chosen(element)
        if element.tag in ("input", "textarea"):
            return value_of(element)
        found = ElementText()
        found.walk(element)
        return found.shown()

    def attribute(self, place: Place, name: str) -> str | None:
        """An attribute of the first element there; addresses are whole."""
        value = cast("str | None", self._element(place).get(name))
        if value is None or name not in _ADDRESSES or value.lower().startswith("javascript:"):
            return value
        base = next(self.root.iter("base"), None)
        href = None if base is None else base.get("href")
        return urljoin(urljoin(self.address, href) if href else self.address, value.strip())

    def content(self, frames: Sequence[str] = ()) -> str:
        """The document as HTML."""
        return cast("str", etree.tostring(self.root, encoding="unicode", method="html"))

    def _element(self, place: Place) -> Any:
        found = self._find(place)
        if not found:
            raise SourceChanged(f"there is no {place} on the page", where=shown(self.address))
        return found[0]

    def _find(self, place: Place) -> list[Any]:
        # Whether something is there is asked before what it says: of a page of 1,000 cells that takes as long again.
        found = self._known.get(place.selector)
        if found is None:
            found = self._known[place.selector] = self._searched(place)
        return found

    def _searched(self, place: Place) -> list[Any]:
        wanted = _TEXT.fullmatch(place.selector)
        if wanted is None:
            return elements(self.root, place.selector)
        exact = wanted["exact"] if wanted["exact"] is not None else wanted["quoted"]
        return _with_text(self.root, wanted["part"] or "", exact)


def _with_text(root: Any, part: str, exact: str | None) -> list[Any]:
    """The innermost elements whose text is ``exact``, or has ``part`` in it whatever its case, as Playwright finds
    them."""
    texts = _texts(root)
    found = []
    for element, said in texts.items():
        text = " ".join(said.split())
        if text == exact if exact is not None else part.strip().lower() in text.lower():
            found.append(element)
    inside = {ancestor for element in found for ancestor in element.iterancestors()}
    return [element for element in found if element not in inside]


def _value_chosen(select: Any) -> str:
    """The value of a list as a browser has it: that of the last option that is marked, or of the first one."""
    options = list(select.iter("option"))
    for option in [option for option in options if option.get("selected") is not None][-1:] or options[:1]:
        value = option.get("value")
        return neat("".join(option.itertext())) if value is None else str(value)
    return ""


def _texts(root: Any) -> dict[Any, str]:
    """What each element says with all that is in it, in the order of the document; scripts and the head say nothing."""
    texts: dict[Any, str] = {}
    for element in reversed(list(root.iter(etree.Element))):
        if element.tag == "input":
            texts[element] = value_of(element) if type_of(element) in BUTTONS else ""
        elif element.tag not in _SILENT:
            inside = [texts.get(child, "") + (child.tail or "") for child in element]
            texts[element] = (element.text or "") + "".join(inside)
    silent = {element for tag in _SILENT for top in root.iter(tag) for element in top.iter(etree.Element)}
    return {element: text for element, text in reversed(texts.items()) if element not in silent}


def _unseen(element: Any) -> bool:
    return is_hidden(element) or any(is_hidden(ancestor) for ancestor in element.iterancestors())
