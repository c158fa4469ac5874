"""Events read from a JetStream that is real, and that is broken on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from nats.js import JetStreamContext

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.nats.settings import NatsSink
from tests.service.nats_server import PASSWORD, USER, NatsServer
from tests.sources.events.draining import Draining


class TestDraining(Draining):
    """Everything that holds for all queues."""

    @pytest.fixture(autouse=True)
    def _server(self, nats_server: NatsServer) -> None:
        self.server = nats_server

    @pytest.fixture
    def place(self) -> Iterator[str]:
        name = f"t{uuid4().hex[:12]}"
        yield name
        self.server.do(lambda js: js.delete_stream(name))

    def sink(self, place: str, folder: Path) -> SinkSettings:
        given = {"stream": place, "subject": f"{place}.{{entity}}", "declare": True}
        return NatsSink.model_validate({"servers": [self.server.url()], "user": USER, "password": PASSWORD} | given)

    def source(self, place: str, folder: Path, **more: object) -> str:
        login = f"servers: ['{self.server.url()}'], user: {USER}, password: {PASSWORD}"
        return (
            f"kind: nats, {login}, stream: {place}, subject: '{place}.{{entity}}', idle: 0.1, lease: 1, consumer: all"
        )

    def put(self, place: str, folder: Path, body: bytes) -> None:
        async def publish(js: JetStreamContext) -> None:
            await js.publish(f"{place}.gl_line", body)

        self.server.do(publish)
