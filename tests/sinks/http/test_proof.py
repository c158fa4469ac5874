"""What of an answer proves that a request was taken."""

from __future__ import annotations

from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sinks.http.proof import proof
from tests.sinks.http.samples import answer


def test_status_and_telling_headers() -> None:
    """In one order, whatever the server's is; no others."""
    headers = {"location": "/invoices/7", "x-request-id": "abc", "server": "nginx"}
    assert proof(answer(201, headers=headers)) == "HTTP 201, X-Request-Id: abc, Location: /invoices/7"
    assert proof(answer(204)) == "HTTP 204"


def test_no_secret_and_no_query_is_kept() -> None:
    """A receipt is kept for long, and by others."""
    KNOWN.add("proof-secret-word")
    headers = {"request-id": "a proof-secret-word b", "location": "/invoices/7?key=12345"}
    told = proof(answer(201, headers=headers))
    assert "proof-secret-word" not in told
    assert "12345" not in told
    assert told.endswith("Location: /invoices/7")
