"""One-time codes."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.login.settings import Totp
from legacy_adapters.sources.screen.login.totp import Codes, WithCode
from legacy_adapters.sources.screen.template import filled
from tests.sources.screen.login.fake_application import URL, FakeClock

# The secrets of RFC 6238, appendix B: "12345678901234567890" and its longer forms.
SHA1 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
SHA256 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA"
SHA512 = "GEZDGNBVGY3TQOJQ" * 6 + "GEZDGNA"


def codes(folder: Path, clock: FakeClock, secret: str = SHA1, **settings: Any) -> Codes:
    totp = Totp.model_validate({"secret": "{totp}", **settings})
    return Codes.of(totp, {"totp": secret}, url=URL, folder=folder, clock=clock, sleep=clock.sleep)


@pytest.mark.parametrize(
    ("algorithm", "secret", "now", "code"),
    [
        ("SHA1", SHA1, 1111111111, "14050471"),
        ("SHA256", SHA256, 1111111111, "67062674"),
        ("SHA512", SHA512, 1111111111, "99943326"),
        ("SHA1", SHA1, 20000000000, "65353130"),
    ],
)
def test_the_examples_of_the_standard(tmp_path: Path, algorithm: str, secret: str, now: int, code: str) -> None:
    """The codes are those that RFC 6238 lists."""
    made = codes(tmp_path, FakeClock(now), secret, algorithm=algorithm, digits=8)
    assert made.next() == code


def test_as_the_application_shows_it(tmp_path: Path) -> None:
    """Blanks, hyphens, small letters and padding in the secret change nothing."""
    shown = "gezd gnbv-gy3t qojq gezd gnbv gy3t qojq===="
    assert codes(tmp_path, FakeClock(1111111111), shown, digits=8).next() == "14050471"


@given(st.binary(min_size=16, max_size=40), st.integers(0, 2**40), st.sampled_from([6, 8, 10]))
def test_as_others_make_it(secret: bytes, counter: int, digits: int) -> None:
    """For secrets that pyotp takes, the codes are those of pyotp, at any time and with any number of digits."""
    pyotp = pytest.importorskip("pyotp")
    text = base64.b32encode(secret).decode().rstrip("=")
    padded = text + "=" * (-len(text) % 8)
    made = Codes(Totp(secret=text, digits=digits), padded, URL, Path("unused"))._code(counter)
    assert made == pyotp.TOTP(text, digits=digits).generate_otp(counter)


def test_a_short_secret(tmp_path: Path) -> None:
    """Secrets of 80 bits, which most old applications gave out, are taken."""
    assert codes(tmp_path, FakeClock(31), "JBSWY3DPEHPK3PXP").next() == "996554"


def test_never_twice(tmp_path: Path) -> None:
    """A second login in the same half minute waits for the next code, also one of another run."""
    clock = FakeClock(1111111111)
    first = codes(tmp_path, clock).next()
    assert clock.slept == []
    second = codes(tmp_path, clock).next()
    assert first != second
    assert clock.now == 1111111140
    third = codes(tmp_path, clock).next()
    assert clock.now == 1111111170
    assert len({first, second, third}) == 3
    assert len(list(tmp_path.iterdir())) == 1


def test_not_at_the_end_of_its_time(tmp_path: Path) -> None:
    """A code that is about to run out is not used: the next one is waited for."""
    clock = FakeClock(1111111140 - 4.5)
    codes(tmp_path, clock).next()
    assert clock.slept == [4.5]
    early = FakeClock(2222222220 - 5)
    codes(tmp_path, early).next()
    assert early.slept == []


def test_it_becomes_a_secret(tmp_path: Path) -> None:
    """Code and secret are struck out of every text, the secret also in the form without blanks."""
    code = codes(tmp_path, FakeClock(3333333333), "JBSW Y3DP EHPK 3PXP").next()
    assert scrub(f"code {code}") == "code ***"
    assert scrub("JBSW Y3DP EHPK 3PXP or JBSWY3DPEHPK3PXP") == "*** or ***"


@pytest.mark.parametrize("secret", ["no base32 (1890)", "otpauth://totp/x?secret=GEZDGNBV", "123456", " "])
def test_no_base32(tmp_path: Path, secret: str) -> None:
    """A secret that cannot be one is an error that does not show it."""
    with pytest.raises(ConfigError, match="no base32") as raised:
        codes(tmp_path, FakeClock(), secret)
    assert secret == " " or secret not in str(raised.value)
    assert "GEZDGNBV" not in str(raised.value)


def test_the_code_among_the_values(tmp_path: Path) -> None:
    """The code is made when a step needs it, once for one login; the other values are as they were."""
    clock = FakeClock(1111111111)
    values = WithCode({"user": "reader", "code": "shadowed"}, codes(tmp_path, clock))
    assert (sorted(values), len(values), "code" in values) == (["code", "user"], 2, True)
    assert filled("{user}", values) == "reader"
    assert list(tmp_path.iterdir()) == []
    assert filled("{code} {code}", values) == "050471 050471"
    assert "reader" not in repr(values)


def test_a_missing_parameter_is_named(tmp_path: Path) -> None:
    """A parameter that is not there is named, with those that are, and no code is made for the message."""
    values = WithCode({"user": "reader"}, codes(tmp_path, FakeClock()))
    with pytest.raises(ConfigError, match=r"\{usr\}.*\n.*user"):
        filled("{usr}", values)
    assert list(tmp_path.iterdir()) == []
