"""``${param:x}``, ``${env:X}``, ``${file:path}`` and ``${keyring:service/user}`` in the values of a pipeline file.

Everything but a parameter is a secret, and so is a parameter that holds one. Each value is resolved twice: as it is
used, and as it may be shown, where a secret stays the name of where it comes from.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.core.secrets import KNOWN, Secrets
from legacy_adapters.runs.pipeline.yaml_file import Node, Place

SECRET_BYTES = 64 * 1024
"""A secret file that is larger was named by mistake."""

LONGEST = 1_000_000
"""Characters of one value; parameters that hold each other twice grow fast."""

# An even number of $ before a brace stands for half as many; the last of an odd number begins a placeholder.
_PLACEHOLDER = re.compile(r"(\$+)\{([^{}]*)(\}?)")
_ELSEWHERE = "Environment and files work everywhere: ${env:NAME}, ${file:PATH}."


@dataclass(frozen=True, slots=True)
class Text:
    """A resolved text: as it is used, and as it may be shown."""

    value: str = field(repr=False)
    shown: str

    @property
    def secret(self) -> bool:
        """Whether it holds a secret."""
        return self.value != self.shown


def from_keyring(service: str, user: str) -> str | None:
    """The password in this machine's keyring, None where it has none. Raises ``DriverMissing``, ``ConfigError``."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        raise DriverMissing(
            "the keyring needs the package keyring, which is not installed",
            hint=f'Install it: pip install "legacy-adapters[keyring]". {_ELSEWHERE}',
        ) from error
    try:
        return keyring.get_password(service, user)
    except KeyringError as error:
        raise ConfigError(f"this machine has no keyring that can be read ({error})", hint=_ELSEWHERE) from error


def from_file(path: Path) -> str:
    """The text of a file, without the end of its last line. Raises ``ConfigError``."""
    try:
        with path.open("rb") as file:
            content = file.read(SECRET_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"the file {path} cannot be read: {error.strerror}") from error
    if len(content) > SECRET_BYTES:
        raise ConfigError(f"the file {path} has more than {SECRET_BYTES:,} bytes")
    try:
        return content.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ConfigError(f"the file {path} is not UTF-8") from error


