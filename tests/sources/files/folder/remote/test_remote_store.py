"""A folder on a server."""

from __future__ import annotations

import threading
import time

import pytest

from legacy_adapters.core.errors import AccessDenied, Defect, LegacyAdaptersError, Unavailable
from legacy_adapters.remote.errors import Lost
from legacy_adapters.sources.files.folder.remote import remote_store
from legacy_adapters.sources.files.folder.remote.remote_store import RemoteStore
from tests.sources.files.folder.remote.fake_driver import FakeDriver


@pytest.fixture
def driver() -> FakeDriver:
    """A server with some files."""
    found = FakeDriver()
    found.files = {"/in/a.txt": b"one", "/in/sub/b.txt": b"two", "/in/no/c.txt": b"three"}
    return found


@pytest.fixture
def store(driver: FakeDriver) -> RemoteStore:
    """The folder on it."""
    return RemoteStore(driver, "/in", "sftp://host/in")


def test_files_are_found_where_they_are_looked_for(store: RemoteStore) -> None:
    """By name and folder, and shown without secrets."""
    found = store.entries(lambda _: True, lambda folder: folder == "sub")
    assert sorted(entry.name for entry in found.entries) == ["a.txt", "sub/b.txt"]
    assert store.shown("sub/b.txt") == "sftp://host/in/sub/b.txt"
    assert store.find("none") is None
    with store.open("sub/b.txt") as file:
        assert file.read() == b"two"


def test_files_are_claimed_moved_and_removed(store: RemoteStore, driver: FakeDriver) -> None:
    """Nothing is replaced; one that is gone is lost."""
    store.claim("a.txt", ".a")
    with pytest.raises(Lost):
        store.claim("a.txt", ".b")
    assert not store.move_new(".a", "sub/b.txt")
    assert store.move_new(".a", "../done/a.txt")
    assert driver.files["/done/a.txt"] == b"one"
    assert store.write_new("sub/r.txt", b"x")
    assert not store.write_new("sub/r.txt", b"y")
    entry = store.find("sub/r.txt")
    assert entry is not None
    driver.files["/in/sub/r.txt"] = b"other"
    with pytest.raises(Lost):
        store.remove(entry)


def test_a_folder_that_is_not_there_is_told() -> None:
    """It may come back."""
    with pytest.raises(Unavailable, match="no such folder"):
        RemoteStore(FakeDriver(), "/in", "sftp://host/in")


@pytest.mark.parametrize(
    ("error", "kind"), [(PermissionError(13, "x"), AccessDenied), (ConnectionResetError("x"), Unavailable)]
)
def test_errors_are_told_with_the_url(
    store: RemoteStore, driver: FakeDriver, error: Exception, kind: type[LegacyAdaptersError]
) -> None:
    """Whatever is asked for."""
    driver.failing = dict.fromkeys(("listing", "find", "open"), error)
    for ask in (
        lambda: store.entries(lambda _: True, lambda _: True),
        lambda: store.find("a"),
        lambda: store.open("a"),
    ):
        with pytest.raises(kind) as raised:
            ask()
        assert raised.value.where.startswith("sftp://host/in")


def test_waiting_ends_when_something_came(
    store: RemoteStore, driver: FakeDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By looking again."""
    monkeypatch.setattr(remote_store, "LOOK_EVERY", 0.05)
    begin = time.monotonic()
    timer = threading.Timer(0.2, driver.files.__setitem__, ("/in/new.txt", b"x"))
    timer.start()
    store.wait(60, threading.Event(), lambda name: name.startswith("."))
    timer.join()
    assert time.monotonic() - begin < 30
    store.wait(0.1, threading.Event(), lambda _: False)


def test_it_has_no_path_here(store: RemoteStore, driver: FakeDriver) -> None:
    """A copy has; and its connection ends."""
    assert not store.local
    with pytest.raises(Defect):
        store.path("a.txt")
    assert store.inside("/in/done") == "done"
    store.close()
    assert driver.closed
