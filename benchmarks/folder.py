"""Small files in a folder, taken, committed and archived: ``python -m benchmarks.folder [FILES]``.

Prints files a second by the clock and of the processor's time, the start of the process included, and peak memory.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.machine import describe
from benchmarks.measure import RunFailed, measure
from benchmarks.variants import ourselves

FILES: Final = 10_000
LINES: Final = 20
TARGET: Final = 300
"""Files a second."""

PIPELINE: Final = Path(__file__).with_name("folder.yaml")


def make(folder: Path, files: int) -> None:
    """Files of some lines with a trailer, none like another."""
    folder.mkdir()
    for number in range(files):
        lines = [
            f"{number * LINES + line};B{number};31.01.2026;{1000 + line};{line},50;Miete für Büro {line}"
            for line in range(LINES)
        ]
        total = LINES * (LINES - 1) // 2 + LINES // 2
        text = "\r\n".join(["LFD;BELEG;DATUM;KONTO;BETRAG;TEXT", *lines, f"S;{LINES};{total},00"])
        (folder / f"BUCH{number:06}.TXT").write_bytes(f"{text}\r\n".encode("cp1252"))


def check(work: Path, files: int) -> None:
    """Raises ``RunFailed`` where not every line arrived, or not every file is in the archive."""
    with (work / "out" / "gl_line.csv").open(encoding="utf-8", newline="") as file:
        numbers = {int(row["ledger_entry_id"]) for row in csv.DictReader(file)}
    archived = sum(1 for _ in (work / "drop" / "done").iterdir())
    if numbers != set(range(files * LINES)) or archived != files:
        raise RunFailed(f"{len(numbers)} of {files * LINES} lines and {archived} of {files} files")


def main(files: int) -> None:
    """Makes the files, takes them, and says how long it took."""
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        make(work / "drop", files)
        pipeline = work / PIPELINE.name
        pipeline.write_text(PIPELINE.read_text(encoding="utf-8"), encoding="utf-8")
        sample = measure(ourselves("run", str(pipeline)), work / "log")
        check(work, files)
    print(f"{files:,} files of {LINES} lines: {sample.wall:.1f} s, {sample.cpu:.1f} s CPU, {sample.peak:.0f} MB")
    print(f"{files / sample.wall:,.0f} files a second; target {TARGET}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FILES)
