"""What an answer means for the records that were sent."""

from __future__ import annotations

from dataclasses import dataclass

from legacy_adapters.core.errors import AccessDenied, ConfigError, OutputError
from legacy_adapters.sinks.http.answers import LATER, Refused, Told, read_answers
from legacy_adapters.sinks.http.chunks import Chunk
from legacy_adapters.sinks.http.exchange import Answer
from legacy_adapters.sinks.http.patience import NotNow, retry_after
from legacy_adapters.sinks.http.settings import Answers
from legacy_adapters.sinks.http.words import words_of

_MISPLACED = {
    404: "there is nothing at this address",
    405: "the method is not allowed there",
    406: "no answer in a form that is understood",
    410: "there is nothing at this address any more",
    411: "a length is wanted",
    414: "the address is too long",
    415: "the server does not take bodies of this type",
    421: "the server does not answer for this host",
    426: "another version of HTTP is wanted",
    501: "the server does not know the method",
    505: "another version of HTTP is wanted",
}
_GONE = (404, 410)
_TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class Verdict:
    """``refused`` are done with, as are all that are nowhere here; ``again`` is to be sent at once, ``later`` after a
    wait."""

    refused: tuple[Refused, ...] = ()
    again: tuple[Chunk, ...] = ()
    later: Chunk | None = None


def judge(chunk: Chunk, answer: Answer, method: str, answers: Answers | None) -> Verdict:
    """What is to be done now. Raises ``NotNow``, ``AccessDenied``, ``ConfigError``, and ``OutputError`` for an answer
    that does not say what it should."""
    status = answer.status
    if 200 <= status < 300:
        return _taken(chunk, answer, answers)
    if method == "DELETE" and status in _GONE:
        return Verdict()
    _raise_what_concerns_all(answer)
    if status != _TOO_LARGE and answers is not None and (told := _told_of_refusal(chunk, answer, answers)):
        others = [row for row in range(chunk.count) if row not in told.refused]
        again = (chunk.only(others),) if others else ()
        return Verdict(refused=tuple(told.refused.values()), again=again)
    if chunk.count > 1:
        # One record may be why the server takes none of them.
        return Verdict(again=chunk.halves())
    return Verdict(refused=(Refused(0, status, words_of(answer)),))


def _taken(chunk: Chunk, answer: Answer, answers: Answers | None) -> Verdict:
    if answers is None:
        if answer.status == 207:
            hint = "State `answers`: where the answer says what became of each record."
            raise ConfigError("the server answers for each record (207)", where=answer.where, hint=hint)
        return Verdict()
    told = read_answers(chunk, answer, answers)
    if told.unsaid:
        message = f"the answer says nothing of {len(told.unsaid)} of {chunk.count} records"
        hint = f"The first is {chunk.named(told.unsaid[0])}. Correct answers.path and answers.id."
        raise OutputError(message, where=answer.where, hint=hint)
    return Verdict(tuple(told.refused.values()), later=chunk.only(told.later) if told.later else None)


def _told_of_refusal(chunk: Chunk, answer: Answer, answers: Answers) -> Told | None:
    """Which records are to blame for a batch that was refused; None where the answer names none."""
    try:
        told = read_answers(chunk, answer, answers)
    except OutputError:
        return None
    return told if told.refused else None


def _raise_what_concerns_all(answer: Answer) -> None:
    """Nothing here is a fault of the records."""
    status, words = answer.status, words_of(answer)
    after = retry_after(answer.headers.get("retry-after"))
    if status == 401:
        hint = "Check auth; it is not tried again, as that could lock the account."
        raise AccessDenied(f"login refused (401){words}", where=answer.where, hint=hint)
    if status in (403, 407):
        whom = "the proxy" if status == 407 else "the server"
        hint = "Let the account do it there, or use another."
        raise AccessDenied(f"{whom} does not allow it ({status}){words}", where=answer.where, hint=hint)
    if status in _MISPLACED:
        hint = "Correct url and operations."
        raise ConfigError(f"{_MISPLACED[status]} ({status}){words}", where=answer.where, hint=hint)
    # By a draft of the IETF a 409 also says that the first request of this key is still being worked on.
    if status in LATER or status >= 500 or (status == 409 and "retry-after" in answer.headers):
        message = f"the server does not take it now ({status}){words}"
        hint = f"It asks to be left alone for {after:,.0f} s." if after else "Its log says more."
        raise NotNow(message, where=answer.where, hint=hint, after=after)
