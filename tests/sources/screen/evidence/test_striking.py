"""Secrets are struck out of bytes in every notation, and nothing else is."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.evidence.striking import Striker
from tests.sources.screen.evidence.searching import forms_of

AWKWARD = "p@ss w\"o}r'd/ü\\%+"


@pytest.mark.parametrize("form", sorted(forms_of(AWKWARD)))
def test_every_notation_is_struck_out(form: bytes) -> None:
    """In whatever notation a secret stands, what is around it is all that is left."""
    around = "\0" if b"\0" in form else ""
    before, behind = f"({around}".encode(), f"{around})".encode()
    left = Striker([AWKWARD]).data(before + form + behind)
    assert left.startswith(before)
    assert left.endswith(behind)
    assert left.replace(b"\0", b"")[1:-1] == b"***"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", ["", "x", "xy", "xyz", "user:"])
@pytest.mark.parametrize("behind", ["", "1", "12"])
def test_base64_of_a_longer_text_is_struck_out(encoding: str, before: str, behind: str) -> None:
    """A secret in base64 is found at each of the three places where it may begin, also in the alphabet of URLs."""
    text = (before + AWKWARD + behind).encode(encoding)
    core = b64encode(AWKWARD.encode(encoding))[4:-4]
    for made in (b64encode(text), urlsafe_b64encode(text), b64encode(text).replace(b"/", b"\\/")):
        left = Striker([AWKWARD]).data(b'"' + made + b'"')
        assert b"***" in left
        assert core not in left
        assert len(left) < 3 + len(b64encode((before + behind).encode(encoding))) + 8


@given(st.text(min_size=6, max_size=20).filter(str.strip), st.text(max_size=30), st.text(max_size=30))
def test_no_secret_survives(secret: str, before: str, behind: str) -> None:
    """Whatever a secret is made of, its bytes are not left."""
    assume("*" not in secret)
    striker = Striker([secret])
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        plain = secret.encode(encoding)
        data = before.encode(encoding) + plain + behind.encode(encoding)
        assert plain not in striker.data(data)
        assert plain not in striker.sized(data)
        assert len(striker.sized(data)) == len(data)


@given(st.binary(max_size=200))
def test_other_bytes_stay_as_they_are(data: bytes) -> None:
    """What holds no secret and no login is not touched."""
    assert Striker(["correct horse battery staple"]).sized(data) == data


@pytest.mark.parametrize("text", ["spin a pinwheel", "1pin2", "PIN"])
def test_a_short_secret_is_no_piece_of_a_word(text: str) -> None:
    """A secret of few characters goes only where it stands alone."""
    assert Striker(["pin"]).text(text) == text
    assert Striker(["pin"]).text(f"{text} (pin)") == f"{text} (***)"
    assert Striker(["pin"]).data("a pin".encode("utf-16-le")) == "a ***".encode("utf-16-le")
    assert Striker(["pin"]).data(b'"cGlu"') == b'"***"'


def test_the_length_can_be_kept() -> None:
    """Where bytes are counted, a secret becomes as many stars as it had bytes."""
    assert Striker(["hunter2!"]).sized(b"\0a hunter2! b") == b"\0a ******** b"


def test_the_longer_of_two_secrets_goes_first() -> None:
    """A secret that begins with another one leaves no rest."""
    assert Striker(["secret", "secretive-one"]).text("x secretive-one y") == "x *** y"


def test_the_login_in_an_address_goes() -> None:
    """User and password in front of a host are never kept, known or not; a time and a mail address are."""
    striker = Striker()
    assert striker.text("at http://joe:pw@host/x?at=12:30&m=a@b.c") == "at http://host/x?at=12:30&m=a@b.c"


def test_what_becomes_known_later_is_struck_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cookie that the process learns of in the middle of a run is struck out from then on."""
    monkeypatch.setattr(KNOWN, "_values", {"first-secret"})
    striker = Striker.of_all_known()
    KNOWN.add("second-secret")
    assert striker.text("first-secret second-secret") == "*** second-secret"
    striker.add_known()
    assert striker.text("first-secret second-secret") == "*** ***"
    assert "secret-" not in repr(striker)
