"""Headers that are never kept, and the tokens in them."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.screen.evidence.headers import header_secrets, is_secret_header, shown

TOKEN = "a81f9c33e0b24d5f"


@pytest.mark.parametrize("name", ["Cookie", "set-cookie", "AUTHORIZATION", "Proxy-Authorization", "X-CSRF-Token"])
def test_secret_headers_are_struck_out(name: str) -> None:
    """Whatever is in them is not shown."""
    assert is_secret_header(name)
    assert shown(name, "lang=en") == "***"


@pytest.mark.parametrize("name", ["Content-Type", "Referer", "X-Requested-With"])
def test_other_headers_stay(name: str) -> None:
    """They tell what was asked and answered."""
    assert shown(name, "text/html") == "text/html"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cookie", f"lang=en; sid={TOKEN}"),
        ("set-cookie", f"lang=en; Path=/\nsid={TOKEN}; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT"),
        ("Authorization", f"Bearer {TOKEN}"),
        ("X-Auth-Token", TOKEN),
    ],
)
def test_their_tokens_are_told(name: str, value: str) -> None:
    """A session's number is told, a word is not: it would be struck out of the data."""
    assert list(header_secrets(name, value)) == [TOKEN]


def test_other_headers_have_no_tokens() -> None:
    """An odd value of any other header is none."""
    assert list(header_secrets("ETag", TOKEN)) == []
