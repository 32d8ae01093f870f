"""How heavy the console is and how long it takes; measured, with generous limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import DIST
from tests.browser.windows import Windows, button, shown
from tests.http.server import PASSWORD

LIMIT_BYTES = 280_000  # of every screen together; a person loads one
USABLE_WITHIN_S = 10.0  # 1.5 s is the aim on a quiet machine; benchmarks hold it to that
MAP_LIBRARY = "maplibre"
TELEPHONE_LIBRARY = "JsSIP"  # only for takers, and only in a room that has a telephone


def over_the_wire(file: Path) -> int:
    """Bytes as the server sends them: small files go as they are."""
    packed = file.with_name(f"{file.name}.gz")
    return (packed if packed.exists() else file).stat().st_size


def test_the_console_is_light() -> None:
    files = [file for file in DIST.rglob("*") if file.is_file() and file.suffix != ".gz"]
    lazy = (MAP_LIBRARY, TELEPHONE_LIBRARY)
    own = {f.name: over_the_wire(f) for f in files if not any(name in f.name for name in lazy)}
    total = sum(own.values())
    print(f"\nconsole without the libraries of map and telephone: {total / 1000:.1f} kB gzip")
    assert any(name.endswith(".js") for name in own)
    assert total <= LIMIT_BYTES, own


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
    assert took_s <= USABLE_WITHIN_S


def test_the_sign_in_page_does_not_fetch_what_it_does_not_need(windows: Windows) -> None:
    asked: list[str] = []
    page = windows.open("/lapor")
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    shown(page.get_by_label("Kata sandi"))
    assert asked
    assert [url for url in asked if MAP_LIBRARY in url or TELEPHONE_LIBRARY in url] == []
