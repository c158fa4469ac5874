"""What a run makes of records that its receiver refused."""

from __future__ import annotations

from collections.abc import Sequence

from legacy_adapters.core.protocols import Refusal
from legacy_adapters.sinks.answered import refused_error


def raise_refused(refusals: Sequence[Refusal]) -> None:
    """Ends the run with an ``OutputError`` that names the first of them; returns where there are none."""
    if refusals:
        raise refused_error(refusals)
