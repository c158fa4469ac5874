"""What else turns the XML ledger into a CSV file, in a process of its own.

``python -m benchmarks.xml_peers NAME XML CSV``. Peers
copy the text of the elements. They neither map, nor check, nor count, nor can they be resumed.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat as parsers

from benchmarks.xml_data import NAMES


def lxml(source: Path, out: Path) -> None:
    """lxml's ``iterparse`` as it is written by hand, clearing what was read."""
    from lxml import etree

    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(NAMES)
        for _, entry in etree.iterparse(source, tag="Entry"):
            row = {child.tag: child.text for child in entry}
            writer.writerow([row.get(tag) for tag in NAMES.values()])
            entry.clear()
            while entry.getprevious() is not None:
                del entry.getparent()[0]


def expat(source: Path, out: Path) -> None:
    """expat's handlers, of the standard library."""
    row: dict[str, str] = {}
    texts: list[str] = []
    with source.open("rb") as file, out.open("w", newline="", encoding="utf-8") as written:
        writer = csv.writer(written)
        writer.writerow(NAMES)

        def end(tag: str) -> None:
            if tag == "Entry":
                writer.writerow([row.get(name) for name in NAMES.values()])
                row.clear()
            else:
                row[tag] = "".join(texts)

        parser: Any = parsers.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda *_: texts.clear()
        parser.EndElementHandler = end
        parser.CharacterDataHandler = texts.append
        parser.ParseFile(file)


def pandas(source: Path, out: Path) -> None:
    """``read_xml`` with ``iterparse``, every column as text."""
    import pandas as pd

    frame: Any = pd.read_xml(source, iterparse={"Entry": list(NAMES.values())}, parser="lxml", dtype=str)
    frame.rename(columns={tag: name for name, tag in NAMES.items()}).to_csv(out, index=False)


PEERS: Mapping[str, Callable[[Path, Path], None]] = {peer.__name__: peer for peer in (lxml, expat, pandas)}


if __name__ == "__main__":
    PEERS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
