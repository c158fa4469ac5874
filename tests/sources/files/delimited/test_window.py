"""The part of a file that is being looked at."""

from __future__ import annotations

from io import BytesIO

import pytest

from legacy_adapters.sources.files.delimited import window as module
from legacy_adapters.sources.files.delimited.charset import charset_of
from legacy_adapters.sources.files.delimited.window import Window


def _window(data: bytes, encoding: str, begin: int = 0) -> Window:
    return Window(BytesIO(data), charset_of(encoding, b""), begin, len(data))


def _all(window: Window, size: int = 3) -> bytes:
    while window.fill(size):
        pass
    return window.data


def test_bytes_of_a_direct_code_page_stay_as_they_are() -> None:
    """Only as much is read as was asked for, and a place is its offset."""
    window = _window(b"abcdef\xe4gh", "cp1252", begin=1)
    window.fill(4)
    assert (window.data, window.ended, window.read_to) == (b"bcde", False, 5)
    window.drop(2)
    assert window.place(1) == (4, 0)
    assert _all(window) == b"def\xe4gh"
    assert not window.fill(1)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "shift_jis", "cp273", "gb18030"])
def test_characters_at_the_edges_of_blocks(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is decoded in one go, no character is torn, and every place is found again."""
    text = (
        "aß;日本\n" if encoding not in {"shift_jis", "cp273"} else ("a;日本\n" if encoding == "shift_jis" else "aß;Ö\n")
    )
    data = (text * 5).encode(encoding)
    for step in range(1, 8):
        monkeypatch.setattr(module, "READ_BYTES", step)
        window = _window(data, encoding)
        whole = _all(window).decode("utf-8")
        assert whole == text * 5
        for at in range(0, len(window.data), 3):
            offset, skip = window.place(at)
            again = _window(data, encoding, offset)
            assert _all(again)[skip:] == window.data[at:]


def test_places_after_something_was_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places count from the file's beginning, however much of it was passed."""
    monkeypatch.setattr(module, "READ_BYTES", 4)
    data = "äöü;\n1;2\n".encode("utf-16-le")
    window = _window(data, "utf-16-le")
    whole = _all(window)
    window.drop(4)
    window.drop(3)
    offset, skip = window.place(2)
    assert _all(_window(data, "utf-16-le", offset))[skip:] == whole[9:]


def test_bytes_that_are_no_text_are_kept() -> None:
    """They become marks that no text has: nothing is replaced, nothing is lost."""
    window = _window("a;".encode("utf-16-le") + b"\x00\xdc" + "b".encode("utf-16-le") + b"\x41", "utf-16-le")
    assert charset_of("utf-16-le", b"").show(_all(window)) == "a;\\x00\\xdcb\\x41"


def test_the_end_of_file_of_dos_ends_a_file() -> None:
    """Control-Z behind the last line is no part of it; elsewhere it is."""
    assert _all(_window(b"a\x1ab\r\n\x1a\x1a", "cp850")) == b"a\x1ab\r\n"


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_a_line_is_skipped_without_being_held(line_end: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind its line break goes on what follows, wherever blocks end."""
    monkeypatch.setattr(module, "READ_BYTES", 3)
    for length in range(8):
        window = _window(b"x" * length + line_end + b"next\n", "utf-8")
        window.skip_line()
        assert _all(window) == b"next\n"
    window = _window(b"no end", "utf-8")
    window.skip_line()
    assert (window.data, window.ended) == (b"", True)


def test_a_file_that_became_shorter_ends() -> None:
    """What was cut off after the window was opened is not waited for."""
    window = Window(BytesIO(b"abc"), charset_of("utf-8", b""), 0, 100)
    assert _all(window) == b"abc"
