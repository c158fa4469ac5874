"""Records to a stream, such as standard output, as they come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from legacy_adapters.core.errors import ConfigError, StateMismatch
from legacy_adapters.core.protocols import Delivery, Token
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.atomic_file import explained
from legacy_adapters.sinks.rows import table_of, unencodable
from legacy_adapters.sinks.text.cells import columns_of
from legacy_adapters.sinks.text.layout import layout_of
from legacy_adapters.sinks.text.settings import Format, TextOptions


class StreamSink:
    """Visible at once: ``commit`` and ``publish`` only flush, and nothing can be resumed.

    A stream whose reader has gone (``… | head``) raises ``BrokenPipeError`` as it is, not an ``OutputError``: the
    reader has what it wanted, and the command line ends quietly.
    """

    def __init__(
        self, options: TextOptions, kind: Format, delivery: Delivery, token: Token | None, *, stream: BinaryIO
    ) -> None:
        if token is not None:
            hint = "Write to a file, or begin anew (--full)."
            raise StateMismatch("what was written to standard output cannot be gone on with", hint=hint)
        if len(delivery.schemas) != 1:
            names = ", ".join(delivery.schemas)
            raise ConfigError(f"only one entity can go to standard output, not {names}", hint="Write to files.")
        [(entity, schema)] = delivery.schemas.items()
        columns = columns_of(entity, schema, envelope=options.envelope)
        self._options = options
        self._layout = layout_of(kind, columns, delivery.currency_fields.get(entity), options)
        self._stream = stream
        self._send(self._layout.header)

    def write(self, records: Records) -> None:
        """Sends the records on. Raises ``OutputError``, ``BrokenPipeError``."""
        text = self._layout.text(table_of(records, envelope=self._options.envelope))
        try:
            data = self._layout.render(text)
        except UnicodeEncodeError:
            raise unencodable(records, text, self._options.encoding) from None
        self._send(data)

    def commit(self) -> Token:
        """Flushes. Raises ``OutputError``, ``BrokenPipeError``."""
        self._send(b"", flush=True)
        return "{}"

    def publish(self) -> Token:
        """Flushes. Raises ``OutputError``, ``BrokenPipeError``."""
        return self.commit()

    def outputs(self) -> Sequence[str]:
        """Where it went."""
        return ("standard output",)

    def close(self) -> None:
        """The stream belongs to its owner and stays open."""

    def _send(self, data: bytes, *, flush: bool = False) -> None:
        try:
            self._stream.write(data)
            if flush:
                self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise explained(error, Path("standard output")) from error
