"""The URL of a remote folder, and how it is shown: without user, password and query."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from legacy_adapters.core.errors import ConfigError


@dataclass(frozen=True, slots=True)
class RemoteUrl:
    """``sftp://user:password@host:22/path``, its parts decoded. ``shown`` begins every name that a person sees."""

    scheme: str
    host: str
    port: int | None
    user: str | None
    password: str | None = field(repr=False)
    path: str
    shown: str

    @classmethod
    def of(cls, text: str) -> RemoteUrl:
        """Raises ``ConfigError`` without a word of the text, as it may hold a password."""
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            hint = "Signs like @, / or # in a password are written as %40, %2F and %23."
            raise ConfigError("the URL cannot be read", where="path", hint=hint) from None
        if parts.query or parts.fragment:
            hint = "Write # and ? in a path or a password as %23 and %3F; what else the server needs goes to `options`."
            raise ConfigError("the URL has a query or a fragment", where="path", hint=hint)
        host = parts.netloc.rpartition("@")[2].rpartition(":")[0 if port is not None else 2]
        path = unquote(parts.path).rstrip("/")
        if not host:
            raise ConfigError("the URL names no host", where="path")
        return cls(
            scheme=parts.scheme.lower(),
            host=host.strip("[]"),
            port=port,
            user=_decoded(parts.username),
            password=_decoded(parts.password),
            path=path,
            shown=f"{parts.scheme.lower()}://{host}{'' if port is None else f':{port}'}{path}",
        )


def _decoded(text: str | None) -> str | None:
    return None if text is None else unquote(text)
