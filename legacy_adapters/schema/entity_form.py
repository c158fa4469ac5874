"""The form of an entity's YAML file.

A file declares an entity (``entity``, ``version``, ``description``, ``standard``, ``key``, ``fields``, ``derive``), or
adds a project's fields to one (``extends``, ``fields``).
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, PositiveInt, StringConstraints
from pydantic import Field as Setting

from legacy_adapters.schema.entity import FieldType

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldForm(_Form):
    """A field as a file declares it; ``entity.Field`` says what each key means."""

    name: Name
    type: FieldType
    description: Text
    required: bool = False
    empty_text: bool = False
    length: PositiveInt | None = None
    codes: tuple[Text, ...] = ()
    open: bool = False
    currency: Name | None = None
    path: Text | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that the field makes: itself, and the source's own code beside it where its list is open."""
        return (self.name, f"{self.name}_source") if self.open else (self.name,)


class DifferenceForm(_Form):
    """``{field: amount, difference: [debit_amount, credit_amount]}``: the first is the second less the third."""

    field: Name
    difference: tuple[Name, Name]


class EntityForm(_Form):
    """A file that declares an entity."""

    entity: Name
    version: Version
    description: Text
    standard: Text | None = None
    key: Annotated[tuple[Name, ...], Setting(min_length=1)]
    fields: Annotated[tuple[FieldForm, ...], Setting(min_length=1)]
    derive: tuple[DifferenceForm, ...] = ()


class ExtensionForm(_Form):
    """A file that adds fields to an entity."""

    extends: Name
    fields: Annotated[tuple[FieldForm, ...], Setting(min_length=1)]
