"""Code pages by name."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.fixed.charset import charset, charset_of


@pytest.mark.parametrize(
    ("name", "known", "ebcdic"),
    [("037", "cp037", True), ("IBM1047", "cp1047", True), ("cp273", "cp273", True), ("1140", "cp1140", True),
     ("cp1141", "cp1141", True), ("500", "cp500", True), ("1252", "cp1252", False), ("latin-1", "iso8859-1", False)],
)  # fmt: skip
def test_names(name: str, known: str, ebcdic: bool) -> None:
    """By number, with IBM or cp in front; those that Python lacks too."""
    page = charset(name)
    assert (page.name, page.ebcdic, page.single) == (known, ebcdic, True)
    assert page.encode(" 0") == bytes([page.space, page.digit_zero])


def test_several_bytes_a_character() -> None:
    """They have no table."""
    assert not charset("utf-8").single
    assert not charset("cp932").single
    assert charset("cp037").line_ends == (0x15, 0x25)


@pytest.mark.parametrize("name", ["cp99999", "hex", "rot13", "utf-16", "nonsense", ""])
def test_what_is_no_code_page(name: str) -> None:
    """The error offers others."""
    with pytest.raises(ValueError, match=r"near it|not a code page of fixed records"):
        charset(name)


def test_showing_bytes() -> None:
    """As text where a person can read it, otherwise in hexadecimal."""
    page = charset("cp037")
    assert (page.show(b"\xc1\xc2"), page.show(b"\xc1\x00")) == ("AB", "C100")
    assert charset("utf-8").show(b"\xff") == "FF"


def test_a_code_page_of_ones_own() -> None:
    """Bytes without a character are known."""
    page = charset_of("own", [*map(chr, range(128)), "Ж", *[None] * 127])
    assert (page.sizes[0x80], page.sizes[0x81], page.to_ascii[0x41], page.to_ascii[0x80]) == (2, 0, 0x41, 0x80)
