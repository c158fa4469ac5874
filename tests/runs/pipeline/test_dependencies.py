"""Streams that come after others: what cannot be is told with file, line, key, and the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError
from legacy_adapters.runs.lanes import declare_streams
from legacy_adapters.runs.pipeline.pipeline import load_pipeline

PIPELINE = """\
version: 1
source: {{kind: database, id: old, url: sqlite:///old.db, company: NORD}}
streams:
  lines:
    table: LINES
    after: {lines}
    map: {{to: invoice_line, fields: {{document_id: DOC, line_no: NR, net_amount: NET}}}}
  customers:
    table: CUSTOMERS
    after: {customers}
    map: {{to: customer, fields: {{customer_id: NR, name: NAME}}}}
  taxes:
    table: TAXES
    map: {{to: invoice_tax, fields: {{document_id: DOC, tax_code: NR, tax_percentage: RATE, tax_amount: NET}}}}
sink: {{kind: file, path: "out/{{entity}}.csv"}}
"""


@pytest.fixture
def pipeline(tmp_path: Path) -> Path:
    """Where the file is."""
    return tmp_path / "p.yaml"


def _write(path: Path, lines: str = "~", customers: str = "~") -> Path:
    path.write_text(PIPELINE.format(lines=lines, customers=customers), encoding="utf-8")
    return path


def _error(path: Path) -> str:
    with pytest.raises(ConfigError) as raised:
        load_pipeline(path)
    error = raised.value
    return f"{error.where}: {error.message}. {error.hint}".replace(str(path), "p.yaml")


def test_streams_are_declared_behind_what_they_come_after(pipeline: Path) -> None:
    """Without `after`, or behind it, the file's order holds."""
    assert [one.name for one in declare_streams(load_pipeline(_write(pipeline)))] == ["lines", "customers", "taxes"]
    loaded = load_pipeline(_write(pipeline, "{stream: customers, by: document_id}"))
    assert [one.name for one in declare_streams(loaded)] == ["customers", "lines", "taxes"]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ("customer", "streams.lines.after: there is no stream 'customer'. Did you mean customers?"),
        ("[nobody]", "streams.lines.after[0]: there is no stream 'nobody'. There are: customers, taxes."),
        ("lines", "streams.lines.after: a stream cannot come after itself. Take one of them out."),
        (
            "customers",
            "streams.lines.after: no mapping fills customer_id, by which invoice_line would name customer of customers."
            " State `by`: the mapped fields that hold customer_id, as in"
            " `after: {stream: customers, by: [customer_id]}`.",
        ),
        (
            "{stream: customers, by: dokument_id}",
            "streams.lines.after: invoice_line has no field 'dokument_id'. Did you mean document_id or account_id?",
        ),
        (
            "{stream: taxes, by: document_id}",
            "streams.lines.after: by has 1 fields, and invoice_tax is told by 3: document_id, tax_code, tax_percentage."
            " State a field for each of them, in their order; company_id is compared anyway.",
        ),
        ("{stream: customers, on: document_id}", "streams.lines.after.on: unknown key. There are stream, by."),
    ],
)
def test_what_cannot_be_is_told(pipeline: Path, after: str, told: str) -> None:
    """One error with its place, and what to do."""
    assert _error(_write(pipeline, after)) == f"p.yaml:6: {told}"


def test_a_circle_is_told(pipeline: Path) -> None:
    """With the streams in it, at the one that stands first."""
    text = _write(pipeline, "{stream: customers, by: document_id}", "{stream: lines, by: [customer_id, name]}")
    assert _error(text).startswith(
        "p.yaml:6: streams.lines.after: a circle: lines after customers after lines. Take one of them out."
    )


def test_all_faults_are_told_at_once(pipeline: Path) -> None:
    """Each on its line."""
    found = _error(_write(pipeline, "[customer, taxs]", "nobody"))
    assert "p.yaml:6: streams.lines.after[0]: there is no stream 'customer'. Did you mean customers?" in found
    assert "p.yaml:6: streams.lines.after[1]: there is no stream 'taxs'. Did you mean taxes?" in found
    assert "p.yaml:10: streams.customers.after: there is no stream 'nobody'." in found
