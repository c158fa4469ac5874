"""Parameters of addresses and forms that are secret by their name."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.screen.evidence.parameters import is_secret_parameter, without_parameter_secrets


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("user=joe&password=gone", "user=joe&password=***"),
        ("/list;jsessionid=8F3A?page=2", "/list;jsessionid=***?page=2"),
        ("/x?sid=1&amp;page=2", "/x?sid=***&amp;page=2"),
        ("/x?page=2&amp;PHPSESSID=1#top", "/x?page=2&amp;PHPSESSID=***#top"),
        ('<a href="?csrf_token=abc">', '<a href="?csrf_token=***">'),
        ("ctl00$pwd=gone&x=1", "ctl00$pwd=***&x=1"),
    ],
)
def test_passwords_and_tokens_are_struck_out(text: str, left: str) -> None:
    """In an address, a link or a form the value goes and all else stays."""
    assert without_parameter_secrets(text) == left


@pytest.mark.parametrize("text", ["page=2&year=2025", "a=b", "if (x?y==z) shipping=1", "/x?spinner=1&tokens=5"])
def test_other_parameters_stay(text: str) -> None:
    """A parameter of any other name is data."""
    assert without_parameter_secrets(text) == text


def test_names() -> None:
    """Upper and lower case are the same."""
    assert is_secret_parameter("txtPassword")
    assert is_secret_parameter("OTP")
    assert not is_secret_parameter("option")
