"""JSON text to values (RFC 8259): numbers keep their digits, and what JSON does not allow is refused.

The standard library's scanner is written in C; it hands numbers over as text where it is asked to.
"""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

DEEPEST: Final = 100
"""Objects and arrays nested deeper within a record are no accounting data."""


class Number(str):
    """A number as it is written: ``12.50``, ``1E3``."""

    __slots__ = ()


class NotJson(ValueError):
    """Text that JSON does not allow although it has an end: a key twice, ``NaN``, nesting without measure."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a key that is there twice one value would be lost."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("a key is there twice")
    return found


def _no_constant(text: str) -> NoReturn:
    raise NotJson(f"{text} is no number of JSON")


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_once, parse_float=Number, parse_int=Number, parse_constant=_no_constant
)


def decoded(text: str) -> Any:
    """The value of a whole text. Raises ``NotJson`` with what is wrong."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise NotJson("nested too deep") from error


def decoded_at(text: str, place: int) -> tuple[Any, int] | None:
    """The value that begins at ``place``, and where it ends; None where the text may go on behind its end.

    Raises ``NotJson`` for what no further text could make right.
    """
    try:
        return _DECODER.raw_decode(text, place)
    except json.JSONDecodeError as error:
        if error.msg.startswith("Unterminated") or error.pos >= len(text) - 16:
            return None
        raise NotJson(error.msg) from error
    except RecursionError as error:
        raise NotJson("nested too deep") from error


def encoded(value: Any, depth: int = 0) -> str:
    """A value as JSON again, without blanks; numbers as they were written. Raises ``NotJson`` where it is nested
    deeper than ``DEEPEST``."""
    if depth > DEEPEST:
        raise NotJson("nested too deep")
    match value:
        case Number():
            return str(value)
        case dict():
            pairs = (f"{json.dumps(key, ensure_ascii=False)}:{encoded(one, depth + 1)}" for key, one in value.items())
            return "{" + ",".join(pairs) + "}"
        case list():
            return "[" + ",".join(encoded(one, depth + 1) for one in value) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)
