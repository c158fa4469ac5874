"""What a server is called in messages: its URL without user and password."""

from __future__ import annotations

from urllib.parse import urlsplit

from legacy_adapters.core.errors import ConfigError


def server_name(url: str, setting: str) -> str:
    """Scheme, host, port and path of ``url``, which stands in ``setting``. Raises ``ConfigError`` for what is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ConfigError(f"no URL: {error}", where=setting, hint="It looks like scheme://user@host:port.") from None
    if not parts.hostname:
        raise ConfigError("the URL names no host", where=setting, hint="It looks like scheme://user@host:port.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path}"
