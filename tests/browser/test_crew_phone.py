"""The phone of a crew: light, installable, alive without network, quick to call for help."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import room as desk
from tests.browser.test_accessible import STICKS_OUT, axe, problems
from tests.browser.test_journey import HEARD, photo
from tests.browser.windows import Windows, button, gone, shown, sign_in
from tests.http.conftest import People
from tests.http.people import Person

__all__ = ["axe"]

pytestmark = pytest.mark.usefixtures("calm")

PHONE: dict[str, Any] = {"width": 360, "has_touch": True, "is_mobile": True}
HERE = {"latitude": -1.6044, "longitude": 103.6121, "accuracy": 9}
DEAD_ZONE = timedelta(minutes=10)
FIRST_LOAD_BYTES_MAX = 120_000
USABLE_WITHIN_S = 3.0
THREE_G = {  # a fair day of the third generation: 1.6 Mbit/s down, 150 ms there and back
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
RUN_AXE = """() => axe.run(document, {
  resultTypes: ['violations'],
  rules: { 'color-contrast-enhanced': { enabled: true } },
})"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'main a, main button, main input:not(.unseen), main select')]
  .filter((one) => one.offsetParent)
  .map((one) => [one.innerText || one.ariaLabel || one.id, one.getBoundingClientRect().height])
  .filter(([, height]) => height < 55.5)"""
SHELL_KEPT = """async () => {
  await navigator.serviceWorker.ready
  const names = await caches.keys()
  return names.some((name) => name.startsWith('siaga-shell-'))
}"""
NOTICES = """async () => {
  const registration = await navigator.serviceWorker.ready
  return (await registration.getNotifications()).map((one) => [one.title, one.body, one.tag])
}"""
KEPT_PATHS = """async () => {
  const found = []
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    found.push(...(await cache.keys()).map((one) => new URL(one.url).pathname))
  }
  return found
}"""
FETCHED = """() => performance.getEntriesByType('resource').concat(
  performance.getEntriesByType('navigation')).map((one) => [one.name, one.transferSize])"""


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
    for _ in range(100):
        if page.evaluate(SHELL_KEPT):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the shell was never kept")


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


def test_ten_minutes_in_a_dead_zone(windows: Windows, people: People) -> None:
    """Steps, a note and a photo without signal, a reload in between: all arrive once, in order,
    with the times at which they were, and the room sees how they came."""
    taker = people("calltaker")
    incident_id = a_job(taker, sent_ago=DEAD_ZONE + timedelta(minutes=2))
    room = windows.sign_in("calltaker")
    # The phone lives ten minutes ago, until the clock is put forward.
    then = datetime.now(UTC) - DEAD_ZONE
    phone = windows.open("/lapor", **PHONE)
    phone.context.clock.install(time=then)
    phone.goto("/")
    sign_in(phone, "crew-amb1")
    button(phone, "Terima tugas").tap()
    shown(phone.get_by_text("Diterima kru"))
    kept(phone)
    with no_signal(phone):
        for step in ("Berangkat", "Tiba di lokasi"):
            button(phone, step).tap()
            phone.wait_for_timeout(1_700)  # a second tap of the same thumb is not heard
        note(phone, "Jalan banjir selutut")
        take_photo(phone)
        shown(phone.get_by_text("4 tindakan menunggu sinyal"))
        phone.reload()
        shown(phone.get_by_text("4 tindakan menunggu sinyal"))
        shown(phone.get_by_role("heading", name="Kebakaran rumah"))
        shown(phone.get_by_text("Tampilan tersimpan pukul"))
        phone.context.clock.fast_forward(int(DEAD_ZONE.total_seconds() * 1000))
        button(phone, "Mulai menangani").tap()
        shown(phone.get_by_text("5 tindakan menunggu sinyal"))
    gone(phone.get_by_text("tindakan menunggu sinyal"))
    arrived_once_and_honestly(taker, incident_id, then)
    the_room_sees_how(room)


def arrived_once_and_honestly(taker: Person, incident_id: str, then: datetime) -> None:
    wanted = ["en_route", "on_scene", "first_action", "note", "photo"]
    for _ in range(100):
        told = [
            line
            for line in story(taker, incident_id)
            if line["type"] in ("DispatchAdvanced", "FieldNoteAdded")
        ]
        if len(told) >= len(wanted):
            break
    names = [line["fact"].get("stage") or line["fact"]["kind"] for line in told]
    assert sorted(names) == sorted(wanted), "not each of them once"
    assert [name for name in names if name in wanted[:3]] == wanted[:3], "not in order"
    at = {
        name: datetime.fromisoformat(line["occurred_at"])
        for name, line in zip(names, told, strict=True)
    }
    for name in ("en_route", "on_scene", "note", "photo"):
        assert abs(at[name] - then) < timedelta(seconds=75), f"{name} was not at its time"
    assert at["first_action"] - at["on_scene"] > DEAD_ZONE - timedelta(seconds=75)


def the_room_sees_how(room: Page) -> None:
    its_row(room).click()
    field = room.get_by_role("region", name="Dari lapangan")
    shown(field.get_by_text("Jalan banjir selutut"))
    shown(field.get_by_text("dicatat belakangan dari HP tanpa sinyal").first)
    expect(field.get_by_text(re.compile("AMB-1 Tiba di lokasi .* masuk"))).to_be_visible()
    expect(field.get_by_role("img", name="Buka foto")).to_have_js_property("naturalWidth", 1)


def test_a_word_can_be_taken_back_for_ten_seconds(windows: Windows, people: People) -> None:
    taker = people("calltaker")
    incident_id = a_job(taker)
    phone = windows.sign_in("crew-amb1", undo=True, **PHONE)
    button(phone, "Terima tugas").tap()
    button(phone, "Berangkat").tap()
    shown(phone.get_by_text("dikirim dalam"))
    button(phone, "Urungkan").tap()
    gone(phone.get_by_text("dikirim dalam"))
    button(phone, "Berangkat").tap()
    button(phone, "Kirim sekarang").tap()
    taker.wait_for("units", lambda card: card["stage"] == "en_route")
    told = [line["fact"].get("stage") for line in story(taker, incident_id)]
    assert told.count("en_route") == 1


def test_a_panic_sounds_at_every_desk_until_it_is_over(windows: Windows, people: People) -> None:
    taker = people("calltaker")
    a_job(taker)
    room = windows.open()
    room.add_init_script(HEARD)
    room.reload()
    sign_in(room, "calltaker")
    phone = windows.sign_in("crew-amb1", geolocation=HERE, permissions=["geolocation"], **PHONE)
    hold = phone.get_by_role("button", name="PANIK: tahan 2 detik")
    hold.click(delay=300)  # too short: nothing
    phone.wait_for_timeout(300)
    assert taker.cards("crews").get("amb-1", {}).get("panic") is None
    hold.click(delay=2_300)
    alarm = room.get_by_role("alert").filter(has_text="PANIK: AMB-1")
    shown(alarm)
    expect(alarm).to_contain_text("-1.60440")
    before = room.evaluate("window.tones")
    shown(phone.get_by_text("PANIK TERKIRIM"))
    button(phone, "Salah tekan").tap()
    expect(alarm).to_contain_text("Kru bilang salah tekan")
    for _ in range(60):  # it sounds on, also after "by mistake"; a drill's tone every four seconds
        if room.evaluate("window.tones") > before:
            break
        room.wait_for_timeout(100)
    assert room.evaluate("window.tones") > before
    button(alarm, "Saya tangani").click()
    shown(phone.get_by_text("Ruang menjawab"))
    button(alarm, "Selesai…").click()
    button(alarm, "Kru aman, sudah dipastikan lewat HT").click()
    gone(alarm)
    shown(hold)


def test_a_volunteer_joins_one_incident_by_its_code(windows: Windows, people: People) -> None:
    taker = people("calltaker")
    a_job(taker)
    room = windows.sign_in("calltaker")
    its_row(room).click()
    button(room, "Buat QR relawan").click()
    dialog = room.get_by_role("dialog")
    shown(dialog.get_by_role("img", name="Relawan"))
    address = dialog.locator(".address").inner_text()
    phone = windows.open(address.removeprefix(windows.url), **PHONE)
    phone.get_by_label(re.compile("[Nn]ama")).fill("Bu Ani RT 12")
    phone.locator("button.send").tap()
    shown(phone.get_by_role("heading", name="Bergabung sebagai relawan"))
    shown(phone.get_by_role("heading", name="Kebakaran rumah"))
    gone(phone.get_by_text("Satu orang di dalam"))  # what the room notes is not for everybody
    note(phone, "Air setinggi lutut di depan masjid")
    taker.wait_for("field", lambda card: any(line["pass_id"] for line in card["notes"]))
    expect(dialog.get_by_text("1 HP bergabung Bu Ani RT 12")).to_be_visible()
    button(dialog, "Tutup").click()
    field = room.get_by_role("region", name="Dari lapangan")
    shown(field.get_by_text("Air setinggi lutut di depan masjid"))
    button(field, "Tutup tautan").click()
    shown(phone.get_by_label("Kata sandi"))


def test_the_page_is_light_and_soon_there_at_the_third_generation(
    windows: Windows, people: People, record_property: Callable[[str, object], None]
) -> None:
    """Everything a phone fetches on its first visit, with the place and the stream, gzipped."""
    a_job(people("calltaker"))
    phone = windows.sign_in("crew-amb1", **PHONE)
    kept_by_browser = phone.context.cookies()
    fresh = windows.open("/lapor", **PHONE)
    fresh.context.add_cookies(
        [
            {"name": one["name"], "value": one["value"], "url": windows.url}
            for one in kept_by_browser
        ]
    )
    line = fresh.context.new_cdp_session(fresh)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", THREE_G)
    got = {"bytes": 0}
    names: dict[str, str] = {}

    def received(event: dict[str, Any]) -> None:
        got["bytes"] += int(event["encodedDataLength"])

    line.on(
        "Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]})
    )
    line.on("Network.dataReceived", received)
    fresh.evaluate("performance.setResourceTimingBufferSize(500)")
    fresh.goto("/", wait_until="commit")
    shown(button(fresh, "Terima tugas"))
    took_s = float(fresh.evaluate("performance.now()")) / 1000
    kept(fresh)
    fresh.wait_for_timeout(1_500)
    ours = [one for one in fresh.context.service_workers if one.url == f"{windows.url}/sw.js"]
    worker = sum(size for _, size in ours[0].evaluate(FETCHED))
    total = got["bytes"] + worker
    print(f"\ncrew: {total / 1000:.1f} kB ({worker / 1000:.1f} by its worker), {took_s:.2f} s")
    record_property("crew_first_load_bytes", total)
    record_property("crew_usable_s", round(took_s, 2))
    assert 30_000 < total <= FIRST_LOAD_BYTES_MAX, sorted(names.values())
    assert took_s <= USABLE_WITHIN_S
    assert not [url for url in names.values() if "maplibre" in url or "JsSIP" in url]


def test_it_is_installable_and_keeps_no_answer_of_the_server(
    windows: Windows, people: People
) -> None:
    a_job(people("calltaker"))
    phone = windows.sign_in("crew-amb1", **PHONE)
    kept(phone)
    manifest = phone.evaluate("fetch('/manifest.webmanifest').then((one) => one.json())")
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        answer = phone.request.get(icon["src"])
        assert (answer.status, answer.headers["content-type"]) == (200, icon["type"])
    paths = phone.evaluate(KEPT_PATHS)
    assert "/" in paths
    assert not [path for path in paths if path.startswith("/api/")]


def test_a_push_shows_while_the_page_is_hidden(windows: Windows) -> None:
    """What a push service would bring is handed to the worker by the browser's own tools."""
    phone = windows.sign_in("crew-amb1", permissions=["notifications"], **PHONE)
    kept(phone)
    line = phone.context.new_cdp_session(phone)
    seen: list[str] = []
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda e: seen.extend(
            one["registrationId"]
            for one in e["registrations"]
            if one["scopeURL"] == f"{windows.url}/"
        ),
    )
    line.send("ServiceWorker.enable")
    said = {"title": "TUGAS BARU", "body": "Kebakaran", "priority": "P1", "tag": "uji"}
    shown_now: list[list[str]] = []
    for _ in range(20):  # the tools name the registration when they are ready
        phone.wait_for_timeout(250)
        for registration in seen[-1:]:
            message = {"registrationId": registration, "data": json.dumps(said)}
            line.send("ServiceWorker.deliverPushMessage", {"origin": windows.url, **message})
        shown_now = phone.evaluate(NOTICES)
        if shown_now:
            break
    assert shown_now == [["TUGAS BARU", "Kebakaran", "uji"]]


