"""The proof that pages are the whole list."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.control_sums import COUNT
from legacy_adapters.sources.screen.whole.proof import WholeProof, mark_of
from legacy_adapters.sources.screen.whole.settings import Total

WHERE = "page"


def proof(**total: Any) -> WholeProof:
    """An empty proof."""
    return WholeProof.of(Total.model_validate(total) if total else None, {})


def amounts(*texts: str | None) -> pa.RecordBatch:
    return pa.record_batch([pa.array(texts, pa.string())], names=["Amount"])


def test_a_list_of_which_nothing_is_stated() -> None:
    """Nothing can be compared."""
    made = proof()
    made.page("a", None, WHERE)
    made.rows(amounts("1"))
    made.check(WHERE)


def test_the_count_that_is_stated() -> None:
    """More rows, and fewer, are a changed source; both numbers are shown."""
    made = proof(count="#n")
    made.says(COUNT, "2", WHERE)
    made.rows(amounts("1"))
    with pytest.raises(SourceChanged, match="states 2 rows, and has 1") as caught:
        made.check(WHERE)
    assert "Nothing was published" in caught.value.hint
    made.rows(amounts("1"))
    made.check(WHERE)
    made.rows(amounts("1"))
    with pytest.raises(SourceChanged, match="states 2 rows, and has 3"):
        made.check(WHERE)


def test_a_count_that_is_not_there() -> None:
    """A recipe that says that the screen states it is held to that."""
    with pytest.raises(SourceChanged, match="does not state the number of rows"):
        proof(count="#n").check(WHERE)
    made = proof(sum={"Amount": "#s"})
    made.check(WHERE)  # without rows many screens state no sum
    made.rows(amounts("1"))
    with pytest.raises(SourceChanged, match="does not state the sum of Amount"):
        made.check(WHERE)


def test_a_count_that_is_no_number() -> None:
    """What cannot be read is not as stated."""
    made = proof(count="#n")
    made.says(COUNT, "many", WHERE)
    with pytest.raises(SourceChanged, match="states many rows"):
        made.check(WHERE)


@pytest.mark.parametrize(
    ("decimal", "cells", "stated"),
    [
        (".", ("1,234.50", "-0.25"), "1,234.25"),
        (",", ("1.234,50", "-0,25"), "1234,25"),
        (".", ("1,234.50", None, "-0.25"), "1,234.25"),
    ],
)
def test_a_sum(decimal: str, cells: tuple[str | None, ...], stated: str) -> None:
    """To the last digit; empty cells are nothing."""
    made = proof(sum={"Amount": "#s"}, decimal=decimal)
    made.rows(amounts(*cells))
    made.says("Amount", stated, WHERE)
    made.check(WHERE)
    made.rows(amounts("0.01" if decimal == "." else "0,01"))
    with pytest.raises(SourceChanged, match="the sum of Amount"):
        made.check(WHERE)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """In one message."""
    made = proof(count="#n", sum={"Amount": "#s"})
    made.says(COUNT, "3", WHERE)
    made.says("Amount", "9", WHERE)
    made.rows(amounts("1", "x"))
    with pytest.raises(
        SourceChanged, match=r"states 3 rows, and has 2; .*states 9 .*gives? 1 \(1 cells are no numbers"
    ):
        made.check(WHERE)


def test_a_list_that_grows_while_it_is_read() -> None:
    """Another number of rows on a later page is a changed source, at once; the same number written otherwise is not."""
    made = proof(count="#n")
    made.says(COUNT, "1,234", WHERE)
    made.says(COUNT, "1234", WHERE)
    with pytest.raises(SourceChanged, match="stated 1234 rows at first, and 1235 now"):
        made.says(COUNT, "1235", WHERE)


def test_the_last_total_holds() -> None:
    """A total row of each page may be a running one: the last is that of the whole."""
    made = proof(sum={"Amount": "total"})
    made.rows(amounts("1", "2"))
    made.says_in_rows("Amount", ["3"], together=False, where=WHERE)
    made.rows(amounts("4"))
    made.says_in_rows("Amount", ["5", "7"], together=False, where=WHERE)
    made.check(WHERE)


def test_subtotals_add_up() -> None:
    """All of them together are the sum of the rows; one that is no number is an error."""
    made = proof(sum={"Amount": "subtotal"})
    made.rows(amounts("1", "2.50"))
    made.says_in_rows("Amount", ["3.50"], together=True, where=WHERE)
    made.check(WHERE)
    made.rows(amounts("4"))
    with pytest.raises(SourceChanged, match=r"subtotals of Amount add up to 3\.50, and its rows give 7\.50"):
        made.check(WHERE)
    with pytest.raises(SourceChanged, match="'n/a' is stated as a subtotal of Amount, and is no number"):
        made.says_in_rows("Amount", ["n/a"], together=True, where=WHERE)


def test_page_numbers_follow_each_other() -> None:
    """A gap, the same again, and backwards are a changed source."""
    for wrong in (4, 2, 1):
        made = proof()
        made.page("a", 1, WHERE)
        made.page("b", 2, WHERE)
        with pytest.raises(SourceChanged, match=f"page {wrong} came behind page 2"):
            made.page("c", wrong, WHERE)


def test_circles_are_seen() -> None:
    """A page that was there before is named; pages with numbers may show the same rows."""
    made = proof()
    for mark in "abc":
        made.page(mark, None, WHERE)
    with pytest.raises(SourceChanged, match="goes in circles: this is page 2 again"):
        made.page("b", None, WHERE)
    numbered = proof()
    numbered.page("a", 1, WHERE)
    numbered.page("a", 2, WHERE)


@given(
    st.lists(st.lists(st.decimals(-999, 999, places=2), max_size=4), max_size=6),
    st.data(),
)
def test_it_goes_on_from_its_state(pages: list[list[Decimal]], data: st.DataObject) -> None:
    """Kept as JSON anywhere and taken up again, a proof ends as it would have."""
    total = Total.model_validate({"count": "#n", "sum": {"Amount": "#s"}})
    cut = data.draw(st.integers(0, len(pages)))
    count = sum(map(len, pages)) + data.draw(st.integers(-1, 1))
    stated = sum((sum(page, Decimal(0)) for page in pages), Decimal(0)) + data.draw(st.sampled_from([0, 1]))

    def take(made: WholeProof, first: int, last: int) -> None:
        for number in range(first, last):
            made.page(str(number), None, WHERE)
            made.rows(amounts(*map(str, pages[number])))
            made.says(COUNT, str(count), WHERE)
            made.says("Amount", str(stated), WHERE)

    def end(made: WholeProof) -> str:
        try:
            made.check(WHERE)
        except SourceChanged as error:
            return error.message
        return ""

    whole, resumed = WholeProof.of(total, {}), WholeProof.of(total, {})
    take(whole, 0, len(pages))
    take(resumed, 0, cut)
    resumed = WholeProof.of(total, json.loads(json.dumps(resumed.state())))
    take(resumed, cut, len(pages))
    assert end(resumed) == end(whole)
    assert resumed.state() == whole.state()


def test_a_state_stays_as_it_was_taken() -> None:
    """What comes behind it does not change it: reading may go on from there in the same process."""
    made = proof(count="#n", sum={"Amount": "subtotal"})
    states = []
    for number in range(3):
        made.page(f"page {number}", None, WHERE)
        made.rows(amounts("1", "x"))
        made.says(COUNT, "6", WHERE)
        made.says_in_rows("Amount", ["1"], together=True, where=WHERE)
        states.append((made.state(), json.dumps(made.state())))
    assert [json.dumps(state) for state, _ in states] == [text for _, text in states]


def cells(*rows: list[Any], base: str = "") -> str:
    return json.dumps({"kind": "grid", "rows": rows, "parts": [], "base": base})


@given(st.lists(st.text(), unique=True, min_size=2, max_size=2))
def test_marks_tell_pages_apart(texts: list[str]) -> None:
    """And are the same for the same page, whatever characters it has."""
    assert mark_of(cells([texts[0]])) != mark_of(cells([texts[1]]))
    assert mark_of(cells([texts[0]])) == mark_of(cells([texts[0]]))
    assert len(mark_of(cells(["\ud800"]))) == 16


def test_a_session_in_an_address_makes_no_other_page() -> None:
    """Neither in the page's own address nor in links."""
    before = cells([{"text": "0001", "links": ["/entry?sid=1"]}], base="http://ledger.test/list?sid=1")
    after = cells([{"text": "0001", "links": ["/entry?sid=2"]}], base="http://ledger.test/list?sid=2")
    assert mark_of(before) == mark_of(after)
    assert mark_of(before) != mark_of(cells([{"text": "0001", "checked": [True]}]))
