"""How one gets into an application, as a recipe states it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from legacy_adapters.sources.quantities import Seconds
from legacy_adapters.sources.screen.declaration import Declaration, TextAt, Where
from legacy_adapters.sources.screen.steps.settings import Step
from legacy_adapters.sources.screen.template import filled, names

CODE: Final = "code"
"""The name under which the steps find the one-time code."""

_Text: TypeAlias = Annotated[str, Field(min_length=1)]


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str | dict | Where) else value


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from None
    return text


_Places: TypeAlias = Annotated[
    tuple[Where, ...], BeforeValidator(_listed, json_schema_input_type=str | Where | list[str | Where])
]
_Texts: TypeAlias = Annotated[
    tuple[TextAt, ...], BeforeValidator(_listed, json_schema_input_type=str | TextAt | list[str | TextAt])
]


class Totp(Declaration):
    """A one-time code by time (RFC 6238), as authenticator apps show it: ``{code}`` in the steps of the login."""

    secret: _Text = Field(description="The secret in base32, as the application showed it: `{totp}`.", repr=False)
    digits: int = Field(6, ge=6, le=10, description="How many digits the code has.")
    period: int = Field(30, ge=5, le=600, description="For how many seconds a code is good.")
    algorithm: Literal["SHA1", "SHA256", "SHA512"] = Field("SHA1", description="The hash that codes are made by.")


class Basic(Declaration):
    """The user and password that the browser itself is asked for (HTTP basic, digest or NTLM)."""

    user: _Text = Field(description="The user: `{user}`.")
    password: _Text = Field(description="The password: `{password}`.", repr=False)

    def credentials(self, values: Mapping[str, str]) -> tuple[str, str]:
        """User and password, with ``values`` filled in. Raises ``ConfigError`` for a parameter that is not there."""
        return filled(self.user, values), filled(self.password, values)


class Keep(Declaration):
    """The browser's session, kept encrypted from one run to the next, so that not every run has to log in."""

    key: _Text = Field(
        description="What it is encrypted with: `${env:NAME}` or `${keyring:SERVICE/NAME}`; 12 characters or more.",
        repr=False,
    )
    age: Seconds = Field(
        12 * 3600, alias="for", gt=0, description="How old a session may become; then a run logs in again."
    )
    user: _Text = Field("{user}", description="Whose session it is: each user's is kept apart from the others'.")


class LoginSettings(Declaration):
    """How to log in, and how to know that one is in, refused, locked out or thrown out."""

    steps: tuple[Step, ...] = Field(
        (),
        description="What a clerk does to log in, as in `open`, from the recipe's url; none where the "
        "recipe's Python class does it.",
    )
    inside: Where | None = Field(
        None, description="What can be seen once one is in, and on no page before: `text=Log off`."
    )
    refused: _Texts = Field(
        (),
        description="What can be seen where the login was refused; with `matches`, only where that is found in its "
        "text. One place or a list.",
    )
    refused_dialog: Annotated[str, AfterValidator(_expression)] | None = Field(
        None,
        description="A regular expression found in the message of an alert that tells that the login was refused. "
        "Such a dialog must not be answered by the browser's `dialogs`.",
    )
    locked: _Texts = Field((), description="What can be seen where the account is locked. One place or a list.")
    outside: _Places = Field(
        (), description="What can be seen once one was thrown out, such as the login form. One place or a list."
    )
    totp: Totp | None = Field(None, description="The one-time code, `{code}` in the steps.")
    basic: Basic | None = Field(None, description="What the browser itself is asked for.")
    log_off: tuple[Step, ...] = Field(
        (), description="What is done at the end of a run, where the application counts seats."
    )
    keep: Keep | None = Field(None, description="Keep the session for later runs; by default each run logs in.")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        by_form = bool(self.steps) or self.inside is not None
        if not by_form and self.basic is None:
            raise ValueError("state `steps`, `basic`, or both")
        if self.steps and self.inside is None:
            raise ValueError("`steps` need `inside`: what tells that one is in")
        if by_form and not (self.refused or self.refused_dialog or self.outside):
            raise ValueError("state `refused` or `refused_dialog` (or `outside`, where the form just comes again)")
        if self.keep is not None and not by_form:
            raise ValueError("`keep` needs `steps`: what the browser itself is asked for is no session")
        if self.keep is not None and self.log_off:
            raise ValueError("`log_off` ends the session that `keep` keeps: state one of them")
        asks_for_code = any(CODE in names(step.text or "") for step in self.steps)
        if asks_for_code and self.totp is None:
            raise ValueError("a step fills in {code}, which `totp` gives")
        if self.totp is not None and self.steps and not asks_for_code:
            raise ValueError("no step fills in the {code} that `totp` gives")
        return self