def test_readable_in_the_sun_with_gloves(windows: Windows, people: People, axe: str) -> None:
    """7:1 in both themes, targets of 56 px, nothing beside the screen at 360 px."""
    taker = people("calltaker")
    phone = windows.sign_in("crew-amb1", **PHONE)
    wrong: list[str] = []

    def look(name: str) -> None:
        phone.evaluate(axe)
        for theme in ("light", "dark"):
            phone.emulate_media(color_scheme=theme)
            phone.wait_for_timeout(150)
            wrong.extend(f"{name} {theme}: {one}" for one in problems(phone.evaluate(RUN_AXE)))
            wrong.extend(f"{name} {theme}: sticks out {one}" for one in phone.evaluate(STICKS_OUT))
        wrong.extend(f"{name}: small {one}" for one in phone.evaluate(SMALL_TARGETS))

    shown(phone.get_by_text("Tidak ada tugas"))
    look("empty")
    a_job(taker)
    shown(button(phone, "Terima tugas"))
    look("job")
    with no_signal(phone):
        button(phone, "Terima tugas").tap()
        note(phone, "Uji")
        shown(phone.get_by_text("2 tindakan menunggu sinyal"))
        look("offline")
    gone(phone.get_by_text("tindakan menunggu sinyal"))
    assert wrong == [], "\n".join(wrong)
