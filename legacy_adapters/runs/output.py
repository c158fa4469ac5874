"""The sink of a run, which can go back to an earlier token while the run goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from legacy_adapters.core.protocols import AnsweringSink, Receipt, Refusal, Token
from legacy_adapters.core.records import Records


class Output:
    """A sink that opens another one, and opens it again where it has to go back."""

    def __init__(self, opened: Callable[[Token | None], AnsweringSink], token: Token | None) -> None:
        self._opened = opened
        self._sink = opened(token)

    def write(self, records: Records) -> None:
        """Takes records."""
        self._sink.write(records)

    def commit(self) -> Token:
        """Makes everything written durable."""
        return self._sink.commit()

    def back_to(self, token: Token) -> None:
        """Forgets everything that was written behind ``token``."""
        self._sink.close()
        self._sink = self._opened(token)

    def publish(self) -> Token:
        """Makes everything committed visible."""
        return self._sink.publish()

    def receipts(self) -> Sequence[Receipt]:
        """What the receiver took since this was asked for last."""
        return self._sink.receipts()

    def refusals(self) -> Sequence[Refusal]:
        """What the receiver refused since this was asked for last."""
        return self._sink.refusals()

    def outputs(self) -> Sequence[str]:
        """What it delivered to."""
        return self._sink.outputs()

    def close(self) -> None:
        """Gives back what it holds."""
        self._sink.close()
