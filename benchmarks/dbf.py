"""Reading a DBF on one core, by us and by others: ``python -m benchmarks.dbf [ROWS]``.

Every reader is a process of its own that reads all rows of a table of twelve fields, with every value in the type that
it gives, and keeps none. Prints one line for each: rows a second of the processor's time, and peak memory.
"""

from __future__ import annotations

import importlib
import os
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.machine import describe
from benchmarks.measure import RunFailed, measure

ROWS: Final = 500_000
TARGET: Final = 500_000
"""Rows a second per core."""

_BLOCK: Final = 5_000
_BATCH_ROWS: Final = 32_768


class Field(NamedTuple):
    """A field, and the text of its cell in row ``n``."""

    name: str
    letter: str
    length: int
    decimals: int
    cell: Callable[[int], str]


_TEXTS = ("Büromaterial", "Miete März", "Rechnung 4711", "Überweisung", "Gutschrift", "Löhne und Gehälter")

FIELDS: Final = (
    Field("BELNR", "C", 10, 0, lambda n: f"RE{n:08d}"),
    Field("KONTO", "C", 8, 0, lambda n: f"{n * 7919 % 90_000_000:08d}"),
    Field("BUDAT", "D", 8, 0, lambda n: f"2025{n % 12 + 1:02d}{n % 28 + 1:02d}"),
    Field("VALUTA", "D", 8, 0, lambda n: "" if n % 5 == 0 else "20250115"),
    Field("BETRAG", "N", 14, 2, lambda n: f"{(n * 104_729 % 900_000_000 - 450_000_000) / 100:14.2f}"),
    Field("STEUER", "N", 12, 2, lambda n: f"{(n * 7919 % 900_000 - 450_000) / 100:12.2f}"),
    Field("MENGE", "N", 10, 3, lambda n: f"{n * 31 % 1_000_000 / 1000:10.3f}"),
    Field("KURS", "N", 12, 6, lambda n: f"{n % 1_000_000 / 1_000_000 + 1:12.6f}"),
    Field("LFDNR", "N", 9, 0, lambda n: f"{n:9d}"),
    Field("TEXT", "C", 40, 0, lambda n: _TEXTS[n % len(_TEXTS)]),
    Field("KST", "C", 6, 0, lambda n: f"K{n % 100}"),
    Field("OFFEN", "L", 1, 0, lambda n: "T" if n % 2 else "F"),
)


def make(path: Path, rows: int) -> None:
    """A table of dBase III in code page 850; its rows repeat after some thousand."""
    length = 1 + sum(field.length for field in FIELDS)
    head = struct.pack("<BBBBIHH", 0x03, 125, 1, 31, rows, 33 + 32 * len(FIELDS), length).ljust(29, b"\0") + b"\x02\0\0"
    described = b"".join(
        field.name.encode().ljust(11, b"\0")
        + field.letter.encode()
        + bytes(4)
        + bytes([field.length, field.decimals])
        + bytes(14)
        for field in FIELDS
    )
    block = [" " + "".join(field.cell(n).ljust(field.length) for field in FIELDS) for n in range(min(rows, _BLOCK))]
    with path.open("wb") as file:
        file.write(head + described + b"\r")
        for begin in range(0, rows, _BLOCK):
            file.write("".join(block[: rows - begin]).encode("cp850"))
        file.write(b"\x1a")


def ourselves(path: Path) -> int:
    """The reader of this package: exact decimals, dates, text, and every cell checked."""
    from legacy_adapters.sources.files.dbf.settings import DbfFormat

    return sum(piece.rows.num_rows for piece in DbfFormat().read(path, None, None, None, _BATCH_ROWS))


def dbfread(path: Path) -> int:
    """dbfread: a dictionary for each row, numbers as doubles."""
    library: Any = importlib.import_module("dbfread")
    return sum(1 for _ in library.DBF(str(path), encoding="cp850"))


def dbf(path: Path) -> int:
    """The package called dbf: a record object for each row, its cells parsed when they are asked for."""
    library: Any = importlib.import_module("dbf")
    with library.Table(str(path), codepage="cp850") as table:
        return sum(1 for record in table if tuple(record))


def pyogrio(path: Path) -> int:
    """GDAL's driver by way of Arrow: numbers as doubles."""
    library: Any = importlib.import_module("pyogrio")
    _, found = library.read_arrow(path, read_geometry=False)
    return int(found.num_rows)


READERS: Final[Mapping[str, Callable[[Path], int]]] = {
    "legacy-adapters": ourselves,
    "pyogrio": pyogrio,
    "dbfread": dbfread,
    "dbf": dbf,
}


def read_once(name: str, path: Path, rows: int) -> float:
    """Reads the table on one core; the seconds of the processor that reading took. Raises ``ValueError`` where a row
    is lost."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    READERS[name](path)
    began = time.process_time()
    found = READERS[name](path)
    if found != rows:
        raise ValueError(f"{found} of {rows} rows were read")
    return time.process_time() - began


def main(rows: int) -> None:
    """Measures every reader that is installed, and says which is not."""
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        path, log = Path(folder) / "ledger.dbf", Path(folder) / "log"
        make(path, rows)
        for name in READERS:
            try:
                peak = measure([sys.executable, "-m", "benchmarks.dbf", str(rows), name, str(path)], log).peak
            except RunFailed as error:
                print(f"{name:16} {error}")
                continue
            seconds = float(log.read_text(encoding="utf-8").split()[-1])
            print(f"{name:16} {rows / seconds:12,.0f} rows a second  {peak:6.0f} MB")
    print(f"target           {TARGET:12,} rows a second")


if __name__ == "__main__":
    stated = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    if len(sys.argv) > 3:
        print(read_once(sys.argv[2], Path(sys.argv[3]), stated))
    else:
        main(stated)
