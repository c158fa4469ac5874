"""Sessions kept from run to run."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.login.keeping import KeptSession
from legacy_adapters.sources.screen.login.settings import Keep
from tests.sources.screen.login.fake_application import URL, FakeClock

STATE = '{"cookies": [{"name": "SID", "value": "c00k1e-väl"}], "origins": []}'


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def kept(tmp_path: Path, notes: list[str], clock: FakeClock) -> KeptSession:
    return KeptSession(tmp_path, URL, "reader", "a long passphrase", 3600.0, notes.append, clock)


def test_round_trip(kept: KeptSession, notes: list[str]) -> None:
    """What was saved is loaded, to the letter; before that there is nothing, without a note."""
    assert kept.load() is None
    kept.save(STATE)
    assert kept.load() == STATE
    assert notes == []


def test_nothing_can_be_read_from_the_file(kept: KeptSession) -> None:
    """The file and its name hold neither cookie, address, user nor key, and the same state looks different each
    time."""
    kept.save(STATE)
    first = kept.path.read_bytes()
    kept.save(STATE)
    second = kept.path.read_bytes()
    assert first[26:] != second[26:]
    for told in (b"c00k1e", b"SID", b"ledger", b"reader", b"passphrase"):
        assert told not in first + second + kept.path.name.encode()
    assert [path.suffix for path in kept.folder.iterdir()] == [".session"]


def test_age(kept: KeptSession, clock: FakeClock) -> None:
    """A session is used until it is as old as is allowed; one from the future is not."""
    kept.save(STATE)
    clock.now += 3600
    assert kept.load() == STATE
    clock.now += 1
    assert kept.load() is None
    clock.now -= 2 * 3600 + 2
    assert kept.load() is None


def test_renewed(kept: KeptSession, clock: FakeClock) -> None:
    """A renewed session has the new state and the age of its login; where nothing is kept nothing is renewed."""
    kept.renew(STATE)
    assert not kept.path.exists()
    kept.save(STATE)
    clock.now += 3000
    kept.renew("renewed")
    assert kept.load() == "renewed"
    clock.now += 601
    assert kept.load() is None


def test_another_key(kept: KeptSession, notes: list[str]) -> None:
    """A session kept with another key is not used, is noted, and is replaced by the next."""
    kept.save(STATE)
    other = replace(kept, key="another passphrase")
    assert other.load() is None
    assert len(notes) == 1
    assert "another key" in notes[0]
    assert "passphrase" not in notes[0]
    other.save("new")
    assert other.load() == "new"


@pytest.mark.parametrize("length", [0, 5, 26, 40, 54, 60])
def test_cut_off(kept: KeptSession, notes: list[str], length: int) -> None:
    """A file that was cut off anywhere is noted, and the run logs in."""
    kept.save(STATE)
    kept.path.write_bytes(kept.path.read_bytes()[:length])
    assert kept.load() is None
    assert len(notes) == 1


def test_one_bit(kept: KeptSession, notes: list[str]) -> None:
    """A single changed bit in salt, nonce or content is noticed."""
    kept.save(STATE)
    whole = kept.path.read_bytes()
    for place in (30, 45, 80, len(whole) - 1):
        kept.path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert kept.load() is None
    assert len(notes) == 4


def test_another_version(kept: KeptSession, notes: list[str]) -> None:
    """A file of a later version of ours is not guessed at."""
    kept.save(STATE)
    kept.path.write_bytes(kept.path.read_bytes().replace(b"session 1", b"session 2"))
    assert kept.load() is None
    assert "another version" in notes[0]


def test_not_a_file(kept: KeptSession, notes: list[str]) -> None:
    """What cannot be read at all is noted, and the run logs in."""
    kept.path.mkdir(parents=True)
    assert kept.load() is None
    assert "cannot be read" in notes[0]


def test_users_are_kept_apart(kept: KeptSession, notes: list[str]) -> None:
    """Another user's or application's session is another file, and is of no use under this one's name."""
    kept.save(STATE)
    other = replace(kept, user="clerk")
    assert other.path != kept.path
    assert other.path != replace(other, url="https://elsewhere.example/").path
    assert other.load() is None
    kept.path.rename(other.path)
    assert other.load() is None
    assert len(notes) == 1


def test_forgotten(kept: KeptSession) -> None:
    """What is forgotten is gone, and forgetting nothing is fine."""
    kept.save(STATE)
    kept.forget()
    kept.forget()
    assert list(kept.folder.iterdir()) == []


def test_from_settings(tmp_path: Path) -> None:
    """Key and user are filled in; from then on the key is struck out of every text."""
    settings = Keep.model_validate({"key": "{key}", "for": "2 hours"})
    session = KeptSession.of(settings, {"key": "sevenfold-sealed", "user": "reader"}, url=URL, folder=tmp_path)
    assert (session.user, session.age) == ("reader", 7200)
    assert "sevenfold" not in repr(session)
    assert scrub("with sevenfold-sealed") == "with ***"


def test_a_short_key(tmp_path: Path) -> None:
    """A key that could be guessed is refused, without being shown."""
    settings = Keep.model_validate({"key": "{key}"})
    with pytest.raises(ConfigError, match="shorter than 12") as raised:
        KeptSession.of(settings, {"key": "tooshort", "user": "reader"}, url=URL, folder=tmp_path)
    assert "tooshort" not in str(raised.value)


def test_without_cryptography(kept: KeptSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package, the error says how to install it."""
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers.aead", None)
    with pytest.raises(DriverMissing, match=r"legacy-adapters\[screen\]"):
        kept.save(STATE)
