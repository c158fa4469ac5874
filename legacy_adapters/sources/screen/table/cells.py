r"""The script that a browser runs on a table, list or form, and the form of its answer.

The answer is one JSON text, an object of:

- ``kind``: ``grid`` (rows of cells), ``list`` and ``form`` (rows of a label and a cell), ``text`` (``text`` alone);
- ``rows``: lists of cells. A cell is its text; or an object of ``text`` and what else there is: ``colspan``,
  ``rowspan`` (0: to the end of its part), ``hidden``, ``header`` (a ``th``), ``links`` (as written), ``images`` (their
  titles), ``values`` (of fields in it; never of password fields), ``checked``;
- ``base``, where there are links: what they are relative to;
- of a grid: ``parts``, as ``["head" | "body" | "foot", number of rows]``; ``classes`` of each row and its cells, where
  there are any; ``hidden``, the rows (from 0) that are not shown.

Runs of white space are one blank already, line breaks and blocks are ``\n``, no-break spaces are left as they are.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _script(name: str) -> str:
    return (files("legacy_adapters.sources.screen.table") / name).read_text(encoding="utf-8")


def __getattr__(name: str) -> str:
    # Read once they are wanted: most runs have no screen.
    match name:
        case "CELLS_SCRIPT":
            return _script("cells.js")
        case "LANDMARKS_SCRIPT":
            return _script("landmarks.js")
        case _:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
