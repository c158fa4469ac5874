"""Collects what a failure looked like, for the person who looks at it in the morning."""

from __future__ import annotations

import json
import re
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from legacy_adapters.core.errors import LegacyAdaptersError
from legacy_adapters.sources.screen.evidence.archive import UNREADABLE
from legacy_adapters.sources.screen.evidence.bodies import learn, scrubbed_text
from legacy_adapters.sources.screen.evidence.folder import Room, folder_name, new_folder, remove_oldest
from legacy_adapters.sources.screen.evidence.headers import header_secrets, shown
from legacy_adapters.sources.screen.evidence.striking import Striker
from legacy_adapters.sources.screen.evidence.trace import scrubbed_trace

_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_.]+")


class Asked(Protocol):
    """A request that the browser made. ``status`` is None where no answer came; headers are by name, where they are
    known."""

    @property
    def method(self) -> str:
        """GET or POST, as a rule."""
        ...

    @property
    def url(self) -> str:
        """The whole address."""
        ...

    @property
    def status(self) -> int | None:
        """The answer's status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The request's headers."""
        ...

    @property
    def answered(self) -> Mapping[str, str]:
        """The answer's headers."""
        ...


@dataclass(frozen=True, slots=True)
class Witness:
    """How to get what the browser shows and remembers; None for what there is not.

    ``picture`` saves a PNG in which secrets are covered; ``documents`` gives the HTML of every frame by its name, with
    ``""`` for the window itself; ``console`` its lines, ``requests`` the last ones, oldest first; ``trace`` saves the
    trace as a zip file. Each may raise a ``LegacyAdaptersError`` or an ``OSError``.
    """

    picture: Callable[[Path], None] | None = None
    documents: Callable[[], Mapping[str, str]] | None = None
    console: Callable[[], Iterable[str]] | None = None
    requests: Callable[[], Iterable[Asked]] | None = None
    trace: Callable[[Path], None] | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What failed: the stream, the step, the error, the page that was shown, and versions by name (``browser``,
    ``playwright``, the recipe's)."""

    stream: str
    step: str
    error: BaseException
    page: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """``bytes`` of one folder without ``error.txt``, ``folders`` that are kept, and ``requests``: the last ones."""

    bytes: int = 50 * 2**20
    folders: int = 20
    requests: int = 200


def collect(
    parent: Path,
    failure: Failure,
    witness: Witness,
    *,
    at: datetime,
    note: Callable[[str], None],
    limits: Limits = Limits(),
) -> Path | None:
    """Collects the evidence of a failure into a new folder of ``parent``, with no secret in it, and returns the folder.

    Never fails: what could not be collected is a line of ``error.txt``; and where there is no folder at all, None is
    returned and ``note`` told. Removes the oldest folders beyond the limit.
    """
    striker = Striker.of_all_known()
    name = folder_name(at, striker.text(failure.stream), striker.text(failure.step))
    try:
        with new_folder(parent, name, limits.bytes) as room:
            _Collecting(room, striker, limits).all(failure, witness)
    except OSError as error:
        note(f"the evidence of what failed could not be kept in {parent}: {error.strerror or error}")
        return None
    try:
        remove_oldest(parent, limits.folders)
    except OSError as error:
        note(f"older evidence in {parent} could not be removed: {error.strerror or error}")
    return room.folder


@dataclass(frozen=True, slots=True)
class _Collecting:
    room: Room
    striker: Striker
    limits: Limits

    def all(self, failure: Failure, witness: Witness) -> None:
        """First whatever may tell of further tokens, so that they are struck out everywhere."""
        with tempfile.TemporaryDirectory(prefix="legacy-adapters-", ignore_cleanup_errors=True) as private:
            requests = self._requests(witness)
            documents = self._documents(witness)
            trace = self._trace(witness, Path(private))
            if witness.picture is not None:
                with self._trying("picture.png"):
                    self._picture(witness.picture, Path(private) / "picture.png")
            for name, page in documents.items():
                self._put(name, page)
            if witness.console is not None:
                with self._trying("console.txt"):
                    self._put("console.txt", "".join(f"{line}\n" for line in witness.console()))
            if requests:
                self._put("requests.jsonl", "".join(map(_line, requests)))
            if trace is not None:
                self.room.take(trace)
            self.room.put_in_any_case("error.txt", self._bare(_told(failure, self.room.notes)))

    def _requests(self, witness: Witness) -> list[Asked]:
        requests: list[Asked] = []
        if witness.requests is not None:
            with self._trying("requests.jsonl"):
                requests += list(witness.requests())[-self.limits.requests :]
        for request in requests:
            for name, value in (*request.headers.items(), *request.answered.items()):
                for token in header_secrets(name, value):
                    self.striker.add(token)
        return requests

    def _documents(self, witness: Witness) -> dict[str, str]:
        documents: Mapping[str, str] = {}
        if witness.documents is not None:
            with self._trying("page.html"):
                documents = witness.documents()
        for page in documents.values():
            learn(page.encode("utf-8", "replace"), self.striker)
        named: dict[str, str] = {}
        for frame, page in documents.items():
            name = _file_name(self.striker.text(frame))
            named[name if name not in named else name.replace(".html", f"-{len(named)}.html")] = page
        return named

    def _picture(self, take: Callable[[Path], None], path: Path) -> None:
        take(path)
        self.room.take(path)

    def _trace(self, witness: Witness, private: Path) -> Path | None:
        whole, bare = private / "whole.zip", private / "trace.zip"
        made: list[Path] = []
        if witness.trace is not None:
            with self._trying("trace.zip"):
                witness.trace(whole)
                left_out = scrubbed_trace(whole, bare, self.striker)
                if left_out:
                    self.room.notes.append(f"trace.zip: {len(left_out)} pictures and packed files were left out of it")
                made.append(bare)
        return next(iter(made), None)

    def _put(self, name: str, text: str) -> None:
        self.room.put(name, self._bare(text))

    def _bare(self, text: str) -> bytes:
        return scrubbed_text(text.encode("utf-8", "replace"), self.striker)

    @contextmanager
    def _trying(self, what: str) -> Iterator[None]:
        try:
            yield
        except (LegacyAdaptersError, *UNREADABLE) as error:
            self.room.notes.append(f"{what}: could not be collected: {error}")


def _file_name(frame: str) -> str:
    name = _NOT_IN_NAMES.sub("_", frame).strip("_.")[:80]
    return f"page-{name}.html" if name else "page.html"


def _line(request: Asked) -> str:
    line = {
        "method": request.method,
        "url": request.url,
        "status": request.status,
        "headers": {name: shown(name, value) for name, value in request.headers.items()},
        "answered": {name: shown(name, value) for name, value in request.answered.items()},
    }
    return json.dumps(line, ensure_ascii=False) + "\n"


def _told(failure: Failure, notes: Sequence[str]) -> str:
    """The error for a person, with where the program was and what could not be collected."""
    lines = [f"stream: {failure.stream}", f"step: {failure.step}", f"page: {failure.page}"]
    lines += [f"{name}: {version}" for name, version in failure.versions.items()]
    lines += ["", f"{type(failure.error).__name__}: {failure.error}", ""]
    lines += [*notes, ""] if notes else []
    return "\n".join(lines) + "".join(traceback.format_exception(failure.error))
