"""Many whole numbers in few words: ``1-500``, ``502``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def ranges_of(numbers: Iterable[int]) -> tuple[str, ...]:
    """The numbers as ranges, in order."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(str(first) if first == last else f"{first}-{last}" for first, last in found)


def numbers_in(ranges: Iterable[str]) -> Iterator[int]:
    """The numbers of ranges. Raises ``ValueError`` for what is none."""
    for one in ranges:
        first, _, last = one.partition("-")
        yield from range(int(first), int(last or first) + 1)
