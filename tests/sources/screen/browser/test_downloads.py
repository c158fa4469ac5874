"""Files that a click brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from legacy_adapters.core.errors import SourceChanged, Unavailable
from legacy_adapters.sources.screen.browser.tab import Tab
from legacy_adapters.sources.screen.screen import Place
from tests.sources.screen.browser.conftest import hurry
from tests.sources.screen.browser.site import Handling, Site

pytestmark = pytest.mark.service

_ATTACHED = 'attachment; filename="../../journal .csv"'


def test_download_is_whole(screen: Tab, site: Site, tmp_path: Path) -> None:
    """The file has all its bytes and a name without a path; a second one of that name gets another."""
    content = b"a;b\r\n" * 100_000
    site.pages["/"] = "<a href=/export>e</a>"
    site.pages["/export"] = lambda handling: handling.answer(content, content_disposition=_ATTACHED)
    screen.goto(site.url("/"))
    paths = [screen.download(Place("a"), tmp_path) for _ in range(2)]
    assert [path.read_bytes() == content for path in paths] == [True, True]
    assert {path.parent for path in paths} == {tmp_path}
    assert paths[0] != paths[1]
    assert paths[0].suffix == ".csv"


def test_download_that_a_form_and_a_popup_bring(screen: Tab, site: Site, tmp_path: Path) -> None:
    """A form that is posted, also into a new window, brings its file."""
    site.pages["/"] = "<form method=post action=/export target=_blank><input name=y value=1><button>e</button></form>"
    site.pages["/export"] = lambda handling: handling.answer(handling.seen.body, content_disposition=_ATTACHED)
    screen.goto(site.url("/"))
    assert screen.download(Place("button"), tmp_path).read_bytes() == b"y=1"


@pytest.mark.parametrize("chunked", [False, True])
def test_download_that_breaks_off(screen: Tab, site: Site, tmp_path: Path, chunked: bool) -> None:
    """A connection that ends before the file does is unavailable, and leaves no file."""

    def half(handling: Handling) -> None:
        if chunked:
            handling.head(content_disposition=_ATTACHED, content_type="text/csv", transfer_encoding="chunked")
        else:
            handling.head(content_disposition=_ATTACHED, content_type="text/csv", content_length="1000")
        handling.write(b"5\r\nhello\r\n" if chunked else b"hello")
        handling.released.wait(0.1)
        handling.request.close_connection = True

    site.pages["/"] = "<a href=/export>e</a>"
    site.pages["/export"] = half
    screen.goto(site.url("/"))
    with pytest.raises(Unavailable, match="broke off"):
        screen.download(Place("a"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_download_that_never_ends(screen: Tab, site: Site, tmp_path: Path) -> None:
    """A file that does not end within the step's time is unavailable, and leaves no file."""

    def half(handling: Handling) -> None:
        handling.head(content_disposition=_ATTACHED, content_length="1000")
        handling.write(b"hello")
        handling.hang()

    site.pages["/"] = "<a href=/export>e</a>"
    site.pages["/export"] = half
    screen.goto(site.url("/"))
    hurry(screen)
    with pytest.raises(Unavailable, match="does not end in time"):
        screen.download(Place("a"), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_file_that_is_shown(screen: Tab, site: Site, tmp_path: Path, method: str) -> None:
    """A text that the browser shows instead of saving it is saved as it was sent."""
    content = "Größe;1\r\n".encode("cp1252")
    site.pages["/"] = f"<form action=/list.txt method={method}><button>e</button></form>"
    site.pages["/list.txt"] = lambda handling: handling.answer(content, content_type="text/plain")
    screen.goto(site.url("/"))
    path = screen.download(Place("button"), tmp_path)
    assert path.read_bytes() == content
    assert path.name == "list.txt"


def test_pdf_that_is_shown(screen: Tab, site: Site, tmp_path: Path) -> None:
    """A PDF without `attachment` is a file too."""
    content = b"%PDF-1.4\n%%EOF\n"
    site.pages["/"] = "<a href=/invoice.pdf>e</a>"
    site.pages["/invoice.pdf"] = lambda handling: handling.answer(content, content_type="application/pdf")
    screen.goto(site.url("/"))
    assert screen.download(Place("a"), tmp_path).read_bytes() == content


def test_page_instead_of_a_file(screen: Tab, site: Site, tmp_path: Path) -> None:
    """A page where a file was meant is a changed source, at once; so is nothing at all, at the step's end."""
    site.pages["/"] = "<a href=/sorry>e</a><b>n</b>"
    site.pages["/sorry"] = "<p>sorry</p>"
    screen.goto(site.url("/"))
    with pytest.raises(SourceChanged, match="a page came instead of a file"):
        screen.download(Place("a"), tmp_path)
    screen.goto(site.url("/"))
    hurry(screen)
    with pytest.raises(SourceChanged, match="no file came"):
        screen.download(Place("b"), tmp_path)


def test_pdf_in_a_window_of_its_own(screen: Tab, site: Site, tmp_path: Path) -> None:
    """A PDF that opens in a new window is fetched with the session."""
    content = b"%PDF-1.4\n%%EOF\n"
    site.pages["/"] = "<a href=/invoice.pdf target=_blank>e</a>"
    site.pages["/invoice.pdf"] = lambda handling: handling.answer(content, content_type="application/pdf")
    screen.goto(site.url("/"))
    assert screen.download(Place("a"), tmp_path).read_bytes() == content
