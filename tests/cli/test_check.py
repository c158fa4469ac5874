"""`check`, as it is typed."""

from __future__ import annotations

from tests.cli.shop import PIPELINE, Shop


def test_what_would_become_of_the_first_rows(shop: Shop) -> None:
    """The file, the source, the mapping, the rights; nothing is written."""
    ended = shop("check", shop.pipeline)
    assert ended.code == 0
    assert "suppliers: of the first 4 rows 1 rejected, 1 filtered, 2 records" in ended.out
    assert "    1 × supplier.currency_code: not in the lookup table\n" in ended.out
    assert "old.db could be written by this user" in ended.out
    assert [path.name for path in (shop.folder / "pipelines").iterdir()] == ["suppliers.yaml"]


def test_as_json(shop: Shop) -> None:
    """One object a pipeline."""
    first, second = shop("check", shop.pipeline, shop.pipeline, "--json").objects
    assert first == second
    assert first["streams"] == [
        {
            "name": "suppliers",
            "rows": 4,
            "records": 2,
            "filtered": 1,
            "rejected": 1,
            "waiting": True,
            "reasons": {"supplier.currency_code: not in the lookup table": 1},
        }
    ]


def test_every_pipeline_is_checked_and_the_gravest_code_wins(shop: Shop) -> None:
    """A wrong one does not keep the next from being looked at."""
    wrong = shop.write("pipelines/wrong.yaml", PIPELINE.replace("KREDITOR", "KREDITORR"))
    gone = shop.write("pipelines/gone.yaml", PIPELINE.replace("old.db", "odl.db"))
    ended = shop("check", wrong, gone, shop.pipeline)
    assert ended.code == 78
    assert "KREDITORR" in ended.err
    assert "Did you mean old.db?" in ended.err
    assert "the mapping fits" in ended.out


def test_parameters_are_taken(shop: Shop) -> None:
    """As `run` takes them, with the nearest name for a slip of the pen."""
    assert shop("check", shop.pipeline, "--param", "company=SYD").code == 0
    ended = shop("check", shop.pipeline, "--param", "compny=SYD")
    assert ended.code == 78
    assert "Did you mean company?" in ended.err
