"""Where records and fields stand in a file, in a notation of a few signs.

    Ledger/Entry          a record: the elements from the root down
    //Entry               a record: wherever it stands
    Amount                a field: an element of the record, and below it Header/Date
    @id, Amount/@Ccy      an attribute
    .                     the text of the record itself
    ../Header/Date        a value of what is around the record: each .. goes one element up
    /Ledger/Header/Date   the same from the root

A name without a prefix stands for that name in whatever namespace; one with a prefix only for that of ``namespaces``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NAME = re.compile(r"[^\W\d][\w.\-·]*")


@dataclass(frozen=True, slots=True)
class Step:
    """One name of a path; ``uri`` None is any namespace."""

    local: str
    uri: str | None = None

    def matches(self, tag: str) -> bool:
        """Whether an element's or attribute's name, as lxml gives it (``{uri}local``), is meant."""
        uri, closed, local = tag[1:].rpartition("}") if tag[:1] == "{" else ("", "", tag)
        return local == self.local and (self.uri is None or self.uri == (uri if closed else ""))


@dataclass(frozen=True, slots=True)
class RecordPath:
    """The elements that are records. ``anywhere``: at any depth, if the last names are these."""

    steps: tuple[Step, ...]
    anywhere: bool = False

    @property
    def name(self) -> str:
        """The record's own name."""
        return self.steps[-1].local

    def __str__(self) -> str:
        return ("//" if self.anywhere else "") + "/".join(step.local for step in self.steps)


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A value, from the record on: ``up`` elements up (None: to the root), then down, then perhaps an attribute."""

    up: int | None
    steps: tuple[Step, ...]
    attribute: Step | None = None

    @property
    def inside(self) -> bool:
        """Whether it stands in the record itself."""
        return self.up == 0


def record_path(text: str, namespaces: Mapping[str, str]) -> RecordPath:
    """Reads the path of a record. Raises ``ValueError`` for what is none."""
    anywhere = text.startswith("//")
    names = text.strip().lstrip("/").split("/")
    return RecordPath(tuple(_step(name, text, namespaces) for name in names), anywhere)


def field_path(text: str, namespaces: Mapping[str, str]) -> FieldPath:
    """Reads the path of a field. Raises ``ValueError`` for what is none."""
    names = text.strip().split("/")
    up: int | None = 0
    if names[0] == "":
        up, names = None, names[1:]
    elif names == ["."]:
        return FieldPath(0, ())
    else:
        while names and names[0] == "..":
            up, names = (up or 0) + 1, names[1:]
    attribute = None
    if names and names[-1].startswith("@"):
        attribute, names = _step(names[-1][1:], text, namespaces), names[:-1]
    if (up is None and not names) or (up and not names and attribute is None):
        raise ValueError(f"{text!r} is no path to a value: name an element or an attribute")
    return FieldPath(up, tuple(_step(name, text, namespaces) for name in names), attribute)


def learnt_path(text: str) -> FieldPath:
    """The path of something in a record as it was found in a file: whatever its names are."""
    elements, at, attribute = text.rpartition("@")
    names = (elements if at else text).rstrip("/").split("/")
    steps = tuple(Step(name) for name in names if name not in {"", "."})
    return FieldPath(0, steps, Step(attribute) if at else None)


def _step(name: str, path: str, namespaces: Mapping[str, str]) -> Step:
    prefix, colon, local = name.rpartition(":")
    if not _NAME.fullmatch(local) or (colon and not _NAME.fullmatch(prefix)):
        raise ValueError(f"{path!r} is no path: {name!r} is not the name of an element")
    if not colon:
        return Step(local)
    if prefix not in namespaces:
        raise ValueError(f"{path!r}: the prefix {prefix!r} is not in `namespaces`")
    return Step(local, namespaces[prefix])
