"""A disk that is full: on a real one of a megabyte where one can be mounted, and by a limit of the process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from legacy_adapters.testing.sinks import SCHEMAS
from tests.service.require import require
from tests.sinks.samples import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has neither tmpfs nor ulimit")

PROGRAM = """
import resource, sys
from pathlib import Path
from legacy_adapters.core.errors import OutputError
from legacy_adapters.sinks.files.settings import FileSink
from legacy_adapters.testing.sinks import Saved, batch
folder, limit = Path(sys.argv[1]), int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sink = FileSink(path="{entity}.csv").open(Saved().delivery(folder), None)
for records in batch(0):
    sink.write(records)
print(sink.commit())
try:
    for _ in range(10_000):
        sink.write(batch(1)[0])
        sink.commit()
except OutputError as error:
    print(error, error.exit_code)
    sink.close()
"""


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A file system of one megabyte at ``folder``; false where this process may not mount one."""
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)


def filled(folder: Path, limit: int) -> tuple[str, str]:
    """Writes until it cannot; returns the token of the first commit, and what was said."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), str(limit)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    token, _, said = done.stdout.partition("\n")
    assert said, done.stderr
    return token, said


def go_on(folder: Path, token: str) -> None:
    """With room again, the run goes on from its token and ends as one that never had trouble."""
    from legacy_adapters.sinks.files.settings import FileSink
    from legacy_adapters.testing.sinks import Saved, deliver

    settings, whole = FileSink(path="{entity}.csv"), folder / "undisturbed"
    whole.mkdir()
    for _ in deliver(settings, folder, Saved(token=token, batches=1)):
        pass
    for _ in deliver(settings, whole, Saved()):
        pass
    for entity in SCHEMAS:
        assert (folder / f"{entity}.csv").read_bytes() == (whole / f"{entity}.csv").read_bytes()


@pytest.mark.service
def test_a_full_disk_ends_the_run_and_loses_nothing(tmp_path: Path) -> None:
    """The error says so, nothing is visible, and the run goes on once there is room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder) as mounted:
        require(mounted or None, "the right to mount a small file system", "run the tests as root, with CAP_SYS_ADMIN")
        token, said = filled(folder, 0)
        assert said.startswith(f"{folder / '.line.csv.part'}: disk full\n  Make room on that disk")
        assert said.endswith("73\n")
        assert not list(folder.glob("*.csv"))
        subprocess.run(["mount", "-o", "remount,size=4m", str(folder)], check=True)
        go_on(folder, token)


def test_a_file_that_may_not_grow_ends_the_run_and_loses_nothing(tmp_path: Path) -> None:
    """The same where the system limits the size of a file: a write that fails halfway."""
    token, said = filled(tmp_path, 100_000)
    assert said.startswith(f"{tmp_path / '.line.csv.part'}: the file would be too large\n")
    assert said.endswith("73\n")
    assert (tmp_path / ".line.csv.part").stat().st_size == 100_000
    go_on(tmp_path, token)
