"""What a pipeline file may say of a folder of files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.files.delimited.settings import DelimitedFormat
from legacy_adapters.sources.files.settings import FilesSource, FilesStream, folder_of


def test_every_scalar_may_be_text() -> None:
    """As the pipeline file hands it over."""
    found = FilesSource.model_validate(
        {
            "kind": "files",
            "path": "drop",
            "pattern": "BUCH*.TXT",
            "complete": {"stable_for": "30s"},
            "order": [{"number": r"BUCH(\d+)"}],
            "after": {"archive": "done/{year}", "quarantine": "bad"},
            "identity": "content+name",
            "max_rows_per_second": "500",
        }
    )
    assert (found.pattern, found.complete.stable_for, found.max_rows_per_second) == (("BUCH*.TXT",), 30, 500)


def test_what_is_not_stated() -> None:
    """Files rest for five seconds, are taken by name, stay where they are, and are known by their content."""
    found = FilesSource(path="drop")
    assert (found.complete.stable_for, found.order[0].by, found.after.archive) == (5, "name", None)
    assert (found.identity, found.takes_once) == ("content", "files")


@pytest.mark.parametrize(
    "settings",
    [{}, {"path": "x", "patern": "*"}, {"path": "x", "identity": "name"}, {"path": "x", "complete": {"soon": "1"}}],
)
def test_what_cannot_be_is_refused(settings: dict[str, object]) -> None:
    """Unknown keys among them."""
    with pytest.raises(ValidationError):
        FilesSource.model_validate(settings)


def test_a_password_in_the_path_is_not_shown() -> None:
    """Neither in an error nor in what is printed."""
    source = FilesSource(path="sftp://me:geheim@host/drop")
    assert "geheim" not in repr(source)


def test_a_format_is_told_by_its_kind() -> None:
    """The kind alone says it where nothing else has to be said."""
    assert FilesStream.model_validate({"format": "delimited"}).format == DelimitedFormat()
    assert FilesStream().format is None
    with pytest.raises(ValidationError):
        FilesStream.model_validate({"format": {"kind": "delimited", "delimeter": ";"}})


def test_relative_paths_start_from_the_pipelines_folder(tmp_path: Path) -> None:
    """Which the loader hands over; else from the current one."""
    source = FilesSource.model_validate({"path": "drop"}, context={"folder": tmp_path})
    assert source.folder == tmp_path
    assert folder_of(None) == Path.cwd()
