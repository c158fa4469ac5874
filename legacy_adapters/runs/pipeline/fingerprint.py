"""What tells whether a run that was killed can be gone on with: the settings and files that decide what comes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

from legacy_adapters.runs.pipeline.yaml_file import Node

WITHOUT_EFFECT = frozenset({"owner", "purpose", "params", "extends", "max_rejects", "spool"})
"""Keys at the top that change no record (a parameter counts where it is used)."""

OF_PACE = frozenset({"max_rows_per_second", "connections", "hours", "timeout", "max_per_minute"})
"""Keys of a source or a sink that change when and how fast it works, not what comes out."""

_FILES = (".sql", ".csv", ".yaml", ".yml", ".json", ".txt")


def fingerprint_of(shown: Node, folder: Path) -> str:
    """A hash of a pipeline: its settings with parameters filled in and secrets by name, the contents of the files that
    they name, the project's entities, and the version of this package.

    A module named by a hook counts; what that module imports does not.
    """
    digest = hashlib.sha256()
    digest.update(metadata.version("legacy-adapters").encode() + b"\n")
    # The order of keys counts: replacements are worked off in it.
    digest.update(json.dumps(_effective(shown)).encode())
    for path in sorted({*_named(shown, folder), *folder.glob("entities/*.yaml")}):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"\n{path.relative_to(folder) if path.is_relative_to(folder) else path} {content}".encode())
    return digest.hexdigest()


def _effective(shown: Node) -> object:
    assert isinstance(shown.value, Mapping)
    settings = {key: node.plain() for key, node in shown.value.items() if key not in WITHOUT_EFFECT}
    for part in ("source", "sink"):
        stated = settings.get(part)
        if isinstance(stated, dict):
            settings[part] = {key: value for key, value in stated.items() if key not in OF_PACE}
    return settings


def _named(shown: Node, folder: Path) -> Iterator[Path]:
    """The files that streams and their mappings name."""
    streams = shown.child("streams")
    for key, text in _texts(streams) if streams else ():
        if key == "hook":
            module = folder / text.partition(":")[0].replace(".", "/")
            yield from (path for path in (module.with_suffix(".py"), module / "__init__.py") if path.is_file())
        elif len(text) < 256 and text.lower().endswith(_FILES) and (folder / text).is_file():
            yield folder / text


def _texts(node: Node, key: str = "") -> Iterator[tuple[str, str]]:
    match node.value:
        case Mapping() as children:
            for name, child in children.items():
                yield from _texts(child, name)
        case tuple() as items:
            for item in items:
                yield from _texts(item, key)
        case str() as text:
            yield key, text
