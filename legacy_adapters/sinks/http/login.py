"""How one logs in at an API, in the pipeline file."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

_SETTINGS = ConfigDict(frozen=True, extra="forbid")


class Basic(BaseModel):
    """User and password with every request."""

    model_config = _SETTINGS

    user: str = Field(min_length=1, description="The user.")
    password: str = Field(repr=False, description="The password: ${env:API_PASSWORD}.")


class ApiKey(BaseModel):
    """A key in a header, or in the query."""

    model_config = _SETTINGS

    name: str = Field(min_length=1, description="The name of the header or of the query's parameter: X-Api-Key.")
    value: str = Field(min_length=1, repr=False, description="The key: ${env:API_KEY}.")
    place: Literal["header", "query"] = Field(
        default="header",
        description="header, or query; servers write addresses into their logs, so a header is better.",
    )


class OAuth2ClientCredentials(BaseModel):
    """A token that is fetched for an id and a secret, and fetched anew before it ends."""

    model_config = _SETTINGS

    token_url: str = Field(pattern=r"\Ahttps?://[^\s{}@]+\z", description="Where tokens are given.")
    client_id: str = Field(min_length=1, description="Who one is.")
    client_secret: str = Field(min_length=1, repr=False, description="The secret: ${env:CLIENT_SECRET}.")
    scope: str | None = Field(default=None, description="What the token is to be good for, separated by blanks.")
    audience: str | None = Field(default=None, description="Whom it is for, where the server asks for that.")
    secret_in: Literal["header", "body"] = Field(
        default="header", description="Whether id and secret are sent as basic authentication, or in the body."
    )


class Login(BaseModel):
    """One of these."""

    model_config = _SETTINGS

    basic: Basic | None = Field(default=None, description="User and password.")
    bearer: str | None = Field(default=None, min_length=1, repr=False, description="A token that does not change.")
    api_key: ApiKey | None = Field(default=None, description="A key in a header or the query.")
    oauth2_client_credentials: OAuth2ClientCredentials | None = Field(
        default=None, description="A token that is fetched and renewed (OAuth 2.0, client credentials)."
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("give one of basic, bearer, api_key and oauth2_client_credentials")
        return self
