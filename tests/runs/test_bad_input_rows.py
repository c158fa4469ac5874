"""Rows that do not fit are set aside whole with their reasons; the others go on, and the exit code is 65."""

from __future__ import annotations

from typing import Any

import pytest

from tests.runs.books import Books, posting

FITTING = ["1", "2", "3", "4", "6", "7", "8", "9", "10"]

LOOKUP = ("account_id: KONTO", 'account_id: {from: KONTO, lookup: {"8400": Sales}}')
GERMAN = ("amount: BETRAG", 'amount: {from: BETRAG, decimal: ","}')

MISFITS: dict[str, tuple[dict[str, Any], str, str, str | None]] = {
    "a lookup without a match": ({"KONTO": "8401"}, "lookup_miss", "account_id", "8401"),
    "a required field that is null": ({"BELNR": None}, "required_missing", "transaction_id", None),
    "a required field of blanks": ({"BELNR": "  "}, "required_missing", "transaction_id", "  "),
    "five decimals in an amount": ({"BETRAG": "1.23456"}, "too_many_decimals", "amount", "1.23456"),
    "a double that no decimal stands for": (
        {"BETRAG": 0.1 + 0.2},
        "too_many_decimals",
        "amount",
        "0.30000000000000004",
    ),
    "more digits than an amount has": (
        {"BETRAG": 10**18 * 10.0**12},
        "number_too_large",
        "amount",
        "1" + "0" * 30 + ".0",
    ),
    "text too long": ({"BELNR": "x" * 71}, "text_too_long", "transaction_id", "x" * 71),
    "a date that does not exist": ({"BUDAT": "2023-02-29"}, "not_a_date", "transaction_date", "2023-02-29"),
    "a date in another form": ({"BUDAT": "31.01.2024"}, "not_a_date", "transaction_date", "31.01.2024"),
    "a text in a DECIMAL column": ({"BETRAG": "n/a"}, "not_a_number", "amount", "n/a"),
    "bytes in a DECIMAL column": ({"BETRAG": b"\xff\x00"}, "binary_value", "amount", "FF00"),
    "an infinity": ({"BETRAG": float("inf")}, "not_a_number", "amount", "Inf"),
    "bytes where text is expected": ({"BTEXT": b"\xff\x00"}, "binary_value", "description", "FF00"),
}


@pytest.mark.parametrize(("changes", "code", "field", "value"), MISFITS.values(), ids=MISFITS)
def test_a_row_that_does_not_fit_is_set_aside_with_its_reason(
    changes: dict[str, Any], code: str, field: str, value: str | None, books: Books
) -> None:
    """Exit code 65; the row is found again by its origin, and the other nine are delivered."""
    books.describe(LOOKUP)
    books.post(posting(5, **changes))
    ended = books.run()
    assert ended.code == 65, ended.err
    assert ended.report["balanced"]
    assert ended.rows == {"read": 10, "taken": 9, "unchanged": 0, "filtered": 0, "rejected": 1}
    assert books.ids() == FITTING
    (reject,) = books.rejects()
    assert (reject["origin"], reject["standing"]) == ("GLTRAN[LFDNR=5]", "new")
    (reason,) = reject["reasons"]
    assert (reason["code"], reason["entity"], reason["field"], reason["value"]) == (code, "gl_line", field, value)


def test_a_person_is_told_how_many_rows_were_rejected_and_why(books: Books) -> None:
    """The report names the number, `rejects list` the reasons in words, `rejects export` the row itself."""
    books.post(posting(5, BETRAG="1.23456", BUDAT="2023-02-29"))
    ended = books.command("run", books.pipeline)
    assert ended.code == 65
    assert "1 new" in ended.out
    listed = books.command("rejects", "list", books.pipeline).out
    assert "more decimals than the field holds; state `round` to allow rounding ('1.23456')" in listed
    assert "no such date in the stated formats ('2023-02-29')" in listed
    exported = books.command("rejects", "export", books.pipeline)
    heads, row = exported.out.splitlines()
    assert heads.endswith(",LFDNR,BELNR,BUDAT,KONTO,BETRAG,BTEXT")
    assert row.endswith(",5,B2,2023-02-29,8400,1.23456,line 5")


def test_mixed_types_in_a_decimal_column_are_read_cell_by_cell(books: Books) -> None:
    """Integers, reals and texts of one column are each exact; only what is no number is set aside."""
    books.execute(
        "DROP TABLE GLTRAN",
        "CREATE TABLE GLTRAN (LFDNR INTEGER PRIMARY KEY, BELNR, BUDAT, KONTO, BETRAG, BTEXT, CHANGED)",
    )
    cells = [12, 12.5, "12.75", "-0.0001", -3, "abc", 12345678901234, "  7 ", None, 1.1]
    books.post(*(posting(number, BETRAG=cell) for number, cell in enumerate(cells, 1)))
    assert books.run().code == 65
    amounts = {row["ledger_entry_id"]: row["amount"] for row in books.delivered()}
    assert amounts["1"] == "12.00"
    assert amounts["2"] == "12.50"
    assert amounts["3"] == "12.75"
    assert amounts["4"] == "-0.0001"
    assert amounts["7"] == "12345678901234.00"
    assert amounts["8"] == "7.00"
    assert amounts["10"] == "1.10"
    assert [reject["origin"] for reject in books.rejects()] == ["GLTRAN[LFDNR=6]", "GLTRAN[LFDNR=9]"]


HOOK = ("to: gl_line", "hook: tidy:tidy\n      to: gl_line")

HOOKS = {
    "raises": ("    raise ValueError('no such period')", "it raised ValueError: no such period", "Correct the hook"),
    "drops rows": ("    return frame.head(3)", "it was given 10 rows and returned 3", "A hook returns as many rows"),
    "reorders": ("    return frame.iloc[::-1]", "it returned the rows in another order or", "Row by row the origin"),
    "makes floats": (
        "    frame['BETRAG'] = frame['BETRAG'].astype(float) * 1.19\n    return frame",
        "column 'BETRAG' is a float, and gl_line.amount comes from it: a float in an amount is an error",
        "Calculate with decimal.Decimal",
    ),
    "returns nothing": ("    return None", "it returned a NoneType, not a data frame", ""),
}


@pytest.mark.parametrize(("body", "message", "hint"), HOOKS.values(), ids=HOOKS)
def test_a_hook_that_goes_wrong_is_blamed(body: str, message: str, hint: str, books: Books) -> None:
    """Exit code 78; hook, batch and stream are named, what it did, and nothing is published."""
    (books.folder / "tidy.py").write_text(f"def tidy(frame):\n{body}\n", encoding="utf-8")
    books.describe(HOOK)
    ended = books.run()
    assert ended.code == 78
    assert ended.message.startswith(f"hook tidy:tidy, batch 'first' of stream gl: {message}")
    assert ended.hint.startswith(hint)
    assert not (books.folder / "out").is_dir() or not list((books.folder / "out").iterdir())


def test_a_hook_that_was_mended_finishes_the_run(books: Books) -> None:
    """The change of the hook is a change of the pipeline: the run begins anew, and delivers everything."""
    hook = books.folder / "tidy.py"
    hook.write_text("def tidy(frame):\n    raise ValueError\n", encoding="utf-8")
    books.describe(HOOK)
    assert books.run().code == 78
    hook.write_text("def tidy(frame):\n    frame['BTEXT'] = 'tidied'\n    return frame\n", encoding="utf-8")
    assert books.run().code == 0
    assert {row["description"] for row in books.delivered()} == {"tidied"}
