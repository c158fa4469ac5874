"""Logins that did not work, remembered so that no later run tries the same one again: that locks accounts."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal, Self, TypeAlias

from filelock import FileLock, Timeout

from legacy_adapters.core.errors import AccessDenied, ConfigError, RecipeRefused, TryLater, Unavailable
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.login.address import application, shown_address
from legacy_adapters.sources.screen.login.private_file import explained, write_private
from legacy_adapters.sources.screen.login.stretching import stretched

Outcome: TypeAlias = Literal["refused", "locked", "unclear"]

TRIES_UNCLEAR: Final = 2
"""So many logins in a row may end in a way that nobody can tell: many applications lock the account at the third."""

REST: Final = timedelta(hours=20)
"""How long a login is not tried on a locked account, or behind unclear ones: a nightly run tries once a night.
A refused one has no such time: waiting makes no password right, and many applications count failures for ever."""

MOST: Final = 20
"""So many refusals are remembered for one application; the oldest go first."""

_PATIENCE: Final = 600.0


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Login:
    """What is tried: ``credentials`` are all that is filled in, ``recipe`` how it is done. Neither is written down."""

    url: str
    credentials: str
    recipe: str

    def __repr__(self) -> str:
        return f"<login at {shown_address(self.url)}>"


@dataclass(frozen=True, slots=True)
class _Remembered:
    """One login as its file has it: ``proof`` and ``recipe`` are hashes that tell it again, and tell nothing of it."""

    outcome: Outcome
    at: str
    times: int
    said: str
    salt: str
    proof: str
    recipe: str

    @classmethod
    def begun(cls, login: Login, at: datetime, times: int) -> Self:
        """A login that is being tried for the ``times``-th time."""
        salt = os.urandom(16)
        proof, recipe = _hashes(login, salt)
        said = "it did not come to an end"
        return cls("unclear", at.isoformat(timespec="seconds"), times, said, salt.hex(), proof, recipe)

    def is_of(self, login: Login) -> bool:
        """Whether it is of these credentials; where nobody knows how it ended, also of this recipe."""
        proof, recipe = _hashes(login, bytes.fromhex(self.salt))
        same = hmac.compare_digest(proof, self.proof)
        return same and (self.outcome != "unclear" or hmac.compare_digest(recipe, self.recipe))

    @property
    def blocks(self) -> bool:
        """Whether it is not to be tried again, for as long as ``is_over`` says."""
        return self.outcome != "unclear" or self.times >= TRIES_UNCLEAR

    def is_over(self, now: datetime) -> bool:
        """Whether it is so old that the login may be tried again, once."""
        return self.outcome != "refused" and now - datetime.fromisoformat(self.at) >= REST


@dataclass(slots=True)
class Attempt:
    """One login that is being tried; ``Refusals.trying`` makes it."""

    _login: Login
    _path: Path
    _known: _Remembered | None
    _clock: Callable[[], datetime]
    _begun: _Remembered | None = None

    @property
    def begun(self) -> bool:
        """Whether something secret may have been sent."""
        return self._begun is not None

    def begin(self) -> None:
        """Called before anything secret is sent. From here on it counts as unclear, also if the process is killed."""
        if self._begun is None:
            times = 1 if self._known is None else self._known.times + 1
            self._begun = _Remembered.begun(self._login, self._clock(), times)
            self._write(self._begun)

    def succeeded(self) -> None:
        """One is in: there is nothing to remember."""
        self._known = None
        self.undo()

    def undo(self) -> None:
        """It did not come to a login: as if it had not been tried."""
        if self._begun is None:
            return
        self._begun = None
        if self._known is None:
            with explained(self._path):
                self._path.unlink(missing_ok=True)
        else:
            self._write(self._known)

    def ended(self, outcome: Outcome, said: str) -> str:
        """Remembers how it ended, with ``said``, what a person is told of it; returns what can be done about it."""
        self.begin()
        assert self._begun is not None
        memory = replace(self._begun, outcome=outcome, said=scrub(said))
        self._write(memory)
        return _advice(memory, self._path)

    def _write(self, memory: _Remembered) -> None:
        write_private(self._path, json.dumps(asdict(memory), indent=2).encode())


@dataclass(frozen=True, slots=True)
class Refusals:
    """The logins that did not work, one small file each in ``folder``."""

    folder: Path
    clock: Callable[[], datetime] = _now
    patience: float = _PATIENCE

    @contextmanager
    def trying(self, login: Login) -> Iterator[Attempt]:
        """Lets one run at a time try to log in to an application, so that the others learn of a refusal.

        Raises ``AccessDenied`` for a login that did not work before, ``TryLater`` where another run takes too long, and
        ``OutputError`` where the folder cannot be written. What ends with ``Unavailable``, or for want of a parameter
        or a package, is no try.
        """
        name = hashlib.sha256(application(login.url).encode()).hexdigest()[:32]
        with self._alone(self.folder / f"{name}.lock", login):
            with explained(self.folder):
                path, known = self._known(name, login)
            if known is not None and known.blocks and not known.is_over(self.clock()):
                raise _not_again(known, path, login)
            attempt = Attempt(login, path, known, self.clock)
            try:
                yield attempt
            except RecipeRefused:
                # Such as an unexpected dialog: it may well have said that the password is wrong.
                raise
            except (Unavailable, TryLater, ConfigError):
                attempt.undo()
                raise

    @contextmanager
    def _alone(self, path: Path, login: Login) -> Iterator[None]:
        lock = FileLock(path, fallback_to_soft=False)
        with explained(path):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                lock.acquire(timeout=self.patience)
            except Timeout:
                raise TryLater(
                    f"another run has been logging in for {self.patience:g} seconds",
                    where=f"login at {shown_address(login.url)}",
                    hint="One logs in at a time, so that a wrong password is sent once. Try again when it is done.",
                ) from None
        try:
            yield
        finally:
            lock.release()

    def _known(self, name: str, login: Login) -> tuple[Path, _Remembered | None]:
        """What is remembered of this login and its file; a new file's name for one that is not."""
        newest_first = sorted(self.folder.glob(f"{name}-*.refused"), key=_age, reverse=True)
        for path in newest_first[MOST - 1 :]:
            path.unlink(missing_ok=True)
        for path in newest_first[: MOST - 1]:
            memory = _read(path)
            if memory is not None and memory.is_of(login):
                return path, memory
        return self.folder / f"{name}-{secrets.token_hex(8)}.refused", None


