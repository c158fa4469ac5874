"""Messages as frames of AMQP 0.9.1, many to be handed over at once.

pika builds each of a message's three frames from objects and sends each by a system call of its own; with small
messages that costs more than all else together. Method frames are still pika's; header and body frames are made here.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from pika import frame, spec

from legacy_adapters.sinks.events.messages import Message

PERSISTENT = 2
LONGEST_ID = 255

_CONTENT_TYPE, _HEADERS, _DELIVERY_MODE, _MESSAGE_ID = 1 << 15, 1 << 13, 1 << 12, 1 << 7
_BASIC = 60
_FRAME_START = struct.Struct(">BHL")
_HEADER_START = struct.Struct(">BHLHHQH")
_IN_HEADER = 14
_FRAME_AROUND = 8
_END = bytes([spec.FRAME_END])


class Framing:
    """Makes the frames of messages to one exchange on one channel."""

    def __init__(self, channel: int, largest_frame: int, exchange: str, content_type: str) -> None:
        self._channel = channel
        self._largest = largest_frame - _FRAME_AROUND
        self._exchange = exchange
        self._content_type = _short(content_type.encode())
        self._methods: dict[str, bytes] = {}

    def frames(self, message: Message) -> bytes:
        """All frames of a message: persistent, and to be returned where no queue takes it. Raises pika's
        ``ShortStringTooLong`` for a routing key of more than 255 bytes."""
        method = self._methods.get(message.address) or self._method(message.address)
        body = message.body
        flags, properties = self._properties(message)
        header = _HEADER_START.pack(
            spec.FRAME_HEADER, self._channel, _IN_HEADER + len(properties), _BASIC, 0, len(body), flags
        )
        if len(body) <= self._largest:
            start = _FRAME_START.pack(spec.FRAME_BODY, self._channel, len(body))
            return b"".join((method, header, properties, _END, start, body, _END))
        pieces = (body[at : at + self._largest] for at in range(0, len(body), self._largest))
        bodies = [_FRAME_START.pack(spec.FRAME_BODY, self._channel, len(one)) + one + _END for one in pieces]
        return b"".join((method, header, properties, _END, *bodies))

    def _method(self, address: str) -> bytes:
        publish = spec.Basic.Publish(exchange=self._exchange, routing_key=address, mandatory=True)
        if len(self._methods) > 10_000:
            self._methods.clear()
        made: bytes = frame.Method(self._channel, publish).marshal()
        self._methods[address] = made
        return made

    def _properties(self, message: Message) -> tuple[int, bytes]:
        """Content type, headers, delivery mode and id, in the order that the protocol gives them."""
        flags, pieces = _CONTENT_TYPE | _DELIVERY_MODE, [self._content_type]
        if message.headers is not None:
            flags |= _HEADERS
            pieces.append(_table(message.headers))
        pieces.append(bytes([PERSISTENT]))
        known = message.id.encode()
        # A longer one is in the event all the same.
        if len(known) <= LONGEST_ID:
            flags |= _MESSAGE_ID
            pieces.append(_short(known))
        return flags, b"".join(pieces)


def _short(text: bytes) -> bytes:
    return bytes([len(text)]) + text


def _table(headers: Mapping[str, str]) -> bytes:
    pieces = []
    for name, value in headers.items():
        text = value.encode()
        pieces += [_short(name.encode()), b"S", len(text).to_bytes(4, "big"), text]
    table = b"".join(pieces)
    return len(table).to_bytes(4, "big") + table
