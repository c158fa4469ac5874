"""One XML document per file, by a template of three blocks: head, record and foot."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from legacy_adapters.core.errors import ConfigError, OutputError

BLOCKS = ("head", "record", "foot")
_HINT = "It has the blocks {% block head %}, {% block record %} and {% block foot %}, each ended by {% endblock %}."


class XmlTemplate:
    """A template in Jinja's sandbox. Values are text with ``<``, ``&`` and quotes escaped, and nothing for null."""

    def __init__(self, file: str, folder: Path, about: Mapping[str, str]) -> None:
        """``about``: what all blocks know besides. Raises ``ConfigError`` where it cannot be read, is no template, or
        gives no well-formed document even without records."""
        self._file = file
        self._about = about
        self._template = _loaded(file, folder)
        checker = expat.ParserCreate()
        try:
            checker.Parse(self.block("head", {"count": 0}) + self.block("foot", {"count": 0}), True)
        except expat.ExpatError as error:
            what = f"head and foot together are no XML document: {error}"
            raise ConfigError(what, where=file, hint="The foot closes what the head opens.") from None

    def block(self, name: str, values: Mapping[str, Any]) -> str:
        """What a block gives for these values. Raises ``ConfigError`` for a name that there is not."""
        context = self._template.new_context({**self._about, **values})
        try:
            return "".join(self._template.blocks[name](context))
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            record = values.get("record")
            known = (
                f"A record has {', '.join(record)}." if record else f"There is {', '.join([*self._about, *values])}."
            )
            raise ConfigError(f"the block {name} cannot be filled: {error}", where=self._file, hint=known) from None


def _loaded(file: str, folder: Path) -> Template:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, finalize=_as_xml, trim_blocks=True, lstrip_blocks=True
    )
    try:
        template = environment.from_string((folder / file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        hint = "It is a file in UTF-8; its path starts from the folder of the pipeline file."
        raise ConfigError(f"the template cannot be read: {error}", where=file, hint=hint) from None
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise ConfigError(f"no template: {error.message}", where=f"{file}:{line}" if line else file) from None
    if missing := [name for name in BLOCKS if name not in template.blocks]:
        raise ConfigError(f"the template has no block {', '.join(missing)}", where=file, hint=_HINT)
    return template


def _as_xml(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


class WellFormed:
    """Sees to it that what is written is a whole, well-formed document."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._parser = expat.ParserCreate("UTF-8")

    def take(self, data: bytes, *, last: bool = False) -> None:
        """The next piece. Raises ``OutputError`` with the line where it is not."""
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            hint = "What the block record gives must be whole elements, one behind the other."
            raise OutputError(f"would be no well-formed XML: {error}", where=self._where, hint=hint) from None
