"""ODBC connection strings: ``Driver={SQLite3};Database=company.db``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.database.driver_errors import SCRUBBED

WHERE: Final = "source.url"
SCHEME: Final = "odbc:"

_PAIR: Final = re.compile(r"[\s;]*([^=;{}]+?)\s*=\s*(?:\{((?:[^}]|}})*+)}|([^;{]*?))\s*(?:;|$)")
_SECRETS: Final = frozenset({"pwd", "password", "passwd", "token", "accesstoken", "secret", "sslpassword"})
_PLAIN: Final = re.compile(r"(?![\s{])[^;{}]*(?<!\s)|")
"""Not every driver takes off the braces: they are written only where they must be."""


@dataclass(frozen=True, slots=True)
class ConnectionString:
    """Settings in the order in which they are stated; their names are the same in upper and lower case."""

    settings: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, url: str) -> ConnectionString:
        """What stands behind ``odbc:``. Raises ``ConfigError`` naming the place, but no value."""
        text = url.removeprefix(SCHEME) if url.startswith(SCHEME) else url[len(SCHEME) :]
        found: list[tuple[str, str]] = []
        place = 0
        while text[place:].strip(" ;\t\r\n"):
            match = _PAIR.match(text, place)
            if match is None:
                raise ConfigError(
                    f"setting {len(found) + 1} of the connection string cannot be read",
                    where=WHERE,
                    hint="Write odbc:Name=value;Name={value with ; or blanks}, a } within braces twice.",
                )
            quoted = match[2]
            found.append((match[1], match[3] if quoted is None else quoted.replace("}}", "}")))
            place = match.end()
        names = {name.casefold() for name, _ in found}
        if not names & {"driver", "dsn", "filedsn"}:
            raise ConfigError(
                "the connection string names neither a driver nor a data source",
                where=WHERE,
                hint="Write odbc:Driver={…};… or odbc:DSN=…;…",
            )
        return cls(tuple(found))

    def get(self, name: str) -> str | None:
        """The value of a setting, None where it is not stated; the first counts, as for driver managers."""
        folded = name.casefold()
        return next((value for stated, value in self.settings if stated.casefold() == folded), None)

    def with_default(self, name: str, value: str) -> ConnectionString:
        """With this setting, unless it is stated."""
        return self if self.get(name) is not None else ConnectionString((*self.settings, (name, value)))

    def with_value(self, name: str, value: str) -> ConnectionString:
        """With this setting in place of what is stated."""
        folded = name.casefold()
        kept = tuple(pair for pair in self.settings if pair[0].casefold() != folded)
        return ConnectionString((*kept, (name, value)))

    @property
    def secrets(self) -> list[str]:
        """What must appear in no message."""
        return [value for name, value in self.settings if name.casefold() in _SECRETS and value]

    @property
    def shown(self) -> str:
        """The connection string for people, without secrets."""
        hidden = ((n, SCRUBBED if n.casefold() in _SECRETS else value) for n, value in self.settings)
        return SCHEME + ";".join(f"{name}={value}" for name, value in hidden)

    def render(self) -> str:
        """The connection string for a driver manager."""
        return ";".join(f"{name}={_quoted(name, value)}" for name, value in self.settings)


def _quoted(name: str, value: str) -> str:
    if name.casefold() != "driver" and _PLAIN.fullmatch(value):
        return value
    return "{" + value.replace("}", "}}") + "}"
