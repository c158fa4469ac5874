"""What kind of server it is, where that changes what its answers mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from legacy_adapters.core.errors import ConfigError

_RABBITMQ = "RabbitMQ"
_SPEAKS_IT_ITSELF = 4
_QUEUE = "/queue/"


@dataclass(frozen=True, slots=True)
class Peer:
    """A server by the name and the version that it tells of itself; both may be empty."""

    product: str = ""
    version: str = ""

    @classmethod
    def of(cls, properties: Mapping[object, object] | None) -> Peer:
        """From the properties of its connection."""
        found = properties or {}
        return cls(str(found.get("product", "")), str(found.get("version", "")))

    @property
    def is_rabbitmq(self) -> bool:
        """Whether it rejects what a full queue does not take, and releases what no queue takes."""
        return self.product == _RABBITMQ

    def check(self, address: str, where: str) -> None:
        """Raises ``ConfigError`` where it would accept what is sent to this address, and then drop it: the plugin of
        RabbitMQ 3 says nothing of messages that no queue takes. Only a queue that attaching makes is always there."""
        major = self.version.partition(".")[0]
        has_plugin = self.is_rabbitmq and major.isdigit() and int(major) < _SPEAKS_IT_ITSELF
        if has_plugin and not address.startswith(_QUEUE):
            hint = f"Use an address {_QUEUE}NAME, or kind: amqp, which is told when no queue takes an event."
            what = f"RabbitMQ {self.version} drops what no queue takes at {address}, and says that it accepted it"
            raise ConfigError(what, where=where, hint=hint)
