"""The layout that is kept beside a recipe."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from legacy_adapters.core.errors import ConfigError, OutputError, SourceChanged
from legacy_adapters.sources.screen.layouts import KeptLayout
from tests.sources.screen.fake_screen import shown

HEADER = ("No", "Date", "Amount")


def kept(folder: Path) -> KeptLayout:
    return KeptLayout(folder / "journal.yaml")


def record(folder: Path, *, title: str = "Journal") -> None:
    """The layout of a run that ends well."""
    with TemporaryDirectory() as made:
        layout = KeptLayout(folder / "journal.yaml", Path(made))
        look(layout, title=title)
        layout.keep()


def look(
    layout: KeptLayout, header: tuple[str, ...] = HEADER, *, title: str = "Journal", by_header: bool = False
) -> None:
    """The first page is seen."""
    layout.first_page(shown(f"<h1>{title}</h1>"), (), header, "page", by_header=by_header)


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    record(tmp_path)
    return tmp_path


def test_what_was_recorded_is_beside_the_recipe(recorded: Path) -> None:
    """As text that a person can read, and as a picture."""
    assert {path.name for path in recorded.iterdir()} == {"journal.layout.json", "journal.layout.png"}
    assert '"Amount"' in (recorded / "journal.layout.json").read_text(encoding="utf-8")


def test_the_same_screen_is_the_same(recorded: Path) -> None:
    """Nothing is said, also of another year in a heading."""
    look(kept(recorded))
    record(recorded, title="Journal 2024")
    look(kept(recorded), title="Journal 2025")


def test_another_screen_is_a_changed_source(recorded: Path) -> None:
    """With what is different, and where."""
    with pytest.raises(SourceChanged, match=r"(?s)Date.*heading 'Journal' reads 'Ledger' now") as caught:
        look(kept(recorded), ("No", "Amount", "Date"), title="Ledger")
    assert caught.value.where == "page"


def test_by_header_columns_may_move(recorded: Path) -> None:
    """But not what the screen is known by otherwise."""
    look(kept(recorded), ("Amount", "No", "New", "Date"), by_header=True)
    with pytest.raises(SourceChanged, match="Ledger"):
        look(kept(recorded), ("Amount", "No", "Date"), title="Ledger", by_header=True)


def test_recording_replaces_it(recorded: Path) -> None:
    """From then on the new screen is the right one."""
    record(recorded, title="Ledger")
    look(kept(recorded), title="Ledger")


def test_a_run_that_fails_keeps_what_was_there(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What it saw of the screen is beside the recipe only once it was kept."""
    look(KeptLayout(recorded / "journal.yaml", tmp_path_factory.mktemp("made")), title="Ledger")
    look(kept(recorded))


def test_a_folder_that_is_full(tmp_path: Path) -> None:
    """What cannot be written while it is recorded is an error of the output, too."""
    with pytest.raises(OutputError, match="cannot be kept"):
        look(KeptLayout(tmp_path / "journal.yaml", tmp_path / "none"))


def test_nothing_recorded_compares_nothing(tmp_path: Path) -> None:
    """Nothing is written either; a recipe without a file has no layout."""
    look(kept(tmp_path))
    look(layout := KeptLayout(None, tmp_path))
    layout.keep()
    assert KeptLayout(None).picture is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"fields": 3}', b"\xff"])
def test_a_damaged_layout_names_its_file(recorded: Path, content: bytes) -> None:
    """And is an error of the configuration."""
    (recorded / "journal.layout.json").write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        look(kept(recorded))
    assert caught.value.where == str(recorded / "journal.layout.json")


def test_a_layout_that_cannot_be_written(tmp_path: Path) -> None:
    """Is an error of the output."""
    (tmp_path / "journal.layout.json").mkdir()
    with pytest.raises(OutputError, match="cannot be kept"):
        record(tmp_path)
