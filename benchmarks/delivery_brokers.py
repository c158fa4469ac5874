"""Records to RabbitMQ, JetStream, Redis, the embedded queue and the spool: ``python -m benchmarks.delivery_brokers``.

One message a record, every one confirmed, beside the fastest loop that one writes by hand with the same client; the
loops send ready-made bodies of the same bytes, while ours makes each event of its record. Servers are private ones.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import nats
import pika
import redis

from benchmarks.delivery_http import STARTED, records
from benchmarks.machine import Company, describe
from legacy_adapters.core.protocols import Delivery, Sink, SinkSettings
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.amqp.settings import AmqpSink
from legacy_adapters.sinks.events.encoding import EventEncoder, octets
from legacy_adapters.sinks.nats.settings import NatsSink
from legacy_adapters.sinks.queue.settings import QueueSink
from legacy_adapters.sinks.redis.settings import RedisSink
from legacy_adapters.sinks.spool.folder import SpoolFolder
from legacy_adapters.sinks.spool.writer import Room, SpoolWriter
from tests.service import nats_server
from tests.service.nats_server import NatsServer, nats_program
from tests.service.rabbitmq import RabbitServer, rabbitmq_program
from tests.service.redis_server import RedisServer, redis_program

RECORDS, ROUNDS, WINDOW, BATCH = 200_000, 3, 5_000, 500

Send = Callable[[Sequence[Records], Sequence[bytes]], None]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to deliver all records; ``beside`` is the peer that it is measured against."""

    name: str
    send: Send
    beside: str = ""


def to_sink(open_sink: Callable[[Delivery], Sink], publish: bool, batches: Sequence[Records], _: object) -> None:
    """Through a sink: everything is confirmed at the end."""
    delivery = Delivery(
        {"gl": batches[0].rows.schema}, {"gl": {"amount": ""}}, f"run-{time.time_ns()}", STARTED, Path()
    )
    with closing(open_sink(delivery)) as sink:
        for batch in batches:
            sink.write(batch)
            sink.commit()
        if publish:
            sink.publish()


def ours(settings: SinkSettings, *, publish: bool = False) -> Send:
    """Our sink with these settings."""
    return partial(to_sink, lambda delivery: settings.open(delivery, None), publish)


def by_pika(url: str, _: object, bodies: Sequence[bytes]) -> None:
    """A window of confirms over pika's SelectConnection."""
    properties = pika.BasicProperties(delivery_mode=2)
    waiting: set[int] = set()
    left, sent = iter(bodies), 0

    def fill(channel: Any) -> None:
        nonlocal sent
        for body in islice(left, WINDOW - len(waiting)):
            channel.basic_publish("", "by-hand", body, properties)
            sent += 1
            waiting.add(sent)

    def answered(channel: Any, frame: Any) -> None:
        tag = frame.method.delivery_tag
        if frame.method.multiple:
            waiting.difference_update([one for one in waiting if one <= tag])
        else:
            waiting.discard(tag)
        fill(channel)
        if not waiting:
            connection.ioloop.stop()

    def opened(channel: Any) -> None:
        channel.queue_declare(
            "by-hand",
            durable=True,
            callback=lambda _: channel.confirm_delivery(partial(answered, channel), callback=lambda _: fill(channel)),
        )

    connection = pika.SelectConnection(
        pika.URLParameters(url), on_open_callback=lambda one: one.channel(on_open_callback=opened)
    )
    connection.ioloop.start()
    connection.close()


def by_nats(url: str, _: object, bodies: Sequence[bytes]) -> None:
    """nats-py's own asynchronous publishing."""

    async def send() -> None:
        client = await nats.connect(url, user=nats_server.USER, password=nats_server.PASSWORD)
        stream = client.jetstream(publish_async_max_pending=WINDOW)
        for body in bodies:
            await stream.publish_async("hand.gl", body)
        await stream.publish_async_completed()
        await client.close()

    asyncio.run(send())


def by_redis(url: str, _: object, bodies: Sequence[bytes]) -> None:
    """XADD in pipelines."""
    with redis.Redis.from_url(url) as client:
        left = iter(bodies)
        while some := list(islice(left, 1_000)):
            pipeline = client.pipeline(transaction=False)
            for body in some:
                pipeline.xadd("by-hand", {"event": body})
            pipeline.execute()


