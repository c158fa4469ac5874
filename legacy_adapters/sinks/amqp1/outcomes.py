"""What the outcome of a message means: taken, refused for itself, or an error of the whole run."""

from __future__ import annotations

from proton import Delivery as Transfer

from legacy_adapters.core.errors import LegacyAdaptersError, OutputError, Unavailable
from legacy_adapters.sinks.amqp1.faults import Condition, ended, is_of_the_message
from legacy_adapters.sinks.amqp1.peer import Peer
from legacy_adapters.sinks.events.answers import Answers
from legacy_adapters.sinks.events.outgoing import Outgoing

BETWEEN = "\n"
"""Between address and subject, which are filled as one text."""

_NAMES: dict[int, str] = {Transfer.RELEASED: "released", Transfer.MODIFIED: "modified"}


class Outcomes:
    """Gathers them; ``peer`` is who gives them."""

    def __init__(self) -> None:
        self.answers: Answers[str] = Answers(_words)
        self.peer = Peer()

    def settle(self, transfer: Transfer, number: int, sent: Outgoing, where: str) -> LegacyAdaptersError | None:
        """Takes down the outcome of the transfer with this number, and settles it here too. An outcome that is not of
        this message alone is returned as an error."""
        state = transfer.remote_state
        try:
            if state == Transfer.ACCEPTED:
                self.answers.taken(sent, sent.message.address.partition(BETWEEN)[0], number)
                return None
            return self._not_accepted(transfer, state, sent, where)
        finally:
            transfer.settle()

    def _not_accepted(self, transfer: Transfer, state: int, sent: Outgoing, where: str) -> LegacyAdaptersError | None:
        place = f"{where}, {sent.message.id}"
        if state == Transfer.REJECTED:
            said = transfer.remote.condition
            condition = Condition(said.name, said.description or "") if said else None
            if condition is None and self.peer.is_rabbitmq:
                hint = "A queue is full and refuses more (x-max-length with reject-publish), or the server has a fault."
                return OutputError("the server rejected a message", where=place, hint=hint)
            if condition is not None and not is_of_the_message(condition):
                return ended(condition, place)
            self.answers.refused(sent.refused(condition.words if condition else "rejected, without a reason"))
            return None
        if state == Transfer.MODIFIED and transfer.remote.undeliverable:
            self.answers.refused(sent.refused("modified: undeliverable here"))
            return None
        if self.peer.is_rabbitmq and state == Transfer.RELEASED:
            hint = "Bind a queue for it, or correct `address` or `subject`."
            return OutputError("no queue takes the message", where=place, hint=hint)
        name = _NAMES.get(state, "settled without an outcome")
        hint = "It takes none at the moment; started again, the run goes on from its last checkpoint."
        return Unavailable(f"the server handed a message back ({name})", where=place, hint=hint)


def _words(address: str, first: int, last: int) -> str:
    tags = f"delivery tag {first}" if first == last else f"delivery tags {first} to {last}"
    return f"{address} accepted {tags}"
