"""Headers that a browser goes by are recorded, and cookies without their values."""

from __future__ import annotations

from legacy_adapters.sources.screen.saved.kept_headers import kept_headers


def test_what_a_browser_goes_by_is_kept() -> None:
    """Dates, servers and lengths are not: they differ each time, and tell nothing."""
    headers = {"Content-Type": "text/html", "Location": "/next", "Date": "today", "Content-Length": "5", "ETag": "x"}
    assert kept_headers(headers, str.upper) == {"content-type": "TEXT/HTML", "location": "/NEXT"}


def test_cookies_have_a_value_that_is_none() -> None:
    """They are set again, for any host, and removed where they were removed."""
    cookies = [
        "sid=a81f9c33; Path=/app; HttpOnly; Secure; SameSite=None; Domain=example.com; Max-Age=3600",
        "old=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        "gone=x; max-age=0",
        "plain=1",
    ]
    assert kept_headers({"set-cookie": "\n".join(cookies)}, str)["set-cookie"].split("\n") == [
        "sid=saved; Path=/app",
        "old=saved; Path=/; Max-Age=0",
        "gone=saved; Max-Age=0",
        "plain=saved",
    ]
