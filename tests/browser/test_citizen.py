"""A citizen's phone: it walks on the taker's map, loses its signal, and follows its report."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Geolocation, Page, Response, Route, expect

from tests.browser import room
from tests.browser.windows import Windows, button, eventually_on, shown
from tests.http import citizen
from tests.http.conftest import People
from tests.http.holder import address_of, called, issue, line_of
from tests.http.people import Card, Person
from tests.http.server import Server
from tests.patience import eventually

pytestmark = pytest.mark.usefixtures("calm")

PHONE: dict[str, Any] = {
    "width": 360,
    "is_mobile": True,
    "has_touch": True,
    "extra_http_headers": {"X-Forwarded-For": "198.18.200.1"},  # its reports have their own pace
}
HERE = Geolocation(latitude=-1.6101, longitude=103.6131, accuracy=12)
THERE = Geolocation(latitude=-1.6142, longitude=103.6179, accuracy=15)


@pytest.fixture
def taker(people: People) -> Person:
    return people("calltaker")


def lost_caller(taker: Person) -> str:
    return called(taker, number=citizen.new_number(), words=citizen.said("Tersesat di kebun"))


def path_of(server: Server, taker: Person, contact_id: str, kind: str) -> str:
    line = issue(taker, contact_id, kind)
    return address_of(taker, contact_id, line).removeprefix(server.url)


def links(page: Page) -> Any:
    return page.get_by_role("region", name="Tautan untuk pelapor")


def test_a_phone_walks_on_the_takers_map(windows: Windows, server: Server, taker: Person) -> None:
    contact_id = lost_caller(taker)
    desk = windows.sign_in("calltaker")
    desk.goto(f"/#/call_taker/contact/{contact_id}")
    shown(links(desk))
    button(links(desk), "Kirim tautan lokasi").click()
    expect(links(desk)).to_contain_text("belum dibuka")
    path = address_of(taker, contact_id, line_of(taker, contact_id, "location"))
    canvas = desk.locator(".map canvas")
    shown(canvas)
    desk.wait_for_timeout(1500)
    before = canvas.screenshot()

    phone = windows.open(
        path.removeprefix(server.url), **PHONE, geolocation=HERE, permissions=["geolocation"]
    )
    expect(links(desk)).to_contain_text(re.compile(r"dibuka \d"))
    button(phone, "Kirim lokasi saya").click()
    told = phone.locator("#told")
    expect(told).to_contain_text("112 SUDAH MENERIMA lokasi Anda")
    expect(told).to_contain_text("sekitar 12 meter")
    expect(told).to_contain_text("Anda boleh menutup halaman ini")
    expect(links(desk)).to_contain_text("1 posisi")
    expect(links(desk)).to_contain_text("± 12 m")
    eventually(lambda: canvas.screenshot() != before, what="something new on the map")

    phone.context.set_geolocation(THERE)
    expect(links(desk)).to_contain_text("± 15 m")
    expect(links(desk)).to_contain_text("2 posisi")

    button(phone, "Berhenti mengirim").click()
    expect(told).to_contain_text("Pengiriman berhenti")
    button(phone, "Kirim lagi").click()
    shown(button(phone, "Berhenti mengirim"))
    button(links(desk), "Tutup").click()
    expect(told).to_contain_text("Petugas sudah menutup halaman ini")
    expect(button(phone, "Kirim lagi")).to_be_hidden()
    expect(links(desk)).to_contain_text("ditutup")


def test_a_refused_permission_is_explained(windows: Windows, server: Server, taker: Person) -> None:
    contact_id = lost_caller(taker)
    phone = windows.open(path_of(server, taker, contact_id, "location"), **PHONE)
    button(phone, "Kirim lokasi saya").click()
    shown(phone.get_by_role("heading", name="Izin lokasi ditolak"))
    expect(phone.locator("#denied li")).to_have_count(3)
    for picture in phone.locator("#denied img").all():
        expect(picture).not_to_have_js_property("naturalWidth", 0)
    phone.get_by_label("Alamat atau patokan").fill(citizen.said("Belakang pasar"))
    button(phone, "Kirim tempat ini").click()
    shown(phone.get_by_role("heading", name="Tempat diterima"))


def test_a_lost_signal_is_said_and_overcome(
    windows: Windows, server: Server, taker: Person
) -> None:
    contact_id = lost_caller(taker)
    path = path_of(server, taker, contact_id, "location")
    phone = windows.open(path, **PHONE, geolocation=HERE, permissions=["geolocation"])
    phone.context.set_offline(True)
    button(phone, "Kirim lokasi saya").click()
    told = phone.locator("#told")
    expect(told).to_contain_text("BELUM TERKIRIM")
    phone.context.set_offline(False)
    expect(told).to_contain_text("SUDAH MENERIMA")


def test_without_scripts_everything_can_be_done(
    windows: Windows, server: Server, taker: Person
) -> None:
    old: dict[str, Any] = {**PHONE, "java_script_enabled": False}
    page = windows.open("/lapor", **old)
    page.get_by_label("Ceritakan singkat").fill(citizen.said("Pohon tumbang"))
    page.get_by_label("Alamat atau patokan").fill("Depan masjid")
    button(page, "Kirim laporan").click()
    page.get_by_role("link", name="Lihat perkembangan laporan ini").click()
    shown(page.get_by_role("heading", name="Perkembangan"))
    expect(page.locator("main")).to_contain_text("Laporan diterima")
    contact_id = lost_caller(taker)
    page = windows.open(path_of(server, taker, contact_id, "location"), **old)
    expect(page.get_by_role("button", name="Kirim lokasi saya")).to_have_count(0)
    page.get_by_label("Kelurahan").select_option(label="Legok")
    button(page, "Kirim tempat ini").click()
    shown(page.get_by_role("heading", name="Tempat diterima"))
    assert line_of(taker, contact_id, "location")["opened_at"]
    page = windows.open("/kapan", **old)
    expect(page.locator(".pictures img")).to_have_count(6)


def ready_for_no_signal(page: Page) -> None:
    """The service worker holds the page's files."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def write(page: Page, words: str) -> None:
    page.get_by_label("Ceritakan singkat").fill(words)
    page.get_by_label("Alamat atau patokan").fill("Depan masjid")


