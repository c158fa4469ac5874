"""Headers that are never kept: what they hold is a secret by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from legacy_adapters.core.secrets import STRUCK_OUT, looks_like_a_token
from legacy_adapters.sources.screen.evidence.markup import TOKEN_NAME

_SECRET: Final = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "authentication-info",
        "x-api-key",
        "x-auth-token",
    }
)


def is_secret_header(name: str) -> bool:
    """Whether a header's value is always struck out."""
    return name.lower() in _SECRET or (name.lower().startswith("x-") and TOKEN_NAME.search(name) is not None)


def shown(name: str, value: str) -> str:
    """A header's value as it may be kept."""
    return STRUCK_OUT if is_secret_header(name) else value


def header_secrets(name: str, value: str) -> Iterator[str]:
    """The tokens in a header: they are to be struck out wherever else they stand, as in an address."""
    match name.lower():
        case "cookie":
            yield from _tokens(value.split(";"))
        case "set-cookie":
            yield from _tokens(line.partition(";")[0] for line in value.split("\n"))
        case "authorization" | "proxy-authorization":
            yield from filter(looks_like_a_token, value.split())
        case _ if is_secret_header(name) and looks_like_a_token(value):
            yield value


def _tokens(pairs: Iterator[str] | list[str]) -> Iterator[str]:
    for pair in pairs:
        value = pair.partition("=")[2].strip().strip('"')
        if looks_like_a_token(value):
            yield value
