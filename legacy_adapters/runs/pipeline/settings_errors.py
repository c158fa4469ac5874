"""What pydantic finds wrong in a tree of YAML, as ``file:line: key: what``, with the nearest key for an unknown one."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Annotated, Any, TypeAlias, TypeGuard, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import Secrets
from legacy_adapters.runs.pipeline.placeholders import key_of
from legacy_adapters.runs.pipeline.yaml_file import Node, Place

KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys and numbers that lead to a value."""

Model = TypeVar("Model", bound=BaseModel)

_WORDS = {
    "missing": "is missing",
    "dict_type": "should be a mapping: lines of `key: value`",
    "model_type": "should be a mapping: lines of `key: value`",
    "model_attributes_type": "should be a mapping: lines of `key: value`",
    "list_type": "should be a list",
    "tuple_type": "should be a list",
    "string_type": "should be one text or number",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, at which key, and what."""

    place: Place
    key: str
    what: str
    hint: str = ""

    @property
    def message(self) -> str:
        """Key and fault."""
        return f"{self.key}: {self.what}" if self.key else self.what


@dataclass(slots=True)
class Problems:
    """Everything that is wrong in a file, so that it can be told at once."""

    secrets: Secrets
    found: list[Problem] = field(default_factory=list)

    def add(self, place: Place, path: Sequence[str | int], what: str, hint: str = "") -> None:
        """Notes a fault at a key."""
        problem = Problem(place, key_of(path), self.secrets.scrub(what), hint)
        if problem not in self.found:
            self.found.append(problem)

    def validated(
        self,
        model: type[Model],
        node: Node,
        path: KeyPath,
        *,
        context: Mapping[str, object] | None = None,
        beside: Sequence[str] = (),
    ) -> Model | None:
        """The settings that a tree states; None, with all faults noted, where it is wrong.

        ``context`` is pydantic's; ``beside`` are keys that may stand there too and are read elsewhere.
        """
        try:
            return model.model_validate(node.plain(), context=context)
        except ValidationError as error:
            for detail in error.errors(include_url=False, include_input=False):
                self._note(model, node, path, detail, beside)
        except ConfigError as error:
            self.add(node.place, path, error.message, error.hint)
        return None

    def raise_if_any(self) -> None:
        """Raises ``ConfigError`` with all faults, in the order of the file."""
        if not self.found:
            return
        if len(self.found) == 1:
            only = self.found[0]
            raise ConfigError(only.message, where=str(only.place), hint=only.hint)
        ordered = sorted(self.found, key=lambda problem: (problem.place.file, problem.place.line or 0))
        raise ConfigError("\n".join(f"{p.place}: {'. '.join(filter(None, (p.message, p.hint)))}" for p in ordered))

    def _note(
        self, model: type[BaseModel], node: Node, path: KeyPath, detail: ErrorDetails, beside: Sequence[str]
    ) -> None:
        inner, place = _located(node, detail["loc"])
        kind = detail["type"]
        if kind == "missing":
            inner = (*inner, detail["loc"][-1])
        what, hint = _told(detail), ""
        if kind == "extra_forbidden":
            known = keys_at(model, detail["loc"][:-1])
            what, hint = _unknown(str(detail["loc"][-1]), [*known, *(beside if len(detail["loc"]) == 1 else ())])
        self.add(place, (*path, *inner), what, hint)


def keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that a mapping at ``path`` within a model's settings may have."""
    candidates: list[object] = [model]
    for part in path:
        # A part that leads nowhere is pydantic's name for one alternative of several.
        candidates = [found for one in candidates for found in _inside(one, part)] or candidates
    models = [one for one in candidates if _is_model(one)]
    return [info.alias or name for one in models for name, info in one.model_fields.items()]


def _inside(kind: Any, part: str | int) -> Iterator[object]:
    """The types of what stands at a key, or a number, of a value of this type."""
    if _is_model(kind):
        for name, info in kind.model_fields.items():
            if part in (name, info.alias):
                yield from _alternatives(info.annotation)
    elif isinstance(get_origin(kind), type) and get_args(kind):
        element = get_args(kind)[1 if issubclass(get_origin(kind), Mapping) else 0]
        yield from _alternatives(element)


def _alternatives(kind: Any) -> Iterator[object]:
    if get_origin(kind) is Annotated:
        yield from _alternatives(get_args(kind)[0])
    elif get_origin(kind) in (Union, types.UnionType):
        for one in get_args(kind):
            yield from _alternatives(one)
    else:
        yield kind


def _is_model(kind: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and get_origin(kind) is None and issubclass(kind, BaseModel)


def _located(node: Node, loc: Sequence[str | int]) -> tuple[KeyPath, Place]:
    """The part of pydantic's path that is in the file, and the place of its end."""
    inner: KeyPath = ()
    for part in loc:
        child = node.child(part)
        if child is not None:
            node, inner = child, (*inner, part)
    return inner, node.place


def _told(detail: ErrorDetails) -> str:
    message = detail["msg"].removeprefix("Value error, ").partition(", unable to")[0]
    return _WORDS.get(detail["type"], message.replace("Input should", "should").replace("String should", "should"))


def _unknown(key: str, known: list[str]) -> tuple[str, str]:
    near = get_close_matches(key, known, n=1)
    if near:
        return "unknown key", f"Did you mean {near[0]}?"
    return "unknown key", f"There are {', '.join(known)}." if known else ""
