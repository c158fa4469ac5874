"""A command starts without what it does not need."""

from __future__ import annotations

import platform
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.sinks.samples import ROOT


def fresh(code: str, *arguments: str) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_copy_does_without_pandas(tmp_path: Path) -> None:
    """pyarrow would import it, although nothing here is for it."""
    with closing(sqlite3.connect(tmp_path / "old.db")) as database, database:
        database.executescript("CREATE TABLE t (a TEXT, b NUMERIC); INSERT INTO t VALUES ('x', 1.5), (NULL, NULL)")
    code = """
import sys
from legacy_adapters.cli import main
sys.argv = ["legacy-adapters", "extract", sys.argv[1], "--table", "t", "--to", sys.argv[2]]
try:
    main()
except SystemExit as end:
    assert not end.code, end
print("pandas" in sys.modules)
"""
    made = fresh(code, f"sqlite:///{tmp_path / 'old.db'}", str(tmp_path / "t.csv"))
    assert made.splitlines()[-1] == "False"
    assert (tmp_path / "t.csv").read_text().splitlines() == ["a,b", "x,1.5", ","]


def test_a_hook_has_its_pandas_whole() -> None:
    """Once hooks are loaded, pyarrow reads pandas columns as it always does."""
    code = """
from legacy_adapters.cli.lean import lean
with lean():
    import pyarrow as pa
import legacy_adapters.mapping.hook
import pandas as pd
print(pa.array(pd.Series(["a", None])).to_pylist())
"""
    assert fresh(code) == "['a', None]\n"


def test_pandas_that_is_there_already_is_left_alone() -> None:
    """As in a notebook, which may go on with it."""
    code = """
import pandas as pd
from legacy_adapters.cli.lean import lean
with lean():
    import pyarrow as pa
print(pa.array(pd.Series(["a", None])).to_pylist())
"""
    assert fresh(code) == "['a', None]\n"


def test_memory_is_asked_of_the_system() -> None:
    """Which gets it back at once."""
    code = """
from legacy_adapters.cli.lean import lean
with lean():
    import pyarrow as pa
print(pa.default_memory_pool().backend_name)
"""
    assert fresh(code) == "system\n"


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the allocator of glibc alone is told what to keep")
def test_what_a_batch_leaves_serves_the_next_one() -> None:
    """A column in any thread gets memory that was there for the last one, without a page fault for each page of it."""
    code = """
import resource
from concurrent.futures import ThreadPoolExecutor
from legacy_adapters.cli.lean import lean
with lean():
    import pyarrow as pa

def column(size):
    memoryview(pa.allocate_buffer(size)).cast("B")[::4096] = bytes(-(-size // 4096))

def faults(size):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(20):
        for thread in threads:
            thread.submit(column, size).result()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

threads = [ThreadPoolExecutor(1) for _ in range(3)]
faults(2 << 20)
print(faults(1 << 20) < 256 * 60 / 4, faults(8 << 20) > 2048 * 60 / 2)
"""
    assert fresh(code) == "True True\n"


def test_garbage_is_collected_again_afterwards() -> None:
    """Only while libraries are imported there is none."""
    code = """
import gc
from legacy_adapters.cli.lean import lean
with lean():
    print(gc.isenabled())
print(gc.isenabled())
"""
    assert fresh(code) == "False\nTrue\n"
