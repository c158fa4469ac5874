"""The recipes that screens are measured with."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from benchmarks.screen_site import ROWS, row

_HEADER: Final = ", ".join(f"Column {number}" for number in range(1, 11))

PAGES: Final = f"""\
version: 1
url: "{{address}}/bench/pages?page=1&pages={{pages}}"
params: {{address: ~, pages: ~}}
table: {{at: "#grid", header: [{_HEADER}]}}
key: [Column 1]
next:
  link: "#next"
  page: {{at: "#lblPage", matches: "Page (\\\\d+) of"}}
  pages: {{at: "#lblPage", matches: "of (\\\\d+)"}}
total:
  count: {{at: "#lblCount", matches: "([\\\\d,]+) records"}}
"""

SESSION: Final = PAGES + "session: true\n"

DETAILS: Final = f"""\
version: 1
url: "{{address}}/bench/pages?page=1&pages={{pages}}"
params: {{address: ~, pages: ~}}
table: {{at: "#grid", header: [{_HEADER}]}}
details:
  address: "/bench/table?rows=1&columns=2&of={{Column 1}}"
  table: {{at: "#grid", header: [Column 1, Column 2]}}
  prefix: "Detail "
pace: {{contexts: CONTEXTS}}
"""


def details(contexts: int) -> str:
    """A page for each row of the list, so many at the same time."""
    return DETAILS.replace("CONTEXTS", str(contexts))


def written(folder: Path, name: str, text: str) -> Path:
    """The recipe as a file."""
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def of_pages(pages: int, *, detailed: bool = False) -> list[list[str]]:
    """What a copy of so many pages holds, its header first; with what the page of each row shows behind it."""
    header = [f"Column {number}" for number in range(1, 11)]
    more = row(1, 2) if detailed else []
    names = [f"Detail {name}" for name in header[: len(more)]]
    return [header + names, *(row(number) + more for number in range(1, pages * ROWS + 1))]
