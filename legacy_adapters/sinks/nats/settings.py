"""The settings of the NATS JetStream sink."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.queues.tls import TlsOptions
from legacy_adapters.sinks.events.options import EventOptions


class NatsSink(EventOptions, TlsOptions):
    """Sends each record as an event to a stream of NATS JetStream, which knows repeats by their id and drops them."""

    kind: Literal["nats"] = "nats"
    servers: tuple[str, ...] = Field(
        min_length=1, description="`nats://host:4222`, or `tls://…`; several of one cluster may be given.", repr=False
    )
    stream: str = Field(pattern=r"\A[^\s.*>/\\]+\z", description="The stream that has to take the events.")
    subject: str = Field(
        pattern=r"\A[^\s*>]+\z",
        description="May hold {entity}, {operation}, {source}, {run} and any column: `accounting.{entity}`.",
    )
    user: str | None = Field(default=None, description="The user, where the server asks for one.")
    password: str | None = Field(default=None, repr=False, description="The password: ${env:NATS_PASSWORD}.")
    auth_token: str | None = Field(default=None, repr=False, description="A token, in place of user and password.")
    credentials_file: str | None = Field(default=None, description="A file of credentials (.creds) in their place.")
    declare: bool = Field(
        default=False, description="Whether the stream is made where it is not there; else it must be there already."
    )
    duplicate_window: float = Field(
        default=3600.0, gt=0, description="For how many seconds a stream that is made knows ids, to drop repeats."
    )
    window: int = Field(default=5_000, ge=1, le=100_000, description="How many messages may wait to be acknowledged.")
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

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Connects, and makes the stream or looks for it. Raises ``ConfigError``, ``AccessDenied``, ``Unavailable``,
        ``DriverMissing``."""
        try:
            from legacy_adapters.sinks.nats.delivery import NatsDelivery
        except ImportError as error:
            hint = "pip install 'legacy-adapters[nats]'"
            raise DriverMissing("NATS is reached by the package nats-py, which is missing", hint=hint) from error

        return NatsDelivery(self, delivery, token)
