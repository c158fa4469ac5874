"""Files that a click brings: as a download, or as a page that is none."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from playwright.async_api import CDPSession, Download, Error, Response

from legacy_adapters.core.errors import OutputError, SourceChanged, Unavailable
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.browser.steps import Doing
from legacy_adapters.sources.screen.screen import Place

if TYPE_CHECKING:
    from legacy_adapters.sources.screen.browser.context import Context

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_FILENAME = re.compile(r"filename\*?=(?:UTF-8'')?(?:\"([^\"]*)\"|([^;\s]+))", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml")


async def downloaded(step: Doing, place: Place, folder: Path, context: Context) -> Path:
    """Clicks, and returns the file that came, whole.

    Raises ``Unavailable`` where it breaks off or does not end, ``SourceChanged`` where a page comes or nothing at all,
    ``OutputError`` where it cannot be saved.
    """
    arrived: asyncio.Future[Download] = asyncio.get_running_loop().create_future()

    def arrive(download: Download) -> None:
        if not arrived.done():
            arrived.set_result(download)

    step.page.context.on("download", arrive)
    session = await _have_files_saved(step)
    try:
        frame = await step.act(place, lambda found: found.click(timeout=step.left))
        settled = asyncio.ensure_future(step.quiet(frame))
        first: tuple[asyncio.Future[Any], ...] = (arrived, settled)
        try:
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not settled.done():
                settled.cancel()
        if arrived.done():
            return await _saved(arrived.result(), folder, step, context)
        await settled
        shown = next((each for each in step.step.answers if is_file(each.status, each.headers)), None)
        if shown is not None:
            return await _fetched(shown, folder, step, context)
        if step.step.answers:
            raise SourceChanged(f"a page came instead of a file: {scrub(step.page.url)}", where=step.step.where)
        async with asyncio.timeout_at(step.deadline):
            return await _saved(await arrived, folder, step, context)
    except TimeoutError:
        raise SourceChanged("no file came", where=step.step.where) from None
    finally:
        step.page.context.remove_listener("download", arrive)
        with suppress(Error):
            await session.detach()


async def _have_files_saved(step: Doing) -> CDPSession:
    """Has the browser save what it would show, such as a PDF or a text, as it was sent: a text that it has shown it no
    longer has as it was."""
    session = await step.page.context.new_cdp_session(step.page)

    async def on_head(paused: dict[str, Any]) -> None:
        headers = paused.get("responseHeaders", [])
        stated = {header["name"].lower(): header["value"] for header in headers}
        answer = {"requestId": paused["requestId"]}
        if is_file(paused.get("responseStatusCode", 0), stated) and "content-disposition" not in stated:
            headers = [*headers, {"name": "Content-Disposition", "value": "attachment"}]
            answer |= {"responseCode": paused["responseStatusCode"], "responseHeaders": headers}
        with suppress(Error):
            await session.send("Fetch.continueResponse", answer)

    session.on("Fetch.requestPaused", on_head)
    await session.send("Fetch.enable", {"patterns": [{"resourceType": "Document", "requestStage": "Response"}]})
    return session


async def _saved(download: Download, folder: Path, step: Doing, context: Context) -> Path:
    path = _free(folder, download.suggested_filename)
    try:
        async with asyncio.timeout_at(step.deadline):
            failure = await download.failure()
            if failure is None:
                await download.save_as(path)
    except TimeoutError:
        raise Unavailable(f"the download of {path.name} does not end in time", where=step.step.where) from None
    except Error as error:
        raise Unavailable(
            f"the download of {path.name} failed: {scrub(error.message)}", where=step.step.where
        ) from None
    if failure is not None:
        raise Unavailable(f"the download of {path.name} broke off ({failure})", where=step.step.where)
    response = next((each for each in reversed(step.step.answers) if each.url == download.url), None)
    if response is not None:
        context.tell_download(response, path)
    return path


async def _fetched(shown: Response, folder: Path, step: Doing, context: Context) -> Path:
    """What a window of its own shows."""
    if shown.request.method != "GET":
        raise SourceChanged(
            f"{scrub(shown.url)} is shown in a window of its own after a form was posted: it cannot be taken as it was "
            "sent",
            where=step.step.where,
        )
    body = (await context.fetched(step, shown.url, None)).body
    path = _free(folder, _name_of(shown))
    try:
        path.write_bytes(body)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}", where=step.step.where) from None
    return path


def is_file(status: int, headers: Mapping[str, str]) -> bool:
    """Whether what is answered is a file rather than a page; ``headers`` by lower-case name."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return 200 <= status < 300 and bool(kind) and kind not in _PAGES


def _name_of(response: Response) -> str:
    found = _FILENAME.search(response.headers.get("content-disposition", ""))
    stated = unquote(found[1] or found[2] or "") if found else ""
    return stated or unquote(urlsplit(response.url).path.rpartition("/")[2]) or "download"


def _free(folder: Path, suggested: str) -> Path:
    """A path in the folder that is not taken; the name is what the application says, without what is no name."""
    name = _UNSAFE.sub("_", suggested).strip(". ")[-120:] or "download"
    path = folder / name
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return path
