"""The log: one JSON object a line for machines, plain lines for people; every event passes the scrubber."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TextIO, cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

from legacy_adapters.core.secrets import scrub as scrub_known

Scrub = Callable[[str], str]


def logger() -> FilteringBoundLogger:
    """Where ``run`` and ``cli`` write what happens: an event in words, its facts as keywords. Never standard output,
    which is for data."""
    if not structlog.is_configured():
        configure_logging()
    return cast("FilteringBoundLogger", structlog.get_logger("legacy_adapters"))


def configure_logging(as_json: bool | None = None, scrub: Scrub = scrub_known, *, stream: TextIO | None = None) -> None:
    """Sends the log to standard error: as JSON lines where that is no terminal, unless ``as_json`` says otherwise.

    Called again it replaces what was configured before.
    """
    target = stream or sys.stderr
    in_json = not target.isatty() if as_json is None else as_json
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso" if in_json else "%H:%M:%S", utc=in_json),
            structlog.processors.format_exc_info,
            _Scrubbing(scrub),
            _as_json if in_json else _as_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=target),
        cache_logger_on_first_use=False,
    )


class _Scrubbing:
    """Strikes secrets out of every value. It comes before the rendering: afterwards a secret of digits could take a
    number apart, and the line would be no JSON any more."""

    def __init__(self, scrub: Scrub) -> None:
        self._scrub = scrub

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {self._scrub(name): self._clean(value) for name, value in event.items()}

    def _clean(self, value: object) -> Any:
        match value:
            case None | bool():
                return value
            case int() | float():
                text = str(value)
                return value if self._scrub(text) == text else self._scrub(text)
            case Mapping():
                return {self._scrub(str(name)): self._clean(held) for name, held in value.items()}
            case Sequence() if not isinstance(value, str | bytes):
                return [self._clean(held) for held in value]
            case _:
                return self._scrub(str(value))


def _as_json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    first = {name: event.pop(name) for name in ("timestamp", "level", "event") if name in event}
    return json.dumps({**first, **event}, ensure_ascii=False)


def _as_line(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    moment, level, text = event.pop("timestamp"), event.pop("level"), event.pop("event")
    trace = event.pop("exception", None)
    facts = "".join(f"  {name}={value}" for name, value in event.items())
    mark = "" if level == "info" else f"{level}: "
    return f"{moment}  {mark}{text}{facts}" + (f"\n{trace}" if trace else "")
