"""Events read from a Redis that is real, and that is broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.protocols import SinkSettings
from legacy_adapters.sinks.redis.settings import RedisSink
from tests.service.redis_server import RedisServer
from tests.sources.events.draining import Draining


class TestDraining(Draining):
    """Everything that holds for all queues."""

    @pytest.fixture(autouse=True)
    def _server(self, redis_server: RedisServer) -> None:
        self.server = redis_server

    def sink(self, place: str, folder: Path) -> SinkSettings:
        return RedisSink(url=self.server.url(), stream=f"{place}:{{entity}}")

    def source(self, place: str, folder: Path, **more: object) -> str:
        where = f"stream: '{place}:{{entity}}', consumer: all"
        return f"kind: redis, url: '{self.server.url()}', {where}, idle: 0.1, lease: 1"

    def put(self, place: str, folder: Path, body: bytes) -> None:
        with self.server.client() as client:
            client.xadd(f"{place}:gl_line", {"event": body})
