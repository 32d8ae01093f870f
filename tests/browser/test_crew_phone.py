"""The phone of a crew: light, installable, alive without network, quick to call for help."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benchmarks.push_services import PushServices
from siaga.app.workers.sending.alert_words import PAYLOAD_KEYS
from tests.browser.crew import (
    PHONE,
    Workings,
    a_job,
    its_row,
    kept,
    no_signal,
    note,
    story,
    take_photo,
)
from tests.browser.room import ring, strip
from tests.browser.test_accessible import STICKS_OUT, axe, problems
from tests.browser.test_journey import HEARD
from tests.browser.windows import Windows, button, eventually_on, gone, shown, sign_in
from tests.http.conftest import People
from tests.http.people import Card
from tests.http.test_alerts import came

__all__ = ["axe"]

pytestmark = pytest.mark.usefixtures("calm")

HERE = {"latitude": -1.6044, "longitude": 103.6121, "accuracy": 9}
FIRST_LOAD_BYTES_MAX = 114_000
THREE_G = {  # a fair day of the third generation: 1.6 Mbit/s down, 150 ms there and back
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
RECEIVER = """
  window.listening = 0
  const place = navigator.geolocation
  const [watch, clear] = [place.watchPosition.bind(place), place.clearWatch.bind(place)]
  place.watchPosition = (...all) => ((window.listening += 1), watch(...all))
  place.clearWatch = (id) => ((window.listening -= 1), clear(id))
"""
RUN_AXE = """() => axe.run(document, {
  resultTypes: ['violations'],
  rules: { 'color-contrast-enhanced': { enabled: true } },
})"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'main a, main button, main input:not(.unseen), main select')]
  .filter((one) => one.offsetParent)
  .map((one) => [one.innerText || one.ariaLabel || one.id, one.getBoundingClientRect().height])
  .filter(([, height]) => height < 55.5)"""
NOTICES = """async () => {
  const registration = await navigator.serviceWorker.ready
  const shown = await registration.getNotifications()
  return shown.map((one) => [one.title, one.body, one.tag, one.renotify, one.requireInteraction])
}"""
TAP = """async () => {
  const [notification] = await self.registration.getNotifications()
  self.dispatchEvent(new NotificationEvent('notificationclick', { notification }))
}"""
KEPT_PATHS = """async () => {
  const found = []
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    found.push(...(await cache.keys()).map((one) => new URL(one.url).pathname))
  }
  return found
}"""
QUIET_MS = 400
FETCHED = """() => performance.getEntriesByType('resource').concat(
  performance.getEntriesByType('navigation')).map((one) => [one.name, one.transferSize])"""


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
    # A step that is still on its way hides nothing of what the room says.
    phone.route("**/api/dispatch/report-status", lambda route: route.abort())
    button(phone, "Tiba di lokasi").tap()
    job = taker.cards("units")["amb-1"]["dispatch_id"]
    taker.done("dispatch/cancel", dispatch_id=job, reason="Pelapor membatalkan")
    shown(phone.get_by_text("TUGAS DIBATALKAN"))


def test_who_signs_out_without_signal_is_signed_out(windows: Windows) -> None:
    """The next one who opens a shared phone is nobody until they sign in."""
    phone = windows.sign_in("crew-amb3", **PHONE)
    with no_signal(phone):
        button(phone, "Keluar").tap()
        shown(phone.get_by_label("Nama akun"))
    with phone.expect_response(lambda answer: answer.request.method == "DELETE") as left:
        phone.reload()
    assert left.value.status == 200
    shown(phone.get_by_label("Nama akun"))
    assert phone.request.get("/api/session").status == 401


def test_a_panic_sounds_at_every_desk_until_it_is_over(windows: Windows, people: People) -> None:
    taker = people("calltaker")
    a_job(taker)
    room = windows.open()
    room.add_init_script(HEARD)
    room.reload()
    sign_in(room, "calltaker")
    phone = windows.sign_in("crew-amb1", geolocation=HERE, permissions=["geolocation"], **PHONE)
    # A line on which everything hangs: a call for help stands behind no photo and no status.
    for stuck in ("**/api/media", "**/api/dispatch/acknowledge"):
        phone.route(stuck, lambda _: None)
    take_photo(phone)
    button(phone, "Terima tugas").tap()
    hold = phone.get_by_role("button", name="PANIK: tahan 2 detik")
    hold.click(delay=300)  # too short: nothing
    phone.wait_for_timeout(300)
    assert taker.cards("crews").get("amb-1", {}).get("panic") is None
    hold.click(delay=2_300)
    alarm = strip(room).filter(has_text="PANIK: AMB-1")
    shown(alarm)
    expect(alarm).to_contain_text("-1.60440")
    before = room.evaluate("window.tones")
    shown(phone.get_by_text("PANIK TERKIRIM"))
    button(phone, "Salah tekan").tap()
    expect(alarm).to_contain_text("Kru bilang salah tekan")
    # It sounds on, also after "by mistake"; a drill's tone every four seconds.
    room.wait_for_function(f"window.tones > {before}")
    button(alarm, "Saya tangani").click()
    shown(phone.get_by_text("Ruang menjawab"))
    held = ring(room, "PANIK: AMB-1")
    button(held, "Selesai…").click()
    button(held, "Kru aman, sudah dipastikan lewat HT").click()
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
    shown(phone.get_by_role("heading", name="Tautan sudah ditutup"))


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


def by_push(card: Card, alert_id: str) -> bool:
    """The worker has said that it was shown."""
    arrived = [line["way"] for line in card["ways"] if line["state"] == "delivered"]
    return bool(card["alert_id"] == alert_id and "push" in arrived)


def delivered(page: Page, workings: Workings, said: dict[str, Any]) -> list[list[Any]]:
    """Hands the worker what a push service would bring; → what is shown then."""
    workings.push(said)
    return eventually_on(page, lambda: list(page.evaluate(NOTICES)))


def test_a_push_from_the_dispatch_to_the_job_on_the_phone(windows: Windows, people: People) -> None:
    """What left the room is opened as the browser would, and handed to its worker by the
    browser's own tools: nothing but the push service itself is missing."""
    taker = people("calltaker")
    phone = windows.sign_in("crew-amb1", permissions=["notifications"], **PHONE)
    kept(phone)
    workings = Workings(phone, windows.url)
    services = PushServices()
    try:
        (one,) = services.subscribe(1)
        registered = people("crew-amb1").http.post(
            "/api/alerts/devices", json={"subscription": one}
        )
        assert registered.status_code == 200
        a_job(taker)
        said = came(services, "dispatch")["said"]
    finally:
        services.end()
    phone.evaluate("location.hash = '#/account'")
    (notice,) = delivered(phone, workings, said)
    title, body, tag, renotifies, stays = notice
    assert title == "P1 · Tugas baru · AMB-1"
    assert body.startswith("Kebakaran rumah")
    assert (tag, renotifies, stays) == (said["alert_id"], True, True)
    assert set(said) == {*PAYLOAD_KEYS, "device_id", "proof"}
    shown_words = f"{title} {body}"
    secrets = ("Satu orang", "-1.61", "103.6", "08", "+62")
    assert not [one for one in secrets if one in shown_words]
    assert len(delivered(phone, workings, said)) == 1, "sounded again it takes its own place"
    taker.wait_for("alerts", lambda card: by_push(card, said["alert_id"]))
    ours = next(one for one in phone.context.service_workers if one.url.endswith("/sw.js"))
    ours.evaluate(TAP)
    shown(button(phone, "Terima tugas"))
    assert phone.evaluate(NOTICES) == []


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
    phone.get_by_role("switch", name="Bagikan posisi unit").scroll_into_view_if_needed()
    expect(phone.get_by_role("button", name="PANIK: tahan 2 detik")).to_be_in_viewport()
    with no_signal(phone):
        button(phone, "Terima tugas").tap()
        note(phone, "Uji")
        shown(phone.get_by_text("2 tindakan menunggu sinyal"))
        look("offline")
    gone(phone.get_by_text("tindakan menunggu sinyal"))
    assert wrong == [], "\n".join(wrong)


