"""Bodies of every kind, without their secrets."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.evidence.bodies import is_picture, is_text, learn, scrubbed
from legacy_adapters.sources.screen.evidence.striking import Striker

SECRET = "hunter2-is-no-good"


def _zip(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("sheet.xml", data)
    return made.getvalue()


@pytest.mark.parametrize("data", [b"", b"<p>\xfc</p>", "ü".encode("utf-16"), b"\xef\xbb\xbfa\tb\r\n"])
def test_text_in_any_encoding_is_text(data: bytes) -> None:
    """UTF-8, code pages, and UTF-16 with its mark."""
    assert is_text(data)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0", b"%PDF-1.7\n\0\1", b"PK\3\4\0", b"\x1f\x8b\x08\0"])
def test_other_bodies_are_none(data: bytes) -> None:
    """Control characters do not stand in text."""
    assert not is_text(data)
    assert is_picture(data) == data.startswith(b"\x89PNG")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_page_loses_secrets_and_fields(encoding: str) -> None:
    """Values that are known, values of password fields, and tokens in links go, in the page's encoding."""
    page = f'<p>ü {SECRET}</p><input type=password value="other"><a href="?sid=1">x</a>'
    left = scrubbed(page.encode(encoding), Striker([SECRET])).decode(encoding)
    assert left == '<p>ü ***</p><input type=password value="***"><a href="?sid=***">x</a>'


@given(st.binary(max_size=300))
def test_what_has_no_secret_stays_as_it_is(data: bytes) -> None:
    """Byte for byte, whatever it is."""
    if b"=" not in data and b"://" not in data:
        assert scrubbed(data, Striker([SECRET])) == data


def test_packed_files_are_looked_into() -> None:
    """A spreadsheet, a gzip file, and one within the other lose their secrets, and are still such files."""
    text = f"<v>{SECRET}</v>".encode()
    left = scrubbed(gzip.compress(_zip(text)), Striker([SECRET]))
    with zipfile.ZipFile(io.BytesIO(gzip.decompress(left))) as archive:
        assert archive.read("sheet.xml") == b"<v>***</v>"


@pytest.mark.parametrize("data", [_zip(b"<v>1</v>"), gzip.compress(b"1", mtime=1)], ids=["zip", "gzip"])
def test_packed_files_without_secrets_stay_as_they_are(data: bytes) -> None:
    """They are not packed anew for nothing."""
    assert scrubbed(data, Striker([SECRET])) == data


@pytest.mark.parametrize("begin", [b"PK\3\4\0", b"\x1f\x8b\x08\0", b"%PDF-1.4\0"])
def test_what_cannot_be_unpacked_keeps_its_length(begin: bytes) -> None:
    """A damaged file is looked at from outside."""
    left = scrubbed(begin + SECRET.encode() + b"\0\1", Striker([SECRET]))
    assert left == begin + b"*" * len(SECRET) + b"\0\1"


def test_tokens_of_a_page_are_learnt() -> None:
    """What the fields of a page hold is struck out elsewhere too, unless it is a word."""
    striker = Striker()
    learn(b'<input type=hidden name=csrf_token value="a81f9c33e0b24d5f"><input type=password value=word>', striker)
    assert striker.text("a81f9c33e0b24d5f word") == "*** word"
    assert scrubbed(b"x = 'a81f9c33e0b24d5f'", striker) == b"x = '***'"
