"""What a cell shows, and what is taken from it besides."""

from __future__ import annotations

from functools import lru_cache
from typing import assert_never
from urllib.parse import urljoin

from legacy_adapters.sources.screen.table.settings import Extra
from legacy_adapters.sources.screen.table.spans import Cell

_SPACE = " \n\xa0"


def text_of(cell: Cell) -> str:
    """The text of a cell, then the values of the fields in it; of one with nothing but a checkbox, true or false."""
    if isinstance(cell, str):
        return cell
    shown = " ".join(part for part in (cell["text"], *cell.get("values", ())) if part)
    return shown or " ".join(map(_switch, cell.get("checked", ())))


def label_of(cell: Cell) -> str:
    """The text of a cell without what was filled in: a header may hold fields of a filter."""
    return cell if isinstance(cell, str) else str(cell["text"])


def without_nbsp(text: str) -> str:
    """Text with a blank for each no-break space, and none at its ends."""
    return text.replace("\xa0", " ").strip(_SPACE)


def extra_of(cell: Cell, extra: Extra, base: str) -> str | None:
    """What is taken from a cell besides its text, null where it has no such thing; several are a line each."""
    if isinstance(cell, str):
        return None
    found: list[str]
    match extra:
        case "link":
            found = [_address(base, link) for link in cell.get("links", ())]
        case "image":
            found = cell.get("images", [])
        case "value":
            found = cell.get("values", [])
        case "checked":
            found = [_switch(on) for on in cell.get("checked", ())]
        case _:
            assert_never(extra)
    return "\n".join(found) if found else None


def _switch(on: bool) -> str:
    return "true" if on else "false"


def _address(base: str, link: str) -> str:
    # Of thousands of links in a list most differ behind the question mark only.
    page, mark, query = link.strip(" \t\n\f\r").partition("?")
    return _joined(base, page) + mark + query if page else _joined(base, mark + query)


@lru_cache(maxsize=1024)
def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        # What is no address (`http://[`) is shown as it stands.
        return link
