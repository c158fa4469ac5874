"""What must be known of a report to go on within it: values of groups, the page, and sums that are not yet compared."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Self

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.fixed.framing.block import Position


@dataclass(frozen=True, slots=True)
class State:
    """``groups`` has the value of each group that has one; ``page`` is the number of the page's first line; ``sums``
    has, for each kind of total, the sum of each of its columns and the ``count`` of rows since its last line."""

    position: Position | None = None
    groups: dict[str, str] = field(default_factory=dict)
    page: int = 1
    sums: list[dict[str, Decimal]] = field(default_factory=list)

    def dump(self) -> str:
        """As text."""
        kept = asdict(self) | {"position": None if self.position is None else self.position.dump()}
        return json.dumps(kept, default=str, ensure_ascii=False)

    @classmethod
    def of(cls, text: str | None) -> Self:
        """From ``dump``; the beginning for None. Raises ``BadPart`` for a text of another kind."""
        if text is None:
            return cls()
        try:
            kept: dict[str, Any] = json.loads(text)
            sums = [{name: Decimal(value) for name, value in one.items()} for one in kept["sums"]]
            return cls(Position.of(kept["position"]), kept["groups"], int(kept["page"]), sums)
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
            raise BadPart(f"{text[:80]} is no position in a report", hint="Run it anew with --full.") from None
