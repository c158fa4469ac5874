"""The formats there are."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.files.formats import FORMATS, FormatRoom


@pytest.mark.parametrize("kind", FORMATS)
def test_each_room_has_settings_of_its_kind_and_a_recogniser(kind: str) -> None:
    """The import paths lead somewhere, and the settings fulfil the contract."""
    room = FORMATS[kind]
    settings = room.model()
    assert settings.model_fields["kind"].default == kind
    assert callable(room.recogniser())
    for method in ("tables", "schema", "read", "totals", "is_complete"):
        assert callable(getattr(settings, method))


def test_every_setting_is_described() -> None:
    """An editor shows it, and the docs are made of it."""
    for room in FORMATS.values():
        bare = [name for name, info in room.model().model_fields.items() if not info.description and name != "kind"]
        assert bare == []


def test_text_that_can_be_mistaken_comes_last() -> None:
    """Nearly every text can be read as delimited, and every one as fixed: others are asked before."""
    assert list(FORMATS)[-3:] == ["delimited", "report", "fixed"]
    assert isinstance(FORMATS["delimited"], FormatRoom)
