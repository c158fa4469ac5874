"""Bodies by a template: Jinja in its sandbox, with values that cannot break out of XML or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from legacy_adapters.core.errors import ConfigError, OutputError

NOT_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{FFFE}\x{FFFF}]"
"""Characters that XML 1.0 has none of, as Polars writes it."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def values_of(record: str) -> dict[str, Any]:
    """A record in JSON as the values of a template: numbers with a point keep their digits."""
    found: dict[str, Any] = json.loads(record, parse_float=Markup)
    return found


class BodyTemplate:
    """A template of a body. In XML a value is text with ``<``, ``&`` and quotes escaped, and nothing for null; in JSON
    every value is written as JSON, so a template has no quotes around it."""

    def __init__(self, file: str, folder: Path, *, xml: bool) -> None:
        """Raises ``ConfigError`` where it cannot be read or is no template."""
        self._file, self._xml = file, xml
        environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined,
            autoescape=xml,
            finalize=_as_xml if xml else _as_json,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        try:
            self._template: Template = environment.from_string((folder / file).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            hint = "It is a file in UTF-8, beside the pipeline file."
            raise ConfigError(f"the template cannot be read: {error}", where=file, hint=hint) from None
        except TemplateError as error:
            line = getattr(error, "lineno", None)
            raise ConfigError(f"no template: {error.message}", where=f"{file}:{line}" if line else file) from None

    def render(self, entity: str, operation: str, records: Sequence[Mapping[str, Any]]) -> bytes:
        """The body for these records: ``records`` is all of them, ``record`` the first. Raises ``ConfigError`` for a
        name that there is not, ``OutputError`` for a character that XML cannot hold."""
        try:
            text = self._template.render(entity=entity, operation=operation, records=records, record=records[0])
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            hint = f"A record has {', '.join(records[0])}."
            raise ConfigError(f"the template cannot be filled: {error}", where=self._file, hint=hint) from None
        if self._xml and (wrong := _NOT_XML.search(text)):
            hint = "Replace the character in the mapping."
            raise OutputError(f"XML cannot hold the character {wrong[0]!r}", where=entity, hint=hint)
        return text.encode("utf-8")


def _as_xml(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _as_json(value: object) -> object:
    return value if isinstance(value, Markup | Undefined) else json.dumps(value, ensure_ascii=False)
