"""`run`, as it is typed."""

from __future__ import annotations

from tests.cli.shop import Shop, column


def test_new_rejects_end_with_65_and_known_ones_with_0(shop: Shop) -> None:
    """The records are delivered both times."""
    first, second = (shop("run", shop.pipeline, "--json") for _ in range(2))
    assert (first.code, second.code) == (65, 0)
    assert [ended.objects[0]["new_rejects"] for ended in (first, second)] == [1, 0]
    assert column(shop.rows("pipelines/out/supplier.csv"), "supplier_id") == ["0001", "0004"]


def test_the_report_is_for_a_person_unless_json_is_asked_for(shop: Shop) -> None:
    """With the balance, the totals and the files."""
    shown = shop("run", shop.pipeline).out
    assert "Rows: read = taken + unchanged + filtered + rejected" in shown
    assert "credit_limit 1,207.50" in shown
    assert f"Written: {shop.folder / 'pipelines' / 'out' / 'supplier.csv'}" in shown


def test_parameters_from_the_command_line_and_from_a_file(shop: Shop) -> None:
    """The command line wins."""
    shop.write("syd.yaml", "company: SYD\n")
    shop("run", shop.pipeline, "--params", "syd.yaml", "--full")
    assert set(column(shop.rows("pipelines/out/supplier.csv"), "company_id")) == {"SYD"}
    shop("run", shop.pipeline, "--params", "syd.yaml", "--param", "company=VEST")
    assert set(column(shop.rows("pipelines/out/supplier.csv"), "company_id")) == {"VEST"}


def test_a_dry_run_leaves_nothing_behind(shop: Shop) -> None:
    """It counts everything, and the next run finds the project as it was."""
    ended = shop("run", shop.pipeline, "--dry-run")
    assert ended.code == 65
    assert "nothing was delivered" in ended.out
    assert [path.name for path in (shop.folder / "pipelines").iterdir()] == ["suppliers.yaml"]


def test_the_state_may_lie_elsewhere(shop: Shop) -> None:
    """With --state-dir."""
    shop("run", shop.pipeline, "--state-dir", "state")
    assert (shop.folder / "state" / "ledger.db").is_file()
    assert not (shop.folder / "pipelines" / ".legacy_adapters").exists()


def test_a_pipeline_that_is_not_there_is_wrong_use(shop: Shop) -> None:
    """Exit code 2; nothing is run."""
    assert shop("run", shop.pipeline, "pipelines/gone.yaml").code == 2
    assert not (shop.folder / "pipelines" / "out").exists()
