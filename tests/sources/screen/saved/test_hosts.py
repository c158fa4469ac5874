"""Hosts go out of a recording, and come back as those of the replay."""

from __future__ import annotations

import pytest

from legacy_adapters.sources.screen.saved.hosts import Hosts, netloc_of, number_of


def _hosts(*netlocs: str) -> Hosts:
    hosts = Hosts()
    for netloc in netlocs:
        hosts.add(netloc)
    return hosts


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("http://127.0.0.1:8123/x", "http://recorded-host-1.invalid/x"),
        ("u=http%3A%2F%2F127.0.0.1%3A8123%2Fx", "u=http%3A%2F%2Frecorded-host-1.invalid%2Fx"),
        (r"http:\/\/127.0.0.1:8123\/x", r"http:\/\/recorded-host-1.invalid\/x"),
        ("host is 127.0.0.1:8123.", "host is recorded-host-1.invalid."),
        ("127.0.0.1:81234 1127.0.0.1:8123", "127.0.0.1:81234 1127.0.0.1:8123"),
        ("http://erp.example.com/x", "http://recorded-host-2.invalid/x"),
        ("//ERP.example.com'", "//recorded-host-2.invalid'"),
        ("mail me@erp.example.com", "mail me@erp.example.com"),
        (
            "http://erp.example.com.evil/ http://erp.example.com:99",
            "http://erp.example.com.evil/ http://erp.example.com:99",
        ),
    ],
)
def test_hosts_are_hidden(text: str, hidden: str) -> None:
    """In addresses, however they are quoted; a name without a port is not looked for in the data."""
    assert _hosts("127.0.0.1:8123", "erp.example.com").hidden(text.encode()).decode() == hidden


def test_hosts_come_back_as_others() -> None:
    """A recording made at one port is answered at another; a host that was not asked yet keeps its name."""
    hosts = Hosts()
    hosts.add("localhost:1", 1)
    hosts.add("127.0.0.1:1", 1)
    text = b"http://recorded-host-1.invalid/ http://recorded-host-2.invalid/"
    assert hosts.shown(text, "localhost:1") == b"http://localhost:1/ http://recorded-host-2.invalid/"
    assert hosts.shown(text, "127.0.0.1:1") == b"http://127.0.0.1:1/ http://recorded-host-2.invalid/"
    assert hosts.taken() == {1}


def test_numbers_go_up() -> None:
    """Each host has one, in the order in which they were seen."""
    hosts = _hosts("a", "b", "a")
    assert (hosts.number("a"), hosts.number("b"), hosts.number("c")) == (1, 2, None)


def test_an_address_has_a_host() -> None:
    """Without its user, and none where there is none."""
    assert netloc_of("http://joe:pw@Host:80/x") == "host:80"
    assert netloc_of("data:text/html,x") == ""


def test_a_recorded_host_has_a_number() -> None:
    """Any other address is damaged."""
    assert number_of("https://recorded-host-12.invalid/x") == 12
    with pytest.raises(ValueError, match="no recorded host"):
        number_of("https://example.com/x")
