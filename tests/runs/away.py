"""A receiver that may be away, refuse, or die: a sink that shows everything at once, as a broker does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest
from pydantic import BaseModel, ConfigDict

from legacy_adapters.core.errors import AccessDenied, ConfigError, Unavailable
from legacy_adapters.core.protocols import Delivery, Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.sinks import registry
from tests.runs.books import PIPELINE, Books, Ended

KIND = "away"

TO_BUS = """sinks:
- name: bus
  kind: away
  path: bus
"""

BOTH = TO_BUS + "- name: files\n  kind: file\n  path: out/{entity}.csv\n"
ALL = [str(number) for number in range(1, 11)]

FILE = """sink:
  kind: file
  path: out/{entity}.csv
"""


class Died(BaseException):
    """The process ends here."""


class AwaySink(BaseModel):
    """The receiver in the folder ``path``; files in it say how it is: down, denied, missing, refuses, dies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    remote: ClassVar[bool] = True
    kind: Literal["away"] = "away"
    path: str

    def open(self, delivery: Delivery, token: Token | None) -> AwayDelivery:
        """Fails as the files say."""
        return AwayDelivery(Bus(delivery.folder / self.path), delivery, token)


class Bus:
    """The receiver, as a test sees it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def set(self, what: str, text: str = "") -> None:
        """From now on it is so."""
        (self.folder / what).write_text(text, encoding="utf-8")

    def clear(self, what: str) -> None:
        """And no longer."""
        (self.folder / what).unlink()

    def told(self, what: str) -> str | None:
        """What a file says; None where there is none."""
        path = self.folder / what
        return path.read_text(encoding="utf-8") if path.exists() else None

    @property
    def events(self) -> list[tuple[str, int]]:
        """Record and number of everything that came, in its order."""
        text = self.told("events") or ""
        return [tuple(json.loads(line)) for line in text.splitlines()]

    @property
    def numbers(self) -> list[str]:
        """The postings that came."""
        return [record.rpartition(":")[2] for record, _ in self.events]

    def append(self, record: str, sequence: int) -> None:
        """An event comes."""
        with (self.folder / "events").open("a", encoding="utf-8") as file:
            file.write(json.dumps([record, sequence]) + "\n")


class AwayDelivery:
    """Shows what it is given at once."""

    def __init__(self, bus: Bus, delivery: Delivery, token: Token | None) -> None:
        self._bus = bus
        self._taken = int(token or 0)
        self._receipts: list[Receipt] = []
        self._refusals: list[Refusal] = []
        self._check()
        if bus.told("known") is not None:
            bus.set("known", str(delivery.known))

    def _check(self) -> None:
        if self._bus.told("down") is not None:
            raise Unavailable("the bus is down", where="bus")
        if self._bus.told("denied") is not None:
            raise AccessDenied("the bus does not know you", where="bus")
        if self._bus.told("missing") is not None:
            raise ConfigError("there is no such bus", where="bus")

    def write(self, records: Records) -> None:
        self._check()
        refused = (self._bus.told("refuses") or "").split()
        taken = []
        numbers = [int(str(number)) for number in records.sequences]
        for i, record in enumerate(map(str, records.record_id)):
            if self._bus.told("dies") == record.rpartition(":")[2]:
                self._bus.clear("dies")
                raise Died
            if record.rpartition(":")[2] in refused:
                self._refusals.append(Refusal(records.slice(i, 1), "400 no such account"))
            else:
                self._bus.append(record, numbers[i])
                taken.append(numbers[i])
        if taken:
            self._receipts.append(Receipt(records.entity, len(taken), taken[0], taken[-1], f"tag {taken[-1]}"))
        self._taken += records.count

    def commit(self) -> Token:
        self._check()
        return str(self._taken)

    def publish(self) -> Token:
        return str(self._taken)

    def receipts(self) -> Sequence[Receipt]:
        found, self._receipts = self._receipts, []
        return found

    def refusals(self) -> Sequence[Refusal]:
        found, self._refusals = self._refusals, []
        return found

    def outputs(self) -> Sequence[str]:
        return ("bus",)

    def close(self) -> None:
        """Nothing is held."""


def with_bus(books: Books, monkeypatch: pytest.MonkeyPatch, sinks: str = TO_BUS) -> Bus:
    """The pipeline of ``books`` with these sinks; waiting for another try takes no time."""
    monkeypatch.setattr(registry, "SINKS", {**registry.SINKS, KIND: "tests.runs.away:AwaySink"})
    monkeypatch.setattr("legacy_adapters.runs.interrupt.Interruption.sleep", lambda self, seconds: self.check())
    books.describe((FILE, sinks), text=PIPELINE)
    return Bus(books.folder / "bus")


def deliver(books: Books, *options: str) -> Ended:
    """`deliver`, with its answer as JSON."""
    return books.command("deliver", books.pipeline, "--json", *options)


def answers(ended: Ended) -> dict[str, dict[str, Any]]:
    """What it said of each sink."""
    return {line["sink"]: line for line in map(json.loads, ended.out.splitlines())}


def records(report: dict[str, Any]) -> dict[str, int]:
    """The balance of the records of the stream ``gl``."""
    found: dict[str, int] = report["streams"]["gl"]["records"]["gl_line"]
    return {name: found[name] for name in ("produced", "delivered", "waiting", "refused")}