@dataclass(slots=True)
class Placeholders:
    """Resolves the values of one pipeline file.

    ``given`` are the parameters of the command line, ``declared`` the file's own ``params`` by name; relative paths
    start from ``folder``. Every secret is told to ``secrets`` before it is used.
    """

    folder: Path
    given: Mapping[str, str] = field(default_factory=dict)
    declared: Mapping[str, Node] = field(default_factory=dict)
    secrets: Secrets = field(default_factory=lambda: KNOWN)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    keyring: Callable[[str, str], str | None] = from_keyring
    file: Callable[[Path], str] = from_file
    used: dict[str, Text] = field(default_factory=dict)
    """The parameters that were asked for so far."""
    asked: set[str] = field(default_factory=set)
    """The same, until the caller clears it."""
    _needs: dict[str, set[str]] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    """Where secrets came from so far, as ``env:NAME``."""

    def provide(self, name: str, text: Text) -> None:
        """Gives a parameter that is resolved already."""
        self.used[name], self._needs[name] = text, {name}

    def parameter(self, name: str, place: Place) -> Text:
        """A parameter. Raises ``ConfigError`` where it has no value."""
        return self._parameter(name, place, f"params.{name}", ())

    def resolve(self, node: Node, path: Sequence[str | int] = ()) -> tuple[Node, Node]:
        """A tree with everything filled in, and the same as it may be shown. Raises ``ConfigError`` with file, line
        and key for what is not set."""
        match node.value:
            case str() as text:
                resolved = self.text(text, node.place, key_of(path))
                return Node(resolved.value, node.place), Node(resolved.shown, node.place)
            case tuple() as items:
                pairs = [self.resolve(item, (*path, i)) for i, item in enumerate(items)]
                return (
                    Node(tuple(value for value, _ in pairs), node.place),
                    Node(tuple(shown for _, shown in pairs), node.place),
                )
            case Mapping() as children:
                both = {key: self.resolve(child, (*path, key)) for key, child in children.items()}
                return (
                    Node({key: value for key, (value, _) in both.items()}, node.place),
                    Node({key: shown for key, (_, shown) in both.items()}, node.place),
                )
            case _:
                return node, node

    def text(self, text: str, place: Place, key: str, within: tuple[str, ...] = ()) -> Text:
        """One text; ``within`` are the parameters that it is a part of."""
        if "${" not in text:
            return Text(text, text)
        value, shown, end = "", "", 0
        for found in _PLACEHOLDER.finditer(text):
            before = text[end : found.start()] + "$" * (len(found[1]) // 2)
            part = Text("{" + found[2] + found[3], "{" + found[2] + found[3])
            if len(found[1]) % 2:
                part = self._placeholder(found, place, key, within)
            value, shown, end = value + before + part.value, shown + before + part.shown, found.end()
            if len(value) > LONGEST:
                raise self._error(f"parameters make this longer than {LONGEST:,} characters", place, key)
        return Text(value + text[end:], shown + text[end:])

    def _placeholder(self, found: re.Match[str], place: Place, key: str, within: tuple[str, ...]) -> Text:
        kind, colon, name = found[2].partition(":")
        name = name.strip()
        if not (colon and name and found[3]) or kind not in ("param", "env", "file", "keyring"):
            raise self._error(
                f"${{{found[2]}{found[3]} is no placeholder",
                place,
                key,
                "There are ${param:…}, ${env:…}, ${file:…} and ${keyring:…}; write $${ where ${ itself is meant.",
            )
        if kind == "param":
            return self._parameter(name, place, key, within)
        try:
            value = {"env": self._environment, "file": self._file, "keyring": self._keyring}[kind](name)
        except (ConfigError, DriverMissing) as error:
            raise type(error)(f"{key}: {error.message}", where=str(place), hint=error.hint) from error
        self.secrets.add(value)
        self.sources.add(f"{kind}:{name}")
        return Text(value, found[0][len(found[1]) - 1 :])

    def _parameter(self, name: str, place: Place, key: str, within: tuple[str, ...]) -> Text:
        if name in within:
            raise self._error(f"the parameters {' → '.join((*within, name))} need each other", place, key)
        if name not in self.used:
            before, self.asked = self.asked, {name}
            self.used[name] = self._looked_up(name, place, key, (*within, name))
            self._needs[name], self.asked = self.asked, before
        self.asked |= self._needs[name]
        return self.used[name]

    def _looked_up(self, name: str, place: Place, key: str, within: tuple[str, ...]) -> Text:
        if name in self.given:
            return self.text(self.given[name], Place("--param"), name, within)
        node = self.declared.get(name)
        if node is None:
            raise self._error(f"there is no parameter {name!r}", place, key, self._names(name))
        if node.value is None:
            raise self._error(f"the parameter {name!r} has no value", place, key, f"Give one: --param {name}=…")
        if not isinstance(node.value, str):
            raise self._error("a parameter should be one text or number", node.place, f"params.{name}")
        return self.text(node.value, node.place, f"params.{name}", within)

    def _environment(self, name: str) -> str:
        if name not in self.environment:
            raise ConfigError(
                f"the environment variable {name} is not set",
                hint="Set it for the account that runs this: a scheduler does not see the variables of your own login.",
            )
        return self.environment[name]

    def _file(self, name: str) -> str:
        return self.file(self.folder / Path(name).expanduser())

    def _keyring(self, name: str) -> str:
        service, slash, user = name.rpartition("/")
        if not slash:
            raise ConfigError(f"{name} is no entry of a keyring", hint="Write ${keyring:SERVICE/USER}.")
        value = self.keyring(service, user)
        if value is None:
            raise ConfigError(f"the keyring has no password of {user} for {service}", hint=_ELSEWHERE)
        return value

    def _names(self, wanted: str) -> str:
        names = sorted({*self.declared, *self.given})
        near = get_close_matches(wanted, names, n=1)
        known = f"There are {', '.join(names)}." if names else "The file has no `params`."
        return f"Did you mean {near[0]}? {known}" if near else known

    def _error(self, message: str, place: Place, key: str, hint: str = "") -> ConfigError:
        return ConfigError(f"{key}: {message}" if key else message, where=str(place), hint=hint)


def key_of(path: Sequence[str | int]) -> str:
    """A path as people write it: ``streams.gl.map[0].to``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
