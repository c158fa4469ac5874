"""Which framing a format's settings ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from legacy_adapters.sources.files.fixed.distinct import texts
from legacy_adapters.sources.files.fixed.framing.block import Framing
from legacy_adapters.sources.files.fixed.framing.counted import Counted
from legacy_adapters.sources.files.fixed.framing.fixed_length import FixedLength
from legacy_adapters.sources.files.fixed.framing.length_field import LengthField
from legacy_adapters.sources.files.fixed.framing.lines import Lines
from legacy_adapters.sources.files.fixed.placing import Placements
from legacy_adapters.sources.files.fixed.plan import IGNORED, Plan

if TYPE_CHECKING:
    from legacy_adapters.sources.files.fixed.settings import FixedFormat


def framing_name(settings: FixedFormat, plan: Plan) -> str:
    """The framing that is stated, or follows from what else is: lengths in front where their form is stated, one
    length where it is stated or the file is in EBCDIC, which has no lines; lines otherwise."""
    if settings.framing is not None:
        return settings.framing
    if settings.rdw is not None:
        return "rdw"
    return "fixed" if settings.record_length is not None or plan.charset.ebcdic else "lines"


def framing_of(settings: FixedFormat, plan: Plan) -> Framing:
    """How the records of a format's files are told apart."""
    match framing_name(settings, plan):
        case "lines":
            return Lines(plan.charset.line_ends, plan.charset.name == "utf-8")
        case "rdw":
            return LengthField() if settings.rdw is None else settings.rdw.framing()
        case "counted":
            return Counted(_Measure(plan, tuple(Placements(table.layout) for table in plan.tables)).size, plan.longest)
        case _:
            return FixedLength(settings.record_length or plan.longest)


@dataclass(frozen=True, slots=True)
class _Measure:
    """How long a record is by what it holds: its kind, then its counts."""

    plan: Plan
    placements: tuple[Placements, ...]

    def size(self, record: bytes) -> int | None:
        """See ``Counted``."""
        field = self.plan.type_field
        if field is None:
            return self.placements[0].size(record)
        cell = record[field.at : field.at + field.kind.width]
        if len(cell) < field.kind.width:
            return field.at + field.kind.width
        (code,) = texts(np.frombuffer(cell, np.uint8).reshape(1, -1), field.kind)
        table = field.tables.get(code, IGNORED)
        return None if table == IGNORED else self.placements[table].size(record)
