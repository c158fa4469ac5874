"""One run's appending to Redis streams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import redis

from legacy_adapters.core.errors import ConfigError, Unavailable
from legacy_adapters.core.protocols import Delivery, Token
from legacy_adapters.core.records import Records
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.redis.faults import as_ours, told
from legacy_adapters.queues.redis.pool import pool
from legacy_adapters.queues.server_name import server_name
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Message, Packing
from legacy_adapters.sinks.events.sent import Sent
from legacy_adapters.sinks.redis.appending import Appending
from legacy_adapters.sinks.redis.settings import RedisSink

PIPELINE_BYTES = 8 * 1024 * 1024
"""No more than this is sent before answers are read, however many messages are allowed."""

_FSYNC_COMMAND = (7, 2)


class RedisDelivery:
    """Shows what it sends at once. The server has all when ``write`` returns, and keeps it when ``commit`` does."""

    def __init__(self, settings: RedisSink, delivery: Delivery, token: Token | None) -> None:
        KNOWN.add_passwords(settings.url)
        self._settings = settings
        self._sent = Sent.at(delivery, token)
        self._encoder = EventEncoder(delivery, settings.decimals)
        self._packing = Packing(settings, Address.of(settings.stream, "stream", delivery.schemas, str), "ce-")
        self._where = server_name(settings.url, "url")
        field = "data" if settings.mode == "binary" else "events" if settings.batch > 1 else "event"
        self._appending = Appending(_options(settings), field)
        self._pool = pool(settings.url, settings, delivery.folder, settings.timeout)
        try:
            with as_ours(self._where):
                self._has_fsync = self._check(redis.Redis(connection_pool=self._pool).info())
                # Half of its methods have no types.
                self._connection: Any = self._pool.get_connection()
        except BaseException:
            self._pool.disconnect()
            raise

    def write(self, records: Records) -> None:
        """Appends the records. Raises ``OutputError`` for what the server does not take, ``Unavailable``,
        ``AccessDenied``, ``ConfigError``."""
        messages = self._packing.messages(records, self._encoder.encode(records))
        while some := self._some(messages):
            with as_ours(self._where):
                self._connection.send_packed_command([b"".join(map(self._appending.packed, some))])
                answers = [self._answer() for _ in some]
            for message, answer in zip(some, answers, strict=True):
                self._check_answer(message, answer)
        self._sent = self._sent.more(records.count)

    def commit(self) -> Token:
        """Waits until disk and replicas have it, where the server can tell. Raises as ``write`` does."""
        # The server has to give up before the connection does.
        milliseconds, wanted = round(self._settings.timeout * 500), self._settings.replicas
        with as_ours(self._where):
            if self._has_fsync:
                written, copies = self._ask("WAITAOF", 1, wanted, milliseconds)
            elif wanted:
                written, copies = 1, self._ask("WAIT", wanted, milliseconds)
            else:
                written, copies = 1, 0
        if not written or copies < wanted:
            what = "its disk" if not written else f"{wanted} replicas, only {copies}"
            hint = "Look after them; started again, the run goes on from its last checkpoint."
            raise Unavailable(f"what was sent is not on {what}", where=self._where, hint=hint)
        return self._sent.dump()

    def publish(self) -> Token:
        """Everything was visible when it was taken."""
        return self._sent.dump()

    def outputs(self) -> Sequence[str]:
        """Server and streams."""
        return (f"{self._where} stream {self._settings.stream}",)

    def close(self) -> None:
        """Ends the connection."""
        self._pool.disconnect()

    def _some(self, messages: Iterator[Message]) -> list[Message]:
        found, size = [], 0
        for message in islice(messages, self._settings.pipeline):
            found.append(message)
            size += len(message.body)
            if size > PIPELINE_BYTES:
                break
        return found

    def _answer(self) -> object:
        """The next one; all have to be read, also behind one that is an error."""
        try:
            return self._connection.read_response()
        except redis.ResponseError as error:
            return error

    def _ask(self, *command: str | int) -> Any:
        self._connection.send_command(*command)
        return self._connection.read_response()

    def _check_answer(self, message: Message, answer: object) -> None:
        if isinstance(answer, redis.RedisError):
            found = told(answer, self._where)
            raise type(found)(f"{found.message} (stream {message.address})", where=found.where, hint=found.hint)
        if answer is None:
            hint = "Make it at the server (XGROUP CREATE … MKSTREAM), correct its name, or leave declare: true."
            raise ConfigError(f"there is no stream {message.address}", where=self._where, hint=hint)

    def _check(self, info: dict[str, Any]) -> bool:
        """Whether the server can be asked to write to its disk. Raises ``ConfigError`` where it would lose all."""
        kept = bool(info.get("aof_enabled"))
        if not kept and not self._settings.replicas:
            hint = "Set `appendonly yes` there, or state `replicas` that have to have everything."
            raise ConfigError("the server would lose events when it ends", where=self._where, hint=hint)
        version = tuple(int(part) for part in str(info.get("redis_version", "0")).split(".")[:2])
        return kept and version >= _FSYNC_COMMAND


def _options(settings: RedisSink) -> list[str]:
    found = [] if settings.declare else ["NOMKSTREAM"]
    return found if settings.max_length is None else [*found, "MAXLEN", "~", str(settings.max_length)]
