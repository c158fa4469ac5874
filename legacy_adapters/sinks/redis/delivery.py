"""One run's appending to Redis streams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import redis

from legacy_adapters.core.errors import ConfigError, Unavailable
from legacy_adapters.core.protocols import Delivery, Receipt, Refusal, Token
from legacy_adapters.core.records import Records
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.queues.redis.faults import as_ours, told
from legacy_adapters.queues.redis.pool import pool
from legacy_adapters.queues.server_name import server_name
from legacy_adapters.sinks.answered import Answered, Parcel
from legacy_adapters.sinks.events.address import Address
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.events.messages import Message, Packing
from legacy_adapters.sinks.events.sent import Sent
from legacy_adapters.sinks.redis.append_only_file import file_has_all
from legacy_adapters.sinks.redis.appending import Appending
from legacy_adapters.sinks.redis.settings import RedisSink

PIPELINE_BYTES = 8 * 1024 * 1024
"""No more than this is sent before answers are read, however many messages are allowed."""

LARGEST = 512 * 1024 * 1024
"""Bytes that a server takes in one piece, unless it was told otherwise."""

SHOWN = 5
"""How many streams a receipt names."""

_LIMIT = "proto-max-bulk-len"
_FSYNC_COMMAND = (7, 2)


class RedisDelivery:
    """Shows what it sends at once. The server has all when ``write`` returns, and keeps it when ``commit`` does."""

    def __init__(self, settings: RedisSink, delivery: Delivery, token: Token | None) -> None:
        KNOWN.add_passwords(settings.url)
        self._settings = settings
        self._before = Sent.at(delivery, token)
        self._encoder = EventEncoder(delivery, settings.decimals)
        self._answered = Answered()
        address = Address.of(settings.stream, "stream", delivery.schemas, str)
        self._where = server_name(settings.url, "url")
        field = "data" if settings.mode == "binary" else "events" if settings.batch > 1 else "event"
        self._appending = Appending(_options(settings), field)
        self._pool = pool(settings.url, settings, delivery.folder, settings.timeout)
        try:
            with as_ours(self._where):
                self._client = redis.Redis(connection_pool=self._pool)
                self._kept, self._has_fsync = self._check(self._client.info())
                self._packing = Packing(settings, address, "ce-", _largest(self._client))
                # Half of its methods have no types.
                self._connection: Any = self._pool.get_connection()
        except BaseException:
            self._pool.disconnect()
            raise

    def write(self, records: Records) -> None:
        """Appends the records. Raises ``OutputError`` for what the server does not take, ``Unavailable``,
        ``AccessDenied``, ``ConfigError``."""
        parcel, ids = Parcel(records), dict[str, tuple[object, object]]()
        messages = self._packing.messages(parcel, self._encoder.encode(records))
        while some := self._some(messages):
            with as_ours(self._where):
                self._connection.send_packed_command([b"".join(map(self._appending.packed, some))])
                answers = [self._answer() for _ in some]
            for message, answer in zip(some, answers, strict=True):
                self._check_answer(message, answer)
                ids[message.address] = (ids.get(message.address, (answer,))[0], answer)
        self._answered.settle(parcel, entries(ids))

    def commit(self) -> Token:
        """Waits until disk and replicas have it, where the server can tell. Raises as ``write`` does."""
        # The server has to give up before the connection does.
        milliseconds, wanted = round(self._settings.timeout * 500), self._settings.replicas
        with as_ours(self._where):
            if self._has_fsync:
                written, copies = self._ask("WAITAOF", 1, wanted, milliseconds)
            else:
                written = not self._kept or file_has_all(self._client, milliseconds / 1000)
                copies = self._ask("WAIT", wanted, milliseconds) if wanted else 0
        if not written or copies < wanted:
            what = "its disk" if not written else f"{wanted} replicas, only {copies}"
            hint = "Look after them; started again, the run goes on from its last checkpoint."
            raise Unavailable(f"what was sent is not on {what}", where=self._where, hint=hint)
        return self._before.more(self._answered.taken).dump()

    def publish(self) -> Token:
        """Everything was visible when it was taken."""
        return self._before.more(self._answered.taken).dump()

    def receipts(self) -> Sequence[Receipt]:
        """The ids that the server has given to the entries."""
        return self._answered.receipts()

    def refusals(self) -> Sequence[Refusal]:
        """Records that are too large."""
        return self._answered.refusals()

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

    def _check(self, info: dict[str, Any]) -> tuple[bool, bool]:
        """Whether the server keeps a file of all that it takes, and whether it can be asked to have it on its disk.
        Raises ``ConfigError`` where it would lose all, ``Unavailable`` for one that has just been started."""
        if info.get("loading"):
            # By then it says that it keeps nothing, whatever its settings are.
            hint = "It has been started just now; wait until it is done."
            raise Unavailable("the server still reads what it has kept", where=self._where, hint=hint)
        kept = bool(info.get("aof_enabled"))
        if not kept and not self._settings.replicas:
            hint = "Set `appendonly yes` there, or state `replicas` that have to have everything."
            raise ConfigError("the server would lose events when it ends", where=self._where, hint=hint)
        version = tuple(int(part) for part in str(info.get("redis_version", "0")).split(".")[:2])
        return kept, kept and version >= _FSYNC_COMMAND


def entries(ids: Mapping[str, tuple[object, object]]) -> str:
    """The first and the last id in each stream, as a person reads them; of many streams some."""
    shown = [
        f"stream {stream}, {_text(first)}" + ("" if first == last else f" – {_text(last)}")
        for stream, (first, last) in islice(ids.items(), SHOWN)
    ]
    return "; ".join(shown) + (f"; and {len(ids) - SHOWN} more streams" if len(ids) > SHOWN else "")


def _text(answer: object) -> str:
    return answer.decode() if isinstance(answer, bytes) else str(answer)


def _largest(client: redis.Redis) -> int:
    """The bytes that the server takes in one piece; it would close the connection on more. Not everyone may ask."""
    try:
        told = client.config_get(_LIMIT)
    except redis.ResponseError:
        return LARGEST
    return int(told.get(_LIMIT) or LARGEST)


def _options(settings: RedisSink) -> list[str]:
    found = [] if settings.declare else ["NOMKSTREAM"]
    return found if settings.max_length is None else [*found, "MAXLEN", "~", str(settings.max_length)]
