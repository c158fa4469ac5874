"""Code pages by their numbers."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.access.code_page import codec_of


@pytest.mark.parametrize(
    ("numbers", "codec"),
    [((1252,), "cp1252"), ((936,), "gbk"), ((0, 1250), "cp1250"), ((10000,), "mac_roman"), ((9, 0), "cp1252")],
)
def test_codecs(numbers: tuple[int, ...], codec: str) -> None:
    """The first that is known; Western Europe if none is."""
    assert codec_of(*numbers) == codec
