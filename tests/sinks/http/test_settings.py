"""The settings of the HTTP sink, and what does not go together."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.sinks.http.settings import HttpSink
from legacy_adapters.sinks.registry import declare
from tests.sinks.events.samples import delivery
from tests.sinks.http.samples import URL, sink


def test_options_may_be_given_as_text() -> None:
    """As YAML without types has them."""
    given = declare({"kind": "http", "url": URL, "batch": "100", "connections": "2", "if_match": "false"})
    assert isinstance(given, HttpSink)
    assert (given.batch, given.connections, given.if_match) == (100, 2, False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"url": "ftp://h/x"}, "url"),
        ({"url": "https://user:word@h/x"}, "url"),
        ({"url": "https://{entity}.h/x"}, "url"),
        ({"url": "https://h/x?a=1", "operations": {"upsert": {"path": "/b"}}}, "a url with a query"),
        ({"operations": {"insert": {}}}, "operations"),
        ({"operations": {"upsert": {"method": "GET"}}}, "method"),
        ({"operations": {"upsert": {"path": "no-slash"}}}, "path"),
        ({"body": "xml"}, "needs a template"),
        ({"body": "csv", "operations": {"upsert": {"template": "t"}}}, "a template is for"),
        ({"body": "json", "operations": {"delete": {"method": "DELETE", "template": "t"}}}, "a template is for"),
        ({"body": "json", "wrapper": "w", "operations": {"upsert": {"template": "t"}}}, "do not go together"),
        ({"wrapper": "w"}, "wrapper is for body: json"),
        ({"delimiter": ";"}, "cannot be stated for body: events"),
        ({"body": "json", "delimiter": ";"}, "cannot be stated for body: json"),
        ({"body": "csv", "decimals": "number"}, "decimals cannot be stated"),
        ({"if_match": True, "batch": 2}, "if_match needs batch: 1"),
        ({"answers": {"status": "s"}}, "answers are for batches"),
        ({"batch": 2, "answers": {"path": "x"}}, "state status, or error"),
        ({"headers": {"Authorization": "x"}}, "is set by the sink"),
        ({"proxy": "socks://h"}, "proxy"),
    ],
    ids=str,
)
def test_what_does_not_go_together_is_said(given: dict[str, object], said: str) -> None:
    """Before anything is sent."""
    with pytest.raises(ValidationError, match=said):
        HttpSink.model_validate({"url": URL} | given)


def test_a_deletion_is_never_sent_as_if_it_were_a_record() -> None:
    """An event says what it is; a plain record does not."""
    assert sink().operation("delete") is not None
    assert sink(body="json").operation("delete") is None
    assert sink(body="json").operation("upsert") is not None


def test_a_deletion_by_its_address_has_no_body() -> None:
    """All other methods have one."""
    settings = sink(operations={"upsert": {"method": "PUT"}, "delete": {"method": "DELETE"}})
    assert [settings.operation(name).has_body for name in ("upsert", "delete")] == [True, False]  # type: ignore[union-attr]


def test_headers_are_not_shown() -> None:
    """They may hold a key."""
    assert "secret-word" not in repr(sink(headers={"X-Key": "secret-word"}))


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, "legacy_adapters.sinks.http.delivery", None)
    with pytest.raises(DriverMissing) as raised:
        sink().open(delivery(tmp_path), None)
    assert "legacy-adapters[http]" in raised.value.hint
