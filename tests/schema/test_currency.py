"""Tests of which currency an amount is in."""

from __future__ import annotations

import pytest

from legacy_adapters.schema.catalog import COMMON, load_entity
from legacy_adapters.schema.currency import currency_fields


def test_ledger_amounts_are_in_the_company_s_currency() -> None:
    """A ledger line names the currency of the document's amount; its other amounts are in one it does not name."""
    assert currency_fields(load_entity("gl_line")) == {
        "debit_amount": "",
        "credit_amount": "",
        "amount": "",
        "currency_amount": "currency_code",
        "tax_base": "",
        "tax_amount": "",
    }


def test_instructed_amount_has_a_currency_of_its_own() -> None:
    """On a bank line what was ordered may be in another currency than what was booked."""
    assert currency_fields(load_entity("bank_transaction")) == {
        "amount": "currency_code",
        "instructed_amount": "instructed_currency",
        "charges": "currency_code",
    }


def test_invoice_totals_are_in_the_invoice_s_currency() -> None:
    """All totals of an invoice are in the currency that it names."""
    assert set(currency_fields(load_entity("invoice")).values()) == {"currency_code"}


def test_local_amounts_of_an_open_item_are_not_in_its_currency() -> None:
    """An open item's local amounts are in the company's currency, the others in its own."""
    currencies = currency_fields(load_entity("open_item"))
    assert {name for name, currency in currencies.items() if not currency} == {"local_amount", "local_remaining"}


@pytest.mark.parametrize("name", COMMON)
def test_every_amount_is_there(name: str) -> None:
    """Each amount is there, nothing else is, and a currency that is named is a text field of the entity."""
    entity = load_entity(name)
    currencies = currency_fields(entity)
    assert list(currencies) == [field.name for field in entity.fields if field.type == "amount"]
    assert all(entity.field(currency).type == "text" for currency in currencies.values() if currency)
