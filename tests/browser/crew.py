"""A crew and its phone: a job, hands on the page, a place without signal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser import room as desk
from tests.browser.test_journey import photo
from tests.browser.windows import button, eventually_on, gone
from tests.http.people import Person

PHONE: dict[str, Any] = {"width": 360, "has_touch": True, "is_mobile": True}
SHELL_KEPT = """async () => {
  await navigator.serviceWorker.ready
  const names = await caches.keys()
  return names.some((name) => name.startsWith('siaga-shell-'))
}"""


def a_job(taker: Person, unit_id: str = "amb-1", *, sent_ago: timedelta | None = None) -> str:
    """→ the incident's id; the unit is on its way to it."""
    opened = taker.done(
        "incident/open-incident",
        incident_type="fire.building",
        priority="P1",
        location={"latitude": -1.6101, "longitude": 103.6131, "source": "pin"},
        note="Satu orang di dalam",
    )
    more = {"occurred_at": (datetime.now(UTC) - sent_ago).isoformat()} if sent_ago else {}
    taker.done("dispatch/dispatch-unit", incident_id=opened["id"], unit_id=unit_id, **more)
    return str(opened["id"])


def kept(page: Page) -> None:
    """Waits until the phone could start without network."""
    eventually_on(page, lambda: page.evaluate(SHELL_KEPT), what="the shell is kept")


class Workings:
    """Calls the page's worker as the browser would, by the browser's own tools."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.known = page, url, list[str]()
        self.line = page.context.new_cdp_session(page)
        self.line.on("ServiceWorker.workerRegistrationUpdated", self._registered)
        self.line.send("ServiceWorker.enable")

    def _registered(self, event: dict[str, Any]) -> None:
        ours = f"{self.url}/"
        found = [one for one in event["registrations"] if one["scopeURL"] == ours]
        self.known += [one["registrationId"] for one in found]

    def push(self, said: dict[str, Any]) -> None:
        self._call("deliverPushMessage", data=json.dumps(said))

    def sync(self, tag: str) -> None:
        self._call("dispatchSyncEvent", tag=tag, lastChance=False)

    def _call(self, name: str, **more: Any) -> None:
        eventually_on(self.page, lambda: self.known, what="the tools name the registration")
        registration = {"origin": self.url, "registrationId": self.known[-1]}
        self.line.send(f"ServiceWorker.{name}", {**registration, **more})


@contextmanager
def no_signal(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


def note(page: Page, words: str) -> None:
    button(page, "Catatan").tap()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Apa yang Anda lihat").fill(words)
    button(dialog, "Simpan").tap()
    gone(dialog)


def take_photo(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "foto.png", "mimeType": "image/png", "buffer": photo()}
    )


def story(taker: Person, incident_id: str) -> list[dict[str, Any]]:
    lines = taker.cards("incident-story", incident=incident_id).values()
    return sorted(lines, key=lambda line: int(line["position"]))


def its_row(room: Page) -> Locator:
    """In the queue, where a unit's unread stand-down may stand too."""
    return desk.row(room, "AMB-1").filter(has_text="Kebakaran rumah").first
