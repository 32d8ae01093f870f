"""How heavy the console is and how long it takes; measured, with generous limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.windows import Windows, button, shown, sign_in
from tests.http.server import PASSWORD

LIMITS_BYTES = {
    "crew-amb1": 112_000,
    "agency-dinsos": 150_000,
    "hospital-rsud-raden-mattaher": 150_000,
    "head": 180_000,
    "calltaker": 380_000,
}
"""Of everything one window fetches to show the first page of this account, answers included."""
MAP_LIBRARY = "maplibre"
TELEPHONE_LIBRARY = "JsSIP"  # only for takers, and only in a room that has a telephone


def weigh(page: Page) -> dict[str, int]:
    """Bytes over the wire of every request from now on, by what was asked; grows as they come."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    asked: dict[str, str] = {}
    got: dict[str, int] = {}

    def begins(event: dict[str, Any]) -> None:
        asked[event["requestId"]] = event["request"]["url"]

    def comes(event: dict[str, Any]) -> None:
        url = asked.get(event["requestId"], "")
        got[url] = got.get(url, 0) + int(event["encodedDataLength"])

    line.on("Network.requestWillBeSent", begins)
    line.on("Network.dataReceived", comes)
    return got


@pytest.mark.parametrize("user", LIMITS_BYTES)
def test_every_role_loads_only_its_own_screen(
    windows: Windows, user: str, record_property: Callable[[str, object], None]
) -> None:
    page = windows.open("/lapor")
    got = weigh(page)
    page.goto("/")
    sign_in(page, user)
    page.wait_for_timeout(1_500)
    lazy = (MAP_LIBRARY, TELEPHONE_LIBRARY)
    own = {url: size for url, size in got.items() if not any(name in url for name in lazy)}
    total = sum(own.values())
    print(f"\n{user}: {total / 1000:.1f} kB without the libraries of map and telephone")
    record_property(f"first_load_bytes_{user}", total)
    assert any(url.endswith(".js") for url in own)
    assert total <= LIMITS_BYTES[user], sorted(own.items(), key=lambda one: -one[1])[:12]


def test_from_sign_in_to_a_usable_queue(
    windows: Windows, record_property: Callable[[str, object], None]
) -> None:
    """In a window that has nothing cached: the moment Enter is pressed, to a queue that is live."""
    page = windows.open()
    page.get_by_label("Nama akun").fill("calltaker")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    since_s = time.monotonic()
    page.keyboard.press("Enter")
    shown(page.get_by_role("heading", name="Antrean", exact=True))
    shown(page.get_by_text("Tersambung"))
    expect(button(page, "Telepon")).to_be_enabled()
    took_s = time.monotonic() - since_s
    record_property("sign_in_to_usable_queue_s", round(took_s, 3))
    print(f"\nsign-in to usable queue: {took_s:.2f} s")


def test_the_sign_in_page_does_not_fetch_what_it_does_not_need(windows: Windows) -> None:
    asked: list[str] = []
    page = windows.open("/lapor")
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    shown(page.get_by_label("Kata sandi"))
    assert asked
    assert [url for url in asked if MAP_LIBRARY in url or TELEPHONE_LIBRARY in url] == []
