"""Signs as the bytes that are worked on."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.delimited.charset import charset_of
from legacy_adapters.sources.files.delimited.record_settings import Trailer
from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.delimited.signs import signs_of


def test_signs_are_in_the_files_code_page() -> None:
    """A delimiter beyond ASCII is one byte in cp1252, and two where the file is turned into UTF-8 first."""
    form = DelimitedFormat(delimiter="§", comment=("#",), trailer=Trailer(starts_with="99§"))
    assert signs_of(form, "§", charset_of("cp1252", b"")).delimiter == b"\xa7"
    wide = signs_of(form, "§", charset_of("utf-16", b""))
    assert wide.delimiter == "§".encode()
    assert wide.not_rows == (b"#", "99§".encode())
    assert wide.for_trailer().not_rows == ()


@pytest.mark.parametrize(
    ("form", "plain"),
    [
        (DelimitedFormat(), True),
        (DelimitedFormat(quote=None, escape="\\"), True),
        (DelimitedFormat(delimiter="||"), False),
        (DelimitedFormat(quote="»"), False),
    ],
)
def test_what_the_fast_lane_can_do(form: DelimitedFormat, plain: bool) -> None:
    """Single ASCII bytes only."""
    assert signs_of(form, form.delimiter, charset_of("utf-8", b"")).plain is plain


def test_a_sign_that_the_code_page_lacks() -> None:
    """It is an error, not another sign."""
    with pytest.raises(UnicodeEncodeError):
        signs_of(DelimitedFormat(), "→", charset_of("cp1252", b""))
