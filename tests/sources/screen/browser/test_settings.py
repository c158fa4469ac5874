"""What may be said of the browser."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.sources.screen.browser.settings import BrowserSettings, DialogAnswer, ProxySettings


def _settings(**stated: Any) -> BrowserSettings:
    return BrowserSettings.model_validate(stated)


def test_text_as_a_pipeline_file_has_it() -> None:
    """Every setting may be written as text, and one of a list alone."""
    settings = _settings(
        timeout="2 min", headless="false", hosts="SSO.example.com", block="images", retire_after="50", dialogs="accept"
    )
    assert settings.timeout == 120
    assert not settings.headless
    assert (settings.hosts, settings.block, settings.retire_after) == (("sso.example.com",), ("images",), 50)
    assert settings.dialogs == (DialogAnswer(answer="accept"),)


def test_dialogs_fit_by_kind_and_message() -> None:
    """An answer is for its kind and for messages that its expression is found in."""
    answer = DialogAnswer(kind="confirm", message="^Delete")
    assert answer.fits("confirm", "Delete it?")
    assert not answer.fits("alert", "Delete it?")
    assert not answer.fits("confirm", "Really delete it?")
    assert DialogAnswer().fits("beforeunload", "")


@pytest.mark.parametrize(
    "stated",
    [
        {"timeout": 0},
        {"hosts": ["https://example.com"]},
        {"hosts": ["example.com:8080"]},
        {"hosts": ["a, EXCLUDE *"]},
        {"dialogs": [{"answer": "dismiss", "text": "x"}]},
        {"dialogs": [{"message": "("}]},
        {"proxy": {"server": "proxy.example.com"}},
        {"proxy": {"server": "http://me:secret@proxy.example.com"}},
        {"ignore_certificates": True},
        {"timezone": "Berlin"},
        {"locale": "German (Germany)"},
    ],
)
def test_what_is_wrong_is_refused(stated: dict[str, Any]) -> None:
    """What cannot be meant is an error, and there is no switch that turns the check of certificates off."""
    with pytest.raises(ValidationError):
        _settings(**stated)


def test_password_of_the_proxy_is_not_shown() -> None:
    """The password is in no representation."""
    assert "secret" not in repr(ProxySettings(server="http://p:1", username="u", password="secret"))


def test_every_setting_is_described() -> None:
    """The description is the documentation."""
    assert all(field.description for field in BrowserSettings.model_fields.values())
