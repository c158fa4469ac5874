"""How a browser is started."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from legacy_adapters.core.errors import ConfigError, DriverMissing, RecipeRefused, Unavailable
from legacy_adapters.sources.screen.browser import launching
from legacy_adapters.sources.screen.browser.finding import find
from legacy_adapters.sources.screen.browser.hosts import Hosts
from legacy_adapters.sources.screen.browser.launching import Launch, trust
from legacy_adapters.sources.screen.browser.opening import open_browser
from legacy_adapters.sources.screen.browser.settings import BrowserSettings, ProxySettings
from legacy_adapters.sources.screen.screen import Place
from tests.service.require import require
from tests.sources.screen.browser.conftest import SCRIPTS, STEP
from tests.sources.screen.browser.processes import below
from tests.sources.screen.browser.site import Handling, Site, serve, stop

_HOSTS = Hosts(("a.example.com",))


def test_root_has_no_sandbox() -> None:
    """As root the sandbox is off, and a note says so; otherwise it is on."""
    assert Launch.of(BrowserSettings(), _HOSTS, root=False).sandbox
    launch = Launch.of(BrowserSettings(), _HOSTS, root=True)
    assert not launch.sandbox
    assert "without its sandbox" in launch.notes[0]


def test_arguments() -> None:
    """The browser asks stated hosts only, and nothing by itself; what is blocked is not loaded."""
    launch = Launch.of(BrowserSettings(block=("images", "fonts")), _HOSTS, root=False)
    assert {
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE a.example.com",
        "--blink-settings=imagesEnabled=false",
        "--disable-remote-fonts",
    } <= set(launch.arguments)
    assert not any("--ignore-certificate" in each for each in launch.arguments)


def test_proxy_is_a_host_that_may_be_asked() -> None:
    """The proxy's own name is known, and goes by a script to which other hosts do not."""
    launch = Launch.of(BrowserSettings(proxy=ProxySettings(server="http://proxy:3128")), _HOSTS, root=False)
    assert "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE a.example.com, EXCLUDE proxy" in launch.arguments
    assert any(each.startswith("--proxy-pac-url=data:") for each in launch.arguments)


def test_authorities_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is missing, a system that has its own store, and a missing tool are told apart."""
    file = tmp_path / "ca.pem"
    with pytest.raises(ConfigError, match="there is no file"):
        trust(str(file), tmp_path)
    file.write_text("no certificate")
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(ConfigError, match="system's authorities only"):
        trust(str(file), tmp_path)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(DriverMissing, match="certutil"):
        trust(str(file), tmp_path)
    monkeypatch.setattr(shutil, "which", lambda _name: "certutil")
    with pytest.raises(ConfigError, match="no certificate in"):
        trust(str(file), tmp_path)
    trust(None, tmp_path)


def test_surroundings_are_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the driver is to see is seen while it starts, and not afterwards."""
    monkeypatch.setenv("TMPDIR", "before")
    monkeypatch.delenv("NODE_EXTRA_CA_CERTS", raising=False)
    with launching._surroundings({"TMPDIR": "a", "NODE_EXTRA_CA_CERTS": "b"}):
        assert (os.environ["TMPDIR"], os.environ["NODE_EXTRA_CA_CERTS"]) == ("a", "b")
    assert os.environ["TMPDIR"] == "before"
    assert "NODE_EXTRA_CA_CERTS" not in os.environ


@pytest.mark.service
def test_browser_that_does_not_start(program: Path) -> None:
    """A program that is no browser is unavailable, with its path, and leaves nothing behind."""
    with pytest.raises(Unavailable, match="the browser does not start") as caught:
        open_browser(BrowserSettings(path="/bin/true"), [], SCRIPTS)
    assert caught.value.where == "/bin/true"


@pytest.mark.service
def test_images_are_not_loaded(program: Path, site: Site) -> None:
    """Blocked images are not asked for, in frames neither."""
    site.pages["/"] = "<img src=/a.png><iframe src=/in></iframe><p>x</p>"
    site.pages["/in"] = "<img src=/b.png>"
    with open_browser(STEP.model_copy(update={"block": ("images",)}), [site.url("/")], SCRIPTS) as browser:
        browser.context().screen().goto(site.url("/"))
    assert sorted(site.paths()) == ["/", "/in"]


