"""What must hold between the parts of a pipeline, although each of them is right by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legacy_adapters.core.secrets import passwords_in
from legacy_adapters.runs.pipeline.destinations import Destination, SpoolSettings, problem
from legacy_adapters.runs.pipeline.placeholders import key_of
from legacy_adapters.runs.pipeline.settings_errors import KeyPath, Problems
from legacy_adapters.runs.pipeline.yaml_file import Node, Place

APART = ("{run}", "{date}")
"""What makes the files of one run other files than those of the one before."""


def check_replace(growing: Sequence[GrowingStream], sink: Any, problems: Problems) -> None:
    """A run has only what is new of such a stream: into ``mode: replace`` it would take the rest away."""
    path = getattr(sink, "path", None)
    if getattr(sink, "mode", None) != "replace" or not isinstance(path, str) or any(one in path for one in APART):
        return
    for stream in growing:
        problems.add(
            stream.place,
            stream.path,
            f"{stream.what} cannot replace what earlier runs delivered",
            "Set `mode: append` at the sink, or let its path have {run} or {date}.",
        )


def check_destinations(
    destinations: tuple[Destination, ...], spool: SpoolSettings | None, top: Node, problems: Problems
) -> None:
    """Several sinks have names of their own, and all get a run whole."""
    what = problem(destinations, spool) if destinations else None
    if what is not None:
        key = "sinks" if top.child("sinks") is not None else "sink"
        problems.add((top.child(key) or top).place, (key,), what)


def check_state(growing: Sequence[GrowingStream], names: Collection[str], problems: Problems) -> None:
    """Runs with other parameters must not share what they remember: one would skip what another has read.

    ``names`` are parameters that were given from outside, choose what is read, and are no part of the pipeline's name.
    """
    for stream in growing if names else ():
        listed = ", ".join(sorted(names))
        example = "".join(f"-${{param:{name}}}" for name in sorted(names))
        problems.add(
            stream.place,
            stream.path,
            f"{listed} chooses what is read, but runs with another {listed} would share one {stream.memory}",
            f"Make it a part of the name, such as `name: gl{example}`.",
        )


@dataclass(frozen=True, slots=True)
class GrowingStream:
    """A stream of which each run reads only what is new, and what says so: where, and in words."""

    place: Place
    path: KeyPath
    what: str
    memory: str


def growing_streams(streams: Node, source: object) -> Sequence[GrowingStream]:
    """The incremental streams; all of them, where each piece of the source is taken once."""
    found = []
    takes_once = getattr(source, "takes_once", "")
    for name, stream in streams.value.items() if isinstance(streams.value, Mapping) else ():
        node = stream.child("incremental")
        if takes_once:
            what, memory = f"{takes_once} that are taken once", f"memory of {takes_once}"
            found.append(GrowingStream(stream.place, ("streams", name), what, memory))
        elif node is not None and node.value is not None:
            path = ("streams", name, "incremental")
            found.append(GrowingStream(node.place, path, "an incremental stream", "watermark"))
    return found


def literal_passwords(shown: Node, path: KeyPath = ()) -> Iterator[str]:
    """A note for every password that stands in the file itself, in a URL or a connection string."""
    match shown.value:
        case Mapping() as children:
            for key, child in children.items():
                yield from literal_passwords(child, (*path, key))
        case tuple() as items:
            for i, item in enumerate(items):
                yield from literal_passwords(item, (*path, i))
        case str() as text:
            if any("${" not in password for password in passwords_in(text)):
                yield f"{shown.place}: {key_of(path)} holds a password; better name it, as ${{env:NAME}}"
        case _:
            pass
