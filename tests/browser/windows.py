"""Browser windows as people have them: one context each, watched for what must never happen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.http.server import PASSWORD
from tests.patience import PATIENCE_S, eventually

WAIT_MS = int(PATIENCE_S * 1000)
expect.set_options(timeout=WAIT_MS)

SIGN_OUT = "Keluar"

T = TypeVar("T")


class Windows:
    """Opens windows on the server at `url`; `strangers` and `broken` must stay empty."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.strangers: list[str] = []
        self.broken: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(self, path: str = "/", *, width: int = 1440, dark: bool = False, **more: Any) -> Page:
        """A fresh person's window on `path`, `width` CSS pixels wide."""
        undo = more.pop("undo", False)
        context = self.browser.new_context(
            base_url=more.pop("base_url", self.url),
            viewport={"width": width, "height": 900 if width > 600 else 740},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            **more,
        )
        context.set_default_timeout(WAIT_MS)
        if not undo:  # a crew's word leaves its phone at once, not after ten seconds
            context.add_init_script("localStorage.setItem('siaga.crew.undo_s', '0')")
        self._contexts.append(context)
        page = self.tab(context)
        page.goto(path)
        return page

    def tab(self, context: BrowserContext) -> Page:
        """One more tab of the same person, still empty."""
        page = context.new_page()
        page.on("request", lambda request: self._asked(request.url))
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        page.on("console", lambda message: self._said(message.text))
        return page

    def sign_in(self, user: str, *, width: int = 1440, dark: bool = False, **more: Any) -> Page:
        """A window with this demo account signed in, its first screen shown."""
        page = self.open(width=width, dark=dark, **more)
        sign_in(page, user)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.strangers.append(url)

    def _said(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.broken.append(text)


def sign_in(page: Page, user: str) -> None:
    page.get_by_label("Nama akun").fill(user)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    button(page, "Masuk").click()
    expect(button(page, SIGN_OUT)).to_be_visible()


def button(where: Page | Locator, name: str) -> Locator:
    """The button of exactly this name."""
    return where.get_by_role("button", name=name, exact=True)


def box(where: Page | Locator, name: str) -> Locator:
    """The text field or search field whose label begins with `name`."""
    return where.get_by_label(re.compile(f"^{re.escape(name)}"))


def shown(where: Locator) -> None:
    expect(where).to_be_visible()


def gone(where: Locator) -> None:
    expect(where).to_have_count(0)


def eventually_on(page: Page, seen: Callable[[], T], *, what: object = "") -> T:
    """Waits for what this page's own events tell: they are heard only while it is waited on."""

    def looked() -> T:
        page.wait_for_timeout(20)
        return seen()

    return eventually(looked, what=what)
