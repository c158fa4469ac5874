"""Tables that lose nothing: a cell that is too long goes on in the next line, and what is in it is shown as it is."""

from __future__ import annotations

from collections.abc import Collection

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

NARROW = 100
"""Below this width, in characters, a table has no frame: its columns need the room."""

_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))} | {
    0x09: "\\t",
    0x0A: "\\n",
    0x0D: "\\r",
}


def printable(text: str) -> str:
    r"""A text from a source as a terminal may show it: control characters as ``\n`` or ``\x1b``, so that nothing that
    lies in a database can move the cursor or colour the screen."""
    return text.translate(_CONTROLS)


def printable_lines(text: str) -> str:
    """The same for a text whose line breaks are meant."""
    return "\n".join(map(printable, text.split("\n")))


def table(console: Console, *headings: str, title: str = "", numbers: Collection[str] = ()) -> Table:
    """An empty table for this console; the columns in ``numbers`` are set to the right."""
    narrow = console.width < NARROW
    found = Table(
        title=Text(title) if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD if narrow else box.HEAVY_HEAD,
        padding=0 if narrow else (0, 1),
        show_edge=not narrow,
    )
    for heading in headings:
        found.add_column(Text(heading), justify="right" if heading in numbers else "left", overflow="fold")
    return found


def add(to: Table, *cells: str | Text) -> None:
    """A row; a plain text is shown to the letter."""
    to.add_row(*(Text(printable(cell)) if isinstance(cell, str) else cell for cell in cells))