def reports(taker: Person, words: str) -> list[Card]:
    return [
        card
        for card in taker.cards("queue").values()
        if any(words in str(line["text"]) for line in card["messages"])
    ]


def arrived(taker: Person, words: str) -> Card:
    return taker.wait_for("queue", lambda card: words in str(card["messages"]))


def test_a_report_without_a_signal_is_sent_when_it_is_back(windows: Windows, taker: Person) -> None:
    page = windows.open("/lapor", **PHONE)
    ready_for_no_signal(page)
    words = citizen.said("Kebakaran lahan")
    page.context.set_offline(True)
    write(page, words)
    button(page, "Kirim laporan").click()
    queue = page.locator("#queue")
    expect(queue).to_contain_text("BELUM TERKIRIM")
    expect(queue).to_contain_text("telepon tidak butuh internet")
    expect(page.get_by_label("Ceritakan singkat")).to_have_value("")
    page.reload()  # still no signal: the page itself comes from the phone
    expect(queue).to_contain_text("BELUM TERKIRIM")
    assert reports(taker, words) == []
    page.context.set_offline(False)
    expect(queue).to_contain_text("SUDAH DITERIMA 112")
    expect(queue).not_to_contain_text("BELUM TERKIRIM")
    card = arrived(taker, words)
    assert len(reports(taker, words)) == 1
    queue.get_by_role("link", name="Lihat perkembangan laporan ini").click()
    shown(page.get_by_role("heading", name="Perkembangan"))
    assert card["channel"] == "web"


