"""Records to standard output."""

from __future__ import annotations

import errno
import io
import subprocess
import sys
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, OutputError, StateMismatch
from legacy_adapters.sinks.files.settings import StdoutSink
from legacy_adapters.sinks.files.stream_sink import StreamSink
from tests.sinks.samples import ROOT, ROW, delivery, rows


class Full(io.BytesIO):
    """A stream whose disk is full, or whose reader has gone."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, data: object) -> int:
        raise self.error


def opened(stream: io.BytesIO, **options: object) -> StreamSink:
    settings = StdoutSink.model_validate(options)
    return StreamSink(settings, settings.format, delivery(Path()), None, stream=stream)


def test_records_are_sent_as_they_come() -> None:
    """With the header at once, also where no record follows."""
    out = io.BytesIO()
    sink = opened(out)
    assert out.getvalue() == b"company_id,n,name\r\n"
    sink.write(rows("x"))
    assert out.getvalue() == b"company_id,n,name\r\nC1,0,x\r\n"
    sink.commit()
    sink.publish()
    sink.close()
    assert sink.outputs() == ("standard output",)
    assert not out.closed


def test_json_lines_too() -> None:
    """With the envelope if it is asked for."""
    out = io.BytesIO()
    opened(out, format="jsonl", envelope=True).write(rows("x"))
    assert out.getvalue().startswith(b'{"company_id":"C1","n":0,"name":"x","record_id":"s/0","operation":"upsert"')


def test_it_cannot_be_resumed() -> None:
    """What was sent is gone."""
    with pytest.raises(StateMismatch, match="cannot be gone on with"):
        StreamSink(StdoutSink(), "csv", delivery(Path()), "{}", stream=io.BytesIO())


def test_it_takes_one_entity() -> None:
    """Two headers in one stream would be no CSV."""
    with pytest.raises(ConfigError, match="only one entity can go to standard output, not a, b"):
        StreamSink(StdoutSink(), "csv", delivery(Path(), {"a": ROW, "b": ROW}), None, stream=io.BytesIO())


def test_a_missing_character_names_the_record() -> None:
    """As in a file."""
    with pytest.raises(OutputError, match="row s/1: name holds '€'"):
        opened(io.BytesIO(), encoding="cp850").write(rows("a", "€"))


def test_a_full_disk_is_explained() -> None:
    """Standard output may be a file."""
    with pytest.raises(OutputError, match="standard output: disk full"):
        opened(Full(OSError(errno.ENOSPC, "No space left on device")))


def test_a_reader_that_has_gone_is_no_output_error() -> None:
    """`… | head` has what it wanted: the command line ends quietly."""
    with pytest.raises(BrokenPipeError):
        opened(Full(BrokenPipeError(errno.EPIPE, "Broken pipe")))


@pytest.mark.skipif(sys.platform == "win32", reason="has no /dev/full")
def test_a_device_that_is_full() -> None:
    """The error of a real device, at the latest when it is flushed."""
    code = (
        "import sys; from pathlib import Path; from tests.sinks.samples import delivery, rows\n"
        "from legacy_adapters.core.errors import OutputError\n"
        "from legacy_adapters.sinks.files.settings import StdoutSink\n"
        "try:\n    sink = StdoutSink().open(delivery(Path()), None); sink.write(rows('x')); sink.commit()\n"
        "except OutputError as error:\n    sys.stderr.write(str(error)); sys.stderr.flush(); import os; os._exit(73)\n"
    )
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False
        )
    assert done.returncode == 73, done.stderr
    assert done.stderr.startswith("standard output: disk full")
