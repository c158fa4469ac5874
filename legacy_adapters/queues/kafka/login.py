"""Where Kafka is, and who one is there: the same at either end of a queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.tls import TlsOptions


class KafkaLogin(TlsOptions):
    """Brokers and credentials, as a pipeline file has them."""

    brokers: tuple[str, ...] = Field(
        min_length=1, description="`host:9093`, one or several of one cluster; also as one text with commas."
    )
    tls: bool = Field(default=True, description="Whether the brokers are reached with TLS; false for plain listeners.")
    user: str | None = Field(default=None, min_length=1, description="The user, where the brokers ask for one (SASL).")
    password: str | None = Field(default=None, repr=False, description="The password: ${env:KAFKA_PASSWORD}.")
    mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        default="SCRAM-SHA-512", description="How user and password are shown."
    )
    timeout: float = Field(
        default=60.0, ge=1, le=3600, description="Seconds without an answer after which the brokers count as gone."
    )

    @field_validator("brokers", mode="before")
    @classmethod
    def _listed(cls, brokers: object) -> object:
        return [one.strip() for one in brokers.split(",")] if isinstance(brokers, str) else brokers

    @field_validator("brokers")
    @classmethod
    def _hosts(cls, brokers: tuple[str, ...]) -> tuple[str, ...]:
        if any("@" in broker or "/" in broker or not broker for broker in brokers):
            raise ValueError("a broker looks like host:9093; the login goes into user and password")
        return brokers

    @model_validator(mode="after")
    def _one_login(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise ValueError("user and password go together")
        return self


def named(login: KafkaLogin) -> str:
    """What the brokers are called in messages."""
    return ",".join(login.brokers)


def connection(login: KafkaLogin, folder: Path, name: str) -> dict[str, Any]:
    """How the client reaches the cluster, in its own words; files are below ``folder``, and ``name`` is what it is
    called at the brokers."""
    if login.password is not None:
        KNOWN.add(login.password)
    found = {
        "bootstrap.servers": named(login),
        "client.id": name,
        "security.protocol": f"{'SASL_' if login.user else ''}{'SSL' if login.tls else 'PLAINTEXT'}",
        # A login that was refused has to be told before it is tried again.
        "reconnect.backoff.ms": 1_000,
        "allow.auto.create.topics": False,
    }
    if login.user is not None:
        found |= {"sasl.mechanism": login.mechanism, "sasl.username": login.user}
        found["sasl.password"] = login.password
    return found | (_tls(login, folder) if login.tls else {})


def _tls(login: KafkaLogin, folder: Path) -> dict[str, Any]:
    key = login.key_file or login.cert_file
    files = {"ssl.ca.location": login.ca_file, "ssl.certificate.location": login.cert_file, "ssl.key.location": key}
    always = {"enable.ssl.certificate.verification": True, "ssl.endpoint.identification.algorithm": "https"}
    return always | {name: str(folder / file) for name, file in files.items() if file is not None}
