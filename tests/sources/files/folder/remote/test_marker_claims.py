"""Claims where nothing can be renamed."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from legacy_adapters.remote.errors import Lost
from legacy_adapters.sources.files.folder.claims import Claim
from legacy_adapters.sources.files.folder.remote.marker_claims import MarkerClaims
from tests.sources.files.folder.remote.fake_driver import FakeDriver

OURS = Claim.by("a.txt", "us", datetime(2026, 1, 31, tzinfo=UTC)).name
THEIRS = Claim.by("a.txt", "them", datetime(2026, 1, 31, tzinfo=UTC)).name


@pytest.fixture
def driver() -> FakeDriver:
    """A bucket with one file."""
    found = FakeDriver()
    found.files = {"/b/in/a.txt": b"one"}
    return found


@pytest.fixture
def store(driver: FakeDriver) -> MarkerClaims:
    """The folder in it."""
    return MarkerClaims(driver, "/b/in", "s3://b/in")


def names(store: MarkerClaims) -> list[str]:
    """What a runner sees."""
    return sorted(entry.name for entry in store.entries(lambda _: True, lambda _: True).entries)


def test_a_claimed_file_seems_to_have_the_claims_name(store: MarkerClaims, driver: FakeDriver) -> None:
    """While it lies where it was, beside a marker."""
    store.claim("a.txt", OURS)
    assert names(store) == [OURS]
    assert sorted(driver.files) == ["/b/in/.a.txt.claimed", "/b/in/a.txt"]
    found = store.find(OURS)
    assert found is not None
    assert found.size == 3
    with store.open(OURS) as file:
        assert file.read() == b"one"


def test_another_runner_is_too_late(store: MarkerClaims) -> None:
    """Its claim does not exist, whatever it asks."""
    store.claim("a.txt", OURS)
    with pytest.raises(Lost):
        store.claim("a.txt", THEIRS)
    assert store.find(THEIRS) is None
    with pytest.raises(Lost):
        store.move_new(THEIRS, "done/a.txt")


def test_it_is_put_away_and_the_marker_goes(store: MarkerClaims, driver: FakeDriver) -> None:
    """Last, so that a kill in between leaves a claim, not an orphan."""
    store.claim("a.txt", OURS)
    assert store.move_new(OURS, "done/a.txt")
    assert driver.files == {"/b/in/done/a.txt": b"one"}


def test_it_is_given_back(store: MarkerClaims, driver: FakeDriver) -> None:
    """By its marker alone."""
    store.claim("a.txt", OURS)
    assert store.move_new(OURS, "a.txt")
    assert driver.files == {"/b/in/a.txt": b"one"}


def test_what_is_in_the_archive_stays(store: MarkerClaims, driver: FakeDriver) -> None:
    """And the claim with it; a file that is removed instead goes with its marker."""
    driver.files["/b/in/done/a.txt"] = b"old"
    store.claim("a.txt", OURS)
    assert not store.move_new(OURS, "done/a.txt")
    entry = store.find(OURS)
    assert entry is not None
    store.remove(entry)
    assert driver.files == {"/b/in/done/a.txt": b"old"}


def test_a_file_that_went_away_leaves_no_marker(store: MarkerClaims, driver: FakeDriver) -> None:
    """Nor is it claimed."""
    del driver.files["/b/in/a.txt"]
    with pytest.raises(Lost):
        store.claim("a.txt", OURS)
    assert driver.files == {}


def test_a_marker_that_is_none_of_ours_claims_nothing(store: MarkerClaims, driver: FakeDriver) -> None:
    """Some other program's file; and without a claim files move as anywhere."""
    driver.files["/b/in/.a.txt.claimed"] = b"{}"
    assert names(store) == ["a.txt"]
    assert store.move_new("a.txt", "b.txt")


def test_of_many_at_once_one_wins(driver: FakeDriver) -> None:
    """The marker is made in one step."""
    start, won = threading.Barrier(8), []

    def run(owner: str) -> None:
        store = MarkerClaims(driver, "/b/in", "s3://b/in")
        start.wait()
        try:
            store.claim("a.txt", Claim.by("a.txt", owner, datetime(2026, 1, 31, tzinfo=UTC)).name)
        except Lost:
            return
        won.append(owner)

    threads = [threading.Thread(target=run, args=(f"r{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
