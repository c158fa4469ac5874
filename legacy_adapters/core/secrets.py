"""Secrets that were resolved in this process, and how they are struck out of every text that leaves it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus, unquote, urlsplit

STRUCK_OUT = "***"

SHORT = 6
"""A secret shorter than this is struck out as a whole word only: as a piece of other words it tells nothing."""

SHORT_TOKEN, LONG_TOKEN = 12, 20
"""Characters from which a value with a digit in it, or one of letters alone, is no word."""

_ASSIGNED = re.compile(r"\b(?:pwd|password|passwd)\s*=\s*(?:\{((?:[^}]|\}\})*)\}|'([^']*)'|([^;&\s]+))", re.IGNORECASE)


class Secrets:
    """Values that must appear in no log, ledger, error, report or trace; never shown by ``repr``."""

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def add(self, value: str) -> None:
        """Keeps a value, and the passwords within it where it is a URL or a connection string."""
        found = {part for part in (value, value.strip(), *passwords_in(value)) if part.strip()} - self._values
        if found:
            # Another thread may be going through the old one.
            self._values = self._values | found
            self._pattern = None

    def add_passwords(self, text: str) -> None:
        """Keeps the passwords that stand in a URL or a connection string, but not the text itself."""
        for password in passwords_in(text):
            self.add(password)

    def scrub(self, text: str) -> str:
        """``text`` with every secret replaced by ``***``, also where it is quoted for a URL, JSON, ODBC or Python."""
        if self._pattern is None:
            forms = {form for value in self._values for form in _forms(value)}
            if not forms:
                return text
            # The longest first: one secret may begin with another.
            self._pattern = re.compile("|".join(map(_matching, sorted(forms, key=len, reverse=True))))
        return self._pattern.sub(STRUCK_OUT, text)

    def __iter__(self) -> Iterator[str]:
        """The values, sorted, for those who must find them in notations that ``scrub`` does not know."""
        return iter(sorted(self._values))

    def __repr__(self) -> str:
        return f"<{len(self._values)} secrets>"


def looks_like_a_token(value: str) -> bool:
    """Whether a cookie's or a field's value is so long and odd that it is never a word of the data: ``lang=en`` and
    ``company=Contoso`` are no secrets."""
    odd = re.search(r"\d", value) is not None or len(value) >= LONG_TOKEN
    return len(value) >= SHORT_TOKEN and odd and re.search(r"\s", value) is None


def passwords_in(text: str) -> Iterator[str]:
    """The passwords of a URL (``user:password@``) or of a connection string (``PWD=…``)."""
    if "://" in text:
        try:
            password = urlsplit(text).password
        except ValueError:
            password = None
        if password:
            yield password
            yield unquote(password)
    for braced, quoted, plain in _ASSIGNED.findall(text):
        yield from {braced, braced.replace("}}", "}"), quoted, plain, unquote(plain)} - {""}


def _forms(value: str) -> set[str]:
    """The value as it is, and as it looks when another notation has quoted it."""
    texts = {value, value.replace("}", "}}"), value.replace("'", "''")}
    texts |= {quote(value, safe=""), quote(value), quote(value, safe=" +"), quote_plus(value)}
    texts |= {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], repr(value)[1:-1]}
    return texts


def _matching(form: str) -> str:
    pattern = re.escape(form)
    return rf"(?<![^\W_]){pattern}(?![^\W_])" if len(form) < SHORT else pattern


KNOWN = Secrets()
"""All secrets of this process: whatever resolves one adds it here before it is used."""


def scrub(text: str) -> str:
    """``text`` without any secret of this process."""
    return KNOWN.scrub(text)
