"""Playwright's internal selectors as a person would write them: the same elements, by the public notation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_INTO_FRAME: Final = "internal:control=enter-frame"
_CHAINED: Final = " >> "
_QUOTED: Final = r'"((?:[^"\\]|\\.)*)"([is]?)'
_FRAME_NAME: Final = re.compile(rf"i?frame\[name={_QUOTED}\]")
_ROLE: Final = re.compile(rf"internal:role=([a-z]+)(?:\[name={_QUOTED}\])?")
_TEXT: Final = re.compile(rf"internal:text={_QUOTED}")
_ATTRIBUTE: Final = re.compile(rf"internal:(?:attr|testid)=\[([\w-]+)={_QUOTED}\]")
_NAMED: Final = re.compile(rf"(?:internal:(?:role|text|label|attr|testid|has-text)=|text=)[^\"]*{_QUOTED}")
_IN_TEXT: Final = re.compile(r"[^\"'/\s](?:.*[^\"'\s])?")
"""A text that `text=` takes as it stands."""


def readable(selector: str) -> tuple[str, tuple[str, ...]]:
    """A recorded selector without its frames, and its frames from the outside in.

    It means the same elements: where a name may be a part of a longer one, that is said. What has no public notation
    stays as it is, which Playwright takes as well.
    """
    frames: list[str] = []
    part: list[str] = []
    for each in _parts(selector):
        if each == _INTO_FRAME:
            frames.append(_frame(_CHAINED.join(part)))
            part = []
        else:
            part.append(_public(each))
    return _CHAINED.join(part), tuple(frames)


def name_in(selector: str) -> str:
    """What a recorded selector calls its element: the text or the name in it; "" where it has none."""
    found = list(_NAMED.finditer(_last(selector)))
    return _unquoted(found[-1][1]) if found else ""


def _last(selector: str) -> str:
    return list(_parts(selector))[-1]


def _parts(selector: str) -> Iterator[str]:
    """The parts of a chain; what stands in quotes is no chain."""
    begin, at, quote = 0, 0, ""
    while at < len(selector):
        letter = selector[at]
        if letter == "\\":
            at += 2
            continue
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'`":
            quote = letter
        elif selector.startswith(_CHAINED, at):
            yield selector[begin:at]
            at = begin = at + len(_CHAINED)
            continue
        at += 1
    yield selector[begin:]


def _frame(selector: str) -> str:
    """A frame by its name, where it has one."""
    found = _FRAME_NAME.fullmatch(selector)
    return _unquoted(found[1]) if found and _unquoted(found[1]) else selector


def _public(part: str) -> str:
    if found := _ROLE.fullmatch(part):
        return f"role={found[1]}" + ("" if found[2] is None else f"[name{_compared(found[2], found[3])}]")
    if found := _ATTRIBUTE.fullmatch(part):
        return f"[{found[1]}{_compared(found[2], found[3])}]"
    if found := _TEXT.fullmatch(part):
        return _text(found[1], found[2], part)
    return part


def _compared(quoted: str, how: str) -> str:
    """Recorded names are compared without regard to case, and as a part, unless they are exact."""
    return f'*="{quoted}"i' if how == "i" else f'="{quoted}"'


def _text(quoted: str, how: str, part: str) -> str:
    if how != "i":
        return f'text="{quoted}"'
    text = _unquoted(quoted)
    return f"text={text}" if _IN_TEXT.fullmatch(text) and ">>" not in text and "\\" not in text else part


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
