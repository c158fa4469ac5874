"""Saves what a run sees into a folder beside its recipe, so that the same run goes without the application."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from legacy_adapters.core.errors import OutputError
from legacy_adapters.core.secrets import STRUCK_OUT
from legacy_adapters.sources.screen.evidence.bodies import is_text, learn, scrubbed
from legacy_adapters.sources.screen.evidence.headers import header_secrets
from legacy_adapters.sources.screen.evidence.parameters import is_secret_parameter, without_parameter_secrets
from legacy_adapters.sources.screen.evidence.striking import Striker
from legacy_adapters.sources.screen.saved.asked import Pairs, shortened, values_in
from legacy_adapters.sources.screen.saved.exchange import Exchanged
from legacy_adapters.sources.screen.saved.hosts import Hosts, netloc_of
from legacy_adapters.sources.screen.saved.index import BODIES, INDEX, Entry, index_text
from legacy_adapters.sources.screen.saved.kept_headers import kept_headers

DECORATION: Final = frozenset({"image", "font", "media"})
"""Kinds of requests that are not recorded: no row is read from a picture."""

_PARTS: Final = frozenset({"script", "stylesheet"})
"""Kinds that a page loads several of at once, so that their order differs from run to run."""

_SUFFIXES: Final = {
    "application/javascript": ".js",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/xhtml+xml": ".html",
    "application/xml": ".xml",
    "text/css": ".css",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/javascript": ".js",
    "text/xml": ".xml",
}
_WITHOUT_BODY: Final = frozenset({204, 205, 304})
# Git must not change line ends: a body is answered byte for byte.
_ATTRIBUTES: Final = f"{BODIES}/** -text\n"


def recording_folder(recipe: Path) -> Path:
    """Where the recording of a recipe is: ``journal.pages`` beside ``journal.yaml``."""
    return recipe.with_name(f"{recipe.stem}.pages")


@dataclass(slots=True)
class Recording:
    """Takes exchanges in their order, without any secret. ``recording`` opens one."""

    _folder: Path
    _striker: Striker = field(default_factory=Striker.of_all_known)
    _hosts: Hosts = field(default_factory=Hosts)
    _entries: list[Entry] = field(default_factory=list)
    _parts: list[Entry] = field(default_factory=list)

    def add(self, exchange: Exchanged) -> None:
        """Saves an exchange, unless it is a picture or of no host. Raises ``OutputError``."""
        netloc = netloc_of(exchange.url)
        if exchange.kind in DECORATION or not netloc:
            return
        self._hosts.add(netloc)
        self._learn(exchange)
        redirected = 300 <= exchange.status < 400
        entry = Entry(
            method=exchange.method.upper(),
            url=self._text(without_parameter_secrets(exchange.url.partition("#")[0])),
            sent=self._sent(exchange.request_body or b""),
            status=exchange.status,
            headers=kept_headers(exchange.headers, lambda value: self._text(without_parameter_secrets(value))),
            file=self._body(exchange.body, exchange.headers) if exchange.body and not redirected else "",
            lost=exchange.body is None and not redirected and exchange.status not in _WITHOUT_BODY,
        )
        (self._parts if exchange.kind in _PARTS else self._entries).append(entry)

    @property
    def lost(self) -> list[str]:
        """The addresses whose answers could not be kept, so that a replay will miss them."""
        return [entry.url for entry in (*self._entries, *self._parts) if entry.lost]

    def finish(self) -> None:
        """Writes the index: pages in their order, then what they load, each once and by its address. What became known
        only later, a token or a host, goes from all that was seen before. Raises ``OSError``."""
        self._striker.add_known()
        files = {entry.file for entry in (*self._entries, *self._parts)} - {""}
        final = {"": ""} | {file: self._again(file) for file in files}
        pages = [self._final(entry, final) for entry in self._entries]
        parts = [self._final(entry, final) for entry in self._parts]
        once = [entry for number, entry in enumerate(parts) if entry not in parts[:number]]
        text = index_text([*pages, *sorted(once, key=lambda entry: entry.url)])
        (self._folder / INDEX).write_bytes(text.encode())
        (self._folder / ".gitattributes").write_bytes(_ATTRIBUTES.encode())

    def _final(self, entry: Entry, files: Mapping[str, str]) -> Entry:
        return replace(
            entry,
            url=self._text(entry.url),
            sent=tuple((self._text(name), self._text(value)) for name, value in entry.sent),
            headers={name: self._text(value) for name, value in entry.headers.items()},
            file=files[entry.file],
        )

    def _again(self, file: str) -> str:
        path = self._folder / file
        saved = path.read_bytes()
        final = self._bare(saved)
        if final == saved:
            return file
        path.unlink()
        return self._write(final, path.suffix)

    def _learn(self, exchange: Exchanged) -> None:
        self._striker.add_known()
        for name, value in (*exchange.request_headers.items(), *exchange.headers.items()):
            for token in header_secrets(name, value):
                self._striker.add(token)
        learn(exchange.body or b"", self._striker)

    def _text(self, text: str) -> str:
        return self._hosts.hidden(self._striker.text(text).encode()).decode("utf-8", "replace")

    def _sent(self, body: bytes) -> Pairs:
        bare = self._hosts.hidden(scrubbed(body, self._striker))
        return tuple(
            (name, STRUCK_OUT if value and is_secret_parameter(name) else shortened(value))
            for name, value in values_in(bare)
        )

    def _body(self, body: bytes, headers: Mapping[str, str]) -> str:
        """Saves a body under its content, once, and returns the file's name."""
        bare = self._bare(body)
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        return self._write(bare, _SUFFIXES.get(kind) or (".txt" if is_text(bare) else ".bin"))

    def _bare(self, body: bytes) -> bytes:
        bare = scrubbed(body, self._striker)
        return self._hosts.hidden(bare) if is_text(bare) else bare

    def _write(self, body: bytes, suffix: str) -> str:
        name = f"{BODIES}/{hashlib.sha256(body).hexdigest()[:20]}{suffix}"
        path = self._folder / name
        try:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(body)
        except OSError as error:
            raise OutputError(f"a page cannot be saved: {error.strerror}", where=str(path)) from error
        return name


@contextmanager
def recording(folder: Path) -> Iterator[Recording]:
    """Records into ``folder``: at the end what was saved there before is replaced, after an error it is left as it
    was. Other files in it stay. Raises ``OutputError``."""
    begun = folder.with_name(f".{folder.name}.begun")
    try:
        shutil.rmtree(begun, ignore_errors=True)
        begun.mkdir(parents=True)
        made = Recording(begun)
        yield made
        made.finish()
        _put_in_place(begun, folder)
    except OSError as error:
        raise OutputError(f"the recording cannot be saved: {error.strerror}", where=str(folder)) from error
    finally:
        shutil.rmtree(begun, ignore_errors=True)


def _put_in_place(begun: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    # Without an index there is no recording: a kill in between leaves none that is mixed of two.
    (folder / INDEX).unlink(missing_ok=True)
    if (folder / BODIES).exists():
        shutil.rmtree(folder / BODIES)
    for name in (BODIES, ".gitattributes", INDEX):
        if (begun / name).exists():
            (begun / name).replace(folder / name)
