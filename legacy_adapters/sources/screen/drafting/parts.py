"""What was done, taken apart: the login, the way to the list, and how its next page is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from legacy_adapters.sources.screen.drafting.actions import Act, Look, Recorded, SeenTable, Spot
from legacy_adapters.sources.screen.drafting.selectors import name_in, readable
from legacy_adapters.sources.screen.drafting.tidying import in_windows, tidied

_NEXT_NAME: Final = re.compile(
    r"(?i)\W*(?:next(?: page)?|forward|weiter|vorwärts|vor|nächste(?: seite)?|næste(?: side)?|neste|nästa|frem"
    r"|(?:page )?suivante?|siguiente|successiv[ao]|avanti|volgende|[»>›→⟩]+|[2-9]|[1-9]\d{1,3})\W*"
)
_NEXT_ID: Final = re.compile(r"(?i)#[\w-]*(?:next|weiter|naechste)[\w-]*")
_LEAVING: Final = re.compile(r"(?i)\W*(?:log|sign)[ -]?(?:off|out)\W*|\W*(?:abmelden|log ud|logg ut|d[ée]connexion)\W*")


@dataclass(frozen=True, slots=True)
class Login:
    """How a person logged in. ``user`` and ``password``: the acts that filled them in; ``inside``: what could be seen
    after it and not before."""

    steps: tuple[Act, ...]
    password: Act
    user: Act | None
    inside: Spot | None


@dataclass(frozen=True, slots=True)
class Parts:
    """What was done, taken apart. ``seen``: the look that the recipe's list is taken from; ``left_out``: how many acts
    are no part of the way to it."""

    login: Login | None
    way: tuple[Act, ...]
    next: Act | None = None
    seen: Look | None = None
    left_out: int = 0
    table: SeenTable | None = field(default=None, repr=False)


def apart(recorded: Recorded) -> Parts:
    """The parts of what was recorded."""
    seen = _last_list(recorded)
    acts, elsewhere = in_windows(tidied(recorded.acts), seen.window if seen else 0)
    login, rest = _login(acts, recorded)
    # Playwright tells of a click later than its page can be seen. Only another page tells that the list was left.
    left = seen is not None and seen is not recorded.looks[-1]
    behind = [act for act in rest if seen is not None and left and act.number > seen.after]
    way = [act for act in rest if act not in behind]
    following = _next_clicks(way, recorded, seen)
    way = [act for act in way if act not in following]
    left_out = elsewhere + len(behind)
    return Parts(login, tuple(way), following[0] if following else None, seen, left_out, seen.table if seen else None)


def is_number(act: Act) -> bool:
    """Whether what was clicked is called by the number of a page."""
    return name_in(act.selector).strip().isdecimal()


def _last_list(recorded: Recorded) -> Look | None:
    """The last look at a list; a page that asks for a password shows none, whatever tables it is laid out by."""
    left = next((act.number for act in reversed(recorded.acts) if _leaves(act)), None)
    looks = [look for look in recorded.looks if left is None or look.after < left]
    return next((look for look in reversed(looks) if look.table and not look.locked), None)


def _login(acts: Sequence[Act], recorded: Recorded) -> tuple[Login | None, list[Act]]:
    """The login, and what was done behind it. Of several attempts the last one is the one that was let in."""
    secret = [at for at, act in enumerate(acts) if act.kind == "fill" and act.text in recorded.passwords]
    if not secret:
        return None, list(acts)
    field = _password_field(acts, secret)
    secret = [at for at in secret if acts[at].selector == field]
    at = secret[-1]
    password = acts[at]
    user = next((act for act in reversed(acts[:at]) if _is_another_field(act, password)), None)
    fields = {password.selector, *([user.selector] if user else ())}
    first = next(place for place, act in enumerate(acts) if act.kind == "fill" and act.selector in fields)
    end = next((place for place in range(at + 1, len(acts)) if _sends(acts[place])), at)
    begin = first
    if len(secret) > 1:
        begin = next(other for other in range(secret[-2], at + 1) if other == at or _sends(acts[other])) + 1
    steps = [*acts[:first], *acts[min(begin, at) : end + 1]]
    if user is not None and user not in steps:
        steps.insert(first, user)
    return Login(tuple(steps), password, user, _inside(recorded.looks)), list(acts[end + 1 :])


def _leaves(act: Act) -> bool:
    return act.kind == "click" and _LEAVING.fullmatch(name_in(act.selector)) is not None


def _password_field(acts: Sequence[Act], secret: Sequence[int]) -> str:
    """The field that is the password's, where others were filled in with the same: the user's just before it is not,
    and none behind it."""
    first = secret[0]
    both = len(secret) > 1 and secret[1] == first + 1
    return acts[secret[1] if both else first].selector


def _is_another_field(act: Act, password: Act) -> bool:
    return act.kind == "fill" and act.selector != password.selector


def _sends(act: Act) -> bool:
    return act.kind == "click" or (act.kind == "press" and act.text == "Enter")


def _inside(looks: Sequence[Look]) -> Spot | None:
    """What logs off, and can be seen on no page that asks for a password."""
    outside = {(spot.at, spot.frames) for look in looks if look.locked for spot in look.exits}
    inside = (spot for look in looks if not look.locked for spot in look.exits)
    return next((spot for spot in inside if (spot.at, spot.frames) not in outside), None)


def _next_clicks(way: Sequence[Act], recorded: Recorded, seen: Look | None) -> list[Act]:
    if seen is None or seen.table is None:
        return []
    place = (seen.table.at, seen.table.frames)
    shown = [look.after for look in recorded.looks if look.table and (look.table.at, look.table.frames) == place]
    return [act for act in way if act.kind == "click" and act.number > min(shown) and _goes_on(act)]


def _goes_on(act: Act) -> bool:
    name = name_in(act.selector)
    selector, _ = readable(act.selector)
    return bool(_NEXT_NAME.fullmatch(name)) if name else bool(_NEXT_ID.fullmatch(selector))
