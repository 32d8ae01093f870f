"""Nobody looks at the crew's page: it was closed in a dead zone, or the phone is in a pocket."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.crew import PHONE, Workings, a_job, kept, no_signal, story, take_photo
from tests.browser.windows import Windows, button, eventually_on, gone, shown
from tests.http.conftest import People

pytestmark = pytest.mark.usefixtures("calm")

TAG = "siaga.acts"
PRESS = """async (action) => {
  for (const notification of await self.registration.getNotifications()) {
    if (notification.actions.length) {
      self.dispatchEvent(new NotificationEvent('notificationclick', { notification, action }))
    }
  }
}"""
TITLES = """async () => {
  const registration = await navigator.serviceWorker.getRegistration('/')
  return (await registration.getNotifications()).map((one) => one.title)
}"""


def told(line: dict[str, Any]) -> str:
    return str(line["fact"].get("stage") or line["fact"].get("kind") or line["type"])


def test_what_was_said_in_a_dead_zone_leaves_after_the_page_was_closed(
    windows: Windows, people: People
) -> None:
    """The browser calls the worker, twice, once it is online: each act arrives once, in order, at
    its own time; also when the page is opened meanwhile."""
    taker = people("calltaker")
    incident_id = a_job(taker)
    phone = windows.sign_in("crew-amb1", **PHONE)
    kept(phone)
    beside = windows.tab(phone.context)
    beside.goto("/lapor")
    button(phone, "Terima tugas").tap()
    taker.wait_for("units", lambda card: card["stage"] == "acknowledged")
    gone(phone.get_by_text("tindakan menunggu sinyal"))
    with no_signal(phone):
        said_at = datetime.now(UTC)
        button(phone, "Berangkat").tap()
        take_photo(phone)
        shown(phone.get_by_text("2 tindakan menunggu sinyal"))
        phone.close()
    workings = Workings(beside, windows.url)
    workings.sync(TAG)
    workings.sync(TAG)
    taker.wait_for("units", lambda card: card["stage"] == "en_route", seconds=30)
    again = windows.tab(phone.context)
    again.goto("/")

    def lines() -> list[dict[str, Any]]:
        found = story(taker, incident_id)
        return [one for one in found if told(one) in ("en_route", "photo")]

    eventually_on(again, lambda: len(lines()) >= 2, what="both arrived")
    shown(button(again, "Tiba di lokasi"))
    gone(again.get_by_text("tindakan menunggu sinyal"))
    assert [told(one) for one in lines()] == ["en_route", "photo"]
    for one in lines():
        at = datetime.fromisoformat(one["occurred_at"])
        assert abs(at - said_at) < timedelta(seconds=75)


def test_a_job_is_taken_on_the_notification_itself(windows: Windows, people: People) -> None:
    """In the dead zone it is kept and says so; the room hears it as soon as there is signal."""
    taker = people("calltaker")
    phone = windows.sign_in("crew-amb1", permissions=["notifications"], **PHONE)
    kept(phone)
    beside = windows.tab(phone.context)
    beside.goto("/lapor")
    phone.close()
    a_job(taker)
    job = taker.wait_for("units", lambda card: card["unit_id"] == "amb-1" and card["dispatch_id"])
    workings = Workings(beside, windows.url)
    alert = {"alert_id": f"dispatch-{job['dispatch_id']}", "about": "dispatch", "priority": "P1"}
    words = {"title": "P1 · Tugas baru · AMB-1", "body": "Kebakaran rumah", "act": "Terima tugas"}
    workings.push({**alert, **words, "subject": job["dispatch_id"]})
    titles(beside, words["title"])
    (worker,) = [one for one in phone.context.service_workers if one.url == f"{windows.url}/sw.js"]
    with no_signal(beside):
        worker.evaluate(PRESS, "take")
        titles(beside, "Belum terkirim: tidak ada sinyal")
    workings.sync(TAG)
    taker.wait_for("units", lambda card: card["stage"] == "acknowledged", seconds=30)


def titles(page: Page, wanted: str) -> None:
    eventually_on(page, lambda: wanted in page.evaluate(TITLES), what=wanted)
