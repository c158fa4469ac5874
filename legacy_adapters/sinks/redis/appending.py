"""Messages as XADD commands in Redis' protocol, many to be sent at once.

redis-py makes each command of objects, which costs more than all else together.
"""

from __future__ import annotations

from collections.abc import Sequence

from legacy_adapters.sinks.events.messages import Message


class Appending:
    """Makes the commands: ``options`` stand behind the stream's name, ``field`` has the body."""

    def __init__(self, options: Sequence[str], field: str) -> None:
        self._options = [option.encode() for option in options]
        self._field = _argument(field.encode())
        self._starts: dict[tuple[str, int], bytes] = {}

    def packed(self, message: Message) -> bytes:
        """The command that appends a message: its id, its headers, its body."""
        headers = message.headers or {}
        place = (message.address, len(headers))
        start = self._starts.get(place) or self._start(*place)
        pieces = [start, _argument(message.id.encode())]
        for name, value in headers.items():
            pieces += [_argument(name.encode()), _argument(value.encode())]
        return b"".join([*pieces, self._field, b"$%d\r\n" % len(message.body), message.body, b"\r\n"])

    def _start(self, address: str, headers: int) -> bytes:
        if len(self._starts) > 10_000:
            self._starts.clear()
        arguments = [b"XADD", address.encode(), *self._options, b"*", b"id"]
        count = len(arguments) + 1 + 2 * headers + 2
        made = b"".join([b"*%d\r\n" % count, *map(_argument, arguments)])
        self._starts[address, headers] = made
        return made


def _argument(value: bytes) -> bytes:
    return b"$%d\r\n%b\r\n" % (len(value), value)
