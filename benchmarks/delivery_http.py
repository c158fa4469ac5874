"""Records to a local HTTP server in batches of 100, by us and by hand: ``python -m benchmarks.delivery_http``.

The server is a process of its own that reads each body, counts the records in it and says 200.
"""

from __future__ import annotations

import json
import multiprocessing
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa

from benchmarks.machine import Company, describe
from legacy_adapters.core.protocols import Delivery
from legacy_adapters.core.records import Records, Stamp
from legacy_adapters.sinks.http.settings import HttpSink

RECORDS = 200_000
ROUNDS = 3
BATCH = 100
ROWS = 50_000
COUNTED = b'"amount":'
"""Stands once in every record, whichever way it is written."""

STARTED = datetime(2024, 1, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to send all records to a URL."""

    name: str
    send: Callable[[str, Sequence[Records]], None]


def records(count: int) -> list[Records]:
    """Lines of a ledger of some 180 bytes of JSON each, in batches as an engine has them."""
    return [_batch(start, min(ROWS, count - start)) for start in range(0, count, ROWS)]


def _batch(start: int, count: int) -> Records:
    numbers = range(start, start + count)
    columns: dict[str, pa.Array[Any]] = {
        "company_id": pa.array(["CRONUS"] * count),
        "ledger_entry_id": pa.array([str(n) for n in numbers]),
        "transaction_date": pa.array([STARTED.date()] * count),
        "account_id": pa.array([f"{n % 9000:08d}" for n in numbers]),
        "description": pa.array([f"Invoice {n} of March" for n in numbers]),
        "amount": pa.array([Decimal(n) / 4 for n in numbers], pa.decimal128(28, 4)),
        "is_open": pa.array([n % 2 == 0 for n in numbers]),
    }
    return Records(
        entity="gl",
        rows=pa.record_batch(columns),
        source_rows=pa.array(range(count), pa.int32()),
        origin=pa.array([f"GLTRAN {n}" for n in numbers]),
        record_id=pa.array([f"sage/CRONUS:gl:{n}" for n in numbers]),
        stamp=Stamp("sage", "run-1", STARTED, "1.0"),
        first_sequence=start,
    )


def ours(body: str, connections: int) -> Callable[[str, Sequence[Records]], None]:
    """The sink."""

    def send(url: str, batches: Sequence[Records]) -> None:
        settings = HttpSink.model_validate({"url": url, "batch": BATCH, "body": body, "connections": connections})
        to = Delivery({"gl": batches[0].rows.schema}, {"gl": {"amount": ""}}, "run-1", STARTED, Path())
        with closing(settings.open(to, None)) as sink:
            for batch in batches:
                sink.write(batch)
            sink.commit()

    return send


def by_hand(url: str, batches: Sequence[Records]) -> None:
    """httpx, dictionaries and ``json.dumps``, one request after the other."""
    with httpx.Client(timeout=30) as client:
        for body, key in _dumped(batches):
            headers = {"Content-Type": "application/json", "Idempotency-Key": key}
            client.post(url, content=body, headers=headers).raise_for_status()


def by_requests(url: str, batches: Sequence[Records]) -> None:
    """The same with requests."""
    session = import_module("requests").Session()
    for body, key in _dumped(batches):
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        session.post(url, data=body, headers=headers, timeout=30).raise_for_status()


def _dumped(batches: Sequence[Records]) -> Iterator[tuple[bytes, str]]:
    for batch in batches:
        ids = [str(one) for one in batch.record_id.to_pylist()]
        for start in range(0, batch.count, BATCH):
            rows = [_plain(row) for row in batch.rows.slice(start, BATCH).to_pylist()]
            key = sha256("\n".join(ids[start : start + BATCH]).encode()).hexdigest()
            yield json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), key


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"amount": format(row["amount"], "f"), "transaction_date": row["transaction_date"].isoformat()}


def ways() -> list[Way]:
    """Those that can be taken here."""
    found = [
        Way("legacy-adapters, events, 4 connections", ours("events", 4)),
        Way("legacy-adapters, plain records, 4 connections", ours("json", 4)),
        Way("legacy-adapters, plain records, 1 connection", ours("json", 1)),
        Way("httpx, dicts and json.dumps, plain records", by_hand),
    ]
    return [*found, Way("requests, the same", by_requests)] if find_spec("requests") else found


@contextmanager
def server() -> Iterator[tuple[str, Callable[[], int]]]:
    """Its address, and what tells how many records came since it was last asked."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    url = f"http://127.0.0.1:{here.recv()}/lines"

    def count() -> int:
        here.send(None)
        found: int = here.recv()
        return found

    try:
        yield url, count
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection) -> None:
    counts: list[int] = []
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    pipe.send(listener.getsockname()[1])

    def accept() -> None:
        while True:
            client, _ = listener.accept()
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=_answer, args=(client, counts), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    while True:
        pipe.recv()
        pipe.send(sum(counts))
        counts.clear()


def _answer(client: socket.socket, counts: list[int]) -> None:
    with client, client.makefile("rb") as lines:
        while lines.readline():
            length = 0
            while (line := lines.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            counts.append(lines.read(length).count(COUNTED))
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


def measure(way: Way, url: str, batches: Sequence[Records], count: Callable[[], int]) -> tuple[float, float]:
    """Seconds by the clock, and of our processor. Raises ``ValueError`` where not all records came."""
    began, worked = time.perf_counter(), time.process_time()
    way.send(url, batches)
    passed = time.perf_counter() - began, time.process_time() - worked
    if (came := count()) != (sent := sum(batch.count for batch in batches)):
        raise ValueError(f"{way.name}: {came} of {sent} records came")
    return passed


def main(total: int) -> None:
    """Prints a table as Markdown: the best round of each way."""
    batches, company = records(total), Company()
    best: dict[str, tuple[float, float]] = {}
    with server() as (url, count):
        for _ in range(ROUNDS):
            for way in ways():
                best[way.name] = min(best.get(way.name, (float("inf"), 0.0)), measure(way, url, batches, count))
    print(f"{total:,} records in batches of {BATCH}, best of {ROUNDS}. {describe()}; {company.describe()}\n")
    print("| | s | records/s | s of our processor |\n| --- | ---: | ---: | ---: |")
    for name, (seconds, worked) in best.items():
        print(f"| {name} | {seconds:.2f} | {total / seconds:,.0f} | {worked:.2f} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
