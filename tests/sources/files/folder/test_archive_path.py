"""The folder that files are put away in."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.folder.archive_path import ArchivePath
from tests.sources.files.folder.drops import AT


@pytest.mark.parametrize(
    ("template", "name", "folder"),
    [
        ("done/{year}/{month}", "BUCH.TXT", "done/2026/01"),
        ("done/{date}/{hour}", "BUCH.TXT", "done/2026-01-31/03"),
        ("done/{week}", "BUCH.TXT", "done/2026-W05"),
        ("done/{suffix}/{stem}", "BUCH.TXT", "done/TXT/BUCH"),
        ("done", "north/BUCH.TXT", "done/north"),
        ("../done/", "BUCH.TXT", "../done"),
        ("done/{stem}", "...", "done/%2E%2E"),
    ],
)
def test_places_are_filled(template: str, name: str, folder: str) -> None:
    """By the moment and the name, below the file's own subfolder."""
    assert ArchivePath.of(template).folder(name, AT) == folder


@pytest.mark.parametrize("template", ["done/{yaer}", "done/{year", "", ".", "./", "a}"])
def test_wrong_templates_are_refused(template: str) -> None:
    """A place that there is not, a brace that is not closed, the drop folder itself."""
    with pytest.raises(ValueError, match=r"\S"):
        ArchivePath.of(template)


def test_the_nearest_place_is_offered() -> None:
    """For a typing error."""
    with pytest.raises(ValueError, match=r"did you mean \{year\}"):
        ArchivePath.of("{yaer}")


def test_folders_of_the_archive_are_known() -> None:
    """Nothing there is ever taken again, also where the first part is a place."""
    path = ArchivePath.of("done/{year}")
    assert path.covers("done")
    assert path.covers("done/2026")
    assert not path.covers("done2")
    dated = ArchivePath.of("{year}/done")
    assert dated.covers("2026/done/x")
    assert not dated.covers("2026/other")
