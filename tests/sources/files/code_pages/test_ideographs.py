"""Characters of Chinese, Japanese and Korean."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.code_pages.ideographs import BY_CODEC


@pytest.mark.parametrize(
    ("codec", "text"),
    [("gb18030", "银行存款"), ("cp950", "銀行存款"), ("cp932", "普通預金アカの"), ("cp949", "보통예금")],
)
def test_usual_characters_are_likelier_than_rare_ones(codec: str, text: str) -> None:
    """The words of a ledger are likelier than characters outside of the basic set."""
    language = BY_CODEC[codec]
    rare = language.bits_of("\u4e02" if codec != "gb18030" else "\u3402")
    assert all(language.bits_of(one) > rare for one in text)


def test_another_language_is_unlikely() -> None:
    """Hangul is not Japanese, and the simplified characters are not those of Taiwan."""
    assert BY_CODEC["cp932"].bits_of("한") < -20
    assert BY_CODEC["cp950"].bits_of("银") < -20
