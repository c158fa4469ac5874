"""Getting in, and telling whether one is in, refused, locked out or thrown out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from legacy_adapters.core.errors import AccessDenied, ConfigError, RecipeRefused, SourceChanged, Unavailable
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.login.entering import Entrance, LoggedOut
from legacy_adapters.sources.screen.login.refusals import Refusals
from legacy_adapters.sources.screen.login.settings import LoginSettings
from legacy_adapters.sources.screen.screen import Place, Screen
from legacy_adapters.sources.screen.steps.doing import Doing
from tests.sources.screen.login.fake_application import FORM, INSIDE, URL, FakeApplication, FakeClock, FakeScreen

LOGIN: dict[str, Any] = {
    "steps": [
        {"fill": "#user", "text": "{user}"},
        {"fill": "#password", "text": "{password}"},
        {"click": "#go"},
    ],
    "inside": {"at": "text=Log off", "frame": "menu"},
    "refused": ".error",
    "locked": "text=account is locked",
    "outside": "#password",
}

Make = Callable[..., Entrance]


def seen_as(screen: FakeScreen) -> Screen:
    return cast("Screen", screen)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def entrance(tmp_path: Path, clock: FakeClock) -> Make:
    """Makes the entrance with a password, and settings other than those above."""

    def make(password: str = "open sesame", **changed: Any) -> Entrance:
        KNOWN.add("open says me")
        settings = LoginSettings.model_validate({**LOGIN, **changed})
        values = {"user": "reader", "password": password, "totp": "JBSWY3DPEHPK3PXP"}
        doing = Doing((), values)
        refusals = Refusals(tmp_path / "sessions")
        return Entrance(settings, doing, URL, refusals, 5.0, clock=clock, sleep=clock.sleep, now=clock)

    return make


def test_in(entrance: Make) -> None:
    """The steps are taken from the recipe's address on, each value at its place, and one is in."""
    screen = FakeScreen()
    assert entrance().enter(seen_as(screen)) is seen_as(screen)
    assert screen.opened == [URL]
    assert screen.application.tried == [{"#user": "reader", "#password": "open sesame"}]
    assert list(screen.shown) == list(INSIDE)


def test_in_after_a_while(entrance: Make, clock: FakeClock) -> None:
    """A frameset that takes its time is waited for, as long as the patience lasts and no longer than needed."""
    screen = FakeScreen(submit=lambda _fields: {}, later=[{}, {}, {}, INSIDE])
    entrance().enter(seen_as(screen))
    assert len(clock.slept) == 3


def test_the_pace_is_kept(entrance: Make) -> None:
    """What is to be done before each request is done before the first page, too."""
    asked: list[str] = []
    made = entrance()
    made = replace(made, doing=replace(made.doing, before=lambda: asked.append("wait")))
    made.enter(seen_as(FakeScreen()))
    assert asked == ["wait", "wait"]


def test_refused(entrance: Make, clock: FakeClock) -> None:
    """A refusal ends at once with exit code 77 and the application's own words on one line, without the password."""
    with pytest.raises(AccessDenied) as raised:
        entrance("open says me").enter(seen_as(FakeScreen()))
    assert raised.value.exit_code == 77
    assert raised.value.message == "the login was refused; the application says: “Sorry: wrong password *** (E17)”"
    assert raised.value.where == "login at https://ledger.example:8443/login"
    assert "once the user or the password is changed" in raised.value.hint
    assert clock.slept == []


def test_refused_is_not_repeated(entrance: Make) -> None:
    """The next runs with the same password do not even open the page; one with another password does."""
    application = FakeApplication()
    with pytest.raises(AccessDenied):
        entrance("open says me").enter(seen_as(FakeScreen(application)))
    for _night in range(5):
        screen = FakeScreen(application)
        with pytest.raises(AccessDenied, match="is not tried again"):
            entrance("open says me").enter(seen_as(screen))
        assert screen.opened == []
    entrance().enter(seen_as(FakeScreen(application)))
    assert (len(application.tried), application.failed) == (2, 0)


def test_only_the_words_that_are_meant(entrance: Make, clock: FakeClock) -> None:
    """With `matches` only the group is quoted; a text in which nothing matches is no refusal."""
    with pytest.raises(AccessDenied, match="says: “E17”"):
        entrance("a", refused={"at": ".error", "matches": r"\((E\d+)\)"}).enter(seen_as(FakeScreen()))
    with pytest.raises(AccessDenied, match="asks for the login again"):
        entrance("b", refused={"at": ".error", "matches": "(unknown user)"}).enter(seen_as(FakeScreen()))
    assert sum(clock.slept) == pytest.approx(5.0, abs=0.2)


