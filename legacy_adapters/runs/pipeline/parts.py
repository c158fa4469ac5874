"""The parts of a pipeline file, each validated by the settings of its kind, with all faults noted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import cast

from pydantic import BaseModel

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.mapping.settings import MappingSettings
from legacy_adapters.runs.pipeline.dependencies import check_dependencies
from legacy_adapters.runs.pipeline.destinations import ONLY, Destination, SpoolSettings, Terms
from legacy_adapters.runs.pipeline.settings import StreamSettings
from legacy_adapters.runs.pipeline.settings_errors import KeyPath, Problems
from legacy_adapters.runs.pipeline.stream_order import ComesAfter, Dependencies
from legacy_adapters.runs.pipeline.yaml_file import Node
from legacy_adapters.schema.catalog import load_entity
from legacy_adapters.schema.entity import Entity
from legacy_adapters.sinks import registry as sinks
from legacy_adapters.sources import registry as sources

BESIDE = ("map", "after")
"""The keys of a stream that are not its source's."""

_NO_MAP = "One mapping, or a list of them: `to` names the entity, `fields` where its values come from."


@dataclass(frozen=True, slots=True)
class Parts:
    """Reads the parts of one file; ``folder`` is what relative paths start from."""

    folder: Path
    problems: Problems

    def source(self, node: Node, default_id: str) -> BaseModel | None:
        """The source's settings; ``default_id`` is its id where none is stated."""
        settings = self._settings(node, ("source",), sources.settings_of, sources.kinds())
        if settings is None or not isinstance(node.value, Mapping):
            return None
        stated = node.child("id")
        if "id" in settings.model_fields and (stated is None or stated.value is None):
            node = Node({**node.value, "id": Node(default_id, node.place)}, node.place)
        return self.problems.validated(settings, node, ("source",), context={"folder": self.folder})

    def destinations(self, top: Node) -> tuple[Destination, ...]:
        """The sinks; only if all are right."""
        one, several = top.child("sink"), top.child("sinks")
        if one is not None and several is not None:
            hint = "Several sinks stand under sinks, each with a name."
            self.problems.add(several.place, ("sinks",), "cannot be stated beside sink", hint)
            return ()
        if several is None or several.value is None:
            found = [self._destination(one or Node(None, top.place), ("sink",), ONLY)]
        elif isinstance(several.value, tuple):
            found = [self._destination(node, ("sinks", i), None) for i, node in enumerate(several.value)]
        else:
            found = []
        return tuple(one for one in found if one is not None) if None not in found else ()

    def _destination(self, node: Node, path: KeyPath, name: str | None) -> Destination | None:
        if path == ("sink",) and node.value is None:
            self.problems.add(node.place, path, "is missing")
            return None
        model = self._settings(node, path, sinks.settings_of, sinks.kinds())
        if model is None:
            return None
        own, general = _split(node, Terms.model_fields)
        context = {"folder": self.folder}
        settings = self.problems.validated(model, own, path, context=context, beside=tuple(Terms.model_fields))
        terms = self.problems.validated(Terms, general, path)
        if settings is None or terms is None:
            return None
        return Destination(
            terms.name or name or str(getattr(settings, "kind", "")), cast("SinkSettings", settings), terms
        )

    def spool(self, node: Node) -> SpoolSettings | None:
        """What is said of the spool; None where nothing is."""
        return None if node.value is None else self.problems.validated(SpoolSettings, node, ("spool",))

    def streams(self, node: Node, kind: str | None) -> dict[str, StreamSettings]:
        """The streams that are right, by name; ``kind`` is the source's, None where that is wrong itself."""
        settings = self._stream_settings(kind)
        found: dict[str, StreamSettings] = {}
        for name, stream in node.value.items() if isinstance(node.value, Mapping) else ():
            path: KeyPath = ("streams", name)
            if not isinstance(stream.value, Mapping):
                self.problems.add(stream.place, path, "should be a mapping: lines of `key: value`")
                continue
            own, mapped, after = split_stream(stream)
            read = settings and self.problems.validated(
                settings, own, path, context={"folder": self.folder}, beside=BESIDE
            )
            stated = self._after(after, path)
            if mapped is None and getattr(settings, "map_is_optional", False):
                if read:
                    found[name] = StreamSettings(read, (), stated)
                continue
            if mapped is None:
                self.problems.add(stream.place, (*path, "map"), "is missing", _NO_MAP)
                continue
            mappings = self.mappings(mapped, (*path, "map"))
            if read and mappings:
                found[name] = StreamSettings(read, mappings, stated)
        check_dependencies(found, node, self.folder, self.problems)
        return found

    def _after(self, node: Node | None, path: KeyPath) -> tuple[ComesAfter, ...]:
        """The streams that one comes after; none where that is wrong."""
        if node is None or node.value is None:
            return ()
        stated = self.problems.validated(Dependencies, Node({"after": node}, node.place), path)
        return stated.after if stated else ()

    def mappings(self, node: Node, path: KeyPath) -> tuple[MappingSettings, ...]:
        """One mapping or a list of them; only if all are right."""
        if isinstance(node.value, Mapping):
            read = [self._mapping(node, path)]
        elif isinstance(node.value, tuple) and node.value:
            read = [self._mapping(item, (*path, i)) for i, item in enumerate(node.value)]
        else:
            self.problems.add(node.place, path, "should be a mapping, or a list of mappings", _NO_MAP)
            read = []
        return tuple(one for one in read if one is not None) if None not in read else ()

    def _mapping(self, node: Node, path: KeyPath) -> MappingSettings | None:
        before = len(self.problems.found)
        settings = self.problems.validated(MappingSettings, node, path, context={"folder": self.folder})
        to = node.child("to")
        if to is not None and isinstance(to.value, str):
            try:
                self._check_fields(load_entity(to.value, self.folder), node, path)
            except ConfigError as error:
                what = f"{error.where}: {error.message}" if error.where else error.message
                self.problems.add(to.place, (*path, "to"), what, error.hint)
        return settings if len(self.problems.found) == before else None

    def _check_fields(self, entity: Entity, node: Node, path: KeyPath) -> None:
        """Fields that the entity does not have are named here, where their lines are known."""
        fields, key = node.child("fields"), node.child("key")
        for name, field in fields.value.items() if fields and isinstance(fields.value, Mapping) else ():
            self._check_field(entity, name, field, (*path, "fields", name))
        keys = (key,) if key and isinstance(key.value, str) else key.value if key else ()
        for part in cast("tuple[Node, ...]", keys or ()):
            self._check_field(entity, str(part.value), part, (*path, "key"))

    def _check_field(self, entity: Entity, name: str, node: Node, path: KeyPath) -> None:
        if name not in entity.names:
            near = get_close_matches(name, entity.names, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"`schema {entity.name}` shows its fields."
            self.problems.add(node.place, path, f"{entity.name} has no field {name!r}", hint)

    def _stream_settings(self, kind: str | None) -> type[BaseModel] | None:
        try:
            return sources.stream_settings_of(kind) if kind else None
        except ConfigError:
            return None

    def _settings(
        self, node: Node, path: KeyPath, settings_of: Callable[[str], type[BaseModel]], kinds: tuple[str, ...]
    ) -> type[BaseModel] | None:
        """The class of settings that ``kind`` names."""
        if not isinstance(node.value, Mapping):
            return None
        kind = node.child("kind")
        if kind is None or not isinstance(kind.value, str):
            self.problems.add((kind or node).place, (*path, "kind"), "is missing", f"It is one of {', '.join(kinds)}.")
            return None
        try:
            return settings_of(kind.value)
        except ConfigError as error:
            self.problems.add(kind.place, (*path, "kind"), error.message, error.hint)
            return None


def _split(node: Node, apart: Collection[str]) -> tuple[Node, Node]:
    """The keys of a mapping that are not ``apart``, and those that are."""
    assert isinstance(node.value, Mapping)
    own = {key: child for key, child in node.value.items() if key not in apart}
    return Node(own, node.place), Node({k: c for k, c in node.value.items() if k in apart}, node.place)


def split_stream(stream: Node) -> tuple[Node, Node | None, Node | None]:
    """What a stream says to its source, what it says to the mapping, and which streams it comes after; None where it
    says nothing."""
    assert isinstance(stream.value, Mapping)
    own, _ = _split(stream, BESIDE)
    return own, stream.value.get("map"), stream.value.get("after")
