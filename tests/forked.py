"""Processes of their own that can be killed: forks of a server that has imported everything, so that a start costs
milliseconds. Each of them is as dead as any when it is killed."""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import ForkServerContext
from typing import Final

_PRELOADED: Final = (
    "legacy_adapters.cli.main",
    "legacy_adapters.cli.running",
    "legacy_adapters.mapping.compiled",
    "legacy_adapters.runs.delivery.deliver",
    "legacy_adapters.sinks.amqp.delivery",
    "legacy_adapters.sinks.amqp1.delivery",
    "legacy_adapters.sinks.database.sink",
    "legacy_adapters.sinks.files.sink",
    "legacy_adapters.sinks.http.delivery",
    "legacy_adapters.sinks.kafka.delivery",
    "legacy_adapters.sinks.nats.delivery",
    "legacy_adapters.sinks.queue.delivery",
    "legacy_adapters.sinks.redis.delivery",
    "legacy_adapters.sinks.spool.writer",
    "legacy_adapters.sources.amqp.taking",
    "legacy_adapters.sources.database.sqlite",
    "legacy_adapters.sources.database.sqlite_lane",
    "legacy_adapters.sources.events.connection",
    "legacy_adapters.sources.files.reader",
    "legacy_adapters.sources.kafka.taking",
    "legacy_adapters.sources.nats.taking",
    "legacy_adapters.sources.queue.taking",
    "legacy_adapters.sources.redis.taking",
    "legacy_adapters.sources.screen.browser.browser",
    "legacy_adapters.sources.screen.connection",
    "legacy_adapters.testing.queues",
    "legacy_adapters.testing.sinks",
    "tests.runs.dying",
    "tests.service.chaos",
    "tests.service.commands",
    # Not ours. pyarrow imports pandas with the first Python value that it is given, which takes most of a short run.
    "adbc_driver_sqlite.dbapi",
    "pandas",
    "polars",
    "psycopg",
    "pymysql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
)


def fork_server() -> ForkServerContext:
    """There is one for all tests of a process: whoever needs it first decides what it has imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return context
