"""A first recipe, as text for a person to go on with: what was done, and what the pages showed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from legacy_adapters.core.secrets import STRUCK_OUT
from legacy_adapters.sources.screen.drafting.actions import Act, Recorded
from legacy_adapters.sources.screen.drafting.listing_lines import listing_lines
from legacy_adapters.sources.screen.drafting.notation import Value, comment, flow, scalar
from legacy_adapters.sources.screen.drafting.parameters import Parameters, variable
from legacy_adapters.sources.screen.drafting.parts import Login, Parts, apart
from legacy_adapters.sources.screen.drafting.selectors import readable
from legacy_adapters.sources.screen.drafting.striking import struck

_HEAD: Final = "A first recipe, made from what was done once. Read it, correct it, try it, and take the comments out."


def draft(recorded: Recorded) -> str:
    """The recipe as YAML. No password that was typed stands in it, wherever it was typed or shown."""
    safe = struck(recorded)
    parts = apart(safe)
    text = "\n".join(_Draft(safe, parts, Parameters.found_in(parts.way)).lines()) + "\n"
    if STRUCK_OUT not in text:
        return text
    return "\n".join([*comment(f"Where {STRUCK_OUT} stands, there was a text that is the password as well."), text])


@dataclass(frozen=True, slots=True)
class _Draft:
    recorded: Recorded
    parts: Parts
    parameters: Parameters

    @property
    def _frames(self) -> tuple[str, ...]:
        """The frame that the recipe is mostly about: that of its list."""
        return self.parts.table.frames if self.parts.table else ()

    def lines(self) -> Iterator[str]:
        """The recipe, line by line."""
        yield from comment(_HEAD)
        yield "version: 1"
        yield from self._params()
        yield f'url: "{{address}}{_path(self.recorded.url)}"'
        if self.recorded.hosts:
            yield from comment("These hosts were asked as well. Leave those that matter.")
            yield f"browser: {{hosts: {flow(self.recorded.hosts)}}}"
        if self._frames:
            yield f"frame: {flow(_one_or_list(self._frames))}"
        if self.parts.login is not None:
            yield from self._login(self.parts.login)
        yield from self._open()
        if self.parts.left_out:
            yield from comment(f"Not taken over: {self.parts.left_out} things done in other windows or after the list.")
        yield from listing_lines(self.parts)

    def _params(self) -> Iterator[str]:
        yield "params:"
        yield f"  address: {scalar(_origin(self.recorded.url))}"
        login = self.parts.login
        if login is not None:
            if login.user is not None:
                known = login.user.text not in self.recorded.passwords
                yield f"  user: {scalar(login.user.text) if known else '~'}"
            yield f'  password: "${{env:{variable(self.recorded.url)}}}"'
        for name, value in self.parameters.defaults.items():
            yield f'  {name}: "{value}"'

    def _login(self, login: Login) -> Iterator[str]:
        yield "login:"
        yield "  steps:"
        for act in login.steps:
            yield from self._step(act, "    ", self._text_of(act, login))
        yield from self._inside(login)
        yield f"  outside: {flow(self._outside(login))}"
        yield from comment(
            "refused: {at: …}   what is shown for a wrong password; without it the form coming again", "  "
        )

    def _text_of(self, act: Act, login: Login) -> str:
        if act.kind == "fill" and act.selector == login.password.selector:
            return "{password}"
        if login.user is not None and act.kind == "fill" and act.selector == login.user.selector:
            return "{user}"
        return self._shown(act)

    def _shown(self, act: Act) -> str:
        return STRUCK_OUT if act.text in self.recorded.passwords else act.text

    def _inside(self, login: Login) -> Iterator[str]:
        """What tells that one is in: what logs off, or what was used first after it, or the list."""
        if login.inside is not None:
            yield f"  inside: {flow(self._where(login.inside.at, login.inside.frames))}"
            return
        yield from comment(
            "No page showed how to log off. This was used first after the login: is it on no page before?", "  "
        )
        first = next((act for act in self.parts.way if act.selector), None)
        if first is not None:
            at, frames = readable(first.selector)
            yield f"  inside: {flow(self._where(first.hover or at, frames))}"
        elif self.parts.table is not None:
            yield f"  inside: {flow(self._where(self.parts.table.at, self._frames))}"
        else:
            yield "  inside: text=Log off"

    def _outside(self, login: Login) -> Value:
        """The field for the password, in the window and in the frame in which a session's end would show it."""
        at, frames = readable(login.password.selector)
        here = self._where(at, frames)
        return here if frames == self._frames else [here, at]

    def _open(self) -> Iterator[str]:
        if not self.parts.way:
            return
        yield "open:"
        for act in self.parts.way:
            name = self.parameters.of.get(act.number)
            yield from self._step(act, "  ", f"{{{name}}}" if name else self._shown(act))

    def _step(self, act: Act, indent: str, text: str) -> Iterator[str]:
        at, frames = readable(act.selector)
        if act.hover:
            yield f"{indent}- {flow({'hover': act.hover, **self._frame(frames)})}"
        yield from (line for note in _notes(act) for line in comment(note, indent))
        yield f"{indent}- {flow({**_action(act, at, text, self.recorded.url), **self._frame_of(act, frames)})}"

    def _frame_of(self, act: Act, frames: tuple[str, ...]) -> dict[str, Value]:
        return {} if act.kind == "goto" else self._frame(frames)

    def _frame(self, frames: tuple[str, ...]) -> dict[str, Value]:
        return {} if frames == self._frames else {"frame": _one_or_list(frames)}

    def _where(self, at: str, frames: tuple[str, ...]) -> Value:
        frame = self._frame(frames)
        return {"at": at, **frame} if frame else at


def _action(act: Act, at: str, text: str, url: str) -> dict[str, Value]:
    match act.kind:
        case "goto":
            return {"goto": _address(text, url)}
        case "fill":
            return {"fill": at, "text": text}
        case "choose":
            return {"choose": at, "option": text}
        case "press":
            return {"press": at, "key": text}
        case "click" if act.opens is not None:
            return {"window": at}
        case kind:
            return {kind: at}


def _notes(act: Act) -> Iterator[str]:
    if act.odd:
        yield f"In this step {act.odd}, which a recipe cannot say."
    if act.kind == "goto":
        yield "If the page went here by itself, take this step out."
    if act.asks:
        yield "Here a dialog came: say what is answered, as in `browser: {dialogs: accept}`."
    if act.downloads:
        yield "This downloads a file: see `download`, which takes the place of `table`."


def _address(url: str, start: str) -> str:
    return _path(url) or "/" if _origin(url) == _origin(start) else url


def _origin(url: str) -> str:
    """An address without its path, and without whatever user and password stand in it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _path(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(("", "", parts.path, parts.query, ""))


def _one_or_list(frames: Sequence[str]) -> Value:
    return "" if not frames else frames[0] if len(frames) == 1 else list(frames)
