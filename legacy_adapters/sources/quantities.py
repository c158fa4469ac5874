"""Times and sizes as people write them in settings: ``30s``, ``5 min``, ``20 GB``."""

from __future__ import annotations

import re
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, Field

_DURATION: Final = re.compile(r"(?i)\s*(\d+(?:\.\d+)?)\s*(ms|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)?\s*")
_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_BYTES: Final = re.compile(r"(?i)\s*(\d+(?:\.\d+)?)\s*(b|kb|mb|gb|tb)?\s*")
_UNITS: Final = ("b", "kb", "mb", "gb", "tb")


def seconds(value: object) -> object:
    """A duration in seconds; a number is one already. Raises ``ValueError``."""
    if isinstance(value, int | float):
        return value
    found = _DURATION.fullmatch(str(value))
    if found is None:
        raise ValueError(f"{value!r} is no duration; write 30s, 5 min or 2 hours")
    unit = (found[2] or "s").lower()
    return float(found[1]) * _SECONDS[unit if unit == "ms" else unit[0]]


def number_of_bytes(value: object) -> object:
    """A size in bytes; a number is one already. Raises ``ValueError``."""
    if isinstance(value, int):
        return value
    found = _BYTES.fullmatch(str(value))
    if found is None:
        raise ValueError(f"{value!r} is no size; write 500 MB or 20 GB")
    return int(float(found[1]) * 1000 ** _UNITS.index((found[2] or "b").lower()))


Seconds: TypeAlias = Annotated[float, BeforeValidator(seconds, json_schema_input_type=str | float), Field(ge=0)]
"""``30s``, ``5 min``, ``2 hours``, ``250 ms``, or a number of seconds."""

Bytes: TypeAlias = Annotated[int, BeforeValidator(number_of_bytes, json_schema_input_type=str | int), Field(gt=0)]
"""``500 MB``, ``20 GB`` (of 1000), or a number of bytes."""
