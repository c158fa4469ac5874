"""The application in a process of its own."""

from __future__ import annotations

from urllib.request import urlopen

from benchmarks.screen_site import served


def test_it_tells_what_it_was_asked_for() -> None:
    """The pages since it was last asked, and nothing else."""
    with served() as site:
        assert site.asked() == (0, 0.0)
        for page in (1, 2):
            with urlopen(f"{site.url}/bench/pages?page={page}", timeout=30) as answer:
                assert b'<TABLE ID="grid"' in answer.read()
        urlopen(f"{site.url}/odd", timeout=30).close()
        count, seconds = site.asked()
        assert (count, seconds > 0) == (2, True)
        assert site.asked() == (0, 0.0)