@pytest.mark.service
def test_certificate_of_the_own_authority(program: Path, tmp_path: Path) -> None:
    """A certificate nobody is known to have signed is refused by pages and fetches; with `ca_file` both trust it."""
    require(shutil.which("certutil"), "NSS's certutil", "apt-get install libnss3-tools")
    openssl = require(shutil.which("openssl"), "openssl", "apt-get install openssl")
    _make_certificates(openssl, tmp_path)
    site = serve()
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    site.server.socket = secured.wrap_socket(site.server.socket, server_side=True)
    site.pages["/"] = "<p>secure</p>"
    url = site.url("/").replace("http:", "https:")
    try:
        with open_browser(STEP, [url], SCRIPTS) as browser:
            screen = browser.context().screen()
            attempts: list[Callable[[], object]] = [lambda: screen.goto(url), lambda: screen.fetch(url)]
            for attempt in attempts:
                with pytest.raises(ConfigError, match="cannot be trusted: nobody that is trusted"):
                    attempt()
        trusting = STEP.model_copy(update={"ca_file": str(tmp_path / "ca.pem")})
        with open_browser(trusting, [url], SCRIPTS) as browser:
            screen = browser.context().screen()
            screen.goto(url)
            assert screen.text(Place("p")) == "secure"
            assert screen.fetch(url).body == b"<p>secure</p>"
    finally:
        stop(site)


@pytest.mark.service
def test_proxy_gets_stated_hosts_only(site: Site) -> None:
    """Pages and fetches go through the proxy with its login; a redirect to another host never reaches it."""
    try:
        whole = find(None, whole=True)
    except DriverMissing:
        whole = None
    require(whole, "a whole Chromium", "apt-get install chromium")

    def proxied(handling: Handling) -> None:
        if "proxy-authorization" not in handling.seen.headers and handling.seen.path.startswith("http:"):
            handling.answer("", 407, proxy_authenticate="Basic realm=x")
        elif handling.seen.path.endswith("/go"):
            handling.answer("", 302, location="http://elsewhere.test/")
        else:
            handling.answer("<p>through</p>")

    site.pages["http://ledger.test/"] = proxied
    site.pages["http://ledger.test/go"] = proxied
    site.pages["/"] = proxied
    proxy = ProxySettings(server=site.url(""), username="me", password="pr0xy-pass")
    with open_browser(STEP.model_copy(update={"proxy": proxy}), ["http://ledger.test/"], SCRIPTS) as browser:
        screen = browser.context().screen()
        screen.goto("http://ledger.test/")
        assert screen.text(Place("p")) == "through"
        with pytest.raises(RecipeRefused, match=r"elsewhere\.test"):
            screen.goto("http://ledger.test/go")
        assert screen.fetch("http://ledger.test/").body == b"<p>through</p>"
    assert "proxy-authorization" in next(each.headers for each in site.seen if each.path == "ledger.test:80")
    assert not any("elsewhere" in path for path in site.paths())


@pytest.mark.service
def test_the_driver_keeps_little_and_what_it_was_told_before(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is limited in what it lets lie about beside the options that a user gives it; our own environment stays."""
    assert program.is_file()
    monkeypatch.setenv("NODE_OPTIONS", "--no-warnings")
    with open_browser(BrowserSettings(), ["http://localhost/"], SCRIPTS):
        drivers = [pid for pid, command in below(os.getpid()).items() if "run-driver" in command]
        told = [Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") for pid in drivers]
        assert any(b"NODE_OPTIONS=--no-warnings --max-semi-space-size=2" in each for each in told)
    assert os.environ["NODE_OPTIONS"] == "--no-warnings"


def _make_certificates(openssl: str, folder: Path) -> None:
    def run(*arguments: str) -> None:
        subprocess.run([openssl, *arguments], check=True, capture_output=True, cwd=folder)

    new = ("req", "-newkey", "rsa:2048", "-nodes")
    run(*new, "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", "-days", "2")
    run(*new, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=DNS:localhost\n")
    signing = ("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial")
    run(*signing, "-out", "server.pem", "-days", "2", "-extfile", "names")
