"""Fixed-width records into typed columns, on one core: ``python -m benchmarks.fixed [ROWS]``.

Twelve fields, three of them amounts: lines in cp1252 and in UTF-8 with overpunched signs, and records in EBCDIC (273)
with packed decimals. Every pass checks the number of rows and the sum of the amounts.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.table import Target, markdown, targets_table
from legacy_adapters.core.batch import BATCH_ROWS
from legacy_adapters.sources.files.fixed.settings import FixedFormat

ROWS = 1_000_000
PASSES = 5
WANTED = 500_000
_DISTINCT = 20_000

TEXTS = (
    ("KONTO", 8),
    ("BELEG", 10),
    ("DATUM", 8),
    ("TEXT", 30),
    ("SH", 1),
    ("WAEHRUNG", 3),
    ("KST", 6),
    ("PERIODE", 2),
    ("JAHR", 4),
)
AMOUNTS = (("BETRAG", 13), ("STEUER", 11), ("MENGE", 9))


@dataclass(frozen=True, slots=True)
class Sample:
    """One kind of file: how it is read, and how a row of it is written."""

    name: str
    settings: FixedFormat
    write: Callable[[tuple[str, ...], tuple[int, ...]], bytes]


def copybook(usage: str) -> str:
    """The layout, with amounts stored as ``usage`` says."""
    texts = [f" 05 {name} PIC X({width})." for name, width in TEXTS]
    amounts = [f" 05 {name} PIC S9({digits - 2})V99 {usage}." for name, digits in AMOUNTS]
    return "\n".join(["01 BUCHUNG.", *texts, *amounts, ""])


def samples() -> list[Sample]:
    """What is measured."""
    lines = copybook("DISPLAY")
    return [
        Sample("lines, cp1252, overpunched signs", FixedFormat(encoding="cp1252", copybook=lines), _line("cp1252")),
        Sample("lines, UTF-8, overpunched signs", FixedFormat(encoding="utf-8", copybook=lines), _line("utf-8")),
        Sample("records, EBCDIC 273, packed", FixedFormat(encoding="cp273", copybook=copybook("COMP-3")), _packed),
    ]


def _line(encoding: str) -> Callable[[tuple[str, ...], tuple[int, ...]], bytes]:
    def write(texts: tuple[str, ...], amounts: tuple[int, ...]) -> bytes:
        numbers = [f"{abs(a):0{digits}d}" for a, (_, digits) in zip(amounts, AMOUNTS, strict=True)]
        punched = [
            n[:-1] + ("}JKLMNOPQR" if a < 0 else "{ABCDEFGHI")[int(n[-1])]
            for n, a in zip(numbers, amounts, strict=True)
        ]
        return ("".join([*texts, *punched]) + "\r\n").encode(encoding)

    return write


def _packed(texts: tuple[str, ...], amounts: tuple[int, ...]) -> bytes:
    packed = [
        bytes.fromhex(f"{abs(a):0{d}d}{'D' if a < 0 else 'C'}") for a, (_, d) in zip(amounts, AMOUNTS, strict=True)
    ]
    return "".join(texts).encode("cp273") + b"".join(packed)


def rows(count: int) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """So many different rows from a fixed seed; every second text has an umlaut."""
    chosen = random.Random(1994)
    found: list[tuple[tuple[str, ...], tuple[int, ...]]] = []
    for number in range(count):
        name = "Müller GmbH, Rechnung" if number % 2 else "Nordhandel, Gutschrift"
        texts = (
            f"{chosen.randrange(10**8):08d}",
            f"B{number:09d}",
            "20240131",
            f"{name} {number}".ljust(30),
            "S",
            "EUR",
            "KST001",
            "01",
            "2024",
        )
        found.append(
            (texts, tuple(chosen.randint(-(10**9), 10**9) // (1 if digits > 9 else 100) for _, digits in AMOUNTS))
        )
    return found


def make(path: Path, sample: Sample, count: int) -> Decimal:
    """Writes a file of ``count`` rows, and says what BETRAG sums to."""
    some = rows(min(_DISTINCT, count))
    repeats = max(count // len(some), 1)
    path.write_bytes(b"".join(sample.write(*row) for row in some) * repeats)
    return Decimal(sum(amounts[0] for _, amounts in some) * repeats).scaleb(-2)


def one_pass(path: Path, sample: Sample, total: Decimal) -> tuple[int, float]:
    """Reads a file: rows, and seconds of the processor. Raises ``ValueError`` where the sum is another."""
    began = time.process_time()
    count, found, faults = 0, Decimal(0), 0
    for piece in sample.settings.read(path, None, None, None, BATCH_ROWS):
        count += piece.rows.num_rows
        faults += 0 if piece.faults is None else piece.faults.num_rows
        amounts = pc.sum(piece.rows.column("BETRAG").cast(pa.decimal128(38, 2)))
        found += amounts.as_py() or 0
    seconds = time.process_time() - began
    if found != total or faults:
        raise ValueError(f"{sample.name}: the amounts are {found} instead of {total}, with {faults} faults")
    return count, seconds


def main(count: int = ROWS) -> None:
    """Measures and prints; keeps to one core."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    lines, targets = [], []
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples():
            path = Path(folder) / "data"
            total = make(path, sample, count)
            passes = [one_pass(path, sample, total) for _ in range(PASSES + 1)][1:]
            speed = statistics.median(done / seconds for done, seconds in passes)
            lines.append(
                [
                    sample.name,
                    f"{passes[0][0]:,}",
                    f"{path.stat().st_size / 1e6:,.0f}",
                    f"{speed:,.0f}",
                    "typed, checked",
                ]
            )
            targets.append(Target(f"{sample.name}: rows/s on one core", WANTED, speed, "{:,.0f}", at_least=True))
    print(markdown(["fixed width", "rows", "MB", "rows/s", "what it does"], lines))
    print()
    print(targets_table(targets))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
