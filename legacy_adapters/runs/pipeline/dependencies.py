"""What is wrong with the order of the streams of a pipeline file, and with how they refer to each other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.pipeline.links import links
from legacy_adapters.runs.pipeline.settings import StreamSettings
from legacy_adapters.runs.pipeline.settings_errors import KeyPath, Problems
from legacy_adapters.runs.pipeline.stream_order import circle
from legacy_adapters.runs.pipeline.yaml_file import Node, Place
from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.schema.entity import nearest


def check_dependencies(streams: Mapping[str, StreamSettings], node: Node, folder: Path, problems: Problems) -> None:
    """Notes streams that are not there, that come after each other in a circle, or do not refer to each other.

    ``streams`` are those that are right by themselves, ``node`` is what the file has of all.
    """
    written = list(node.value) if isinstance(node.value, Mapping) else []
    for name, stream in streams.items():
        for i, after in enumerate(stream.after):
            place, path = _where(node, name, i)
            if after.stream not in written:
                hint = nearest(after.stream, [one for one in written if one != name])
                problems.add(place, path, f"there is no stream {after.stream!r}", hint)
            elif after.stream != name and after.stream in streams:
                try:
                    links(stream, after, streams[after.stream], partial(load_entity, project=folder))
                except ConfigError as error:
                    problems.add(place, path, error.message, error.hint)
    around = circle({name: [after.stream for after in stream.after] for name, stream in streams.items()})
    if around:
        names = [after.stream for after in streams[around[0]].after]
        place, path = _where(node, around[0], names.index(around[1]))
        what = "a stream cannot come after itself" if len(around) == 2 else f"a circle: {' after '.join(around)}"
        problems.add(place, path, what, "Take one of them out.")


def _where(streams: Node, name: str, number: int) -> tuple[Place, KeyPath]:
    """Where the ``number``-th stream that one comes after is stated."""
    stream = streams.child(name)
    after = stream.child("after") if stream else None
    assert after is not None, "it was read from there"
    path: KeyPath = ("streams", name, "after")
    one = after.child(number) if isinstance(after.value, tuple) else None
    return (after.place, path) if one is None else (one.place, (*path, number))