def test_a_long_text_is_cut(entrance: Make) -> None:
    """Of a page of text the first 200 characters are quoted."""
    screen = FakeScreen(submit=lambda _fields: {Place(".error"): "no " * 1000})
    with pytest.raises(AccessDenied) as raised:
        entrance().enter(seen_as(screen))
    assert len(raised.value.message) < 300


def test_locked(entrance: Make) -> None:
    """A locked account is told apart from a wrong password, and is tried again only later."""
    application = FakeApplication(failed=3)
    with pytest.raises(AccessDenied, match=r"the account is locked; .*“Your account is locked. Call us\.”") as raised:
        entrance().enter(seen_as(FakeScreen(application)))
    assert "on its own from" in raised.value.hint
    with pytest.raises(AccessDenied, match="met a locked account"):
        entrance().enter(seen_as(FakeScreen(application)))
    assert len(application.tried) == 1


def test_the_form_again(entrance: Make) -> None:
    """The form again, without a word, is exit code 77 and tells what the recipe lacks."""
    screen = FakeScreen(submit=lambda _fields: FORM)
    with pytest.raises(AccessDenied, match="asks for the login again, without anything that `refused` names") as raised:
        entrance().enter(seen_as(screen))
    assert "tried once more" in raised.value.hint


def test_neither(entrance: Make, clock: FakeClock) -> None:
    """A page that is neither inside nor a refusal is a changed source, exit code 76, once the patience is over."""
    screen = FakeScreen(submit=lambda _fields: {Place("h1"): "Maintenance"})
    with pytest.raises(SourceChanged, match="neither `inside` nor `refused` could be seen within 5 seconds") as raised:
        entrance().enter(seen_as(screen))
    assert raised.value.exit_code == 76
    assert sum(clock.slept) == pytest.approx(5.0, abs=0.2)


def test_neither_does_not_lock_the_account(entrance: Make) -> None:
    """A recipe that does not know how a refusal looks sends a wrong password twice at most, unless it is changed."""
    application = FakeApplication()
    for _hour in range(8):
        with pytest.raises(AccessDenied):
            entrance("wrong", refused="#nowhere").enter(seen_as(FakeScreen(application)))
    assert (len(application.tried), application.failed) == (2, 2)
    changed = replace(entrance("wrong", refused="#nowhere"), recipe="changed")
    with pytest.raises(AccessDenied, match="without anything"):
        changed.enter(seen_as(FakeScreen(application)))
    assert len(application.tried) == 3


def test_a_step_that_fails_for_the_refusal(entrance: Make) -> None:
    """Where a step behind the login finds nothing because the login was refused, the refusal is told."""
    steps = [*LOGIN["steps"], {"click": "text=Choose the company"}]
    with pytest.raises(AccessDenied, match="the application says: “Sorry") as raised:
        entrance("wrong", steps=steps).enter(seen_as(FakeScreen()))
    assert isinstance(raised.value.__cause__, SourceChanged)
    with pytest.raises(AccessDenied, match="is not tried again"):
        entrance("wrong", steps=steps).enter(seen_as(FakeScreen()))


def test_a_step_that_fails_for_itself(entrance: Make) -> None:
    """A changed form is a changed source, with the step named and what can be done."""
    with pytest.raises(SourceChanged, match="there is no #usr") as raised:
        entrance(steps=[{"fill": "#usr", "text": "{user}"}]).enter(seen_as(FakeScreen()))
    assert raised.value.where.startswith("login, step 1 (fill #usr)")
    assert "correct `login` in the recipe" in raised.value.hint


def test_refused_by_the_server(entrance: Make) -> None:
    """A login that is answered with 401 is refused like one with words."""

    def answer(_fields: dict[str, str]) -> dict[Place, str]:
        raise AccessDenied("401 Unauthorized", where="page")

    with pytest.raises(AccessDenied, match="401") as raised:
        entrance().enter(seen_as(FakeScreen(submit=answer)))
    assert "not tried again" not in raised.value.message
    with pytest.raises(AccessDenied, match="is not tried again now: 401"):
        entrance().enter(seen_as(FakeScreen()))


