"""The end of a file."""

from __future__ import annotations

from io import BytesIO

import pytest

from legacy_adapters.core.errors import BadPart
from legacy_adapters.sources.files.delimited import tail as module
from legacy_adapters.sources.files.delimited.charset import charset_of
from legacy_adapters.sources.files.delimited.tail import footer_start, last_lines


def _lines(data: bytes, encoding: str, count: int) -> list[str]:
    charset = charset_of(encoding, data)
    return [line.data.decode(charset.codec) for line in last_lines(BytesIO(data), charset, count)]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16", "utf-32", "utf-16-be", "cp273", "shift_jis"])
@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\r\n \n"])
def test_the_last_lines_first(encoding: str, end: str) -> None:
    """Whatever the code page and however the file ends; empty lines do not count."""
    data = f"a;b\n1;2\r\n\n99;1{end}".encode(encoding)
    assert [line.strip("\r\n") for line in _lines(data, encoding, 2)] == ["99;1", "1;2"]
    assert len(_lines(data, encoding, 9)) == 3


def test_what_dos_and_c_leave_behind_the_last_line() -> None:
    """Control-Z and NULs are no line."""
    assert _lines(b"a\r\n99\r\n\x1a\0\0\n", "cp850", 1) == ["99"]


def test_only_the_end_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line whose beginning lies before what is looked at is not taken for a whole one."""
    monkeypatch.setattr(module, "TAIL_BYTES", 6)
    assert _lines(b"aaaaaaaaaa\n99\n", "utf-8", 5) == ["99"]
    assert _lines("aaaaaaaaaa\n99".encode("utf-16"), "utf-16", 5) == ["99"]


def test_where_a_footer_begins() -> None:
    """At the first of its lines; a file without so many lines is refused."""
    data = b"a\n1\n\nSum;1\nPage;1\n"
    charset = charset_of("utf-8", data)
    assert footer_start(BytesIO(data), charset, 2, "x") == 5
    assert footer_start(BytesIO(data), charset, 0, "x") == len(data)
    with pytest.raises(BadPart, match="has 4 lines where 5"):
        footer_start(BytesIO(data), charset, 5, "x")
