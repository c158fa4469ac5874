"""HTTP sinks, chunks and answers for the tests of this folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from legacy_adapters.core.protocols import Answering, Delivery
from legacy_adapters.core.records import Records
from legacy_adapters.sinks.answered import refused_error
from legacy_adapters.sinks.events.encoding import EventEncoder
from legacy_adapters.sinks.http.bodies import bodies_of
from legacy_adapters.sinks.http.chunks import Chunk, cutting_of
from legacy_adapters.sinks.http.exchange import Answer, Exchange, client_of
from legacy_adapters.sinks.http.settings import HttpSink
from tests.sinks.events.samples import delivery
from tests.sinks.http.receiver import Receiver

URL = "http://127.0.0.1:9/invoices"


def sink(url: str = URL, **given: object) -> HttpSink:
    """One without long waits."""
    default: dict[str, object] = {"url": url, "timeout": 10, "patience": 20}
    return HttpSink.model_validate(default | given)


def send(settings: HttpSink, folder: Path, *batches: Records, to: Delivery | None = None) -> str:
    """A run of these batches, with one commit at its end; its token. Ends as a run does that no record may be missing
    from."""
    with closing(settings.open(to or delivery(folder), None)) as out:
        for batch in batches:
            out.write(batch)
        token = out.commit()
        assert isinstance(out, Answering)
        if refused := out.refusals():
            raise refused_error(refused)
        return token


def chunks(settings: HttpSink, records: Records, folder: Path = Path()) -> list[Chunk]:
    """What is sent of these records."""
    to = delivery(folder, records.rows.schema, records.entity)
    events = EventEncoder(to, settings.decimals).encode(records)
    texts = bodies_of(settings, to).texts(records, events)
    return list(cutting_of(settings, to.schemas).chunks(records, events, texts))


def answer(status: int, body: object = b"", headers: Mapping[str, str] | None = None) -> Answer:
    """What a server said; a body that is no bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, dict(headers or {}), content, "POST http://here/invoices")


@contextmanager
def exchange(receiver: Receiver, **given: object) -> Iterator[Exchange]:
    """What asks this receiver."""
    settings = sink(receiver.url, **given)
    with client_of(settings, Path()) as client:
        yield Exchange(client, settings.timeout)
