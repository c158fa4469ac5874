"""How a recipe states its login."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.sources.screen.login.settings import LoginSettings

FORM: dict[str, Any] = {
    "steps": [
        {"fill": "#user", "text": "{user}"},
        {"fill": "#password", "text": "{password}"},
        {"click": "#go"},
    ],
    "inside": {"at": "text=Log off", "frame": "menu"},
    "refused": {"at": ".error"},
}


def test_the_whole_of_it() -> None:
    """Every setting can be written as the documentation has it, all values as text."""
    settings = LoginSettings.model_validate(
        {
            "steps": [*FORM["steps"][:2], {"fill": "#code", "text": "{code}"}, FORM["steps"][2]],
            "inside": {"at": "text=Log off", "frame": "menu"},
            "refused": {"at": ".error", "matches": "(E[0-9]+)"},
            "outside": "#password",
            "locked": ["text=account is locked", {"at": ".locked", "frame": "main"}],
            "totp": {"secret": "{totp}", "digits": "8", "period": "60", "algorithm": "SHA256"},
            "basic": {"user": "{user}", "password": "{password}"},
            "keep": {"key": "a passphrase of some length", "for": "12 hours", "user": "{company}/{user}"},
        }
    )
    assert [place.at for place in settings.outside] == ["#password"]
    assert [(place.at, place.frame) for place in settings.locked] == [
        ("text=account is locked", None),
        (".locked", ("main",)),
    ]
    assert settings.totp is not None
    assert (settings.totp.digits, settings.totp.period, settings.totp.algorithm) == (8, 60, "SHA256")
    assert settings.keep is not None
    assert settings.keep.age == 12 * 3600


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"steps": [], "inside": None}, "state `steps`, `basic`, or both"),
        ({"inside": None}, "need `inside`"),
        ({"refused": []}, "`refused`"),
        ({"keep": {"key": "x" * 20}, "log_off": [{"click": "#off"}]}, "`log_off` ends the session"),
        (
            {"steps": [], "inside": None, "basic": {"user": "u", "password": "p"}, "keep": {"key": "x"}},
            "`keep` needs `steps`",
        ),
        ({"steps": [*FORM["steps"], {"fill": "#code", "text": "{code}"}]}, "which `totp` gives"),
        ({"totp": {"secret": "{totp}"}}, r"no step fills in the {code}"),
        ({"keep": {"key": "x" * 20, "for": "0s"}}, "greater than 0"),
        ({"refused_dialog": "(wrong"}, "no regular expression"),
        ({"outsid": "#x"}, "Extra inputs"),
    ],
)
def test_what_does_not_fit_together(changed: dict[str, Any], said: str) -> None:
    """Settings that cannot work are refused before anything is tried, with what is missing."""
    with pytest.raises(ValidationError, match=said):
        LoginSettings.model_validate({**FORM, **changed})


def test_outside_instead_of_refused() -> None:
    """An application that shows the form again without a word needs no `refused`."""
    assert LoginSettings.model_validate({**FORM, "refused": (), "outside": "#password"}).refused == ()


def test_without_steps() -> None:
    """Where a Python class logs in, there are no steps, and what tells how it ended is stated as ever."""
    assert LoginSettings.model_validate({**FORM, "steps": ()}).steps == ()


def test_no_secret_is_shown() -> None:
    """Neither an error nor the settings' own text shows a password, a key or a one-time secret."""
    settings = LoginSettings.model_validate(
        {
            **FORM,
            "steps": [*FORM["steps"], {"fill": "#c", "text": "{code}"}, {"fill": "#p", "text": "hunter2"}],
            "totp": {"secret": "hunter2"},
            "basic": {"user": "u", "password": "hunter2"},
            "keep": {"key": "hunter2"},
        }
    )
    assert "hunter2" not in repr(settings)
    with pytest.raises(ValidationError) as raised:
        LoginSettings.model_validate({**FORM, "keep": {"key": "", "user": "hunter2", "for": "hunter3"}})
    assert "hunter2" not in str(raised.value)


def test_basic_credentials() -> None:
    """User and password of the browser's own question are filled in, or the missing parameter is named."""
    basic = LoginSettings.model_validate({"basic": {"user": "{user}", "password": "{pw}"}}).basic
    assert basic is not None
    assert basic.credentials({"user": "reader", "pw": "{secret}"}) == ("reader", "{secret}")
    with pytest.raises(ConfigError, match=r"\{pw\}"):
        basic.credentials({"user": "reader"})