def test_two_reports_of_one_page_are_two(windows: Windows, taker: Person) -> None:
    """An id that the kept page still holds must not swallow the second report."""
    page = windows.open("/lapor", **PHONE)
    ready_for_no_signal(page)
    page.context.set_offline(True)
    both = [citizen.said("Yang pertama"), citizen.said("Yang kedua")]
    for words in both:
        page.goto("/lapor")
        write(page, words)
        button(page, "Kirim laporan").click()
        shown(page.locator("#queue .waits").first)
    expect(page.locator("#queue .waits")).to_have_count(2)
    page.context.set_offline(False)
    expect(page.locator("#queue .sent")).to_have_count(2)
    for words in both:
        arrived(taker, words)


def photo(size: int) -> FilePayload:
    data = b"\xff\xd8\xff\xe0" + bytes(n * 7 % 251 for n in range(size))
    return FilePayload(name="foto.jpg", mimeType="image/jpeg", buffer=data)


IS_KEPT = """async (words) => (await globalThis.antrean.all()).some(
  (one) => one.state === 'draft' && one.photo && one.fields.some(([, said]) => said === words)
)"""


def test_a_cut_photo_goes_on_also_after_a_reload(windows: Windows, taker: Person) -> None:
    size = 700_000
    page = windows.open("/lapor", **PHONE)
    sent: list[int] = []
    cut_after = 2

    def tunnel(route: Route) -> None:
        if route.request.method != "PUT":
            route.continue_()
        elif len(sent) >= cut_after:
            route.abort("internetdisconnected")
        else:
            sent.append(len(route.request.post_data_buffer or b""))
            route.continue_()

    page.route("**/lapor/foto/**", tunnel)
    words = citizen.said("Jembatan putus")
    write(page, words)
    page.get_by_label("Foto").set_input_files(photo(size))
    told = page.locator("#photo-told")
    expect(told).to_contain_text("Foto menunggu sinyal")
    eventually_on(page, lambda: page.evaluate(IS_KEPT, words), what="the draft and its photo")
    page.reload()
    expect(page.locator("#queue")).to_contain_text("ada lagi di sini")
    expect(page.get_by_label("Ceritakan singkat")).to_have_value(words)
    cut_after = 100
    expect(told).to_contain_text("Foto siap dikirim")
    whole = size + 4
    assert sum(sent) == whole, "it went on where it stopped"
    button(page, "Kirim laporan").click()
    shown(page.get_by_role("heading", name="Laporan diterima"))
    card = arrived(taker, words)
    assert len(card["messages"][0]["media"]) == 1
    page.goto("/lapor")
    expect(page.get_by_label("Ceritakan singkat")).to_have_value("")


def test_what_is_wrong_comes_back_with_the_photo_that_is_there(
    windows: Windows, taker: Person
) -> None:
    page = windows.open("/lapor", **PHONE)
    page.get_by_label("Foto").set_input_files(photo(50_000))
    expect(page.locator("#photo-told")).to_contain_text("Foto siap dikirim")
    page.get_by_label("Alamat atau patokan").fill("Depan masjid")
    button(page, "Kirim laporan").click()
    shown(page.get_by_role("alert"))
    words = citizen.said("Sekarang lengkap")
    page.get_by_label("Ceritakan singkat").fill(words)
    button(page, "Kirim laporan").click()
    shown(page.get_by_role("heading", name="Laporan diterima"))
    card = arrived(taker, words)
    assert len(card["messages"][0]["media"]) == 1


