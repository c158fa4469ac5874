"""The browser's room as a witness."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from legacy_adapters.core.errors import SourceChanged
from legacy_adapters.sources.screen.evidence.witness import SeenRequest, witness_of
from legacy_adapters.sources.screen.screen import Screen


@dataclass
class _Line:
    kind: str = "error"
    text: str = "x is not defined"
    url: str = "http://host/a.js"
    method: str = "GET"
    status: int | None = None
    failure: str | None = "refused"


class _Session:
    console = (_Line(),)
    requests = (_Line(),)

    def save_trace(self, path: Path) -> None:
        path.write_bytes(b"PK")


class _Screen:
    def content(self, frames: tuple[str, ...] = ()) -> str:
        if "gone" in frames:
            raise SourceChanged("there is no frame gone")
        return f"<p>{frames}</p>"

    def picture(self, path: Path) -> None:
        path.write_bytes(b"PNG")


def test_it_tells_what_session_and_screen_know(tmp_path: Path) -> None:
    """Picture, pages of the frames, console, requests and trace come from there; a frame that is gone is told."""
    screen = cast("Screen", _Screen())
    witness = witness_of(_Session(), screen, (("menu",), ("a", "b"), ("gone",)), traced=True)
    assert witness.documents is not None
    assert witness.console is not None
    assert witness.requests is not None
    assert witness.documents() == {
        "": "<p>()</p>",
        "menu": "<p>('menu',)</p>",
        "a > b": "<p>('a', 'b')</p>",
        "gone": "<!-- there is no frame gone -->",
    }
    assert list(witness.console()) == ["error: x is not defined (http://host/a.js)"]
    assert list(witness.requests()) == [SeenRequest("GET", "http://host/a.js", "error", None, "refused")]


@pytest.mark.parametrize("traced", [True, False])
def test_without_a_trace_there_is_none_to_save(traced: bool) -> None:
    """A trace that was never begun is not asked for."""
    assert (witness_of(_Session(), cast("Screen", _Screen()), traced=traced).trace is not None) == traced
