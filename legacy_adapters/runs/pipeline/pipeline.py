"""A pipeline file, read: parameters and secrets filled in, every setting validated by whoever owns it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from legacy_adapters.core.secrets import KNOWN, Secrets
from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.runs.pipeline.checks import (
    check_destinations,
    check_replace,
    check_state,
    growing_streams,
    literal_passwords,
)
from legacy_adapters.runs.pipeline.file import PipelineFile
from legacy_adapters.runs.pipeline.fingerprint import fingerprint_of
from legacy_adapters.runs.pipeline.params import check_given, shown_params
from legacy_adapters.runs.pipeline.parts import Parts
from legacy_adapters.runs.pipeline.placeholders import Placeholders, from_keyring
from legacy_adapters.runs.pipeline.recipes import SCREEN, RecipeFile, RecipesInlined, texts_of
from legacy_adapters.runs.pipeline.schema import pipeline_json_schema
from legacy_adapters.runs.pipeline.settings import LoadedPipeline, Pipeline, StreamSettings
from legacy_adapters.runs.pipeline.settings_errors import Problems
from legacy_adapters.runs.pipeline.yaml_extends import read_extended
from legacy_adapters.runs.pipeline.yaml_file import Node, read_yaml

__all__ = [
    "LoadedPipeline",
    "Pipeline",
    "StreamSettings",
    "Surroundings",
    "load_mappings",
    "load_pipeline",
    "pipeline_json_schema",
]

_EMPTY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where secrets come from, and who has to know of them."""

    secrets: Secrets = KNOWN
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    keyring: Callable[[str, str], str | None] = from_keyring


def load_pipeline(
    path: Path, params: Mapping[str, str] = _EMPTY, surroundings: Surroundings | None = None
) -> LoadedPipeline:
    """Reads and validates a pipeline file; connects to nothing.

    ``params`` are those given from outside. Raises ``ConfigError`` that names file, line and key of everything that is
    wrong, and ``DriverMissing`` where a secret is to come from a keyring that is not installed.
    """
    folder = path.resolve().parent
    tree = _named(read_extended(path), path)
    reading = _Filled.of(tree, folder, params, surroundings or Surroundings())
    problems = Problems(reading.placeholders.secrets)
    top = problems.validated(PipelineFile, reading.tree, ())
    parts = Parts(folder, problems)
    name = top.name if top else "pipeline"
    source = parts.source(_at(reading.tree, "source"), name)
    streams = parts.streams(_at(reading.tree, "streams"), _kind(_at(reading.tree, "source")))
    destinations = parts.destinations(reading.tree)
    spool = parts.spool(_at(reading.tree, "spool"))
    growing = growing_streams(_at(reading.tree, "streams"), source)
    for destination in destinations:
        check_replace(growing, destination.settings, problems)
    check_destinations(destinations, spool, reading.tree, problems)
    check_state(growing, reading.choosing(params), problems)
    reading.check_names(problems)
    problems.raise_if_any()
    assert top is not None
    pipeline = Pipeline(name, source, streams, destinations, top.max_rejects, spool, top.owner, top.purpose)
    return LoadedPipeline(
        pipeline=pipeline,
        path=path,
        folder=folder,
        fingerprint=fingerprint_of(reading.shown, folder),
        shown_params=shown_params(reading.placeholders.used, reading.placeholders.secrets),
        secrets_used=tuple(sorted(reading.placeholders.sources)),
        notes=reading.notes(),
        tree=tree,
    )


def load_mappings(
    path: Path, params: Mapping[str, str] = _EMPTY, surroundings: Surroundings | None = None
) -> Sequence[MappingSettings]:
    """The mappings of a file that holds what a pipeline file has under ``map``. Raises as ``load_pipeline`` does."""
    around = surroundings or Surroundings()
    folder = path.resolve().parent
    node = read_yaml(path)
    node = node.child("map") or node
    placeholders = Placeholders(folder, params, {}, around.secrets, around.environment, around.keyring)
    filled, _ = placeholders.resolve(node)
    check_given(params, (), placeholders.used)
    problems = Problems(around.secrets)
    mappings = Parts(folder, problems).mappings(filled, ())
    problems.raise_if_any()
    return mappings


