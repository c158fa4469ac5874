"""Strikes out parameters of addresses and forms that are secret by their name: passwords and tokens."""

from __future__ import annotations

import re
from typing import Final

from legacy_adapters.core.secrets import STRUCK_OUT
from legacy_adapters.sources.screen.evidence.markup import TOKEN_NAME

_NAME: Final = re.compile(r"(?:^|[?&;])([A-Za-z0-9_.$%-]{1,100})=")
_VALUE: Final = r"""[^&;?\s"'<>#\\]+"""
_PASSWORD_NAME: Final = re.compile(r"passw|passwd|pwd|kennwort|passphrase|^(?:pin|otp|totp)$", re.IGNORECASE)


def is_secret_parameter(name: str) -> bool:
    """Whether a parameter of this name holds a password or a token."""
    return TOKEN_NAME.search(name) is not None or _PASSWORD_NAME.search(name) is not None


def without_parameter_secrets(text: str) -> str:
    """A text, such as a page, an address or the body of a form, with ``***`` for the values of such parameters."""
    if "=" not in text:
        return text
    # A page has many parameters and few names: so no Python runs for each of them.
    secret = sorted(filter(is_secret_parameter, set(_NAME.findall(text))))
    if not secret:
        return text
    names = "|".join(map(re.escape, secret))
    return re.sub(rf"((?:^|[?&;])(?:{names})=){_VALUE}", rf"\1{STRUCK_OUT}", text)
