"""The settings of the AMQP 1.0 sink."""

from __future__ import annotations

from typing import ClassVar, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from legacy_adapters.core.errors import DriverMissing
from legacy_adapters.core.protocols import Delivery, Sink, Token
from legacy_adapters.queues.tls import TlsOptions
from legacy_adapters.sinks.events.options import EventOptions

Mechanism = Literal["PLAIN", "EXTERNAL", "ANONYMOUS"]


class Amqp1Sink(EventOptions, TlsOptions):
    """Sends each record as an event to an address of a server that speaks AMQP 1.0, which settles every message."""

    remote: ClassVar[bool] = True
    """It is reached over a network: records wait in the spool for it."""

    kind: Literal["amqp1"] = "amqp1"
    url: str = Field(
        pattern=r"\Aamqps?://[^/?#]+/?\z",
        repr=False,
        description="`amqps://user:${env:PASSWORD}@host`, or `amqp://…` without TLS.",
    )
    address: str = Field(
        min_length=1,
        description="The server's name of a queue, a topic or an exchange. May hold {entity}, {operation}, {source}, "
        "{run} and any column.",
    )
    subject: str | None = Field(
        default=None,
        min_length=1,
        description="The subject of the messages, with the same places; in RabbitMQ the routing key, where the address "
        "has none.",
    )
    mechanism: Mechanism | None = Field(
        default=None,
        description="How one logs in. Without it PLAIN if the URL has a user, EXTERNAL if there is a cert_file, else "
        "ANONYMOUS.",
    )
    virtual_host: str | None = Field(
        default=None, min_length=1, description="The host to be told to the server, if not the URL's: `vhost:books`."
    )
    group: bool = Field(
        default=True, description="Whether a message has its record's id as its group-id (session, message group)."
    )
    window: int = Field(default=5_000, ge=1, le=100_000, description="How many messages may wait to be settled.")
    max_message_bytes: int | None = Field(
        default=None,
        ge=16 * 1024,
        description="The largest message, where the server does not say it or says too much.",
    )
    timeout: float = Field(
        default=60.0, gt=0, le=3600, description="Seconds without an answer after which the server counts as gone."
    )

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        has_user = urlsplit(self.url).username is not None
        if self.mechanism == "PLAIN" and not has_user:
            raise ValueError("mechanism: PLAIN needs user and password in the url")
        if self.mechanism == "EXTERNAL" and self.cert_file is None:
            raise ValueError("mechanism: EXTERNAL needs a cert_file")
        if self.cert_file is not None and not self.url.startswith("amqps:"):
            raise ValueError("cert_file is shown with TLS only; write amqps:// in the url")
        return self

    @property
    def login(self) -> Mechanism:
        """The mechanism that is used."""
        if self.mechanism is not None:
            return self.mechanism
        if urlsplit(self.url).username is not None:
            return "PLAIN"
        return "ANONYMOUS" if self.cert_file is None else "EXTERNAL"

    def open(self, delivery: Delivery, token: Token | None) -> Sink:
        """Connects, and attaches to the addresses. Raises ``ConfigError``, ``AccessDenied``, ``Unavailable``,
        ``DriverMissing``."""
        try:
            from legacy_adapters.sinks.amqp1.delivery import Amqp1Delivery
        except ImportError as error:
            hint = "pip install 'legacy-adapters[amqp1]'; where there is no wheel it needs a C compiler"
            what = "AMQP 1.0 is spoken by the package python-qpid-proton, which is missing"
            raise DriverMissing(what, hint=hint) from error

        return Amqp1Delivery(self, delivery, token)
