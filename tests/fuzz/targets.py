"""All targets by name, the recogniser last: it is given the seeds of all the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.fuzz import desktop_seeds, text_seeds
from tests.fuzz.target import Target

_STATED: Final = {"bare"}
"""Seeds that nobody can know without being told."""

_ROOMS: Final = (*desktop_seeds.targets(), *text_seeds.targets())


def _recogniser() -> Target:
    seeds = {
        f"{target.name}-{name}": target.wrap(data)
        for target in _ROOMS
        if not target.read
        for name, data in target.seeds.items()
        if name not in _STATED
    }
    return Target("recognise", ".any", seeds, kinds=frozenset({"csv", "cobol", "erp-export"}))


TARGETS: Final[Mapping[str, Target]] = {target.name: target for target in (*_ROOMS, _recogniser())}
