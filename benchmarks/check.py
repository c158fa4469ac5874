"""Compares a CSV copy of the ledger with the truth over all rows: ``python -m benchmarks.check LAYOUT CSV TRUTH``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from benchmarks.facts import currency_place, facts_of
from benchmarks.truth import Truth

_AMOUNT = r"^-?\d+(\.\d{1,2}0*)?$"

RAW: Mapping[str, pl.Expr] = {
    "entry": pl.col("entry_no"),
    "day": pl.col("posting_date"),
    "document": pl.col("document_no"),
    "account": pl.col("account_no"),
    "description": pl.col("description"),
    "amount": pl.col("amount"),
    "debit": pl.when(pl.col("debit_credit") == "D").then("amount"),
    "credit": pl.when(pl.col("debit_credit") == "C").then(pl.col("amount").str.strip_prefix("-")),
    "currency": pl.col("currency"),
    "moment": pl.col("changed"),
    "open": pl.col("open") == "Y",
    "customer": pl.col("customer_no"),
}
"""The table's own columns, nothing mapped."""

GL_LINE: Mapping[str, pl.Expr] = {
    "entry": pl.col("ledger_entry_id"),
    "day": pl.col("transaction_date"),
    "document": pl.col("transaction_id"),
    "account": pl.col("account_id"),
    "description": pl.col("description"),
    "amount": pl.col("amount"),
    "debit": pl.col("debit_amount"),
    "credit": pl.col("credit_amount"),
    "currency": pl.col("currency_code"),
    "moment": pl.col("system_entry_at"),
    "open": pl.col("is_open") == "true",
    "customer": pl.col("customer_id"),
}
"""The common schema's columns."""

GL_LINE_UNORDERED = {**GL_LINE, "entry": pl.col("ledger_entry_id").str.extract(r"-(\d+)$")}
"""The same where the account stands before the number in the key."""

CONVERTED: Mapping[str, pl.Expr] = {
    **RAW,
    "debit": pl.when(pl.col("debit_credit") == "debit").then("amount"),
    "credit": pl.when(pl.col("debit_credit") == "credit").then(pl.col("amount").str.strip_prefix("-")),
    "open": pl.col("open").str.to_lowercase() == "true",
}
"""The table's own columns, typed and in ISO notation, sides and truth values in words."""

LAYOUTS: Mapping[str, Mapping[str, pl.Expr]] = {
    "raw": RAW,
    "converted": CONVERTED,
    "gl_line": GL_LINE,
    "gl_line_unordered": GL_LINE_UNORDERED,
}


def facts_of_csv(path: Path, layout: Mapping[str, pl.Expr]) -> Truth:
    """The facts of a CSV file whose cells are found by ``layout``. Padding counts for nothing, as peers keep it."""
    rows = pl.scan_csv(path, infer_schema=False).select(**layout)
    seconds = [pl.col("moment").str.slice(start, 2).cast(pl.Int64) for start in (11, 14, 17)]
    return facts_of(
        rows.select(
            entry=pl.col("entry").cast(pl.Int64),
            document=pl.col("document").str.strip_prefix("RE-").str.strip_chars_end().cast(pl.Int64),
            account=pl.col("account").cast(pl.Int64),
            characters=pl.col("description").str.len_chars().cast(pl.Int64),
            cents=_cents("amount"),
            debit=_cents("debit"),
            credit=_cents("credit"),
            currency=currency_place(pl.col("currency")),
            day=pl.col("day").str.to_date("%Y-%m-%d").to_physical().cast(pl.Int64),
            second=seconds[0] * 3600 + seconds[1] * 60 + seconds[2],
            open=pl.col("open").cast(pl.Int64),
            customer=pl.col("customer").str.strip_prefix("D").cast(pl.Int64),
        )
    )


def _cents(name: str) -> pl.Expr:
    """Cents of an amount's text, by its digits; null where it is no plain decimal of at most two places."""
    text = pl.col(name)
    whole = text.str.extract(r"(\d+)").cast(pl.Int64)
    hundredths = text.str.extract(r"\.(\d{1,2})").fill_null("0").str.pad_end(2, "0").cast(pl.Int64)
    sign = pl.when(text.str.starts_with("-")).then(-1).otherwise(1)
    return pl.when(text.str.contains(_AMOUNT)).then(sign * (whole * 100 + hundredths)).alias(name)


def main(layout: str, path: Path, truth: Path) -> int:
    """0 where the copy is right; 1, and what differs on standard output, where it is not."""
    differences = Truth.from_json(truth.read_text(encoding="utf-8")).differences(facts_of_csv(path, LAYOUTS[layout]))
    for difference in differences:
        print(difference)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
