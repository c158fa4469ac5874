"""One-time codes by time: each is used once, and none that is about to run out."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.login.address import application
from legacy_adapters.sources.screen.login.private_file import explained
from legacy_adapters.sources.screen.login.settings import CODE, Totp
from legacy_adapters.sources.screen.template import filled

MARGIN_SECONDS: Final = 5.0
"""A code that is good for less than this (or for less than a third of a short period) is not used any more."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one secret.

    Applications take each code once, so that a run that logs in again, or a second one that starts in the same
    half minute, waits for the next. ``folder`` is where the periods that were used are written down for other runs,
    by the application's ``url``.
    """

    settings: Totp
    secret: str = field(repr=False)
    url: str
    folder: Path
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    @classmethod
    def of(
        cls,
        settings: Totp,
        values: Mapping[str, str],
        *,
        url: str,
        folder: Path,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> Self:
        """The codes of the secret that is filled in from ``values``. Raises ``ConfigError`` where it is no base32."""
        return cls(settings, _base32(filled(settings.secret, values)), url, folder, clock, sleep)

    def next(self) -> str:
        """A code that was not used yet; waits for it, up to two periods. It is a secret from here on.

        Raises ``OutputError`` where the folder cannot be written.
        """
        period = self.settings.period
        while True:
            counter, since = divmod(self.clock(), period)
            left = period - since
            if left >= min(MARGIN_SECONDS, period / 3) and self._claim(int(counter)):
                code = self._code(int(counter))
                KNOWN.add(code)
                return code
            self.sleep(left)

    def _claim(self, counter: int) -> bool:
        """Whether nobody used this period: of several runs at once only one can create its file."""
        name = hashlib.sha256(application(self.url).encode()).hexdigest()[:32]
        claim = self.folder / f"{name}-{counter}.code"
        with explained(claim):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                claim.touch(mode=0o600, exist_ok=False)
            except FileExistsError:
                return False
            for earlier in self.folder.glob(f"{name}-*.code"):
                if earlier != claim:
                    earlier.unlink(missing_ok=True)
        return True

    def _code(self, counter: int) -> str:
        """RFC 4226, section 5.3. pyotp refuses secrets of less than 112 bits; most old applications gave out 80."""
        mac = hmac.digest(base64.b32decode(self.secret), counter.to_bytes(8, "big"), self.settings.algorithm.lower())
        at = mac[-1] & 0xF
        number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF
        return f"{number % 10**self.settings.digits:0{self.settings.digits}}"


class WithCode(Mapping[str, str]):
    """The values of a recipe, and ``code``: made when the first step fills it in, and the same for all of one login."""

    def __init__(self, values: Mapping[str, str], codes: Codes) -> None:
        self._values = values
        self._codes = codes
        self._code: str | None = None

    def __getitem__(self, name: str) -> str:
        if name != CODE:
            return self._values[name]
        if self._code is None:
            self._code = self._codes.next()
        return self._code

    def __contains__(self, name: object) -> bool:
        # Without making a code, as the inherited one would.
        return name == CODE or name in self._values

    def __iter__(self) -> Iterator[str]:
        yield from (name for name in self._values if name != CODE)
        yield CODE

    def __len__(self) -> int:
        return len(set(self._values) | {CODE})

    def __repr__(self) -> str:
        return f"<values and {CODE}>"


def _base32(secret: str) -> str:
    """The secret without the blanks and hyphens that applications show it with, and with the padding they leave out."""
    KNOWN.add(secret)
    plain = "".join(secret.split()).replace("-", "").rstrip("=").upper()
    padded = plain + "=" * (-len(plain) % 8)
    try:
        if not base64.b32decode(padded):
            raise binascii.Error
    except (binascii.Error, ValueError):
        raise ConfigError(
            "the secret is no base32: that is letters from A to Z and digits from 2 to 7",
            where="login: totp: secret",
            hint="Copy it from where the application shows it as text ('cannot scan the picture?'); not the "
            "six digits, and not the whole otpauth:// address.",
        ) from None
    KNOWN.add(plain)
    return padded
