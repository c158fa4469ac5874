"""``extends: base.yaml``: what another file holds, with the file's own keys on top."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.pipeline.yaml_file import Node, read_yaml

NOT_INHERITED = frozenset({"name", "extends"})
"""Two pipelines of one name would share their state."""


def read_extended(path: Path, above: tuple[Path, ...] = ()) -> Node:
    """A file's mapping merged over those it extends, each value with its own file and line.

    Mappings merge key by key, all else of the file's own replaces what the base has; ``~`` takes a key of the base
    away. Raises ``ConfigError`` for a file that is no mapping, and for files that extend each other in a circle.
    """
    own = read_mapping(path)
    base = own.child("extends")
    if base is None or base.value is None:
        return own
    if not isinstance(base.value, str) or "${" in base.value:
        raise ConfigError("extends: should be the path of one file", where=str(base.place))
    chain = (*above, path.resolve())
    target = path.parent / base.value
    if target.resolve() in chain:
        circle = " → ".join(file.name for file in (*chain, target.resolve()))
        raise ConfigError(f"extends: the files extend each other in a circle: {circle}", where=str(base.place))
    if not target.is_file():
        raise ConfigError(f"extends: there is no file {target}", where=str(base.place))
    inherited = read_extended(target, chain)
    assert isinstance(inherited.value, Mapping)
    kept = {key: node for key, node in inherited.value.items() if key not in NOT_INHERITED}
    return _merged(Node(kept, inherited.place), own)


def read_mapping(path: Path) -> Node:
    """A YAML file whose document is a mapping. Raises ``ConfigError``."""
    node = read_yaml(path)
    if not isinstance(node.value, Mapping):
        raise ConfigError("the file should hold a mapping: lines of `key: value`", where=str(node.place))
    return node


def _merged(base: Node, own: Node) -> Node:
    if not isinstance(base.value, Mapping) or not isinstance(own.value, Mapping):
        return own
    children = dict(base.value)
    for key, node in own.value.items():
        if key not in children:
            children[key] = node
        elif node.value is None:
            del children[key]
        else:
            children[key] = _merged(children[key], node)
    return Node(children, own.place)
