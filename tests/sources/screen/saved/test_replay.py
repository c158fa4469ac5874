"""A recording answers as the application did, at any address and with any password."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legacy_adapters.core.errors import ConfigError, SourceChanged
from legacy_adapters.core.secrets import KNOWN
from legacy_adapters.sources.screen.saved.replay import Replay
from tests.sources.screen.saved.seen import Seen, Wanted, recorded


def _post(path: str, body: bytes, answer: bytes = b"") -> Seen:
    return Seen("POST", f"http://127.0.0.1:8123{path}", body, answer)


def _get(path: str, answer: bytes = b"") -> Seen:
    return Seen(url=f"http://127.0.0.1:8123{path}", body=answer)


def _asked(replay: Replay, path: str, body: bytes | None = None, kind: str = "document") -> bytes | None:
    method = "GET" if body is None else "POST"
    answer = replay.answer(Wanted(method, f"http://localhost:9999{path}", body, kind))
    return None if answer is None else answer.body


def test_each_page_is_answered(tmp_path: Path) -> None:
    """In whatever order they are asked for, with status and headers, at another host and port."""
    page = b"<a href='http://127.0.0.1:8123/b'>"
    moved = Seen(
        url="http://127.0.0.1:8123/old", body=None, status=302, headers={"location": "http://127.0.0.1:8123/a"}
    )
    replay = Replay(recorded(tmp_path, [moved, _get("/a", page), _get("/b", b"two")]))
    assert _asked(replay, "/b") == b"two"
    assert _asked(replay, "/a") == b"<a href='http://localhost:9999/b'>"
    answer = replay.answer(Wanted(url="http://localhost:9999/old"))
    assert answer is not None
    assert (answer.status, answer.headers) == (302, {"location": "http://localhost:9999/a"})
    replay.check()
    assert replay.loose == []


def test_the_nth_time_has_the_nth_answer(tmp_path: Path) -> None:
    """A page that changed, as it does behind a login, changes again; asked for once more it is refused."""
    replay = Replay(recorded(tmp_path, [_get("/", b"login"), _get("/", b"menu")]))
    assert [_asked(replay, "/") for _ in range(3)] == [b"login", b"menu", None]
    assert replay.refused == ["GET / was not recorded; all 2 recorded requests were answered before"]


def test_what_never_changed_is_answered_again(tmp_path: Path) -> None:
    """A script, or a page that both lanes read, may be asked for more often than when it was recorded; a form may
    not be sent again."""
    replay = Replay(
        recorded(tmp_path, [_get("/a.js", b"f()"), _get("/a.js", b"f()"), _post("/save", b"x=1", b"saved")])
    )
    assert [_asked(replay, "/a.js") for _ in range(4)] == [b"f()"] * 4
    assert [_asked(replay, "/save", b"x=1") for _ in range(2)] == [b"saved", None]


def test_another_redirect_is_another_answer(tmp_path: Path) -> None:
    """Two redirects without a body are the same only if they lead to the same page."""
    moved = [
        Seen(url="http://127.0.0.1:8123/", body=None, status=302, headers={"location": path}) for path in ("/a", "/b")
    ]
    replay = Replay(recorded(tmp_path, moved))
    assert [_asked(replay, "/") for _ in range(3)] == [b"", b"", None]


def test_any_password_logs_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was a secret matches whatever it is now, in forms, JSON and addresses."""
    monkeypatch.setattr(KNOWN, "_values", {"hunter2-true"})
    exchanges = [
        _post("/login", b"user=joe&secret=hunter2-true&code=1", b"form"),
        _post("/api", b'{"who": "joe", "word": "hunter2-true"}', b"json"),
        _get("/x?key=hunter2-true", b"address"),
    ]
    replay = Replay(recorded(tmp_path, exchanges))
    assert _asked(replay, "/login", b"user=joe&secret=dummy&code=1") == b"form"
    assert _asked(replay, "/api", b'{"who": "joe", "word": "any"}') == b"json"
    assert _asked(replay, "/x?key=") == b"address"
    assert replay.loose == []


def test_the_state_of_a_page_tells_postbacks_apart(tmp_path: Path) -> None:
    """The same button on another page is another request, as long as the state is the recorded one; after that the
    order counts."""
    states = [b"__VIEWSTATE=" + bytes([48 + number]) * 500 + b"&go=next" for number in range(3)]
    exchanges = [_post("/grid", state, b"page %d" % number) for number, state in enumerate(states)]
    folder = recorded(tmp_path, exchanges)
    replay = Replay(folder)
    assert _asked(replay, "/grid", states[2]) == b"page 2"
    assert _asked(replay, "/grid", b"__VIEWSTATE=other&go=next") == b"page 0"
    assert _asked(replay, "/grid", b"__VIEWSTATE=other&go=next") == b"page 1"
    assert _asked(replay, "/grid", b"__VIEWSTATE=other&go=last") is None


