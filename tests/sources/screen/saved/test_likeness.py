"""How much a request is like a recorded one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.saved.asked import Asked, asked
from legacy_adapters.sources.screen.saved.likeness import Likeness, Likenesses

_LIKE = Likenesses.with_names(["Build"])
_EXACT: Likeness = "exact"
_VOLATILE: Likeness = "but for volatile values"
_SAME: Likeness = "same page"


def _get(path: str) -> Asked:
    return asked("GET", f"http://host{path}", b"")


@pytest.mark.parametrize(
    ("recorded", "now", "likeness"),
    [
        ("/x?page=1", "/x?page=1", _EXACT),
        ("/x?user=joe&pw=***", "/x?user=joe&pw=any+dummy", _EXACT),
        ("/x;jsessionid=***?page=1", "/x;jsessionid=other?page=1", _EXACT),
        ("/x?back=%2Fa%3Fs%3D***%26b", "/x?back=%2Fa%3Fs%3D77%26b", _EXACT),
        ("/x?page=1&_=1699", "/x?page=1&_=1700", _VOLATILE),
        ("/x?page=1&_=1699", "/x?page=1", _VOLATILE),
        ("/x?16999999", "/x?17000000", _VOLATILE),
        ("/x?0.12345678", "/x?0.87654321", _VOLATILE),
        ("/x?page=1&BUILD=7", "/x?page=1&build=8", _VOLATILE),
        ("/x?sid=1", "/x?sid=2", _VOLATILE),
        ("/x?page=1", "/x?page=2", _SAME),
        ("/x?page=1", "/x?pages=1", None),
        ("/x?t=journal", "/x", None),
        ("/x", "/y", None),
    ],
)
def test_addresses(recorded: str, now: str, likeness: Likeness | None) -> None:
    """Exactly, but for what always differs, the same page with the same names, or not at all."""
    assert _LIKE.of(_get(recorded), _get(now)) == likeness


@pytest.mark.parametrize(
    ("recorded", "now", "likeness"),
    [
        (b"__VIEWSTATE=a&__EVENTTARGET=next", b"__VIEWSTATE=b&__EVENTTARGET=next", _VOLATILE),
        (b"__VIEWSTATE=a&__VIEWSTATE1=x&go=1", b"__VIEWSTATE=b&go=1", _VOLATILE),
        (b"__EVENTTARGET=next", b"__EVENTTARGET=last", _SAME),
        (b"next=Next", b"last=Last", None),
        (b'{"filter": {"ts": 1, "year": 2025}}', b'{"filter": {"ts": 2, "year": 2025}}', _VOLATILE),
        (b"<soap>1</soap>", b"<soap>2</soap>", _SAME),
    ],
)
def test_bodies(recorded: bytes, now: bytes, likeness: Likeness | None) -> None:
    """The state of a page and the moment differ; which button was pressed does not."""
    one, other = asked("POST", "http://h/x", recorded), asked("POST", "http://h/x", now)
    assert _LIKE.of(one, other) == likeness


def test_another_method_is_another_request() -> None:
    """Asking for a page is not sending its form."""
    assert _LIKE.of(_get("/x"), asked("POST", "http://host/x", b"")) is None


_NAMES = st.sampled_from(["a", "b", "_", "__VIEWSTATE", "csrf_token", ""])
_REQUESTS = st.builds(
    Asked,
    st.sampled_from(["GET", "POST"]),
    st.sampled_from(["/", "/x"]),
    st.lists(st.tuples(_NAMES, st.text(max_size=8)), max_size=4).map(tuple),
)


@given(_REQUESTS)
def test_a_request_is_exactly_itself(request: Asked) -> None:
    """Whatever it is."""
    assert _LIKE.of(request, request) == _EXACT


@given(_REQUESTS, _REQUESTS)
def test_what_is_alike_has_the_same_page_and_names(one: Asked, other: Asked) -> None:
    """Never is a request answered by another page, or by one with other fields; and volatile values never matter."""
    likeness = _LIKE.of(one, other)
    if likeness is not None:
        assert (one.method, one.path) == (other.method, other.path)
    if likeness == _VOLATILE:
        assert {pair for pair in one.values if pair[0] in "ab" and pair[0] and "***" not in pair[1]} <= set(
            other.values
        )
    changed = Asked(
        one.method,
        one.path,
        tuple(
            (name, value + "x" if name in ("_", "__VIEWSTATE", "csrf_token") else value) for name, value in one.values
        ),
    )
    assert _LIKE.of(one, changed) in (_EXACT, _VOLATILE)
