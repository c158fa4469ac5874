"""`screen`: recipes recorded, and tested on what was recorded."""

from __future__ import annotations

import pytest

from tests.cli.shop import Shop
from tests.runs.ledger_site import ledger_site, write_recipe


@pytest.mark.service
def test_record_and_replay(shop: Shop) -> None:
    """What was recorded is shown, and can be run again once the application is gone."""
    with ledger_site() as site:
        write_recipe(shop.folder, site.url("/"))
        recorded = shop("screen", "record", "journal.yaml", "--param", "token=x", "--param", "year=2024")
    assert recorded.code == 0, recorded.err
    assert "journal.pages: look at what was saved before you pass it on" in recorded.err
    replayed = shop("screen", "replay", "journal.yaml", "journal.yaml")
    assert replayed.code == 0, replayed.err
    assert replayed.err.count("journal.yaml: 7 rows, as recorded") == 2
    (shop.folder / "journal.pages" / "expected.csv").write_text("No\n", encoding="utf-8")
    assert shop("screen", "replay", "journal.yaml").code == 65


def test_nothing_recorded(shop: Shop) -> None:
    """Is an error of the configuration, with how to record."""
    write_recipe(shop.folder)
    ended = shop("screen", "replay", "journal.yaml")
    assert ended.code == 78
    assert "legacy-adapters screen record journal.yaml" in ended.err


@pytest.mark.parametrize("command", ["record", "replay"])
def test_a_recipe_that_is_not_there(shop: Shop, command: str) -> None:
    """Is told with the nearest."""
    ended = shop("screen", command, "scraper:nordhandel/jornal")
    assert ended.code == 78
    assert "Did you mean scraper:nordhandel/journal?" in ended.err


def test_help(shop: Shop) -> None:
    """Every command has an example."""
    for command in ((), ("record",), ("replay",)):
        assert "Example: legacy-adapters screen" in shop("screen", *command, "--help").out
