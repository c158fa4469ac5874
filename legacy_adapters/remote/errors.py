"""What remote file systems raise, for a person; what is special to one of them is in its driver."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeAlias

from legacy_adapters.core.errors import AccessDenied, LegacyAdaptersError, Unavailable

Explain: TypeAlias = Callable[[BaseException, str], Exception | None]
"""What an exception of a driver means: an error of ours, ``Busy``, an ``OSError`` as the standard library would raise
it, or None where it says no more than any other."""

Told: TypeAlias = Callable[[OSError, str], LegacyAdaptersError]
"""What an error of the standard library means for what was being done, and what a person should do."""

REFUSED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
GONE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ESTALE})
SHARING_VIOLATIONS: Final = frozenset({32, 33})
"""Windows: another program has the file open."""

_BROKEN: Final = (ConnectionError, TimeoutError, EOFError)
_NETWORK: Final = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ETIMEDOUT, errno.ENOTCONN})


class Lost(Exception):
    """A file is not there any more under the name by which it was known."""


class Busy(Exception):
    """Another program holds a file."""


def is_busy(error: OSError) -> bool:
    """Whether another program holds the file, so that trying later helps."""
    return getattr(error, "winerror", None) in SHARING_VIOLATIONS or error.errno in (errno.ETXTBSY, errno.EBUSY)


def unavailable(where: str, error: BaseException) -> Unavailable:
    """The server cannot be reached, or the connection broke."""
    what = str(error) or type(error).__name__
    hint = "Is the server up, and may this machine reach it? Nothing is lost; start the run again then."
    return Unavailable(f"cannot be reached ({what})", where=where, hint=hint)


def refused_login(where: str) -> AccessDenied:
    """Wrong credentials. The driver's words are left out: they may repeat them."""
    hint = "Check user, password or key. It is not tried again, as repeated logins lock accounts."
    return AccessDenied("the login was refused", where=where, hint=hint)


def not_opened(error: OSError, where: str) -> LegacyAdaptersError:
    """An error of connecting."""
    if error.errno in REFUSED:
        hint = "Let the user that the run works as read the files that `options` name."
        return AccessDenied("may not be opened", where=where, hint=hint)
    return unavailable(where, error)


@contextmanager
def guarded(where: str, raised: tuple[type[Exception], ...], explain: Explain, *, told: Told) -> Iterator[None]:
    """Turns ``raised`` and ``OSError`` into errors of ours, ``Lost`` and ``Busy``; ``FileExistsError`` goes on as it
    is."""
    kinds: tuple[type[Exception], ...] = (OSError, EOFError, *raised)
    try:
        yield
    except FileExistsError:
        raise
    except kinds as error:
        raise _meaning(error, where, explain, told) from error


def _meaning(error: BaseException, where: str, explain: Explain, told: Told) -> Exception:
    found = explain(error, where) or error
    if isinstance(found, LegacyAdaptersError | Busy | Lost):
        return found
    if isinstance(found, _BROKEN) or not isinstance(found, OSError) or found.errno in _NETWORK:
        return unavailable(where, found)
    if found.errno == errno.EEXIST:
        return FileExistsError(errno.EEXIST, str(found))
    if isinstance(found, FileNotFoundError) or found.errno in GONE:
        return Lost(where)
    if is_busy(found):
        return Busy(where)
    if isinstance(found, PermissionError) and found.errno is None:
        found = PermissionError(errno.EACCES, "denied")
    return told(found, where)
