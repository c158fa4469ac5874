"""No password in what is written of a recording."""

from __future__ import annotations

import json

from legacy_adapters.sources.screen.drafting.actions import Look, Recorded, Spot
from legacy_adapters.sources.screen.drafting.striking import struck
from tests.sources.screen.drafting.recordings import PASSWORD, URL, act, table


def test_it_is_struck_out_wherever_it_is() -> None:
    """In selectors, addresses, texts and cells; what was filled in as a whole stays, as the login is known by it."""
    done = (
        act(1, "click", f'internal:text="{PASSWORD}"i', hover=f"#{PASSWORD}"),
        act(2, "goto", text="https://ledger.example.com/?p=Flensburg-1994%21"),
        act(3, "fill", "#password", PASSWORD),
    )
    spot = Spot(f"text={PASSWORD}", (), f"I am {PASSWORD}")
    look = Look(3, 0, table([["1", {"text": PASSWORD}, "2"]], at=f"#{PASSWORD}"), (spot,), (spot,))
    safe = struck(Recorded(URL, done, (look,), frozenset({PASSWORD})))
    assert [safe.acts[0].selector, safe.acts[0].hover] == ['internal:text="***"i', "#***"]
    assert safe.acts[1].text == "https://ledger.example.com/?p=***"
    assert safe.acts[2].text == PASSWORD
    seen = safe.looks[0]
    assert (seen.exits[0].at, seen.texts[0].text) == ("text=***", "I am ***")
    assert seen.table is not None
    assert seen.table.at == "#***"
    assert json.loads(seen.table.cells)["rows"][1] == ["1", {"text": "***"}, "2"]


def test_a_password_that_is_a_word_of_ours() -> None:
    """Whoever has `text` or `rows` as a password still gets a list that can be read."""
    look = Look(1, 0, table([["text", "rows", "2"]]))
    safe = struck(Recorded(URL, (), (look,), frozenset({"text", "rows", "grid"})))
    assert safe.looks[0].table is not None
    cells = json.loads(safe.looks[0].table.cells)
    assert (cells["kind"], cells["rows"][0][0]["text"], cells["rows"][1]) == ("grid", "No.", ["***", "***", "2"])
