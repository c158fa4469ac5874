"""A condition on records: XPath, on what stands in the record and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from legacy_adapters.core.errors import ConfigError

_TOKEN = re.compile(
    r"""(?P<text>"[^"]*"|'[^']*')|(?P<up>\.\.|(?:ancestor|parent|preceding|following)[\w-]*\s*::)"""
    r"""|(?P<name>[^\W\d][\w.\-]*(?:\s*:(?!:)\s*[\w.\-*]+)?)(?P<after>\s*(?:\(|::))?|(?P<other>.)""",
    re.DOTALL,
)
_OPERATORS = frozenset({"and", "or", "div", "mod"})


class Condition:
    """Compiled once; ``holds`` for each record. Raises ``ConfigError`` for what is no condition on a record alone."""

    def __init__(self, text: str, namespaces: Mapping[str, str]) -> None:
        self._text = text
        self._names_without_prefix = _check(text)
        self._checked: set[str] = set()
        try:
            self._holds = etree.XPath(f"boolean({text})", namespaces=dict(namespaces) or None, regexp=False)
        except etree.XPathSyntaxError as error:
            raise ConfigError(f"`condition`: {text} is no XPath: {error}") from error

    def holds(self, record: Any) -> bool:
        """Whether a record is to be read."""
        if record.tag not in self._checked:
            self._check_namespace(record.tag)
        try:
            return bool(self._holds(record))
        except etree.XPathEvalError as error:
            raise ConfigError(f"`condition`: {self._text}: {error}") from error

    def _check_namespace(self, tag: str) -> None:
        """XPath finds a name without a prefix in no namespace only: such a condition would never hold."""
        self._checked.add(tag)
        uri = tag[1:].rpartition("}")[0] if tag.startswith("{") else ""
        if uri and self._names_without_prefix:
            name = self._names_without_prefix[0]
            raise ConfigError(
                f"`condition`: the records are in the namespace {uri}, and {name} without a prefix is not",
                hint=f"State `namespaces: {{x: {uri}}}`, and write x:{name}.",
            )


def _check(text: str) -> list[str]:
    """The names of elements without a prefix. Raises ``ConfigError`` where it leaves the record."""
    names: list[str] = []
    before = ""
    for found in _TOKEN.finditer(text):
        token = found[0].strip()
        starts_path = token == "/" and before in {"", "(", "[", ",", "|", "=", "<", ">", "and", "or", "+", "-", "!"}
        if found["up"] or starts_path:
            raise ConfigError(
                f"`condition`: {text} leaves the record",
                hint="What is around a record is gone when it is read: make it a column, and filter in the mapping.",
            )
        name = found["name"]
        if name and not found["after"] and ":" not in name and before not in {"@", "$"} and name not in _OPERATORS:
            names.append(name)
        before = token or before
    return names
