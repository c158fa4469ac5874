"""Counting texts that are read as they were written."""

from __future__ import annotations

from benchmarks.code_pages import LETTERS, Result, measure, table, texts


def test_texts_are_the_same_each_time() -> None:
    """Drawn from a fixed seed, each can be written in its code page."""
    first = list(texts(12, 20))
    assert first == list(texts(12, 20))
    assert all(one.data.decode(one.codec) == one.text for one in first)


def test_a_dozen_letters_are_enough() -> None:
    """Nearly all are read as written, and none that is said to be certain is wrong."""
    result = measure(12, 60)
    assert result.texts == 60
    assert result.right >= 58
    assert result.wrong_though_certain == 0


def test_the_table_has_a_line_for_each() -> None:
    """Shares in percent, nothing for one that was not measured."""
    shown = table([Result(letters, 200, 199, 100, 0, None) for letters in LETTERS])
    assert "| 12 | 99.5 % | 50.0 % | 0 |  |" in shown
    assert len(shown.splitlines()) == len(LETTERS) + 2
