"""From a kind in the pipeline file to a sink's declaration."""

from __future__ import annotations

from importlib.metadata import EntryPoint, EntryPoints

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sinks import registry
from legacy_adapters.sinks.files.settings import FileSink, StdoutSink


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two packages of third parties: one that works, one that was moved."""
    found = EntryPoints(
        [
            EntryPoint("drawer", "legacy_adapters.sinks.files.settings:StdoutSink", registry.ENTRY_POINTS),
            EntryPoint("moved", "nowhere.at.all:Sink", registry.ENTRY_POINTS),
            EntryPoint("file", "legacy_adapters.sinks.files.settings:StdoutSink", registry.ENTRY_POINTS),
        ]
    )
    monkeypatch.setattr(registry, "entry_points", found.select)


@pytest.mark.parametrize("kind", registry.SINKS)
def test_every_kind_of_ours_can_be_loaded(kind: str) -> None:
    """The import paths are data, so a test follows them; each declaration bears its kind."""
    assert registry.settings_of(kind).model_fields["kind"].default == kind


def test_a_declaration_is_made_of_text() -> None:
    """As YAML without types gives it."""
    sink = registry.declare({"kind": "file", "path": "out/{entity}.csv", "envelope": "true"})
    assert sink == FileSink(path="out/{entity}.csv", envelope=True)


@pytest.mark.usefixtures("plugins")
def test_third_parties_add_kinds_but_take_none_over() -> None:
    """An entry point is found by its name; `file` stays ours."""
    assert registry.kinds() == (
        "amqp",
        "amqp1",
        "database",
        "drawer",
        "file",
        "http",
        "kafka",
        "moved",
        "nats",
        "queue",
        "redis",
        "stdout",
    )
    assert registry.settings_of("drawer") is StdoutSink
    assert registry.settings_of("file") is FileSink


@pytest.mark.usefixtures("plugins")
def test_a_plug_in_that_cannot_be_loaded_says_where_it_should_be() -> None:
    """The import path is named."""
    with pytest.raises(ConfigError, match=r"nowhere\.at\.all:Sink"):
        registry.settings_of("moved")


def test_an_unknown_kind_offers_the_nearest() -> None:
    """With all kinds that there are."""
    with pytest.raises(ConfigError, match=r"no sink of kind 'fil'; there are amqp, .*stdout\n  Did you mean file\?"):
        registry.declare({"kind": "fil"})


def test_a_missing_kind_is_an_error() -> None:
    """There is no kind by default."""
    with pytest.raises(ConfigError, match="no sink of kind ''"):
        registry.declare({"path": "a.csv"})


def test_all_that_is_wrong_is_named_at_once() -> None:
    """One error, each key with what is the matter."""
    with pytest.raises(ConfigError) as caught:
        registry.declare({"kind": "file", "path": "a.csv", "mode": "add", "heder": "no"}, where="--to")
    assert caught.value.where == "--to"
    assert "mode: " in caught.value.message
    assert "heder: " in caught.value.message
