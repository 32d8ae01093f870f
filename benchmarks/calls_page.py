"""A taker's real page in Chromium, told to note the instant at which its telephone rings."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.calls_room import Person, PhoneRoom

PROGRAMS = ("chromium-headless-shell", "chromium")
FLAGS = (
    "--no-sandbox",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
)
READY_S = 20.0

NOTE = """
(() => {
  const now_s = () => (performance.timeOrigin + performance.now()) / 1000
  const noted = (window.__noted = { frames: {}, rings: {}, registered: false })
  const call = (text) => (/^X-Siaga-Call: ([0-9a-f]+)/im.exec(text) ?? [])[1]
  const id = (text) => (/^Call-ID: (.+?)\\r?$/im.exec(text) ?? [])[1]
  const calls = {}
  const Real = window.WebSocket
  window.WebSocket = class extends Real {
    constructor(...given) {
      super(...given)
      this.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string') return
        if (data.startsWith('INVITE ')) {
          calls[id(data)] = call(data)
          noted.frames[call(data)] ??= now_s()
        }
        if (/^SIP\\/2.0 200 /.test(data) && /^CSeq: \\d+ REGISTER/im.test(data))
          noted.registered = true
      })
    }
    send(data) {
      // The library says 180 right after it has told the page of the call.
      if (typeof data === 'string' && data.startsWith('SIP/2.0 180 '))
        noted.rings[calls[id(data)]] ??= now_s()
      return super.send(data)
    }
  }
})()
"""


class NoBrowser(Exception):
    """What is missing, as a sentence."""


@dataclass(slots=True, kw_only=True)
class Page:
    account: str
    page: Any

    async def rung(self, call: str) -> tuple[float, float]:
        """→ (frame heard, ring begun), seconds of the wall clock."""
        found = await self.page.evaluate(
            "(call) => [__noted.frames[call], __noted.rings[call]]", call.encode().hex()
        )
        return float(found[0]), float(found[1])


async def _registered(page: Any) -> None:
    """Asked again and again: a page that forbids eval cannot be told to wait."""
    async with asyncio.timeout(READY_S):
        while not await page.evaluate("() => __noted.registered"):
            await asyncio.sleep(0.1)


@asynccontextmanager
async def page_of(found: PhoneRoom, person: Person) -> AsyncIterator[Page]:
    """Signed in as `person`, its telephone registered. Raises NoBrowser."""
    try:
        from playwright.async_api import async_playwright
    except ImportError as missing:
        raise NoBrowser("playwright is not installed") from missing
    named = os.environ.get("SIAGA_CHROMIUM")
    program = named or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise NoBrowser("Chromium is missing")
    given = await person.done("/api/phone/session")
    person.account = str(given["sip_user"]).partition(":")[2]
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            page = await chromium.new_page(locale="id-ID")
            await page.add_init_script(NOTE)
            await page.goto(f"http://127.0.0.1:{found.room.port}/")
            await page.get_by_label("Nama akun").fill(person.user)
            await page.get_by_label("Kata sandi").fill(found.room.password)
            await page.get_by_role("button", name="Masuk", exact=True).click()
            await _registered(page)
            yield Page(account=person.account, page=page)
        finally:
            await chromium.close()
