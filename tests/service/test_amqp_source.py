"""Events read from a RabbitMQ that is real, and that is broken on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.amqp.settings import AmqpSink
from tests.service.rabbitmq import RabbitServer
from tests.sources.events.draining import Draining


class TestDraining(Draining):
    """Everything that holds for all queues."""

    @pytest.fixture(autouse=True)
    def _server(self, rabbitmq: RabbitServer) -> None:
        self.server = rabbitmq

    @pytest.fixture
    def place(self) -> Iterator[str]:
        name = f"t{uuid4().hex[:12]}"
        yield name
        with self.server.channel() as channel:
            channel.queue_delete(name)

    def sink(self, place: str, folder: Path) -> SinkSettings:
        return AmqpSink(url=self.server.url(), queue=place, routing_key=place, declare=True)

    def source(self, place: str, folder: Path, **more: object) -> str:
        return f"kind: amqp, url: '{self.server.url()}', queue: {place}, idle: 0.5"

    def put(self, place: str, folder: Path, body: bytes) -> None:
        with self.server.channel() as channel:
            channel.basic_publish("", place, body)
