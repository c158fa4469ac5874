"""Texts and small mappings as YAML that a person reads, and that the loader of recipes takes as the same texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"

_PLAIN: Final = re.compile(r"(?:[^\W\d]|text=[^\W\d]|\d+(?= [^\W\d]))[\w.()/-]*(?: [\w()/-][\w.()/-]*)*")
_WORDS: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def scalar(text: str) -> str:
    """A text, in quotes unless it is plain words; in single ones where it has double ones or backslashes."""
    if text.isprintable():
        if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
            return text
        if '"' in text or "\\" in text:
            return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_letter, text)) + '"'


def flow(value: Value) -> str:
    """A value on one line: ``{click: "#go", frame: main}``."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(flow, value)) + "]"


def comment(text: str, indent: str = "") -> list[str]:
    """The lines of a comment. Nothing in ``text`` can end it, and nothing makes the file unreadable."""
    return [f"{indent}# {_shown(line)}".rstrip() for line in text.splitlines()]


def _shown(line: str) -> str:
    return "".join(letter if letter.isprintable() else _letter(letter) for letter in line)


def _letter(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
