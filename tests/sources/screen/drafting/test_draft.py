"""A first recipe as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.sources.screen.drafting.actions import Look, Recorded, Spot
from legacy_adapters.sources.screen.drafting.draft import draft
from tests.sources.screen.drafting.recordings import (
    GO,
    PASSWORD,
    ROWS,
    SECRET,
    URL,
    USER,
    act,
    acts,
    in_frame,
    recorded,
    table,
)

NEXT = 'internal:role=link[name="Next"i]'


def _loaded(text: str) -> dict[str, object]:
    return yaml.load(text, yaml.BaseLoader)  # type: ignore[no-any-return]


def test_a_whole_recipe() -> None:
    """Login, way, parameters, list and next page, as a person would write them."""
    done = recorded(
        ("choose", "#year", "2003"),
        ("click", 'internal:role=button[name="Search"i]', ""),
        ("click", NEXT, ""),
        texts=(Spot("#count", (), "3 records", sure=True),),
    )
    assert (
        draft(done)
        == r"""# A first recipe, made from what was done once. Read it, correct it, try it, and take the comments out.
version: 1
params:
  address: "https://ledger.example.com"
  user: joe
  password: "${env:LEDGER_PASSWORD}"
  year: "2003"
url: "{address}/app"
login:
  steps:
    - {fill: 'internal:label="User"i', text: "{user}"}
    - {fill: "#password", text: "{password}"}
    - {click: 'role=button[name*="Log in"i]'}
  inside: text=Log off
  outside: "#password"
  # refused: {at: …}   what is shown for a wrong password; without it the form coming again
open:
  - {choose: "#year", option: "{year}"}
  - {click: 'role=button[name*="Search"i]'}
table:
  at: "#list"
  header: [No., Date, Amount]
key: [No.]
next:
  link: 'role=link[name*="Next"i]'
total:
  count: {at: "#count", matches: '([\d.,]+)\srecords'}
"""
    )


def test_frames() -> None:
    """The list's frame is the recipe's; what is elsewhere says so, the window itself too."""
    done = recorded(
        ("click", in_frame("menu", "#list"), ""),
        ("click", in_frame("main", "#go"), ""),
        seen=table(ROWS, frames=("main",)),
    )
    recipe = _loaded(draft(done))
    assert recipe["frame"] == "main"
    assert recipe["open"] == [{"click": "#list", "frame": "menu"}, {"click": "#go"}]
    login = recipe["login"]
    assert isinstance(login, dict)
    assert login["steps"][1] == {"fill": "#password", "text": "{password}", "frame": ""}
    assert login["outside"] == [{"at": "#password", "frame": ""}, "#password"]
    assert login["inside"] == {"at": "text=Log off", "frame": ""}


def test_menus_windows_and_addresses() -> None:
    """The mouse goes where it had to be, a click that opened a window is one, an address is relative."""
    done = recorded()
    more = (
        act(6, "click", in_frame("menu", "#journal"), hover="#ledger"),
        act(7, "goto", text="https://ledger.example.com/list?y=1"),
        act(8, "goto", text="https://elsewhere.example.com/"),
        act(9, "click", "#open", opens=1),
        act(10, "press", "#search", "Enter", window=1),
    )
    looks = (Look(10, 1, table(ROWS)),)
    recipe = _loaded(draft(replace(done, acts=(*done.acts, *more), looks=looks, hosts=("elsewhere.example.com",))))
    assert recipe["browser"] == {"hosts": ["elsewhere.example.com"]}
    assert recipe["open"] == [
        {"hover": "#ledger", "frame": "menu"},
        {"click": "#journal", "frame": "menu"},
        {"goto": "https://elsewhere.example.com/"},
        {"window": "#open"},
        {"press": "#search", "key": "Enter"},
    ]


def test_what_needs_a_person_is_said() -> None:
    """A dialog, a download, a double click."""
    done = recorded()
    more = (
        act(6, "click", "#a", asks=True),
        act(7, "click", "#b", downloads=True),
        act(8, "click", "#c", odd="it was odd"),
    )
    text = draft(replace(done, acts=(*done.acts, *more)))
    for words in ("Here a dialog came", "This downloads a file", "In this step it was odd"):
        assert words in text


def test_without_a_way_to_log_off() -> None:
    """Inside is what was used first after the login, or the list; the comment asks for a look."""
    done = recorded(("click", "#list", ""))
    looks = tuple(replace(look, exits=()) for look in done.looks)
    text = draft(replace(done, looks=looks))
    assert "No page showed how to log off" in text
    assert '  inside: "#list"\n' in text
    recipe = _loaded(draft(replace(recorded(), looks=looks)))
    assert recipe["login"]["inside"] == "#list"  # type: ignore[index]


@given(st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_no_password_is_in_it(password: str, user: str) -> None:
    """Whatever it is, in its field or in another one; what is left is YAML."""
    done = acts(
        ("goto", "", URL),
        ("fill", USER, user),
        ("fill", SECRET, password),
        ("click", GO, ""),
        ("fill", "#memo", password),
    )
    text = draft(Recorded(URL, tuple(done), (), frozenset({password})))
    recipe = _loaded(text)
    assert recipe["login"]["steps"][:2] == [  # type: ignore[index]
        {"fill": 'internal:label="User"i', "text": "{user}"},
        {"fill": "#password", "text": "{password}"},
    ]
    assert recipe["open"][0]["text"] == "***"  # type: ignore[index]
    if len(password) > 12:
        assert password not in text


def test_a_user_like_the_password_is_left_out() -> None:
    """A default that is the password would give it away."""
    done = acts(("goto", "", URL), ("fill", USER, "admin"), ("fill", SECRET, "admin"), ("click", GO, ""))
    text = draft(Recorded(URL, tuple(done), (), frozenset({"admin"})))
    assert "  user: ~\n" in text
    assert "admin" not in text


@pytest.mark.parametrize("url", ["https://joe:s3cret-1@ledger.example.com/app", "https://ledger.example.com/app#top"])
def test_nothing_but_host_and_path_of_the_address(url: str) -> None:
    """User and password in an address, and a place on the page, are not taken over."""
    recipe = _loaded(draft(replace(recorded(), url=url)))
    assert recipe["params"]["address"] == "https://ledger.example.com"  # type: ignore[index]
    assert recipe["url"] == "{address}/app"


def test_a_password_that_stands_on_the_page_is_struck_out() -> None:
    """And the first line says so."""
    text = draft(recorded(("click", f'internal:text="{PASSWORD}"i', "")))
    assert PASSWORD not in text
    assert text.startswith("# Where *** stands")