def test_an_unexpected_dialog(entrance: Make) -> None:
    """A dialog that nobody expected may be the refusal: it is counted."""

    def answer(_fields: dict[str, str]) -> dict[Place, str]:
        raise RecipeRefused("a dialog: wrong password")

    for _time in range(2):
        with pytest.raises(RecipeRefused):
            entrance().enter(seen_as(FakeScreen(submit=answer)))
    with pytest.raises(AccessDenied, match="tried 2 times"):
        entrance().enter(seen_as(FakeScreen()))


def test_a_dialog_that_refuses(entrance: Make) -> None:
    """A dialog that the recipe knows as a refusal is one, at the first time; another is not."""

    def answer(_fields: dict[str, str]) -> dict[Place, str]:
        raise RecipeRefused("a dialog (alert) that nobody expected: 'Wrong password'")

    with pytest.raises(RecipeRefused):
        entrance(refused_dialog="locked").enter(seen_as(FakeScreen(submit=answer)))
    with pytest.raises(AccessDenied, match=r"the login was refused; the application says: a dialog .*Wrong"):
        entrance(refused_dialog="(?i)wrong pass").enter(seen_as(FakeScreen(submit=answer)))
    with pytest.raises(AccessDenied, match="is not tried again now: a dialog"):
        entrance().enter(seen_as(FakeScreen()))


def test_a_step_that_fails_inside(entrance: Make) -> None:
    """Where the inside can be seen the login worked, whatever a later step met: nothing is remembered."""
    steps = [*LOGIN["steps"], {"click": "text=Choose the company"}]
    for _time in range(5):
        with pytest.raises(SourceChanged, match="Choose the company") as raised:
            entrance(steps=steps).enter(seen_as(FakeScreen()))
        assert raised.value.hint == ""
    entrance().enter(seen_as(FakeScreen()))


def test_a_server_that_is_down(entrance: Make) -> None:
    """A page that cannot be reached, before or behind the form, says nothing of the password."""

    def answer(_fields: dict[str, str]) -> dict[Place, str]:
        raise Unavailable("503")

    for screen in [FakeScreen(on_goto=Unavailable("refused")), FakeScreen(submit=answer)] * 3:
        with pytest.raises(Unavailable):
            entrance().enter(seen_as(screen))
    entrance().enter(seen_as(FakeScreen()))


def test_a_forbidden_page_before_the_form(entrance: Make) -> None:
    """Where the page of the form itself is forbidden, no password was sent and none is remembered."""
    with pytest.raises(AccessDenied, match="403"):
        entrance().enter(seen_as(FakeScreen(on_goto=AccessDenied("403"))))
    entrance().enter(seen_as(FakeScreen()))


def test_basic_alone(entrance: Make) -> None:
    """Where the browser is asked for the password, getting the page is being in, and 401 is a refusal."""
    basic = {"steps": (), "inside": None, "basic": {"user": "{user}", "password": "{password}"}}
    screen = FakeScreen()
    entrance(**basic).enter(seen_as(screen))
    assert screen.application.tried == []
    with pytest.raises(AccessDenied, match="401"):
        entrance("wrong", **basic).enter(seen_as(FakeScreen(on_goto=AccessDenied("401"))))
    with pytest.raises(AccessDenied, match="is not tried again"):
        entrance("wrong", **basic).enter(seen_as(FakeScreen()))
    entrance(**basic).enter(seen_as(FakeScreen()))


def test_by_other_means(entrance: Make) -> None:
    """Where a Python class logs in, its refusals are told and remembered like those of steps."""
    application = FakeApplication()

    def by(screen: Screen, values: Mapping[str, str]) -> None:
        screen.fill(Place("#password"), values["password"])
        screen.click(Place("#go"))

    with pytest.raises(AccessDenied, match="the login was refused"):
        entrance("open says me", steps=()).enter(seen_as(FakeScreen(application)), by=by)
    made = entrance("open says me", steps=())
    # Another year is another run, and the same password.
    made = replace(made, doing=replace(made.doing, values={**made.doing.values, "year": "2025"}))
    with pytest.raises(AccessDenied, match="is not tried again"):
        made.enter(seen_as(FakeScreen(application)), by=by)
    entrance(steps=()).enter(seen_as(FakeScreen(application)), by=by)
    assert len(application.tried) == 2


