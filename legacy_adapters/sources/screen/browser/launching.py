"""Starts Playwright's driver and the browser, so that neither outlives us and both leave nothing behind."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from playwright.async_api import Browser, Error, Playwright, ProxySettings, async_playwright

from legacy_adapters.core.errors import ConfigError, DriverMissing, Unavailable
from legacy_adapters.core.secrets import scrub
from legacy_adapters.sources.screen.browser.finding import Program
from legacy_adapters.sources.screen.browser.hosts import Hosts, host_of
from legacy_adapters.sources.screen.browser.settings import BrowserSettings

_ALWAYS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Megabytes of what the driver has just made: it would let far more of it lie before it looks what is still needed.
_YOUNG = "--max-semi-space-size=2"
_STARTS = 60_000.0
_ENDS = 10.0
_ENVIRONMENT = Lock()
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Launch:
    """How a browser is started: its arguments, whether in its sandbox, and what a person should know of it."""

    arguments: tuple[str, ...]
    sandbox: bool
    notes: tuple[str, ...]

    @classmethod
    def of(cls, settings: BrowserSettings, hosts: Hosts, *, root: bool) -> Launch:
        """The start for some settings; as root Chromium refuses its sandbox."""
        arguments = list(_ALWAYS)
        reachable = hosts
        if settings.proxy is not None:
            arguments.append(f"--proxy-pac-url={hosts.proxy_script(settings.proxy.server)}")
            reachable = Hosts((*hosts.names, host_of(settings.proxy.server)))
        arguments.append(f"--host-resolver-rules={reachable.resolver_rules}")
        if "images" in settings.block:
            arguments.append("--blink-settings=imagesEnabled=false")
        if "fonts" in settings.block:
            arguments.append("--disable-remote-fonts")
        notes = (
            ("the browser runs without its sandbox, as this is root; run as another user where pages are not trusted",)
            if root
            else ()
        )
        return cls(tuple(arguments), not root, notes)


def is_root() -> bool:
    """Whether this process is root, of which there is none on Windows."""
    return sys.platform != "win32" and os.geteuid() == 0


@asynccontextmanager
async def launched(program: Program, launch: Launch, settings: BrowserSettings, folder: Path) -> AsyncIterator[Browser]:
    """The browser, with a home in ``folder``; closed with its driver afterwards.

    Both end by themselves when this process ends, however it does: the driver when its input closes, and the browser
    when the driver's pipe does. Raises ``Unavailable`` where it does not start.
    """
    home = folder / "home"
    home.mkdir()
    trust(settings.ca_file, home)
    with _surroundings(_for_driver(settings, folder)):
        driver = await async_playwright().start()
    try:
        browser = await _launch(driver, program, launch, settings, folder)
        try:
            yield browser
        finally:
            # Where the browser does not answer, the driver kills it.
            with suppress(Error, TimeoutError):
                async with asyncio.timeout(_ENDS):
                    await browser.close()
    finally:
        await driver.stop()


async def _launch(
    driver: Playwright, program: Program, launch: Launch, settings: BrowserSettings, folder: Path
) -> Browser:
    home = str(folder / "home")
    try:
        return await driver.chromium.launch(
            executable_path=program.path,
            headless=settings.headless,
            args=launch.arguments,
            chromium_sandbox=launch.sandbox,
            env={
                **_key_to_display(),
                **_plain(os.environ),
                "HOME": home,
                "XDG_CONFIG_HOME": home,
                "XDG_CACHE_HOME": home,
            },
            proxy=_proxy(settings),
            downloads_path=folder / "downloads",
            traces_dir=folder / "traces",
            # Ctrl-C and SIGTERM are this process's to handle, in order.
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            timeout=_STARTS,
        )
    except Error as error:
        first = scrub(error.message.strip().partition("\n")[0])
        raise Unavailable(f"the browser does not start: {first}", where=str(program.path)) from None


def trust(ca_file: str | None, home: Path) -> None:
    """Has a browser with this home trust the authorities of a file, which on Linux needs NSS's ``certutil``.

    Raises ``ConfigError`` for a file that cannot be read, ``DriverMissing`` where ``certutil`` is.
    """
    if ca_file is None:
        return
    if not Path(ca_file).is_file():
        raise ConfigError(f"there is no file {ca_file!r}", where="ca_file")
    if sys.platform != "linux":
        raise ConfigError(
            "on Windows and macOS the browser trusts the system's authorities only",
            where="ca_file",
            hint="have the certificate put into the system's store, and take ca_file out",
        )
    program = shutil.which("certutil")
    if program is None:
        raise DriverMissing("certutil is not installed", where="ca_file", hint="apt-get install libnss3-tools")
    authorities = _PEM.findall(Path(ca_file).read_text(encoding="ascii", errors="replace"))
    if not authorities:
        raise ConfigError(f"there is no certificate in {ca_file!r}", where="ca_file", hint="it has to be in PEM form")
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    _certutil([program, "-N", "-d", f"sql:{store}", "--empty-password"])
    for number, authority in enumerate(authorities):
        _certutil([program, "-A", "-d", f"sql:{store}", "-n", f"authority {number}", "-t", "C,,", "-a"], authority)


def _certutil(command: Sequence[str], given: str = "") -> None:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        raise ConfigError(f"the certificates cannot be used: {done.stderr.strip()}", where="ca_file")


def _for_driver(settings: BrowserSettings, folder: Path) -> Mapping[str, str]:
    """The driver makes ``fetch``'s requests, and the browser's profile in the temporary folder."""
    options = f"{os.environ.get('NODE_OPTIONS', '')} {_YOUNG}".strip()
    found = {"NODE_USE_SYSTEM_CA": "1", "NODE_OPTIONS": options}
    found |= {"TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    return found if settings.ca_file is None else {**found, "NODE_EXTRA_CA_CERTS": settings.ca_file}


@contextmanager
def _surroundings(more: Mapping[str, str]) -> Iterator[None]:
    """Has the driver, which takes this process's environment and can be given none, see a little more."""
    with _ENVIRONMENT:
        before = {name: os.environ.get(name) for name in more}
        os.environ.update(more)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


def _key_to_display() -> dict[str, str | float | bool]:
    """Where the key to an X display is, which a browser with another home would not find."""
    own = Path.home() / ".Xauthority"
    return {"XAUTHORITY": str(own)} if own.is_file() else {}


def _plain(environment: Mapping[str, str]) -> dict[str, str | float | bool]:
    return dict(environment)


def _proxy(settings: BrowserSettings) -> ProxySettings | None:
    if settings.proxy is None:
        return None
    proxy: ProxySettings = {"server": settings.proxy.server}
    if settings.proxy.username is not None:
        proxy["username"] = settings.proxy.username
        proxy["password"] = settings.proxy.password or ""
    return proxy
