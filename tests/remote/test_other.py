"""Any other file system of fsspec."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import fsspec
import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing, OutputError, Unavailable
from legacy_adapters.remote.other import OtherDriver, _modified
from legacy_adapters.remote.url import RemoteUrl
from legacy_adapters.sources.files.folder.remote.remote_store import RemoteStore
from tests.sources.files.folder.drops import names, opened, take


@pytest.fixture
def url() -> Iterator[str]:
    """A folder in memory."""
    memory, folder = fsspec.filesystem("memory"), f"/f{uuid4().hex}"
    memory.pipe(f"{folder}/drops/a.txt", b"one")
    memory.pipe(f"{folder}/drops/sub/b.txt", b"two")
    yield f"memory:/{folder}/drops"
    memory.rm(folder, recursive=True)


def test_its_files_are_read_and_stay(url: str) -> None:
    """Nothing is claimed there."""
    with opened(url, "**/*.txt", after=None) as folder:
        survey = folder.survey()
        assert names(survey) == ["a.txt", "sub/b.txt"]
        for waiting, content in zip(survey.waiting, (b"one", b"two"), strict=True):
            with take(folder, waiting) as taken:
                assert taken.path.read_bytes() == content
                taken.unchanged()


def test_claims_are_refused_beforehand(url: str) -> None:
    """Whether a rename there is safe is not known."""
    with pytest.raises(ConfigError, match="not claimed or moved"), opened(url):
        pass


def test_nothing_is_moved_there(url: str) -> None:
    """Not even where a caller asks for it."""
    driver = OtherDriver(RemoteUrl.of(url), {})
    store = RemoteStore(driver, driver.root(RemoteUrl.of(url)), url)
    for change in (
        lambda: store.claim("a.txt", ".a"),
        lambda: store.move_new("a.txt", "b.txt"),
        lambda: store.write_new("c.txt", b"x"),
    ):
        with pytest.raises(OutputError):
            change()


def test_a_folder_that_is_not_there_is_told(url: str) -> None:
    """And a file system that nobody knows, and one whose package is missing."""
    with pytest.raises(Unavailable), opened(f"{url}/none", after=None):
        pass
    with pytest.raises(ConfigError, match="gopher is no file system"), opened("gopher://host/x", after=None):
        pass
    with pytest.raises(DriverMissing), opened("dropbox://host/x", after=None):
        pass


@pytest.mark.parametrize("item", [{"mtime": 1.5}, {"created": 1, "mtime": 1.5}])
def test_times_have_many_names(item: dict[str, float]) -> None:
    """None at all is long ago."""
    assert _modified(item) == 1_500_000_000
    assert _modified({}) == 0
