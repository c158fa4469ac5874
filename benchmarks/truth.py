"""What every copy of the ledger must hold: counts and sums over all of its rows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True, slots=True)
class Truth:
    """Facts of a ledger or of a copy of it; amounts in cents.

    ``amounts`` counts the amounts that are decimals of at most two places. ``customers`` counts those that are stated.
    The ``paired`` sums weigh each row's amount, and its other cells, by its number: values that got into another row
    change them, though not the plain sums.
    """

    rows: int = 0
    amounts: int = 0
    amount: int = 0
    debit: int = 0
    credit: int = 0
    open: int = 0
    customers: int = 0
    paired_amount: int = 0
    paired_rest: int = 0

    def __add__(self, other: Truth) -> Truth:
        """The facts of both pieces of a ledger together."""
        return Truth(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def differences(self, found: Truth) -> list[str]:
        """Where ``found`` is something else, in words; empty if it is the same."""
        expected, actual = asdict(self), asdict(found)
        return [
            f"{name}: {actual[name]:,} instead of {value:,}"
            for name, value in expected.items()
            if actual[name] != value
        ]

    def to_json(self) -> str:
        """The facts as one JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Truth:
        """The facts as ``to_json`` wrote them."""
        return cls(**json.loads(text))
