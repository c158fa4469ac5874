"""Where entities are found: those of the common schema, and what a project adds in its ``entities/`` folder.

Files are read when an entity is asked for, and read again only after they have changed.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.schema.entity import Entity, nearest
from legacy_adapters.schema.entity_file import Extension, parse
from legacy_adapters.schema.yaml_document import read_yaml

COMMON: Final = (
    "company",
    "account",
    "customer",
    "supplier",
    "contact",
    "item",
    "price",
    "stock_level",
    "tax_code",
    "journal",
    "fiscal_period",
    "gl_line",
    "balance",
    "invoice",
    "invoice_line",
    "invoice_tax",
    "open_item",
    "allocation",
    "payment",
    "bank_transaction",
    "bank_balance",
    "sales_order",
    "sales_order_line",
)
"""The entities of the common schema, in its order."""

LARGEST_FILE: Final = 1_000_000
"""Bytes of an entity's file, which has a few thousand; more is some other file."""


def entity_names(project: Path | None = None) -> list[str]:
    """The names of all entities: the common schema's in its order, then the project's own by name."""
    return [*COMMON, *sorted(_own(project)[0])]


def load_entity(name: str, project: Path | None = None) -> Entity:
    """The entity called ``name``, with the fields that the project adds to it.

    ``project`` is a folder that may hold ``entities/*.yaml``. Raises ``ConfigError`` with the nearest names for an
    entity that is not there, and for a file that is wrong.
    """
    entities, extensions = _own(project)
    if name in COMMON:
        entity = _common(name)
    elif name in entities:
        entity = entities[name]
    else:
        raise ConfigError(f"there is no entity {name!r}", hint=nearest(name, entity_names(project)))
    for extension in extensions:
        if extension.extends == name:
            entity = extension.apply(entity)
    return entity


@cache
def _common(name: str) -> Entity:
    file = files("legacy_adapters.schema") / "entities" / f"{name}.yaml"
    found = parse(read_yaml(file.read_text(encoding="utf-8"), str(file)), own=False)
    if isinstance(found, Extension) or found.name != name:
        raise ConfigError(f"the file does not declare {name}", where=str(file))
    return found


def _own(project: Path | None) -> tuple[dict[str, Entity], list[Extension]]:
    """A project's own entities by name, and its extensions in the order of their files' names."""
    entities: dict[str, Entity] = {}
    extensions: list[Extension] = []
    for path in sorted((project / "entities").absolute().glob("*.yaml")) if project else ():
        found = _read(path)
        if isinstance(found, Extension):
            extensions.append(found)
            continue
        if found.name in COMMON:
            hint = f"To add fields to it write `extends: {found.name}` and `fields`, or give the entity another name."
            raise ConfigError(f"{found.name} is an entity of the common schema", where=str(path), hint=hint)
        if found.name in entities:
            raise ConfigError(f"another file beside it declares {found.name} too", where=str(path))
        entities[found.name] = found
    known = [*COMMON, *entities]
    for extension in extensions:
        if extension.extends not in known:
            name, where = extension.extends, extension.document.where(("extends",))
            raise ConfigError(f"there is no entity {name!r}", where=where, hint=nearest(name, known))
    return entities, extensions


def _read(path: Path) -> Entity | Extension:
    try:
        found = path.stat()
        return _parsed(path, found.st_mtime_ns, found.st_size)
    except OSError as error:
        raise ConfigError(f"the file cannot be read: {error.strerror}", where=str(path)) from None


@lru_cache(maxsize=256)
def _parsed(path: Path, changed: int, size: int) -> Entity | Extension:  # noqa: ARG001 - part of the cache's key
    if size > LARGEST_FILE:
        raise ConfigError(f"an entity's file has no {size:,} bytes", where=str(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"byte {error.start + 1} is not UTF-8", where=str(path)) from None
    return parse(read_yaml(text, str(path)), own=True)
