"""A disk that fills up under the spool, on a real one of a few megabytes where one can be mounted."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.spool.writer import SpoolWriter
from tests.service.require import require
from tests.sinks.samples import rows
from tests.sinks.spool.samples import names, read, writer
from tests.sinks.test_disk_full import small_disk

pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(sys.platform == "win32", reason="has no tmpfs"),
]


def many(number: int) -> Records:
    """Some thousand records that do not compress well."""
    return replace(rows(*(f"{number * 5_000 + n:x}-{hash((number, n))}" for n in range(5_000))), stream="s")


def write_until_full(sink: SpoolWriter) -> tuple[str, int]:
    """The token of the last commit that the disk had room for, and how many frames came before it."""
    token, count = sink.commit(), 0
    with pytest.raises(OutputError, match="disk full\n  Make room"):  # noqa: PT012 - it may come at any of them
        while True:
            sink.write(many(count))
            token = sink.commit()
            count += 1
    return token, count


def test_a_full_disk_ends_the_run_and_loses_nothing(tmp_path: Path) -> None:
    """With room again it goes on behind the last commit."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder) as mounted:
        require(mounted or None, "the right to mount a small file system", "run the tests as root, with CAP_SYS_ADMIN")
        with closing(writer(folder)) as sink:
            token, count = write_until_full(sink)
        subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)
        with closing(writer(folder, token)) as sink:
            sink.write(many(count))
            sink.commit()
            sink.publish()
        found = read(folder)
    assert count > 1
    assert len(names(found)) == (count + 1) * 5_000
    assert not [frame.damage for frame in found if frame.damage]
