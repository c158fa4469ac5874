"""Lines as they stood on paper: form feeds, carriage control and overprinting are worked off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

CONFLICT = "malformed"
"""The fault of a line that was printed over another one, so that neither can be read."""

_NEW_PAGE = "1"
_OVER = "+"


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page: its number in the file, its text (None: it cannot be read), whether it begins a page, and why
    it cannot be read, with what stands there."""

    number: int
    text: str | None
    new_page: bool = False
    fault: str = ""
    raw: str = ""


def printed(lines: Sequence[tuple[int, str | None, str]], *, asa: bool) -> Iterator[PrintedLine]:
    """From the lines of a file (number, text, and what to show of it if it cannot be decoded) to those on paper."""
    held: PrintedLine | None = None
    for number, text, raw in lines:
        if text is None:
            line, over = PrintedLine(number, None, fault="undecodable", raw=raw), False
        else:
            line, over = _plain(number, text, asa=asa)
        if over and held is not None:
            held = _over(held, line)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _plain(number: int, text: str, *, asa: bool) -> tuple[PrintedLine, bool]:
    """A line without its control signs, and whether it is printed over the one before."""
    new_page = "\f" in text
    over = False
    if asa and text:
        control, text = text[0], text[1:]
        new_page, over = new_page or control == _NEW_PAGE, control == _OVER
    line = PrintedLine(number, "", new_page)
    for part in text.replace("\f", "\r" if text.strip("\f").count("\f") else "").split("\r"):
        line = _over(line, PrintedLine(number, part))
    return PrintedLine(number, line.text, new_page, line.fault, text if line.fault else ""), over


def _over(below: PrintedLine, above: PrintedLine) -> PrintedLine:
    """Two lines on top of each other: bold print and underlining vanish, and blanks let the other one through."""
    if below.text is None or above.text is None:
        raw = f"{below.raw or below.text}\r{above.raw or above.text}"
        return PrintedLine(below.number, None, below.new_page, below.fault or above.fault, raw)
    if below.text.strip() and not above.text.strip("_ "):
        return below
    width = max(len(below.text), len(above.text))
    pairs = list(zip(below.text.ljust(width), above.text.ljust(width), strict=True))
    if any(one != other and " _".find(one) < 0 and " _".find(other) < 0 for one, other in pairs):
        raw = f"{below.text}\r{above.text}"
        return PrintedLine(below.number, None, below.new_page, CONFLICT, raw)
    text = "".join(other if one in " _" and other != " " else one for one, other in pairs)
    return PrintedLine(below.number, text.rstrip() if below.text else above.text, below.new_page)
