"""The pieces of a source with the lanes that read them: a mapping is compiled for the columns that each one has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from legacy_adapters.core.errors import BadPart, ConfigError, LayoutDiffers
from legacy_adapters.core.protocols import Part, PartMemory
from legacy_adapters.runs.engine import Lane
from legacy_adapters.runs.lanes import CompiledStream, DeclaredStream, Making, compile_stream, make_lane, nothing_known
from legacy_adapters.runs.pieces.partwise import Piece
from legacy_adapters.runs.pipeline.pipeline import LoadedPipeline


@dataclass(frozen=True, slots=True)
class PartLanes:
    """Makes pieces of parts. Files of one kind have the same columns, so that few mappings are compiled."""

    loaded: LoadedPipeline
    streams: Mapping[str, DeclaredStream]
    making: Making
    memory: PartMemory
    _compiled: dict[tuple[str, pa.Schema], CompiledStream] = field(default_factory=dict)

    def pieces(self, parts: Iterator[Part[Any]]) -> Iterator[Piece]:
        """Each part with its lanes, or with why it cannot be taken.

        Raises ``ConfigError`` for a mapping that fits none: as long as it never fitted a part, it is the mapping that
        is wrong.
        """
        for part in parts:
            try:
                lanes = [self._lane(self.streams[name], part) for name in part.streams]
            except BadPart as error:
                yield Piece(part, (), error)
            else:
                yield Piece(part, lanes)

    def _lane(self, stream: DeclaredStream, part: Part[Any]) -> Lane:
        try:
            columns = part.schema(stream.name, stream.settings.source)
            compiled = self._compiled.get((stream.name, columns)) or compile_stream(self.loaded, stream, columns)
            lane = make_lane(compiled, part, self.making, nothing_known)
        except ConfigError as error:
            if not self.memory.any_taken(stream.name):
                hint = f"{error.hint} This is so in {part.shown}, the first file.".lstrip()
                raise type(error)(error.message, where=error.where, hint=hint) from error
            raise LayoutDiffers(error.message, where=f"{part.shown}: {error.where}", hint=error.hint) from error
        self._compiled[stream.name, columns] = compiled
        return lane