def test_the_recipe_may_name_what_differs(tmp_path: Path) -> None:
    """A value of that name does not count."""
    folder = recorded(tmp_path, [_get("/x?run=1&page=1", b"one"), _get("/x?run=1&page=2", b"two")])
    assert _asked(Replay(folder, volatile=["run"]), "/x?run=7&page=2") == b"two"


def test_the_next_request_for_the_page_is_a_last_resort(tmp_path: Path) -> None:
    """It is answered, in the recorded order, and told."""
    replay = Replay(recorded(tmp_path, [_get("/x?odd=17", b"one"), _get("/x?odd=18", b"two")]))
    assert _asked(replay, "/x?odd=99") == b"one"
    assert replay.loose == ["GET /x with odd=99 was answered as GET /x with odd=17"]
    replay.check()


def test_anything_else_is_refused(tmp_path: Path) -> None:
    """With what was asked for, what was expected, and what to do."""
    pages = [_get(f"/{number}") for number in range(6)]
    replay = Replay(recorded(tmp_path, pages))
    assert _asked(replay, "/0") == b""
    assert _asked(replay, "/other?a=1") is None
    expected = "GET /other with a=1 was not recorded; expected next: GET /1; GET /2; GET /3 (and 2 more)"
    assert replay.refused == [expected]
    with pytest.raises(SourceChanged, match="screen record"):
        replay.check()


@pytest.mark.parametrize("kind", ["image", "font", "media"])
def test_pictures_are_made_up(tmp_path: Path, kind: str) -> None:
    """They were not recorded, and nothing is read from them."""
    replay = Replay(recorded(tmp_path, [_get("/")]))
    assert _asked(replay, "/logo", kind=kind) is not None
    assert replay.refused == []


def test_each_host_answers_for_itself(tmp_path: Path) -> None:
    """With two hosts, as of a login that is elsewhere, each has its pages, and links lead from one to the other."""
    exchanges = [
        Seen(url="http://app:1/", body=b"//sso:2/in"),
        Seen(url="http://sso:2/in", body=b"in"),
        Seen(url="http://sso:2/", body=b"sso"),
    ]
    replay = Replay(recorded(tmp_path, exchanges))

    def body(url: str) -> bytes | None:
        answer = replay.answer(Wanted(url=url))
        return None if answer is None else answer.body

    assert replay.hosts == ("recorded-host-1.invalid", "recorded-host-2.invalid")
    assert body("http://one:7/") == b"//recorded-host-2.invalid/in"
    assert body("http://recorded-host-2.invalid/in") == b"in"
    assert body("http://two:8/") == b"sso"
    assert body("http://one:7/") == b"//two:8/in"
    assert body("http://two:8/other") is None


def test_an_answer_that_could_not_be_kept_is_refused(tmp_path: Path) -> None:
    """It is not taken for an empty page."""
    replay = Replay(recorded(tmp_path, [Seen(body=None)]))
    assert _asked(replay, "/") is None
    assert "recorded without its answer" in replay.refused[0]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """With its name, before anything is asked for."""
    folder = recorded(tmp_path, [_get("/", b"x")])
    (file,) = (folder / "bodies").iterdir()
    file.unlink()
    with pytest.raises(ConfigError, match=file.name):
        Replay(folder)


def test_no_recording_is_told(tmp_path: Path) -> None:
    """Before a browser is started for nothing."""
    with pytest.raises(ConfigError, match="no recording"):
        Replay(tmp_path)


_STEPS = st.lists(
    st.tuples(st.sampled_from(["/a", "/b"]), st.sampled_from(["", "?p=1", "?p=2"]), st.binary(max_size=5)), max_size=12
)


@given(_STEPS)
def test_the_same_run_gets_the_same_answers(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, bytes]]
) -> None:
    """Asked in the recorded order, each request gets its own answer, however often a page was asked for."""
    folder = tmp_path_factory.mktemp("pages")
    replay = Replay(recorded(folder, [_get(path + query, body) for path, query, body in steps]))
    assert [_asked(replay, path + query) for path, query, _ in steps] == [body for _, _, body in steps]
    assert (replay.refused, replay.loose) == ([], [])
