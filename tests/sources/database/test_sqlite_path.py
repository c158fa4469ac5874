"""From a URL to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, LegacyAdaptersError, Unavailable
from legacy_adapters.sources.database.settings import DatabaseStream
from legacy_adapters.sources.database.sqlite_path import database_path
from tests.sources.database.sqlite_files import make, origins, read


def test_a_relative_path_starts_from_the_pipelines_folder(tmp_path: Path) -> None:
    """Wherever the run was started."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "old.db").touch()
    assert database_path("sqlite:///data/old.db", tmp_path) == tmp_path / "data" / "old.db"
    assert database_path("sqlite:///../data/old.db", tmp_path / "data").samefile(tmp_path / "data" / "old.db")


def test_an_absolute_path_stays(tmp_path: Path) -> None:
    """With four slashes."""
    (tmp_path / "old.db").touch()
    assert database_path(f"sqlite:///{tmp_path}/old.db", Path("/elsewhere")) == tmp_path / "old.db"


@pytest.mark.parametrize("name", ["a b#c ü.db", "100%.db"])
def test_odd_names_work(tmp_path: Path, name: str) -> None:
    """As they are."""
    make(tmp_path / name, "CREATE TABLE T (A)", "INSERT INTO T VALUES (1)")
    assert origins(read(tmp_path / name, DatabaseStream(table="T"))) == ["T[rowid=1]"]


def test_signs_that_mean_something_in_a_url_are_escaped(tmp_path: Path) -> None:
    """A question mark would begin options."""
    for name, url in (("a?b.db", "a%3Fb.db"), ("50%41.db", "50%2541.db")):
        (tmp_path / name).touch()
        assert database_path(f"sqlite:///{url}", tmp_path).name == name


@pytest.mark.parametrize(
    ("url", "message", "hint"),
    [
        ("sqlite:///odl.db", "there is no file .*odl.db", "Did you mean old.db?"),
        ("sqlite:///zzzzzz", "there is no file", "Name a file in "),
        ("sqlite:///nowhere/old.db", "there is no file", "is not there either"),
        ("sqlite:///.", "is a folder", "Name a file in "),
        ("sqlite://", "names no file", "sqlite:///old.db"),
        ("sqlite:///:memory:", "names no file", "sqlite:///old.db"),
        ("sqlite:///old.db?mode=rw", r"options \(mode\) are not supported", "always opened read-only"),
        ("sqlite+pysqlite:///old.db", "names no file", "sqlite:///old.db"),
        ("sqlite//old.db", "no database URL", "sqlite:///old.db"),
    ],
)
def test_a_wrong_path_is_a_wrong_setting(tmp_path: Path, url: str, message: str, hint: str) -> None:
    """With what may have been meant."""
    (tmp_path / "old.db").touch()
    with pytest.raises(ConfigError, match=message) as caught:
        database_path(url, tmp_path)
    assert hint in caught.value.hint
    assert caught.value.exit_code == 78


@pytest.mark.parametrize(
    ("error", "kind"),
    [(PermissionError(13, "Permission denied"), AccessDenied), (OSError(5, "I/O error"), Unavailable)],
)
def test_what_the_system_refuses_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, kind: type[LegacyAdaptersError]
) -> None:
    """No right to read is one thing, a drive that fails another."""
    (tmp_path / "old.db").touch()

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(kind, match=r"old\.db"):
        database_path("sqlite:///old.db", tmp_path)
