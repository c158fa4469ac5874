"""From an entity's YAML file to the entity, or to the fields that a project adds to one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.schema.entity import Difference, Entity, Field, nearest
from legacy_adapters.schema.entity_form import EntityForm, ExtensionForm, FieldForm
from legacy_adapters.schema.entity_rules import Fault, faults_of_entity, faults_of_fields
from legacy_adapters.schema.yaml_document import YamlDocument, YamlPath, YamlValue

FormT = TypeVar("FormT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Extension:
    """A file that adds a project's fields to the entity called ``extends``."""

    extends: str
    form: ExtensionForm
    document: YamlDocument

    def apply(self, entity: Entity) -> Entity:
        """The entity with these fields behind its own. Raises ``ConfigError`` for one that does not fit it."""
        base = {field.name: field.type for field in entity.fields}
        _refuse(faults_of_fields(self.form.fields, (), base), self.document)
        return entity.with_fields(_fields(self.form.fields, (), own=True))


def parse(document: YamlDocument, *, own: bool) -> Entity | Extension:
    """What a file declares; ``own``: it is a project's.

    Raises ``ConfigError`` with file, line and key for whatever is not of the form.
    """
    if isinstance(document.content, dict) and "extends" in document.content:
        extension = _validated(ExtensionForm, document)
        return Extension(extension.extends, extension, document)
    form = _validated(EntityForm, document)
    _refuse(faults_of_entity(form), document)
    return Entity(
        name=form.entity,
        version=form.version,
        description=form.description,
        standard=form.standard,
        key=form.key,
        fields=tuple(_fields(form.fields, form.key, own=own)),
        derive=tuple(Difference(each.field, *each.difference) for each in form.derive),
    )


def _fields(forms: Iterable[FieldForm], key: tuple[str, ...], *, own: bool) -> list[Field]:
    fields: list[Field] = []
    for form in forms:
        required = form.required or (form.name in key and not form.empty_text)
        fields.append(Field(**(form.model_dump() | {"required": required, "own": own})))
        if form.open:
            meaning = f"The source's own code for {form.name}."
            fields.append(Field(form.names[1], "text", meaning, source_of=form.name, own=own))
    return fields


def _refuse(faults: Iterable[Fault], document: YamlDocument) -> None:
    for fault in faults:
        raise ConfigError(fault.what, where=document.where(fault.path), hint=fault.hint)


def _validated(form: type[FormT], document: YamlDocument) -> FormT:
    try:
        return form.model_validate(document.content)
    except ValidationError as error:
        raise _config_error(error.errors(include_url=False)[0], form, document) from None


def _config_error(error: ErrorDetails, form: type[BaseModel], document: YamlDocument) -> ConfigError:
    """Pydantic's first complaint in words of the file."""
    path: YamlPath = error["loc"]
    match error["type"]:
        case "extra_forbidden":
            known = list((FieldForm if path[0] == "fields" and len(path) > 2 else form).model_fields)
            what, hint = "there is no such key", nearest(str(path[-1]), known)
        case "missing":
            what, hint = f"`{path[-1]}` is missing", ""
            path = path[:-1]
        case "literal_error":
            allowed = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
            what, hint = f"{error['input']!r} is not one of {allowed}", ""
        case "string_pattern_mismatch" if path[-1] == "version":
            what, hint = f"{error['input']!r} is no version", "Write major and minor: 1.0"
        case "string_pattern_mismatch":
            what, hint = f"{error['input']!r} is no name", "A name has small letters, digits and _, a letter first."
        case "model_type" | "tuple_type":
            expected = "keys with values are" if error["type"] == "model_type" else "a list is"
            what, hint = f"{expected} expected here, and there is {_shown(error['input'])}", ""
        case _:
            what, hint = f"{error['msg']}, and here is {_shown(error['input'])}", ""
    return ConfigError(what, where=document.where(path), hint=hint)


def _shown(value: YamlValue) -> str:
    match value:
        case None:
            return "nothing"
        case str():
            return repr(value)
        case list():
            return "a list"
        case _:
            return "a mapping"
