"""The common schema as it was agreed upon, written down a second time: what the YAML files are held against.

``*`` key, ``!`` required, ``a`` amount, ``q`` quantity, ``d`` date, ``t`` datetime, ``b`` boolean, ``i`` integer,
``=…`` open list of codes, ``~`` a part of the key that may be empty text; all else is text.
"""

from __future__ import annotations

from dataclasses import dataclass

_PARTY = """name, registration_number, tax_registration_number, account_id, street, additional_address, city,
    postal_code, region, country_code, contact_name, telephone, email, website, iban, bic, payment_terms,
    credit_limit a, currency_code, is_active b"""

AGREED = {
    "company": """name!, registration_number, tax_registration_number, street, city, postal_code, country_code,
        currency_code, fiscal_year_start""",
    "account": """account_id*, account_description!, account_type, standard_account_id, grouping_category,
        currency_code, is_active b""",
    "customer": f"customer_id*, {_PARTY}",
    "supplier": f"supplier_id*, {_PARTY}",
    "contact": """contact_id*, party_id, name, job_title, telephone, mobile, email, street, city, postal_code,
        country_code, is_active b""",
    "item": """item_id*, description, product_type =product|service|other, product_group, unit_of_measure,
        unit_price q, standard_cost q, tax_code, gtin, commodity_code, is_active b""",
    "price": """item_id*, price_list*, customer_id*, minimum_quantity* q, valid_from* d, valid_to d, unit_price! q,
        currency_code, unit_of_measure""",
    "stock_level": """item_id*, warehouse_id*, as_of t, on_hand! q, reserved q, available q, on_order q,
        unit_of_measure, value a""",
    "tax_code": """tax_code*, country_code*, effective_date* d, tax_type, description, tax_percentage q,
        expiration_date d""",
    "journal": "journal_id*, description, journal_type",
    "fiscal_period": """fiscal_year*, period*, starts_on! d, ends_on! d, status =open|closed|locked, closed_at t""",
    "gl_line": """ledger_entry_id*, transaction_id!, line_no, journal_id, batch_id, transaction_type,
        transaction_description, entry_kind =normal|opening|closing|adjustment|reversal, transaction_date! d,
        posting_date d, value_date d, due_date d, fiscal_year, period, document_type, document_no,
        external_document_no, account_id!, contra_account_id, description, debit_amount a, credit_amount a, amount! a,
        currency_code, currency_amount a, exchange_rate q, customer_id, supplier_id, item_id, quantity q, tax_code,
        tax_base a, tax_amount a, cost_centre, project, dimension_set_id, is_open b, is_reversed b, reverses_id,
        system_entry_at t, created_by""",
    "balance": """account_id*, party_id*~, fiscal_year*~, period*~, currency_code*~, dimension_set_id*~, opening a,
        debit a, credit a, closing a""",
    "invoice": """document_id*, invoice_no!, direction! =sales|purchase,
        invoice_type =invoice|credit_note|debit_note|self_billing|proforma, supplier_invoice_no, issue_date! d,
        due_date d, tax_point_date d, posting_date d, party_id, party_name, party_tax_number, party_endpoint,
        order_reference, payment_reference, corrects_invoice_no, currency_code, exchange_rate q, net_total a,
        discount_total a, charge_total a, tax_total a, gross_total! a, rounding_total a, prepaid_total a,
        withholding_total a, payable_total a, paid_total a, open_total a, status =draft|open|paid|overdue|cancelled""",
    "invoice_line": """document_id*, line_no*, item_id, description, quantity q, unit_of_measure, unit_price q,
        discount_amount a, net_amount! a, tax_code, tax_percentage q, tax_amount a, account_id, cost_centre, project""",
    "invoice_tax": "document_id*, tax_code*, tax_percentage* q, tax_base a, tax_amount! a",
    "open_item": """open_item_id*, side! =receivable|payable, kind =invoice|credit_note|payment|refund|interest,
        party_id!, document_id, document_no, document_date d, due_date d, currency_code, amount! a, remaining! a,
        local_amount a, local_remaining a, is_open b, closed_at d""",
    "allocation": """allocation_id*, from_open_item_id!, to_open_item_id!, amount! a, currency_code, allocated_on d""",
    "payment": """payment_id*, payment_date! d, direction! =received|made, party_id, party_name, method, amount! a,
        currency_code, exchange_rate q, reference, bank_account""",
    "bank_transaction": """account_id*, statement_id*, line_no* i, account_scheme =iban|bban|other, entry_reference,
        booking_date! d, value_date d, amount! a, currency_code!, instructed_amount a, instructed_currency, charges a,
        exchange_rate q, counterparty_name, counterparty_iban, counterparty_bic, end_to_end_id, mandate_id,
        remittance_information, bank_transaction_code, customer_reference, batch_parent i, is_reversal b,
        status =booked|pending|information, content_id""",
    "bank_balance": "account_id*, statement_id*, balance_type*, balance_date* d, amount! a, currency_code!",
    "sales_order": """order_no*, order_date! d, customer_id, requested_date d, currency_code, net_total a, tax_total a,
        gross_total a, status""",
    "sales_order_line": """order_no*, line_no*, item_id, description, quantity! q, unit_of_measure, unit_price q,
        net_amount a, tax_code, requested_date d""",
}

_TYPES = {"a": "amount", "q": "quantity", "d": "date", "t": "datetime", "b": "boolean", "i": "integer"}


@dataclass(frozen=True)
class Agreed:
    """One field as agreed upon."""

    name: str
    type: str
    key: bool
    required: bool
    empty_text: bool
    codes: tuple[str, ...]


def agreed(entity: str) -> list[Agreed]:
    """The fields of an entity in order, ``company_id`` first, without the companions of open lists."""
    return [_field(text.strip()) for text in f"company_id*, {AGREED[entity]}".split(",")]


def _field(text: str) -> Agreed:
    marked, *rest = text.split()
    types = [_TYPES[word] for word in rest if not word.startswith("=")]
    codes = [word[1:].split("|") for word in rest if word.startswith("=")]
    key, empty = "*" in marked, "~" in marked
    return Agreed(
        name=marked.rstrip("*!~"),
        type=types[0] if types else "text",
        key=key,
        required="!" in marked or (key and not empty),
        empty_text=empty,
        codes=tuple(codes[0]) if codes else (),
    )
