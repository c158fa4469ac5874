"""`rejects`, as it is typed."""

from __future__ import annotations

import pytest

from tests.cli.shop import Shop, column


@pytest.fixture
def ran(shop: Shop) -> Shop:
    """The pipeline has run once: supplier 0002 was set aside."""
    assert shop("run", shop.pipeline).code == 65
    return shop


def test_each_reject_is_listed_with_its_reasons(ran: Shop) -> None:
    """Its number, whether it is new, where it is from."""
    first, second = ran("rejects", "list", ran.pipeline).lines
    assert first.split() == ["1", "new", "suppliers", "KREDITOR[LIFNR=0002]"]
    assert second.strip() == "lookup_miss: supplier.currency_code: not in the lookup table ('ECU')"


def test_one_reject_whole(ran: Shop) -> None:
    """With its raw row; as JSON with the record's id."""
    assert "Kåre Bøgh A/S" in ran("rejects", "show", ran.pipeline, "1").out
    (reject,) = ran("rejects", "show", ran.pipeline, "1", "--json").objects
    assert (reject["record_id"], reject["row"]["WAEHR"]) == ("shop/NORD:supplier:0002", "ECU")
    assert ran("rejects", "show", ran.pipeline, "99").code == 78


def test_export_is_a_csv_of_reasons_and_rows(ran: Shop) -> None:
    """To a file, or to standard output with the line ends of RFC 4180."""
    said = ran("rejects", "export", ran.pipeline, "--to", "rejects.csv").err
    assert said == "1 reject written to rejects.csv\n"
    table = ran.rows("rejects.csv")
    assert column(table, "reject_origin") == ["KREDITOR[LIFNR=0002]"]
    assert column(table, "NAME") == ["Kåre Bøgh A/S"]
    shown = ran("rejects", "export", ran.pipeline)
    assert shown.table == table
    assert shown.out.count("\r\n") == 2


@pytest.mark.parametrize("how", [("1",), ("--all",), ("--from", "rejects.csv")])
def test_an_accepted_reject_ends_no_run_with_65(how: tuple[str, ...], ran: Shop) -> None:
    """By its number, all of them, or those in an export."""
    ran("rejects", "export", ran.pipeline, "--to", "rejects.csv")
    assert ran("rejects", "accept", ran.pipeline, *how).code == 0
    assert ran("rejects", "list", ran.pipeline, "--json").objects[0]["standing"] == "accepted"
    ran.change("UPDATE KREDITOR SET KLIMIT = 100 WHERE LIFNR = '0002'")
    assert ran("run", ran.pipeline).code == 0


def test_what_to_accept_must_be_said(ran: Shop) -> None:
    """In one way; anything else is wrong use."""
    assert ran("rejects", "accept", ran.pipeline).code == 2
    assert ran("rejects", "accept", ran.pipeline, "1", "--all").code == 2


def test_before_the_first_run_there_is_nothing_to_look_at(shop: Shop) -> None:
    """An error, and no ledger is made."""
    ended = shop("rejects", "list", shop.pipeline)
    assert ended.code == 78
    assert "nothing has run here" in ended.err
    assert not (shop.folder / "pipelines" / ".legacy_adapters").exists()


def test_replaying_is_not_offered(shop: Shop) -> None:
    """What is not there is not in the help."""
    assert "replay" not in shop("rejects", "--help").out
    assert shop("rejects", "replay", shop.pipeline).code == 2
