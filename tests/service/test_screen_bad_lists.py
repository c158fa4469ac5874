"""Lists that are empty, lie, grow, go in circles, or hold what no cell should: nothing wrong is ever delivered."""

from __future__ import annotations

import pytest

from tests.service.screens import Screens

NEXT = "next: {link: \"text='Next'\"}\n"
PAGES = "next: {link: \"text='Next'\", page: {at: '#lblPage', matches: 'Page (\\d+)'}}\n"
COUNT = "total: {count: {at: '#lblCount', matches: '([\\d,]+) records'}}\n"
SUM = "total: {sum: {Amount: '#lblSum'}, decimal: ','}\n"


def refused(screens: Screens, recipe: str) -> str:
    """The message of an extraction that ended with 76 and wrote nothing."""
    ended = screens.extract(recipe)
    assert (ended.code, (screens.folder / "out.csv").exists()) == (76, False)
    return ended.err


def test_an_empty_table_is_an_empty_file(screens: Screens) -> None:
    """A header and no rows, which is what the screen says: that is no error."""
    ended = screens.extract(screens.odd("/odd/empty", COUNT))
    assert (ended.code, screens.rows()) == (0, [])
    assert (screens.folder / "out.csv").read_text("utf-8") == "No.,Article,Amount\n"


def test_a_search_that_finds_nothing_shows_no_table(screens: Screens) -> None:
    """The words of the recipe stand for it; the count of none is compared too."""
    recipe = screens.changed("journal", NOTHING)
    ended = screens.extract(recipe)
    assert ended.code == 0, ended.err
    assert screens.rows() == []


NOTHING = """\
open:
  - goto: "{address}/journal"
    frame: main
  - fill: "#txtFrom"
    text: 01.01.1997
  - fill: "#txtTo"
    text: 01.01.1997
  - click: "#btnSearch"
"""


def test_a_header_in_another_language(screens: Screens) -> None:
    """76, with what was expected and what is there."""
    said = refused(screens, screens.odd("/odd/language"))
    assert "'Amount'" in said
    assert "'Beløb'" in said


def test_a_table_that_is_not_there(screens: Screens) -> None:
    """76, with a picture of what was there instead."""
    recipe = screens.odd("/odd", "browser: {timeout: 2s}\n")
    assert "#grid cannot be seen" in refused(screens, recipe)
    assert list(screens.evidence[0].glob("*.png"))


def test_a_list_that_grows_while_it_is_read(screens: Screens) -> None:
    """The count that is stated changes from page to page."""
    assert "the list changes while it is read" in refused(screens, screens.odd("/odd/growing?page=1", NEXT + COUNT))


def test_a_list_that_grows_before_its_first_row_shows_rows_twice(screens: Screens) -> None:
    """Where no count is stated, the key tells."""
    recipe = screens.odd("/odd/growing?page=1&at=top", NEXT + "key: [No.]\n")
    assert "twice" in refused(screens, recipe) or "again" in refused(screens, recipe)


def test_a_next_that_goes_in_circles(screens: Screens) -> None:
    """The second page comes again behind the third: it is noticed at once, and not at the hundred-thousandth page."""
    assert "goes in circles: this is page 2 again" in refused(screens, screens.odd("/odd/circle?page=1", NEXT))
    assert screens.site.counters.requests["/odd/circle"] == 4


def test_pages_with_a_gap(screens: Screens) -> None:
    """The numbers that pages show must follow each other."""
    assert "page 4 came behind page 2" in refused(screens, screens.odd("/odd/gaps?page=1", PAGES))


def test_pages_with_a_gap_and_without_numbers_do_not_have_all_rows(screens: Screens) -> None:
    """The count tells."""
    assert "states 100 rows, and has 80" in refused(screens, screens.odd("/odd/gaps?page=1", NEXT + COUNT))


def test_a_count_that_lies(screens: Screens) -> None:
    """A hundred and twenty are stated, a hundred are there."""
    assert "states 120 rows, and has 100" in refused(screens, screens.odd("/odd/lies", COUNT))


