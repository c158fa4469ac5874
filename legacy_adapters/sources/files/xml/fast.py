"""The fast lane: flat records, by xml2arrow, and the proof that it has seen everything.

xml2arrow takes the values of paths that it is told, and does not look at the rest: an element it was not told of, text
beside elements, a file that ends too early are nothing to it. So every piece is counted: the tags that its values
account for are all the tags there are, and the characters of its values are all the text there is. Where the count
does not come out, or something stands in the piece that it reads differently, the general engine reads that piece.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from legacy_adapters.core.batch import Array
from legacy_adapters.sources.files.xml.chunks import Chunk
from legacy_adapters.sources.files.xml.counting import Positions, lines_of
from legacy_adapters.sources.files.xml.encoding import Encoding
from legacy_adapters.sources.files.xml.engine import Plan
from legacy_adapters.sources.files.xml.frame import Start
from legacy_adapters.sources.files.xml.paths import FieldPath, learnt_path
from legacy_adapters.sources.files.xml.proof import Account, Leaf, first_tags, has_carriage_return
from legacy_adapters.sources.files.xml.rows import Rows
from legacy_adapters.sources.files.xml.shape import OWN_TEXT, Shape

pc: Any = pyarrow.compute

_FRAME = "r"


def fast_lane(plan: Plan, start: Start, shape: Shape) -> FastLane | None:
    """The fast lane for a file; None where the settings, or its first records, say what it cannot do."""
    record, layout = plan.layout.record, plan.layout
    if not plan.is_plain or plan.validation is not None or b":" in start.tag or shape.prefixed or not shape.is_flat:
        return None
    if any(len(values) > 1 for values in start.frame.around):
        return None
    paths = {path: learnt_path(path) for path in shape.leaves()}
    wanted = [column.path for column in layout.columns if column.path.inside]
    steps = [step for path in wanted for step in (*path.steps, *((path.attribute,) if path.attribute else ()))]
    if any(step.uri is not None for step in (*steps, *record.steps)):
        return None
    for path in wanted:
        paths.setdefault(_text(path), path)
    parents = {"/".join(names[:end]) for names in map(_names, paths.values()) for end in range(len(names))}
    if any(_text(path) in parents and path.attribute is None and path.steps for path in paths.values()):
        return None
    if OWN_TEXT in paths and any(path.steps for path in paths.values()):
        return None
    return FastLane(plan, start, [Leaf.of(path) for path in paths.values()])


def _names(path: FieldPath) -> Sequence[str]:
    return [step.local for step in path.steps]


def _text(path: FieldPath) -> str:
    names = [*_names(path), *([f"@{path.attribute.local}"] if path.attribute else [])]
    return "/".join(names) or OWN_TEXT


@dataclass(frozen=True, slots=True)
class Parsed:
    """A part in UTF-8, and the values that were found in it, one column for each leaf."""

    text: bytes
    values: pa.RecordBatch


class FastLane:
    """Reads parts of one file; ``leaves`` is all that its records are known to hold."""

    def __init__(self, plan: Plan, start: Start, leaves: Sequence[Leaf]) -> None:
        self._plan, self._start = plan, start
        self._leaves = leaves
        places = {_text(leaf.path): number for number, leaf in enumerate(leaves)}
        self._columns = [places[_text(c.path)] if c.path.inside else -1 for c in plan.layout.columns]
        self._tag = start.tag.decode()
        self._parser = _parser(self._tag, leaves)

    def parse(self, chunk: Chunk) -> Parsed | None:
        """The values of a part, which may not be all that stands in it; None where they cannot be had. Other threads
        can work meanwhile."""
        import xml2arrow

        text = _as_utf8(chunk.data or b"", self._plan.prologue.encoding)
        if text is None:
            return None
        try:
            framed = b"".join((f"<{_FRAME}>".encode(), text, f"</{_FRAME}>".encode()))
            return Parsed(text, self._parser.parse(framed)[_FRAME])
        except (xml2arrow.Xml2ArrowError, TypeError, ValueError):
            # Whatever it objects to, the other engine says what it is and where; a TypeError is one for bad UTF-8.
            return None

    def read(self, parsed: Parsed, line: int, records: int) -> Rows | None:
        """The rows of a part that begins in ``line``, before which ``records`` stand; None where the other engine has
        to read it."""
        text, found = parsed.text, parsed.values
        if b"\r" in text and has_carriage_return(found.columns):
            return None
        ends = first_tags(text, Account.of(self._tag, self._leaves, found.columns))
        if ends is None:
            return None
        lines = lines_of(np.frombuffer(text, np.uint8), ends, line)
        return Rows(self._cells(found), self._origins(lines, records))

    def _cells(self, found: pa.RecordBatch) -> pa.RecordBatch:
        beyond = iter(self._start.frame.around)
        columns: list[Array] = []
        for place in self._columns:
            if place < 0:
                columns.append(_constant(next(beyond), found.num_rows))
            else:
                column = found.column(place)
                empty = self._leaves[place].is_attribute
                columns.append(pc.if_else(pc.equal(column, ""), None, column) if empty else column)
        return pa.RecordBatch.from_arrays(columns, schema=self._plan.layout.schema)

    def _origins(self, lines: Positions, records: int) -> Array:
        numbers = pa.array(np.arange(records + 1, records + 1 + len(lines)))
        texts = [pc.cast(column, pa.string()) for column in (numbers, pa.array(lines))]
        name = self._plan.layout.record.name
        found: Array = pc.binary_join_element_wise(name, texts[0], "line", texts[1], " ")
        return found


def _constant(values: Sequence[str], rows: int) -> Array:
    """A value from around the records, the same for all."""
    value: Any = pa.scalar(values[0] if values else None, pa.string())
    found: Array = pa.repeat(value, rows)
    return found


def _as_utf8(data: bytes, encoding: Encoding) -> bytes | None:
    if encoding.is_utf8:
        return data
    try:
        return data.decode(encoding.codec).encode()
    except UnicodeDecodeError:
        return None


def _parser(tag: str, leaves: Sequence[Leaf]) -> Any:
    """xml2arrow takes its settings from a file; what is JSON is also YAML."""
    import xml2arrow

    fields = [
        {"name": str(number), "xml_path": f"/{_FRAME}/{tag}{leaf.below}", "data_type": "Utf8", "nullable": True}
        for number, leaf in enumerate(leaves)
    ]
    tables = {"tables": [{"name": _FRAME, "xml_path": f"/{_FRAME}", "levels": [], "fields": fields}]}
    with tempfile.TemporaryDirectory(prefix="legacy-adapters-") as folder:
        file = Path(folder) / "fields.yaml"
        file.write_text(json.dumps(tables), encoding="utf-8")
        return xml2arrow.XmlToArrowParser(file)
