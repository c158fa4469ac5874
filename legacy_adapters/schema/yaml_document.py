"""Reads YAML with every scalar as text, and remembers the line of each key for error messages.

Under YAML's own rules ``0700`` is 448, ``NO`` is false and ``12:30:00`` is 45000: in accounting these are codes. Here
text is text, a plain ``~`` is null, and a duplicate key, an alias or a second document is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from legacy_adapters.core.errors import ConfigError

YamlValue: TypeAlias = "str | list[YamlValue] | dict[str, YamlValue] | None"
YamlPath: TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """The content of a YAML file, and the line (from 1) on which each of its keys and list items begins."""

    file: str
    content: YamlValue
    lines: Mapping[YamlPath, int]

    def where(self, path: YamlPath) -> str:
        """``file:line: key`` of a place; where the place does not exist, the line of what should hold it."""
        known = path
        while known not in self.lines:
            known = known[:-1]
        key = ".".join(str(part) for part in self._spoken(path))
        return f"{self.file}:{self.lines[known]}" + (f": {key}" if key else "")

    def _spoken(self, path: YamlPath) -> list[str | int]:
        """The path with items of a list called by their ``name`` where they have one, else counted from 1."""
        spoken: list[str | int] = []
        value: YamlValue = self.content
        for part in path:
            value = _inside(value, part)
            name = value.get("name") if isinstance(part, int) and isinstance(value, dict) else None
            spoken.append(name if isinstance(name, str) else part + 1 if isinstance(part, int) else part)
        return spoken


def _inside(value: YamlValue, part: str | int) -> YamlValue:
    """What is under a key or at a place of a list; None where there is nothing."""
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return value.get(part) if isinstance(value, dict) and isinstance(part, str) else None


def read_yaml(text: str, file: str) -> YamlDocument:
    """Reads one YAML document; ``file`` is what errors call it. Raises ``ConfigError``."""
    try:
        # The C loader ends the process on deep nesting; this one raises.
        root = yaml.compose(text, yaml.BaseLoader)
        reading = _Reading(file)
        content = None if root is None else reading.value(root, ())
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f":{error.problem_mark.line + 1}"
        raise ConfigError(f"this is no YAML: {error.problem or error.context}", where=f"{file}{line}") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"this is no YAML: {str(error).splitlines()[0]}", where=file) from None
    except RecursionError:
        raise ConfigError("this is nested too deeply", where=file) from None
    return YamlDocument(file, content, {(): 1} | reading.lines)


class _Reading:
    """One walk over a composed document."""

    def __init__(self, file: str) -> None:
        self.lines: dict[YamlPath, int] = {}
        self._file = file
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, path: YamlPath) -> YamlValue:
        """The content of a node. Raises ``ConfigError`` for a duplicate key or an alias."""
        if id(node) in self._seen:
            raise self._error(node, "anchors and aliases (& and *) are not understood here")
        self._seen.add(id(node))
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        return None if plain and node.value == "~" else str(node.value)

    def _mapping(self, node: yaml.MappingNode, path: YamlPath) -> dict[str, YamlValue]:
        values: dict[str, YamlValue] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key in values:
                raise self._error(key_node, f"`{key}` is here twice; it was first on line {self.lines[*path, key]}")
            self.lines[*path, key] = key_node.start_mark.line + 1
            values[key] = self.value(value_node, (*path, key))
        return values

    def _key(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self._error(node, "a key must be text")
        return str(node.value)

    def _error(self, node: yaml.Node, what: str) -> ConfigError:
        return ConfigError(what, where=f"{self._file}:{node.start_mark.line + 1}")
