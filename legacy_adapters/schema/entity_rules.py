"""What the parts of an entity's file have to do with each other, beyond the form of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from legacy_adapters.core.records import ENVELOPE
from legacy_adapters.schema.entity import FieldType, nearest
from legacy_adapters.schema.entity_form import EntityForm, FieldForm
from legacy_adapters.schema.yaml_document import YamlPath

RESERVED = frozenset({"extra", *ENVELOPE.names})
"""Columns that are written beside an entity's own."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that cannot be: where, what, and what to do."""

    path: YamlPath
    what: str
    hint: str = ""


def faults_of_entity(form: EntityForm) -> Iterator[Fault]:
    """What is wrong with a file that declares an entity."""
    yield from faults_of_fields(form.fields, form.key, {})
    types: dict[str, FieldType] = {field.name: field.type for field in form.fields}
    yield from _faults_of_key(form, types)
    for index, derived in enumerate(form.derive):
        names = (derived.field, *derived.difference)
        for name in names:
            if name not in types:
                yield Fault(("derive", index), f"there is no field {name!r}", nearest(name, list(types)))
        found = {types[name] for name in names if name in types}
        if len(found) > 1 or not found <= {"amount", "quantity"}:
            yield Fault(("derive", index), f"{', '.join(names)} must be all amounts, or all quantities")


def faults_of_fields(fields: Sequence[FieldForm], key: Sequence[str], base: Mapping[str, FieldType]) -> Iterator[Fault]:
    """What is wrong with the fields of a file; ``base`` are the fields of the entity that they are added to."""
    types = {**base, **{field.name: field.type for field in fields}}
    taken = set(base)
    for index, field in enumerate(fields):
        path: YamlPath = ("fields", index)
        for name in field.names:
            if name in RESERVED:
                yield Fault(
                    (*path, "name"), f"`{name}` is the name of a column beside the fields", "Take another name."
                )
            if name in taken:
                yield Fault((*path, "name"), f"there already is a field `{name}`", "Take another name.")
            taken.add(name)
        for setting, what in _misplaced(field, key):
            yield Fault((*path, setting), what)
        if field.currency is not None and types.get(field.currency) != "text":
            known = [name for name, kind in types.items() if kind == "text"]
            what = f"there is no text field {field.currency!r}"
            yield Fault((*path, "currency"), what, nearest(field.currency, known))


def _misplaced(field: FieldForm, key: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Settings that mean nothing at this field, each with the reason."""
    if field.length is not None and field.type != "text":
        yield "length", f"only a text has a length, and this is of type {field.type}"
    if field.codes and field.type != "text":
        yield "codes", f"only a text has codes, and this is of type {field.type}"
    if len(set(field.codes)) < len(field.codes):
        yield "codes", "a code is here twice"
    if field.open and not field.codes:
        yield "open", "only a list of `codes` can be open"
    if field.currency is not None and field.type != "amount":
        yield "currency", f"only an amount has a currency, and this is of type {field.type}"
    if field.empty_text and (field.type != "text" or field.name not in key):
        yield "empty_text", "only a text that is part of the key can be empty text"
    if field.empty_text and field.required:
        yield "empty_text", "what is required cannot be empty"


def _faults_of_key(form: EntityForm, types: Mapping[str, FieldType]) -> Iterator[Fault]:
    for index, name in enumerate(form.key):
        if name not in types:
            yield Fault(("key", index), f"there is no field {name!r}", nearest(name, list(types)))
        if name in form.key[:index]:
            yield Fault(("key", index), f"`{name}` is in the key twice")
    hint = "Old installations hold many companies; the pipeline's `company` fills it where the rows do not."
    if form.key[0] != "company_id":
        yield Fault(("key",), "every key begins with `company_id`", hint)
    if (form.fields[0].name, form.fields[0].type) != ("company_id", "text"):
        yield Fault(("fields", 0), "the first field of every entity is `company_id`, a text", hint)
