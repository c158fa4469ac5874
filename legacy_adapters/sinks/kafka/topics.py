"""That topics are there, or that they be made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from legacy_adapters.core.errors import ConfigError, Unavailable
from legacy_adapters.queues.kafka.faults import missing, told
from legacy_adapters.queues.kafka.hearing import quiet_logger
from legacy_adapters.sinks.events.outgoing import Outgoing
from legacy_adapters.sinks.kafka.producing import Producing
from legacy_adapters.sinks.kafka.settings import KafkaSink

LONGEST = 249
"""Characters of a topic's name."""

AS_THE_CLUSTER_IS_SET = -1


def part(value: str) -> str:
    """A value as part of a topic's name: any other character than those allowed is ``_`` and its bytes."""
    return re.sub(r"[^A-Za-z0-9._-]", lambda found: "".join(f"_{byte:02X}" for byte in found[0].encode()), value)


class Topics:
    """Those that the run sends to, each looked for once, before its first event is sent."""

    def __init__(self, settings: KafkaSink, config: Mapping[str, Any], where: str, producing: Producing) -> None:
        self._settings, self._config, self._where, self._producing = settings, config, where, producing
        self._known: set[str] = set()

    def checked(self, messages: Iterable[Outgoing]) -> Iterator[Outgoing]:
        """The messages, each when its topic is known to be there."""
        known = self._known
        for sent in messages:
            if sent.message.address not in known:
                self.ensure([sent.message.address])
            yield sent

    def ensure(self, names: Iterable[str]) -> None:
        """Raises ``ConfigError`` for a topic that is not there and is not to be made, or whose name cannot be one;
        ``AccessDenied``, ``Unavailable``."""
        there = self._producing.topics()
        wanted = [name for name in names if name not in self._known]
        for name in wanted:
            if len(name) > LONGEST or name in {".", ".."} or part(name) != name:
                hint = f"Letters, digits, dots, hyphens and underscores, {LONGEST} at most."
                raise ConfigError(f"{name} cannot be the name of a topic", where="topic", hint=hint)
            if error := there.get(name):
                raise told(error, f"topic {name}")
        absent = [name for name in wanted if name not in there]
        if absent and not self._settings.declare:
            raise missing(absent[0], self._where)
        if absent:
            self._make(absent)
        self._known.update(wanted)

    def _make(self, names: list[str]) -> None:
        settings, seconds = self._settings, self._settings.timeout
        partitions = settings.partitions or AS_THE_CLUSTER_IS_SET
        replicas = settings.replicas or AS_THE_CLUSTER_IS_SET
        new = [NewTopic(name, partitions, replicas) for name in names]
        client = AdminClient(dict(self._config), logger=quiet_logger())
        for name, made in client.create_topics(new, request_timeout=seconds, operation_timeout=seconds).items():
            try:
                made.result(2 * seconds)
            except KafkaException as error:
                if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                    raise told(error.args[0], f"topic {name}") from None
            except TimeoutError:
                what = f"the topic {name} was not made within {2 * seconds:.0f} seconds"
                raise Unavailable(what, where=self._where, hint="The brokers' logs say more.") from None
