"""Fuzzes for real, led by what was reached in the code (atheris).

    python -m tests.fuzz [--seconds N] [TARGET…]

Each target has a process of its own. Every kind of breach is reported once, its input kept in ``build/fuzz/TARGET/``;
exit code 1 if there is any. ``python -m tests.fuzz TARGET FILE`` runs one input again.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import atheris

from tests.fuzz.limits import limited

if TYPE_CHECKING:
    from tests.fuzz.target import Target

KEPT: Final = Path("build/fuzz")
REALDATA: Final = Path(os.environ.get("LEGACY_ADAPTERS_REALDATA", "../shared/realdata"))
LARGEST: Final = 64 * 1024
_ENDING: Final = {".dbf", ".db", ".mdb", ".accdb", ".xlsx", ".csv", ".txt", ".xml", ".dat", ".bin"}


def main() -> int:
    """All targets that are named, or all there are."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    with atheris.instrument_imports(include=["legacy_adapters.sources.files"], enable_loader_override=False):
        return _run(given.names, given.seconds, inside=given.inside)


def _run(names: Sequence[str], seconds: int, *, inside: bool) -> int:
    """Everything is imported from here on, much of it only when a file is read."""
    from tests.fuzz.targets import TARGETS

    if inside:
        return _fuzz(TARGETS[names[0]], seconds)
    if len(names) == 2 and names[1] not in TARGETS:
        return _again(TARGETS[names[0]], Path(names[1]))
    return max(_in_its_process(name, seconds) for name in names or TARGETS)


def _again(target: Target, file: Path) -> int:
    with TemporaryDirectory() as folder:
        target.run(file.read_bytes(), Path(folder))
    return 0


def _in_its_process(name: str, seconds: int) -> int:
    print(f"== {name}", flush=True)
    command = [sys.executable, "-m", "tests.fuzz", "--inside", name, "--seconds", str(seconds)]
    ended = subprocess.run(command, check=False)
    found = [path for path in (KEPT / name).glob("*") if path.is_file()]
    for path in found:
        print(f"   {path}")
    return int(bool(found) or ended.returncode != 0)


def _fuzz(target: Target, seconds: int) -> int:
    kept = KEPT / target.name
    kept.mkdir(parents=True, exist_ok=True)
    scratch = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
    with TemporaryDirectory(dir=scratch) as work:
        corpus = Path(work, "corpus")
        corpus.mkdir()
        for name, data in target.seeds.items():
            (corpus / name).write_bytes(data)
        for number, path in enumerate(_real_files(target)):
            (corpus / f"real-{number}").symlink_to(path)
        options = [f"-max_total_time={seconds}", "-timeout=60", "-report_slow_units=60",
                   "-rss_limit_mb=1500", f"-max_len={LARGEST}",
                   "-print_final_stats=1", "-verbosity=0", f"-artifact_prefix={kept}/", str(corpus)]  # fmt: skip
        atheris.Setup([sys.argv[0], *options], _Run(target, Path(work), kept))
        atheris.Fuzz()
    return 0


def _real_files(target: Target) -> Iterator[Path]:
    """Third-party files of the target's kinds that are small enough."""
    manifest = REALDATA / "manifest.csv"
    if not target.kinds or not manifest.is_file():
        return
    with manifest.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            path = REALDATA / "files" / row["path"]
            wanted = row["kind"] in target.kinds and path.suffix.lower() in _ENDING
            if wanted and path.is_file() and path.stat().st_size <= LARGEST:
                yield path.resolve()


class _Run:
    """What is called with every input: each kind of breach, by where it came from, is kept once."""

    def __init__(self, target: Target, work: Path, kept: Path) -> None:
        self._target, self._work, self._kept = target, work, kept
        self._known: set[str] = set()

    def __call__(self, data: bytes) -> None:
        try:
            with limited():
                self._target.run(data, self._work)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  whatever it is, it is a breach; Rust's panics are no Exception
            self._keep(data, error)

    def _keep(self, data: bytes, error: BaseException) -> None:
        places = []
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            if "tests/fuzz/" in code.co_filename or "legacy_adapters" in code.co_filename:
                places.append(f"{Path(code.co_filename).stem}.{code.co_name}-{trace.tb_lineno}")
            trace = trace.tb_next
        kind = f"{type(error).__name__}-{'-'.join(places[-1:])}"
        if kind in self._known:
            return
        self._known.add(kind)
        (self._kept / kind).write_bytes(data)
        print(f"   {kind}: {str(error)[:300]}\n      {' > '.join(places[-6:])}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
