"""What a pipeline file or a recipe says of the browser. No driver is imported here."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PositiveInt, model_validator

from legacy_adapters.sources.quantities import Seconds

_HOST = re.compile(r"(?:\*\.)?[0-9a-z_-]+(?:\.[0-9a-z_-]+)*|\[[0-9a-f:.]+\]")


class _Settings(BaseModel):
    """Cannot be changed; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _host(text: str) -> str:
    name = text.strip().lower()
    if not _HOST.fullmatch(name):
        raise ValueError(f"{text!r} is no host; write ledger.example.com, *.example.com or 10.1.2.3, without a port")
    return name


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from None
    return text


def _proxy_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https", "socks5"} or not parts.hostname:
        raise ValueError("write the proxy as http://proxy.example.com:3128; name and password go beside it")
    if parts.username or parts.password:
        raise ValueError("name and password of the proxy go into `username` and `password`")
    return text


def _time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{text!r} is no time zone; write Europe/Berlin") from None
    return text


HostName: TypeAlias = Annotated[str, AfterValidator(_host)]
"""A host, or ``*.example.com`` for all below it; without scheme and port."""


class DialogAnswer(_Settings):
    """What is answered to a dialog of the page; the first that fits holds."""

    kind: Literal["alert", "confirm", "prompt", "beforeunload"] | None = Field(
        None, description="The kind of dialog; where it is not stated, all kinds."
    )
    message: Annotated[str, AfterValidator(_expression)] | None = Field(
        None, description="A regular expression found in the dialog's message; where it is not stated, every message."
    )
    answer: Literal["accept", "dismiss"] = Field("accept", description="`accept` is OK, `dismiss` is Cancel.")
    text: str | None = Field(None, description="What is written into a prompt before it is accepted.")

    @model_validator(mode="after")
    def _text_only_where_accepted(self) -> Self:
        if self.text is not None and self.answer == "dismiss":
            raise ValueError("a dialog that is dismissed takes no text")
        return self

    def fits(self, kind: str, message: str) -> bool:
        """Whether this is the answer to a dialog of that kind and message."""
        return self.kind in {None, kind} and (self.message is None or re.search(self.message, message) is not None)


def _answers(value: object) -> object:
    def one(each: Any) -> Any:
        return {"answer": each} if isinstance(each, str) else each

    return tuple(one(each) for each in value) if isinstance(value, list | tuple) else (one(value),)


class ProxySettings(_Settings):
    """The proxy through which the application is reached."""

    server: Annotated[str, AfterValidator(_proxy_address)] = Field(
        description="Its address: `http://proxy.example.com:3128`, or `socks5://…`."
    )
    username: str | None = Field(None, description="The name to give it.")
    password: str | None = Field(None, description="The password to give it: `${env:PROXY_PASSWORD}`.", repr=False)


class BrowserSettings(_Settings):
    """How the browser is found and how it behaves. Certificates are always checked."""

    path: str | None = Field(
        None,
        description="The browser's program (Chromium, Chrome or Edge); by default it is looked for. The variable "
        "LEGACY_ADAPTERS_BROWSER goes before this.",
    )
    headless: bool = Field(True, description="`false` shows the window, for finding out what a recipe does.")
    timeout: Annotated[Seconds, Field(gt=0)] = Field(
        30, description="How long one step may take: `30s`, `2 min`. A page that hangs ends here, with the step named."
    )
    dialogs: Annotated[
        tuple[DialogAnswer, ...],
        BeforeValidator(_answers, json_schema_input_type=str | dict[str, str] | list[str | dict[str, str]]),
    ] = Field(
        (),
        description="What is answered to alert, confirm, prompt and beforeunload: `accept`, `dismiss`, or a list of "
        "`{kind, message, answer, text}`. A dialog that nothing here fits is dismissed, and its step fails.",
    )
    hosts: Annotated[tuple[HostName, ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])] = Field(
        (), description="Hosts that may be asked beside that of the address: `sso.example.com`, `*.example.com`."
    )
    ca_file: str | None = Field(
        None, description="Certificates (PEM) of the authority that the application's certificate comes from."
    )
    proxy: ProxySettings | None = Field(None, description="The proxy through which the application is reached.")
    locale: str | None = Field(
        None,
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        description="The language that the browser asks for: `de-DE`.",
    )
    timezone: Annotated[str, AfterValidator(_time_zone)] | None = Field(
        None, description="The time zone that pages see: `Europe/Berlin`."
    )
    user_agent: str | None = Field(None, description="What the browser calls itself; by default what it is.")
    block: Annotated[
        tuple[Literal["images", "fonts"], ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])
    ] = Field((), description="What is not loaded, to be gentle and quick: `images`, `fonts`.")
    retire_after: PositiveInt = Field(
        500, description="After so many pages a session's windows are closed and opened again: that gives memory back."
    )
