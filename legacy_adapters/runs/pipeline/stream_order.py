"""Which streams come after which: how the pipeline file says it, and the order that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field, field_validator

from legacy_adapters.mapping.shorthand import Names, Settings


class ComesAfter(Settings):
    """A stream that another one is read after, and whose rejected records keep back the records that refer to them."""

    stream: str = Field(description="The stream to be read before.")
    by: Names | None = Field(
        None,
        description="The fields that name a record of that stream, in the order of its key without company_id; the "
        "fields of the same names unless stated.",
    )


class Dependencies(Settings):
    """What a stream says of others, beside its mapping."""

    after: tuple[ComesAfter, ...] = Field(
        description="The streams that are read before this one: a row that refers to a record rejected there is set "
        "aside too. A name, `{stream: invoices, by: [document_id]}`, or a list of them."
    )

    @field_validator("after", mode="before")
    @classmethod
    def _from_short(cls, value: Any) -> Any:
        stated = value if isinstance(value, (list, tuple)) else [value]
        return [{"stream": one} if isinstance(one, str) else one for one in stated]


def in_order(streams: Mapping[str, Sequence[str]]) -> list[str]:
    """The names of streams, each behind those that it comes after (its value), otherwise as they are given.

    Of names that are in a circle, or behind one, there is none; unknown names are left alone.
    """
    ordered: dict[str, None] = {}
    while ready := next((name for name in streams if name not in ordered and _is_ready(name, streams, ordered)), None):
        ordered[ready] = None
    return list(ordered)


def circle(streams: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Streams that come after each other in a circle, the first one again at the end; none where there is none."""
    ordered = in_order(streams)
    stuck = [name for name in streams if name not in ordered]
    way: list[str] = []
    while stuck and (not way or way[-1] not in way[:-1]):
        way.append(next(name for name in streams[way[-1]] if name in stuck) if way else stuck[0])
    return tuple(way[way.index(way[-1]) :]) if way else ()


def _is_ready(name: str, streams: Mapping[str, Sequence[str]], ordered: Mapping[str, None]) -> bool:
    return all(before in ordered for before in streams[name] if before in streams)
