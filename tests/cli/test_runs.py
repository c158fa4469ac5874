"""`runs`, as it is typed."""

from __future__ import annotations

import pytest

from tests.cli.shop import Shop


def test_runs_are_found_beside_the_pipelines_below_this_folder(shop: Shop) -> None:
    """Newest first."""
    shop("run", shop.pipeline)
    shop("run", shop.pipeline)
    newest, oldest = shop("runs", "--json").objects
    assert (newest["exit_code"], oldest["exit_code"]) == (0, 65)
    assert newest["run"] > oldest["run"] or newest["started_at"] > oldest["started_at"]
    assert (newest["pipeline"], newest["read"], newest["rejected"]) == ("suppliers", 4, 1)


def test_a_run_in_full(shop: Shop) -> None:
    """The last one, or by the beginning of its id: what `run` printed."""
    report = shop("run", shop.pipeline, "--json").objects[0]
    assert shop("runs", "show", "last", "--json").objects == [report]
    assert shop("runs", "show", report["run_id"][:17], "--json").objects == [report]
    assert "credit_limit 1,207.50" in shop("runs", "show", "last").out


@pytest.mark.parametrize("options", [(), ("list",)])
def test_the_runs_of_one_pipeline(options: tuple[str, ...], shop: Shop) -> None:
    """Named as for `run`; the options may stand on both sides."""
    shop.write("other/supplier.yaml", (shop.folder / shop.pipeline).read_text(encoding="utf-8"))
    shop("run", shop.pipeline)
    shop("run", "other/supplier.yaml")
    assert len(shop("runs", "--json").objects) == 2
    assert len(shop("runs", *options, shop.pipeline, "--json").objects) == 1
    assert len(shop("runs", "--json", *options, shop.pipeline).objects) == 1
    assert len(shop("runs", *options, "--limit", "1", "--json").objects) == 1


def test_a_state_folder_may_be_named(shop: Shop) -> None:
    """Where the ledger does not lie beside the pipeline."""
    shop("run", shop.pipeline, "--state-dir", "a/b/state")
    assert shop("runs").code == 78
    assert len(shop("runs", "--state-dir", "a/b/state", "--json").objects) == 1
    assert shop("runs", "--state-dir", "a/b/state", "show", "last").code == 0
    assert shop("runs", "show", "last", "--state-dir", "a/b/state").code == 0


def test_where_nothing_has_run_it_says_where_it_looked(shop: Shop) -> None:
    """And what to do."""
    ended = shop("runs")
    assert ended.code == 78
    assert str(shop.folder) in ended.err
    assert "--state-dir" in ended.err


def test_a_run_that_is_not_there(shop: Shop) -> None:
    """With the way to those that are."""
    shop("run", shop.pipeline)
    ended = shop("runs", "show", "1999")
    assert ended.code == 78
    assert "there is no run '1999'" in ended.err


def test_what_is_neither_a_command_nor_a_file_is_wrong_use(shop: Shop) -> None:
    """Exit code 2."""
    assert shop("runs", "shwo", "last").code == 2
