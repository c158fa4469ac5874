"""Where the records of a file begin, and what stands around them: from there on parts can be read by themselves."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from legacy_adapters.sources.files.xml.engine import Frame, Plan
from legacy_adapters.sources.files.xml.parsing import new_parser
from legacy_adapters.sources.files.xml.pruning import prune
from legacy_adapters.sources.files.xml.surroundings import Surroundings

START_BYTES = 4 * 1024 * 1024
"""How far into a file its first record is looked for, and its columns learnt."""

_PLACE = "the records"


@dataclass(frozen=True, slots=True)
class Start:
    """The byte at which the first record begins, how its tag is written, its number of elements around, and what stands
    around all of the records of its parent: to be put before and behind a part of them."""

    offset: int
    tag: bytes
    frame: Frame
    suffix: bytes


def find_start(plan: Plan) -> Start | None:
    """The first record, if parts of the file can be read from there on: its signs can be found in its bytes, and the
    record stands in something."""
    name = plan.layout.record.name
    if not (plan.prologue.encoding.like_ascii and name.isascii()):
        return None
    with plan.path.open("rb") as file:
        head = file.read(START_BYTES)
    parser = new_parser([f"{{*}}{name}"], plan.encoding)
    try:
        start = _search(plan, head, parser)
    except etree.XMLSyntaxError:
        return None
    # Some errors, as of namespaces, are told at a file's end only: it has to be read as one.
    return None if len(parser.feed_error_log) else start


def _search(plan: Plan, head: bytes, parser: Any) -> Start | None:
    pattern = re.compile(rb"<((?:[A-Za-z_][\w.\-]*:)?" + re.escape(plan.layout.record.name.encode()) + rb")(?=[\s/>])")
    fed = 0
    for candidate in pattern.finditer(head):
        parser.feed(head[fed : candidate.start()])
        if any(event == "start" for event, _ in parser.read_events()):
            return None
        fed = head.find(b">", candidate.end()) + 1
        if fed == 0:
            return None
        parser.feed(head[candidate.start() : fed])
        begun = [element for event, element in parser.read_events() if event == "start"]
        if begun and _is_record(plan, begun[0]):
            return _start(plan, head, candidate.start(), candidate[1], begun[0])
    return None


def _is_record(plan: Plan, element: Any) -> bool:
    path = plan.layout.record
    names = [element.tag, *(above.tag for above in element.iterancestors())]
    if len(names) < len(path.steps) or (len(names) != len(path.steps) and not path.anywhere):
        return False
    return all(step.matches(tag) for step, tag in zip(reversed(path.steps), names, strict=False))


def _start(plan: Plan, head: bytes, offset: int, tag: bytes, record: Any) -> Start | None:
    depth = sum(1 for _ in record.iterancestors())
    if depth == 0:
        return None
    around = Surroundings(plan.layout.beyond).of(record)
    root = copy.deepcopy(record.getroottree().getroot())
    place = root
    for _ in range(depth):
        place = place[-1]
    prune(root, plan.kept, place)
    place.getparent().replace(place, etree.Comment(_PLACE))
    if not all(isinstance(one.tag, str) and one.tag.isascii() for one in root.iter(etree.Element)):
        return None
    text = etree.tostring(root, encoding="us-ascii", xml_declaration=False)
    prefix, _, suffix = text.partition(f"<!--{_PLACE}-->".encode())
    frame = Frame(prefix, depth, head.count(b"\n", 0, offset) + 1, 0, around)
    return Start(offset, tag, frame, suffix)
