"""Keys of passphrases."""

from __future__ import annotations

from legacy_adapters.sources.screen.login.stretching import stretched


def test_stretched() -> None:
    """The same text and salt give the same key, another text or salt another one; this one is pinned, as files rest on
    it."""
    key = stretched("pässphrase", b"salt" * 4)
    assert key == stretched("pässphrase", b"salt" * 4)
    assert len({key, stretched("passphrase", b"salt" * 4), stretched("pässphrase", b"tlas" * 4)}) == 3
    assert key.hex() == "0fcd28f988f58ac064a688de240f4466f9f96098ddef41f5cc06b2005cc04112"
    assert len(stretched("x", b"salt" * 4, 64)) == 64