def test_the_status_page_follows_without_a_reload(
    windows: Windows, server: Server, taker: Person
) -> None:
    contact_id = lost_caller(taker)
    path = path_of(server, taker, contact_id, "status")
    page = windows.open(path, **PHONE)
    page.evaluate("window.same = true")
    progress = page.locator("#progress")
    expect(progress).to_contain_text("Laporan diterima")
    incident_id = taker.done(
        "incident/open-incident", contact_id=contact_id, incident_type="public_facility"
    )["id"]
    now = progress.locator("[aria-current=step]")
    expect(now).to_contain_text("Ditangani")
    taker.done("agencies/send-referral", incident_id=incident_id, agency="perkim")
    expect(progress).to_contain_text("Diteruskan ke instansi")
    assert page.evaluate("window.same") is True, "the page was loaded anew"
    referral_id = next(iter(taker.cards("open-incidents")[incident_id]["referrals"]))
    taker.done("agencies/accept", referral_id=referral_id, via="phone")
    expect(now).to_contain_text("Diterima instansi")
    taker.done("agencies/hand-back", referral_id=referral_id, via="phone", reason="Uji")
    taker.done("agencies/take-back", referral_id=referral_id)
    taker.done("incident/close", incident_id=incident_id, result="dealt-with")
    shown(page.get_by_text("Sudah ditangani?"))
    page.get_by_label("Belum", exact=True).check()
    button(page, "Kirim jawaban").click()
    shown(page.get_by_text("jawaban Anda sudah diterima"))
    page.get_by_label("Apa yang belum selesai?").fill(citizen.said("Masih gelap"))
    button(page, "Belum selesai, lihat lagi").click()
    shown(page.get_by_text("diberi tahu bahwa laporan ini belum selesai"))
    taker.wait_for("queue", lambda card: card["contact_id"] == contact_id and card["unread"])


def test_what_is_written_is_not_lost_when_the_end_comes(
    windows: Windows, server: Server, taker: Person
) -> None:
    contact_id = lost_caller(taker)
    page = windows.open(path_of(server, taker, contact_id, "status"), **PHONE)
    expect(page.locator("#progress")).to_contain_text("Laporan diterima")
    taker.done("intake/classify-contact", contact_id=contact_id, kind="information")
    written = page.get_by_label("Apa yang belum selesai?")
    shown(written)
    written.fill("Setengah kalimat")
    taker.done("intake/reopen-contact", contact_id=contact_id)
    expect(page.locator("#progress [aria-current=step]")).not_to_contain_text("Selesai")
    expect(written).to_have_value("Setengah kalimat")


def weighed(bodies: list[int]) -> Callable[[Response], None]:
    return lambda answer: bodies.append(len(answer.body()))


def test_the_first_load_is_light(windows: Windows, server: Server, taker: Person) -> None:
    contact_id = lost_caller(taker)
    paths = ["/lapor", "/kapan", path_of(server, taker, contact_id, "status")]
    for path in paths:
        bodies: list[int] = []
        page = windows.open("/healthz", **PHONE, service_workers="block")
        page.on("response", weighed(bodies))
        page.goto(path, wait_until="load")
        page.wait_for_timeout(500)
        total = sum(bodies)
        print(f"\n{path[:6]}: {total / 1000:.1f} kB in {len(bodies)} answers")
        assert 5_000 < total <= 60_000, (path, bodies)


def test_the_taker_types_a_number_for_who_has_none(windows: Windows, taker: Person) -> None:
    contact_id = called(taker, words=citizen.said("Nomor tidak tampak"))
    desk = windows.sign_in("calltaker")
    desk.goto(f"/#/call_taker/contact/{contact_id}")
    shown(links(desk))
    expect(button(links(desk), "Kirim tautan lokasi")).to_be_disabled()
    links(desk).get_by_label("Nomor HP pelapor").fill(citizen.new_number())
    button(links(desk), "Kirim tautan lokasi").click()
    expect(links(desk)).to_contain_text("lewat SMS")
    taker.done("intake/set-contact-safety", contact_id=contact_id, safety="do_not_contact")
    expect(links(desk)).to_contain_text("tidak boleh dihubungi")
    expect(button(links(desk), "Salin tautan")).to_have_count(0)


def test_the_room_sees_both_in_the_story(windows: Windows, server: Server, taker: Person) -> None:
    number = room.write(server, citizen.said("Rumah terbakar"))
    contact_id = taker.wait_for_sender(number)["contact_id"]
    done = taker.done(
        "incident/open-incident", contact_id=contact_id, incident_type="fire.building"
    )
    line_of(taker, contact_id, "status")
    desk = windows.sign_in("calltaker")
    desk.goto(f"/#/call_taker/incident/{done['id']}")
    desk.get_by_role("tab", name="Kronologi").click()
    shown(desk.get_by_text("Tautan status dikirim lewat WhatsApp"))
