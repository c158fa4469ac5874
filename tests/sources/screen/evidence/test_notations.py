"""A secret's notations, each with what has to be there for it to be there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.evidence.notations import notations
from tests.sources.screen.evidence.searching import forms_of

AWKWARD = "p@ss w\"o}r'd/ü\\%+"


def test_the_anchor_is_in_whatever_matches() -> None:
    """What is looked for first is part of every match, so that nothing is missed by looking for it."""
    found = 0
    for form in forms_of(AWKWARD):
        for notation in notations(AWKWARD):
            match = notation.pattern.search(form)
            if match:
                found += 1
                assert notation.anchor in match[0]
    assert found >= len(forms_of(AWKWARD))


@given(st.text(min_size=1, max_size=12))
def test_any_text_has_notations(secret: str) -> None:
    """Whatever characters a secret has, one of its patterns matches it."""
    assert any(notation.pattern.fullmatch(secret.encode("utf-8", "surrogatepass")) for notation in notations(secret))


def test_short_base64_counts_as_a_whole_only() -> None:
    """Few characters of base64 would stand in other data by accident."""
    patterns = [notation.pattern for notation in notations("abc")]
    assert not any(pattern.search(b"xxYWJjxx") for pattern in patterns)
    assert any(pattern.search(b"=YWJj=".replace(b"=", b'"')) for pattern in patterns)