@dataclass(frozen=True, slots=True)
class _Filled:
    """The tree of a pipeline file with everything filled in, and the same as it may be shown."""

    tree: Node
    shown: Node
    placeholders: Placeholders
    inside: Mapping[str, frozenset[str]]
    """The parameters used under each key of the top."""

    @classmethod
    def of(cls, tree: Node, folder: Path, params: Mapping[str, str], around: Surroundings) -> _Filled:
        assert isinstance(tree.value, Mapping)
        declared = _at(tree, "params").value
        names = declared if isinstance(declared, Mapping) else {}
        placeholders = Placeholders(folder, params, names, around.secrets, around.environment, around.keyring)
        filled: dict[str, Node] = {}
        shown: dict[str, Node] = {}
        inside: dict[str, frozenset[str]] = {}
        for key, node in tree.value.items():
            if key in ("params", "extends"):
                filled[key] = shown[key] = node
                continue
            placeholders.asked.clear()
            filled[key], shown[key] = placeholders.resolve(node, (key,))
            inside[key] = frozenset(placeholders.asked)
        check_given(params, names, placeholders.used)
        for part in ("source", "sink", "sinks"):
            _tell_passwords(filled.get(part, Node(None, tree.place)), around.secrets)
        _with_recipes(filled, shown, placeholders, folder)
        return cls(Node(filled, tree.place), Node(shown, tree.place), placeholders, inside)

    def choosing(self, params: Mapping[str, str]) -> frozenset[str]:
        """The given parameters that choose what is read and are not part of the pipeline's name."""
        reading = self.inside.get("source", frozenset()) | self.inside.get("streams", frozenset())
        secret = {name for name, text in self.placeholders.used.items() if text.secret}
        return reading & set(params) - self.inside["name"] - secret

    def check_names(self, problems: Problems) -> None:
        """A name is written everywhere: no secret may be in it."""
        for path in (("name",), ("source", "id"), ("source", "company")):
            value, shown = (_at(tree, *path).value for tree in (self.tree, self.shown))
            if value != shown:
                problems.add(_at(self.shown, *path).place, path, "cannot hold a secret: it is written everywhere")

    def notes(self) -> tuple[str, ...]:
        """What is worth telling a person."""
        return tuple(
            note for part in ("source", "sink", "sinks") for note in literal_passwords(_at(self.shown, part), (part,))
        )


def _with_recipes(filled: dict[str, Node], shown: dict[str, Node], placeholders: Placeholders, folder: Path) -> None:
    """Puts recipes for screens in the place of their names."""
    source, streams = filled.get("source"), filled.get("streams")
    if source is None or streams is None or _kind(source) != SCREEN or not isinstance(streams.value, Mapping):
        return
    params = texts_of(source.child("params"), shown["source"].child("params"))
    inlined = RecipesInlined(RecipeFile(placeholders), folder, params)
    pairs = {
        name: inlined.stream(stream, shown["streams"].child(name) or stream) for name, stream in streams.value.items()
    }
    inlined.check(source)
    filled["streams"] = Node({name: value for name, (value, _) in pairs.items()}, streams.place)
    shown["streams"] = Node({name: seen for name, (_, seen) in pairs.items()}, streams.place)


def _named(tree: Node, path: Path) -> Node:
    """The tree with the file's name as the pipeline's where none is stated."""
    assert isinstance(tree.value, Mapping)
    if _at(tree, "name").value is not None:
        return tree
    name = re.sub(r"[^\w.-]+", "-", path.stem).strip("-.")
    return Node({**tree.value, "name": Node(name, tree.place)}, tree.place)


def _at(tree: Node, *path: str) -> Node:
    """What stands there; a node of nothing where nothing does."""
    for key in path:
        tree = tree.child(key) or Node(None, tree.place)
    return tree


def _kind(source: Node) -> str | None:
    kind = _at(source, "kind").value
    return kind if isinstance(kind, str) else None


def _tell_passwords(node: Node, secrets: Secrets) -> None:
    """A password that stands in the file itself is no less one: it is struck out everywhere."""
    match node.value:
        case Mapping() as children:
            for child in children.values():
                _tell_passwords(child, secrets)
        case tuple() as items:
            for item in items:
                _tell_passwords(item, secrets)
        case str() as text:
            secrets.add_passwords(text)
        case _:
            pass