def _not_again(known: _Remembered, path: Path, login: Login) -> AccessDenied:
    what = {
        "refused": "was refused",
        "locked": "met a locked account",
        "unclear": f"was tried {known.times} times without getting in, at last",
    }[known.outcome]
    at = datetime.fromisoformat(known.at)
    return AccessDenied(
        f"this login {what} on {at:%Y-%m-%d at %H:%M} UTC and is not tried again now: {known.said}",
        where=f"login at {shown_address(login.url)}",
        hint=_advice(known, path),
    )


def _advice(known: _Remembered, path: Path) -> str:
    """When the same login is tried again, and how to have that at once."""
    if not known.blocks:
        return "Look at the evidence, and correct `login` in the recipe: as it stands it is tried once more."
    on_its_own = f"on its own from {datetime.fromisoformat(known.at) + REST:%Y-%m-%d %H:%M} UTC on"
    when = {
        "refused": "once the user or the password is changed in the parameters",
        "locked": f"once the user is changed, or {on_its_own}",
        "unclear": f"once `login` in the recipe or the password is changed, or {on_its_own}",
    }[known.outcome]
    return (
        f"It is tried again {when}: repeated logins lock accounts. To try the same at once, for instance because the "
        f"account was unlocked, delete {path}."
    )


def _hashes(login: Login, salt: bytes) -> tuple[str, str]:
    key = stretched(json.dumps([application(login.url), login.credentials]), salt, 64)
    return key[:32].hex(), hmac.new(key[32:], login.recipe.encode(), "sha256").hexdigest()


def _read(path: Path) -> _Remembered | None:
    """None for a file that is none of ours any more: it is removed, so that nobody wonders about it."""
    try:
        memory = _Remembered(**json.loads(path.read_bytes()))
        datetime.fromisoformat(memory.at)
        bytes.fromhex(memory.salt)
    except (ValueError, TypeError):
        path.unlink(missing_ok=True)
        return None
    return memory


def _age(path: Path) -> float:
    return path.stat().st_mtime
