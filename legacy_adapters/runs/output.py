"""The sink of a run, which can go back to an earlier token while the run goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from legacy_adapters.core.protocols import Answering, Receipt, Sink, Token
from legacy_adapters.core.records import Records
from legacy_adapters.runs.refused import raise_refused


class Output:
    """A ``Sink`` that opens another one, and opens it again where it has to go back."""

    def __init__(self, opened: Callable[[Token | None], Sink], token: Token | None) -> None:
        self._opened = opened
        self._sink = opened(token)
        self._receipts: Sequence[Receipt] = ()

    def write(self, records: Records) -> None:
        """Takes records."""
        self._sink.write(records)

    def commit(self) -> Token:
        """Makes everything written durable. Raises ``OutputError`` for records that the receiver refused."""
        token = self._sink.commit()
        self._hear()
        return token

    def back_to(self, token: Token) -> None:
        """Forgets everything that was written behind ``token``."""
        self._sink.close()
        self._sink = self._opened(token)

    def publish(self) -> Token:
        """Makes everything committed visible. Raises ``OutputError`` for records that the receiver refused."""
        token = self._sink.publish()
        self._hear()
        return token

    def receipts(self) -> Sequence[Receipt]:
        """What the receiver took with the last ``commit`` or ``publish``."""
        return self._receipts

    def outputs(self) -> Sequence[str]:
        """What it delivered to."""
        return self._sink.outputs()

    def close(self) -> None:
        """Gives back what it holds."""
        self._sink.close()

    def _hear(self) -> None:
        if isinstance(self._sink, Answering):
            self._receipts = self._sink.receipts()
            raise_refused(self._sink.refusals())
