"""What a pipeline file says of screens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.registry import declare_source, settings_of
from legacy_adapters.sources.screen.settings import ScreenSource, ScreenStream
from tests.sources.screen.reading import recipe


def test_relative_paths_start_from_the_pipeline_file(tmp_path: Path) -> None:
    """Or from the current folder, where there is none."""
    assert ScreenSource.model_validate({}, context={"folder": tmp_path}).folder == tmp_path
    assert ScreenSource().folder == Path.cwd()


def test_the_registry_knows_it(tmp_path: Path) -> None:
    """By its kind, without a driver."""
    assert settings_of("screen") is ScreenSource
    declared = declare_source({"kind": "screen"}, folder=tmp_path, source_id="fibu")
    assert isinstance(declared, ScreenSource)
    assert (declared.id, declared.folder) == ("fibu", tmp_path)


def test_a_page_is_a_checkpoint() -> None:
    """Each is saved as soon as it was read, and the key is the recipe's."""
    assert ScreenSource.batch_is_checkpoint
    assert ScreenStream(recipe=recipe()).unique_key == ("No",)


@pytest.mark.parametrize("hours", ["20:00-06:00", "8:30 – 17:00", "00:00-24:00"])
def test_hours(hours: str) -> None:
    """Of this machine's day."""
    assert ScreenSource(hours=hours).hours == hours


@pytest.mark.parametrize(
    "stated", [{"hours": "at night"}, {"max_rows_per_second": 0}, {"id": ""}, {"kind": "files"}, {"recipes": []}]
)
def test_what_is_no_source(stated: dict[str, Any]) -> None:
    """Is an error."""
    with pytest.raises(ValidationError):
        ScreenSource.model_validate(stated)


def test_parameters_are_not_shown() -> None:
    """Neither the source's nor a stream's."""
    source = ScreenSource(params={"password": "open sesame"})
    stream = ScreenStream(recipe=recipe(), params={"password": "open sesame"})
    assert "sesame" not in repr(source) + repr(stream)


def test_every_setting_is_described() -> None:
    """The description is the documentation."""
    for model in (ScreenSource, ScreenStream):
        assert [name for name, field in model.model_fields.items() if not field.description] == []
