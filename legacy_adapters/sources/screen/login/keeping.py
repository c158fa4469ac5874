"""The browser's session, kept encrypted from one run to the next."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.login.private_file import explained, write_private
from legacy_adapters.sources.screen.login.settings import Keep
from legacy_adapters.sources.screen.login.stretching import stretched
from legacy_adapters.sources.screen.template import filled

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SHORTEST_KEY: Final = 12

_HEADER: Final = b"legacy-adapters session 1\n"
_SALT: Final = 16
_NONCE: Final = 12


def _silent(_text: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class KeptSession:
    """The session of one user of one application, in a file of its own in ``folder``.

    The file is AES-256-GCM under a key that scrypt makes of ``key`` and a random salt; it belongs to its application
    and user, and is of no use under the name of another. ``note`` is told why a session that is there is not used.
    ``age`` is in seconds.
    """

    folder: Path
    url: str
    user: str
    key: str = field(repr=False)
    age: float
    note: Callable[[str], None] = _silent
    clock: Callable[[], float] = time.time

    @classmethod
    def of(
        cls,
        settings: Keep,
        values: Mapping[str, str],
        *,
        url: str,
        folder: Path,
        note: Callable[[str], None] = _silent,
    ) -> Self:
        """The session that ``settings`` speak of. Raises ``ConfigError`` for a short key or a missing parameter."""
        key = filled(settings.key, values)
        KNOWN.add(key)
        if len(key) < SHORTEST_KEY:
            raise ConfigError(
                f"the key that the session is to be kept with is shorter than {SHORTEST_KEY} characters",
                where="login: keep: key",
                hint="Make one, for instance with `openssl rand -base64 24`, and put it in the environment or keyring.",
            )
        return cls(folder, url, filled(settings.user, values), key, settings.age, note)

    @property
    def path(self) -> Path:
        """Where it is kept: the name tells application and user apart, and neither of them to anyone."""
        name = hashlib.sha256(json.dumps([self.url, self.user]).encode()).hexdigest()[:32]
        return self.folder / f"{name}.session"

    def load(self) -> str | None:
        """The browser's state as it was saved; None where there is none, or none that can be used."""
        opened = self._opened()
        if opened is None:
            return None
        since, state = opened
        # Also one from the future: then one of the two clocks was wrong.
        return state if abs(self.clock() - since) <= self.age else None

    def save(self, state: str) -> None:
        """Keeps the browser's state after a login, from which its age counts. Raises ``OutputError``."""
        self._write(self.clock(), state)

    def renew(self, state: str) -> None:
        """Keeps the state as it is later, with the cookies that were renewed; its age still counts from the login."""
        opened = self._opened()
        if opened is not None:
            self._write(opened[0], state)

    def forget(self) -> None:
        """Removes what is kept. Raises ``OutputError``."""
        with explained(self.path):
            self.path.unlink(missing_ok=True)

    def _write(self, since: float, state: str) -> None:
        salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
        plain = json.dumps({"since": since, "state": state}).encode()
        hidden = self._cipher(salt).encrypt(nonce, plain, self._bound_to())
        write_private(self.path, _HEADER + salt + nonce + hidden)

    def _opened(self) -> tuple[float, str] | None:
        path = self.path
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self.note(f"{path}: the kept session cannot be read ({error.strerror}); the run logs in")
            return None
        if not data.startswith(_HEADER):
            self.note(f"{path}: the kept session is of another version, or damaged; the run logs in and replaces it")
            return None
        salt, nonce, hidden = _cut(data[len(_HEADER) :])
        cipher = self._cipher(salt)
        from cryptography.exceptions import InvalidTag

        try:
            kept = json.loads(cipher.decrypt(nonce, hidden, self._bound_to()))
        except (InvalidTag, ValueError):
            self.note(
                f"{path}: the kept session cannot be decrypted (it was kept with another key, or is damaged); "
                "the run logs in and replaces it"
            )
            return None
        return kept["since"], kept["state"]

    def _bound_to(self) -> bytes:
        return _HEADER + json.dumps([self.url, self.user]).encode()

    def _cipher(self, salt: bytes) -> AESGCM:
        try:
            from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        except ImportError as error:
            raise DriverMissing(
                "a session is kept with the package cryptography, which is not installed",
                where="login: keep",
                hint="pip install 'legacy-adapters[screen]'",
            ) from error
        return AESGCM(stretched(self.key, salt))


def _cut(data: bytes) -> tuple[bytes, bytes, bytes]:
    return data[:_SALT], data[_SALT : _SALT + _NONCE], data[_SALT + _NONCE :]
