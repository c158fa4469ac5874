"""What was delivered, sent again."""

from __future__ import annotations

import pytest

from tests.runs.away import ALL, BOTH, Bus, with_bus
from tests.runs.books import Books


def test_a_period_is_sent_again_with_the_same_ids(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the sinks that can take it twice."""
    bus = with_bus(books, monkeypatch, BOTH)
    books.run()
    resend = ("resend", books.pipeline, "--from", "2020-01-01", "--json")
    refused = books.command(*resend)
    assert refused.code == 78
    assert "files would have the records twice" in refused.err
    assert books.command(*resend, "--sink", "bus", "--stream", "gl").code == 0
    assert bus.events[:10] == bus.events[10:]
    assert len(bus.events) == 20
    assert books.ids() == ALL
    assert books.command("resend", books.pipeline, "--from", "2020-01-01", "--to", "2020-01-31").code == 78


@pytest.mark.parametrize(
    ("options", "words"),
    [(("--stream", "ap"), "there is no stream 'ap'"), (("--sink", "buss"), "there is no sink 'buss'")],
)
def test_what_is_not_there_cannot_be_sent_again(books: Books, bus: Bus, options: tuple[str, ...], words: str) -> None:
    """The names there are are offered."""
    books.run()
    ended = books.command("resend", books.pipeline, "--from", "2020-01-01", *options)
    assert (ended.code, words in ended.err, "There are" in ended.err) == (78, True, True)


def test_what_the_spool_has_no_longer_is_said(books: Books, bus: Bus) -> None:
    """How long it is kept is stated in the pipeline file."""
    books.pipeline.write_text("spool: {keep_days: 0}\n" + books.pipeline.read_text())
    books.run()
    ended = books.command("resend", books.pipeline, "--from", "2020-01-01")
    assert ended.code == 78
    assert "does not have 1 of 1 runs any more" in ended.err
