"""Strikes out what fields of a page hold that are secret by their kind: passwords, and the tokens of forms."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Final

from legacy_adapters.core.secrets import STRUCK_OUT

# Possessive, as a page that is not well-formed must not cost the square of its length.
_INPUT: Final = re.compile(r"""<(?:input|meta)\b(?>[^>"']+|"[^"]*"|'[^']*'|["'])*+>""", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)""")
HELD: Final = frozenset({"value", "content", "__playwright_value_"})

TOKEN_NAME: Final = re.compile(
    r"csrf|xsrf|verificationtoken|authenticity_?token|^_?token$|_token$|nonce|session_?(?:id|key|cookie|token)$"
    r"|^(?:j|asp|php)session(?:id)?$|^phpsessid$|^sid$|^asp\.net_sessionid$|saml(?:request|response)$|relaystate$",
    re.IGNORECASE,
)
"""Names of fields and parameters that hold a token of a session or of a form; nothing else is taken for one."""


def is_secret_field(element: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element with these attributes, by lower-case name, holds a password or a token."""
    kind = attributes.get("type", "").lower()
    if kind == "hidden" or element.lower() == "meta":
        return TOKEN_NAME.search(attributes.get("name") or attributes.get("id") or "") is not None
    return kind == "password" and element.lower() == "input"


def without_field_secrets(page: str) -> str:
    """A page of HTML with ``***`` for what password fields and tokens of forms hold."""
    return _INPUT.sub(_bare, page) if "<" in page else page


def field_secrets(page: str) -> Iterator[str]:
    """What password fields and tokens of forms hold."""
    for tag in _INPUT.finditer(page):
        if _is_secret(tag[0]):
            held = (value for name, _, value in _ATTRIBUTE.findall(tag[0]) if name.lower() in HELD)
            yield from filter(None, (html.unescape(_unquoted(value)) for value in held))


def _is_secret(tag: str) -> bool:
    attributes = {name.lower(): html.unescape(_unquoted(value)) for name, _, value in _ATTRIBUTE.findall(tag)}
    return is_secret_field("meta" if tag[1:2] in "mM" else "input", attributes)


def _bare(tag: re.Match[str]) -> str:
    return _ATTRIBUTE.sub(_struck, tag[0]) if _is_secret(tag[0]) else tag[0]


def _struck(attribute: re.Match[str]) -> str:
    name, equals, value = attribute.groups()
    return f'{name}{equals}"{STRUCK_OUT}"' if name.lower() in HELD and _unquoted(value) else attribute[0]


def _unquoted(value: str) -> str:
    return value[1:-1] if value[:1] in ('"', "'") else value
