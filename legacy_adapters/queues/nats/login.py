"""Where NATS is, and who one is there: the same at either end of a queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.server_name import server_name
from legacy_adapters.queues.tls import TlsOptions, tls_context


class NatsLogin(TlsOptions):
    """Servers and credentials, as a pipeline file has them."""

    servers: tuple[str, ...] = Field(
        min_length=1, description="`nats://host:4222`, or `tls://…`; several of one cluster may be given.", repr=False
    )
    user: str | None = Field(default=None, description="The user, where the server asks for one.")
    password: str | None = Field(default=None, repr=False, description="The password: ${env:NATS_PASSWORD}.")
    auth_token: str | None = Field(default=None, repr=False, description="A token, in place of user and password.")
    credentials_file: str | None = Field(default=None, description="A file of credentials (.creds) in their place.")
    timeout: float = Field(
        default=60.0, gt=0, le=3600, description="Seconds without an answer after which the server counts as gone."
    )

    @field_validator("servers")
    @classmethod
    def _urls(cls, servers: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [server for server in servers if not server.startswith(("nats://", "tls://"))]:
            raise ValueError(f"a server looks like nats://host:4222 or tls://host:4222, not {wrong[0]}")
        return servers

    @model_validator(mode="after")
    def _one_login(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise ValueError("user and password go together")
        if sum(login is not None for login in (self.user, self.auth_token, self.credentials_file)) > 1:
            raise ValueError("give user and password, or auth_token, or credentials_file")
        return self


def named(login: NatsLogin) -> str:
    """What the servers are called in messages. Raises ``ConfigError`` for what is no URL."""
    return ", ".join(server_name(server, "servers") for server in login.servers)


def options(login: NatsLogin, folder: Path, name: str) -> dict[str, Any]:
    """What a client connects with; files are below ``folder``, and ``name`` is what it is called at the server. Raises
    ``ConfigError`` for a file that is no certificate."""
    for secret in filter(None, (login.password, login.auth_token)):
        KNOWN.add(secret)
    for server in login.servers:
        KNOWN.add_passwords(server)
    found: dict[str, Any] = {"user": login.user, "password": login.password, "token": login.auth_token}
    if login.credentials_file is not None:
        found["user_credentials"] = str(folder / login.credentials_file)
    secured = any(server.startswith("tls:") for server in login.servers)
    tls = {"tls": tls_context(login, folder)} if secured else {}
    return {key: value for key, value in found.items() if value} | tls | {"servers": list(login.servers), "name": name}