def test_the_receiver_rests_and_tracking_ends_with_the_job(
    windows: Windows, people: People
) -> None:
    """Without a job a position every three minutes, on the way all the time, off duty none."""
    taker, crew = people("calltaker"), people("crew-amb1")
    phone = windows.open("/lapor", geolocation=HERE, permissions=["geolocation"], **PHONE)
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.url))
    phone.add_init_script(RECEIVER)
    phone.context.clock.install()
    phone.goto("/")
    sign_in(phone, "crew-amb1")

    def positions() -> int:
        return len([url for url in sent if url.endswith("/api/signals/position")])

    def passes(span_s: int) -> None:
        phone.context.clock.fast_forward(span_s * 1000)

    def listens(wanted: int) -> None:
        eventually_on(phone, lambda: phone.evaluate("listening") == wanted, what=f"{wanted} listen")

    phone.get_by_role("switch", name="Bagikan posisi unit").tap()
    shown(phone.get_by_text("Tanpa tugas: hanya sekitar 3 menit sekali"))
    passes(4)
    eventually_on(phone, lambda: positions() == 1, what="the first one")
    listens(0)
    passes(150)
    phone.wait_for_timeout(QUIET_MS)
    assert positions() == 1
    passes(40)
    eventually_on(phone, lambda: positions() == 2, what="one after three minutes")
    a_job(taker)
    button(phone, "Terima tugas").tap()
    listens(1)
    job = taker.wait_for("units", lambda card: card["unit_id"] == "amb-1")["dispatch_id"]
    taker.done("dispatch/cancel", dispatch_id=job, reason="Uji selesai")
    button(phone, "Sudah dibaca").tap()
    listens(0)
    crew.done("units/go-off-duty", unit_id="amb-1", reason="shift_end")
    shown(phone.get_by_text("Unit tidak siap: posisi tidak dikirim."))
    phone.wait_for_timeout(QUIET_MS)
    before = positions()
    passes(1_200)
    phone.wait_for_timeout(QUIET_MS)
    assert positions() == before
    crew.done("units/go-on-duty", unit_id="amb-1")