def test_a_sum_that_is_a_cent_too_high(screens: Screens) -> None:
    """To the cent."""
    said = refused(screens, screens.odd("/odd/lies?what=sum", SUM))
    assert "as the sum of Amount, and its rows give 6312.5" in said


def test_a_sum_that_is_right(screens: Screens) -> None:
    """The same screen where it does not lie about that."""
    ended = screens.extract(screens.odd("/odd/lies", SUM))
    assert (ended.code, screens.rows()) == (0, screens.site.truth.sample(1, 100).rows)


def test_a_total_that_is_not_where_the_recipe_says(screens: Screens) -> None:
    """What cannot be compared is not taken for right."""
    recipe = screens.odd("/odd/lies", "total: {count: '#lblFound'}\n")
    assert "does not state the number of rows" in refused(screens, recipe)


def test_the_journals_count_is_compared_over_all_pages(screens: Screens) -> None:
    """One line is missing in what the application states."""
    screens.site.modes.page_rows, screens.site.modes.lie = 500, -1
    ended = screens.extract("journal")
    assert (ended.code, (screens.folder / "out.csv").exists()) == (76, False)
    assert "the screen states 1470 rows, and has 1471" in ended.err


def test_hostile_cells_stay_what_they_are_through_to_the_file(screens: Screens) -> None:
    """Scripts, formulas, control characters, marks for another direction: texts, to the last character."""
    recipe = screens.write("hostile.yaml", HOSTILE)
    ended = screens.extract(recipe)
    truth = {row["What"]: row["Text"] for row in screens.site.truth.hostile().rows}
    read = {row["What"]: row["Text"] for row in screens.rows()}
    assert (ended.code, list(read)) == (0, list(truth))
    assert {what: text for what, text in read.items() if text != truth[what]} == {}


HOSTILE = """\
version: 1
params: {address: ~}
url: "{address}/odd/hostile"
table:
  at: "#grid"
  header: [No., What, Text]
total: {count: {at: '#lblCount', matches: '([\\d,]+) records'}}
"""


@pytest.mark.parametrize(
    ("version", "difference"),
    [
        (2, "column 'Text' moved from"),
        (3, "Document"),
        (4, "Operator"),
        (5, "Account / Contra"),
        (6, "Amount / Debit"),
    ],
)
def test_another_version_of_the_journal_is_a_changed_source(screens: Screens, version: int, difference: str) -> None:
    """A column moved, renamed, added, missing, two swapped: 76, what is different is said, and nothing is written."""
    screens.site.modes.version = version
    ended = screens.extract("journal")
    assert (ended.code, (screens.folder / "out.csv").exists()) == (76, False)
    assert "the columns are not those that the recipe states:" in ended.err
    assert difference in ended.err
    assert list(screens.evidence[0].glob("*.png"))


@pytest.mark.parametrize("version", [2, 4, 6])
def test_columns_by_header_are_found_where_they_are_now(screens: Screens, version: int) -> None:
    """Moved, with another between them, swapped: each is read from its place, and the report says so."""
    screens.site.modes.version, screens.site.modes.page_rows = version, 2000
    ended = screens.extract(screens.changed("journal", "table: {columns: by_header}\n"))
    rows, truth = screens.rows(), screens.site.truth.journal("NORD", "2004")
    assert (ended.code, len(rows)) == (0, truth.count)
    for new, old in (("Text", "Text"), ("Amount / Debit", "Amount Debit"), ("Amount / Credit", "Amount Credit")):
        assert [" ".join(row[new].split()) for row in rows] == [row[old] for row in truth.rows]
    assert (
        "not read, as the recipe does not name them: 'Operator'" if version == 4 else "read from there"
    ) in ended.err


@pytest.mark.parametrize("version", [3, 5])
def test_a_column_that_is_gone_is_a_changed_source_even_by_header(screens: Screens, version: int) -> None:
    """A column that cannot be found is not guessed."""
    screens.site.modes.version = version
    ended = screens.extract(screens.changed("journal", "table: {columns: by_header}\n"))
    assert ended.code == 76