def test_a_code_by_other_means(entrance: Make) -> None:
    """A Python class finds the one-time code among its values."""
    codes = []
    made = entrance(steps=(), totp={"secret": "{totp}"})
    with pytest.raises(AccessDenied):
        made.enter(seen_as(FakeScreen()), by=lambda _screen, values: codes.append(values["code"]))
    assert len(codes[0]) == 6


def test_a_missing_parameter(entrance: Make) -> None:
    """A parameter that is not there is named before the page is opened."""
    screen = FakeScreen()
    with pytest.raises(ConfigError, match=r"\{pass\}"):
        entrance(steps=[{"fill": "#password", "text": "{pass}"}]).enter(seen_as(screen))
    assert screen.opened == []


def test_one_time_codes(entrance: Make, clock: FakeClock) -> None:
    """Each login fills in another code, made when it is needed; a refusal also speaks of the clock."""
    steps = [*LOGIN["steps"][:2], {"fill": "#user", "text": "{code}"}, LOGIN["steps"][2]]
    made = entrance(steps=steps, totp={"secret": "{totp}"})
    screen = FakeScreen()
    made.enter(seen_as(screen))
    made.enter(seen_as(screen))
    codes = [fields["#user"] for fields in screen.application.tried]
    assert len(set(codes)) == 2
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert sum(clock.slept) <= 30
    with pytest.raises(AccessDenied, match="clock"):
        entrance("wrong", steps=steps, totp={"secret": "{totp}"}).enter(seen_as(FakeScreen()))
    with pytest.raises(AccessDenied, match="is not tried again"):
        entrance("wrong", steps=steps, totp={"secret": "{totp}"}).enter(seen_as(FakeScreen()))


def test_a_kept_session(entrance: Make) -> None:
    """With a session that still holds nothing is filled in."""
    screen = FakeScreen(session=True)
    entrance().enter(seen_as(screen), kept=True)
    assert screen.application.tried == []


@pytest.mark.parametrize("outside", ["#password", ()])
def test_a_kept_session_that_is_over(entrance: Make, clock: FakeClock, outside: object) -> None:
    """With a session that is over, the form is recognised at once, also where `outside` is not stated."""
    screen = FakeScreen()
    entrance(outside=outside).enter(seen_as(screen), kept=True)
    assert len(screen.application.tried) == 1
    assert clock.slept == []


def test_a_kept_session_that_is_over_in_a_frame(entrance: Make) -> None:
    """With a frameset that everybody gets, the form in it says that the session is over."""
    screen = FakeScreen()
    screen.later = [{**INSIDE, **FORM}, INSIDE]
    entrance(outside="#password").enter(seen_as(screen), kept=True)
    assert len(screen.application.tried) == 1


def test_thrown_out(entrance: Make) -> None:
    """The form in a frame of its own means that one was thrown out, though the menu beside it still looks as before."""
    made, screen = entrance(), FakeScreen(opened=[URL], shown=dict(INSIDE))
    assert not made.is_outside(seen_as(screen))
    made.check(seen_as(screen))
    screen.shown |= FORM
    assert made.is_outside(seen_as(screen))
    with pytest.raises(LoggedOut, match="threw the user out") as raised:
        made.check(seen_as(screen))
    assert raised.value.exit_code == 77
    assert raised.value.where == "page https://ledger.example:8443/login"


def test_not_thrown_out(entrance: Make) -> None:
    """A page with a password field is not outside as long as the inside can be seen in the same frame."""
    made = entrance(outside=[{"at": "#password", "frame": "menu"}, "text=Session expired"])
    screen = FakeScreen(opened=[URL], shown={**INSIDE, Place("#password", ("menu",)): ""})
    assert not made.is_outside(seen_as(screen))
    screen.shown[Place("text=Session expired")] = "Session expired"
    assert made.is_outside(seen_as(screen))


def test_nothing_tells_outside(entrance: Make) -> None:
    """Without `outside` nobody is taken to be thrown out."""
    made = entrance(outside=())
    assert not made.is_outside(seen_as(FakeScreen(shown=dict(FORM))))


def test_log_off(entrance: Make) -> None:
    """The steps of `log_off` are taken; where they cannot be, a note says so and nothing fails."""
    made = entrance(log_off=[{"click": "#off"}])
    screen = FakeScreen(shown={Place("#off"): "Log off"}, submit=lambda _fields: FORM)
    assert made.leave(seen_as(screen)) is None
    assert list(screen.shown) == list(FORM)
    note = made.leave(seen_as(screen))
    assert note is not None
    assert "could not log off" in note
    assert "there is no #off" in note