def ready_made(batches: Sequence[Records]) -> list[bytes]:
    """The events as our sinks send them."""
    delivery = Delivery({"gl": batches[0].rows.schema}, {"gl": {"amount": ""}}, "run-1", STARTED, Path())
    encoder = EventEncoder(delivery, "string")
    return list(chain.from_iterable(octets(encoder.encode(batch).structured()) for batch in batches))


@contextmanager
def servers(folder: Path) -> Iterator[tuple[RabbitServer, NatsServer, RedisServer]]:
    """All three, each with its data in a folder of its own."""
    programs = (rabbitmq_program(), nats_program(), redis_program())
    rabbit, jetstream, store = (program or sys.exit("a broker is missing: run `make setup`") for program in programs)
    for name in ("rabbit", "nats", "redis"):
        (folder / name).mkdir()
    found = (
        RabbitServer.create(folder / "rabbit", rabbit),
        NatsServer.create(folder / "nats", jetstream),
        RedisServer.create(folder / "redis", store),
    )
    with ExitStack() as stack:
        for server in found:
            server.start()
            stack.callback(server.stop)
        yield found


def ways(folder: Path, rabbit: RabbitServer, jetstream: NatsServer, store: RedisServer) -> list[Way]:
    """Every way, peers first."""
    amqp = {"url": rabbit.url(), "queue": "ours", "routing_key": "ours", "declare": True, "window": WINDOW}
    subjects = {"stream": "OURS", "subject": "ours.{entity}", "declare": True}
    login = {"user": nats_server.USER, "password": nats_server.PASSWORD}
    js = {"servers": [jetstream.url()], **login, **subjects, "window": WINDOW}
    rd = {"url": store.url(), "stream": "ours", "declare": True}

    async def by_hand_stream(stream: Any) -> None:
        await stream.add_stream(name="HAND", subjects=["hand.>"])

    jetstream.do(by_hand_stream)
    return [
        Way("RabbitMQ: pika, window of 5,000", partial(by_pika, rabbit.url())),
        Way("RabbitMQ", ours(AmqpSink.model_validate(amqp)), "RabbitMQ: pika, window of 5,000"),
        Way(f"RabbitMQ, {BATCH} in a message", ours(AmqpSink.model_validate(amqp | {"batch": BATCH}))),
        Way("JetStream: nats-py, asynchronous", partial(by_nats, jetstream.url())),
        Way("JetStream", ours(NatsSink.model_validate(js)), "JetStream: nats-py, asynchronous"),
        Way("Redis: pipelined XADD", partial(by_redis, store.url())),
        Way("Redis", ours(RedisSink.model_validate(rd)), "Redis: pipelined XADD"),
        Way("the embedded queue", ours(QueueSink(path=str(folder / "outbox.db")), publish=True)),
        Way("the spool, fsynced per batch", partial(to_sink, lambda delivery: _spool(folder, delivery), True)),
    ]


def _spool(folder: Path, delivery: Delivery) -> Sink:
    return SpoolWriter(SpoolFolder(folder / "spool"), Room(10**12, 0, lambda: 0), delivery, None)


def main(total: int) -> None:
    """Prints a table as Markdown: the best round of each way, and its ratio to the peer."""
    batches, company = records(total), Company()
    bodies = ready_made(batches)
    best: dict[str, tuple[float, float]] = {}
    folder = Path(tempfile.mkdtemp(prefix="delivery-brokers-"))
    try:
        with servers(folder) as started:
            everything = ways(folder, *started)
            for way in everything * ROUNDS:
                began, worked = time.perf_counter(), time.process_time()
                way.send(batches, bodies)
                passed = (time.perf_counter() - began, time.process_time() - worked)
                best[way.name] = min(best.get(way.name, passed), passed)
                print(f"{way.name}: {total / passed[0]:,.0f}/s", file=sys.stderr)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{total:,} records, best of {ROUNDS}. {describe()}; {company.describe()}\n")
    print("| | s | records/s | s of our processor | × its peer |\n| --- | ---: | ---: | ---: | ---: |")
    for way in everything:
        seconds, worked = best[way.name]
        ratio = f"{best[way.beside][0] / seconds:.2f}" if way.beside else ""
        print(f"| {way.name} | {seconds:.2f} | {total / seconds:,.0f} | {worked:.2f} | {ratio} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
