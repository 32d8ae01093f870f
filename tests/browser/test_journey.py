"""The whole road in real browsers: from a citizen's message to the head's statistics."""

from __future__ import annotations

import re
import zlib
from struct import pack

import pytest
from playwright.sync_api import Page, expect

from tests.browser import room
from tests.browser.windows import Windows, box, button, gone, shown, sign_in
from tests.http import citizen
from tests.http.conftest import People, steady_position
from tests.http.graph import Graph
from tests.http.server import Server
from tests.http.test_journey import counted as all_counted
from tests.patience import eventually

HEARD = """
window.tones = 0
const start = OscillatorNode.prototype.start
OscillatorNode.prototype.start = function (...when) {
  window.tones += 1
  return start.apply(this, when)
}
"""
HOME = {"latitude": room.LATITUDE, "longitude": room.LONGITUDE, "accuracy": 12}
TO_CLEAR = (
    ("Berangkat", "Berangkat"),
    ("Tiba di lokasi", "Tiba di lokasi"),
    ("Mulai menangani", "Mulai menangani"),
    ("Antar ke RS", "Antar ke RS"),
    ("Tiba di RS", "Tiba di RS"),
    ("Serah terima selesai", "Serah terima"),
)

pytestmark = pytest.mark.usefixtures("calm")


def photo() -> bytes:
    """A grey PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return pack(">I", len(data)) + kind + data + pack(">I", crc)

    head = pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(b"\x00\x80")), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def figure(head: Page, title: str) -> tuple[int, str]:
    """A figure of the statistics page, with the counting unit printed under it."""
    card = head.get_by_role("listitem").filter(
        has=head.get_by_role("heading", name=title, exact=True)
    )
    count = card.locator(".figure").inner_text().replace(".", "")
    return int(count), card.locator(".unit").inner_text().split(" ")[0]


def count_again(head: Page) -> None:
    with head.expect_response(re.compile("/api/boards/statistics")):
        button(head, "Hitung lagi").click()
    expect(button(head, "Hitung lagi")).to_be_enabled()


def count_until(head: Page, name: str, wanted: tuple[int, str]) -> None:
    """Figures follow the logbook by a moment: a tenth of a second, more on a busy machine."""

    def counted() -> bool:
        count_again(head)
        return figure(head, name) == wanted

    eventually(counted, what=f"{wanted} of {name}")


def test_from_a_message_to_the_statistics(
    windows: Windows, server: Server, graph: Graph, people: People
) -> None:
    steady_position(people("calltaker"))
    all_counted(people("calltaker"))
    head = windows.sign_in("head")
    shown(head.get_by_role("heading", name="Sudah ditutup"))
    before = figure(head, "Sudah ditutup")
    taker = windows.sign_in("calltaker")
    shown(room.queue(taker))

    words = citizen.said("Rumah terbakar, satu orang di dalam")
    number = room.write(server, words)
    shown(room.row(taker, "Warga Uji"))
    graph.wait_for(number)
    taker.keyboard.press("F2")
    shown(taker.get_by_text("dijawab Petugas terima"))
    shown(taker.get_by_role("region", name="Percakapan").get_by_text(words))
    shown(room.form(taker).get_by_text("Lokasi dari pelapor"))
    button(room.form(taker), "Pakai").click()
    expect(box(room.form(taker), "Titik koordinat")).to_have_value(re.compile("-1.610"))
    room.form(taker).get_by_role("radio").first.check()
    incident_number = room.open_incident(taker, who="Satu orang tua")
    assert re.fullmatch(r"L-\d{4}-\d{6}", incident_number)
    shown(room.incident(taker).get_by_role("heading", name=room.FIRE))
    shown(room.incident(taker).get_by_text("Siapa: Satu orang tua"))

    room.send(taker, "AMB-1")
    shown(room.dispatch(taker, "AMB-1"))
    room.task(taker, "Dinsos", "Tolong siapkan tempat mengungsi")
    shown(room.incident(taker).get_by_text("harus diterima dalam"))

    crew_carries_it_through(windows, taker)
    agency_does_its_task(windows, incident_number)
    shown(taker.get_by_text("Selesai, perlu diperiksa"))
    button(room.incident(taker), "Sudah benar").click()
    shown(room.incident(taker).get_by_text("Terverifikasi"))
    room.close(taker, "Dibawa ke rumah sakit")
    shown(taker.get_by_text(f"{incident_number} ditutup"))
    gone(room.row(taker, incident_number[-6:]))

    count_until(head, "Sudah ditutup", (before[0] + 1, "kejadian"))
    expect(head.get_by_text("Angka tidak didapat")).to_have_count(0)


def crew_carries_it_through(windows: Windows, taker: Page) -> None:
    crew = windows.open(width=360, has_touch=True, is_mobile=True)
    crew.add_init_script(HEARD)
    crew.reload()
    sign_in(crew, "crew-amb1")
    shown(crew.get_by_role("alert").get_by_text("TUGAS BARU", exact=True))
    shown(crew.get_by_role("heading", name=room.FIRE))
    expect(room.dispatch(taker, "AMB-1")).to_contain_text("Tugas sampai")
    crew.wait_for_function("window.tones > 0")  # the phone rings
    button(crew, "Terima tugas").tap()
    expect(room.dispatch(taker, "AMB-1")).to_contain_text("Diterima kru")
    gone(crew.get_by_text("TUGAS BARU", exact=True))
    for step, seen in TO_CLEAR:
        if step == "Antar ke RS":
            crew.get_by_label("RS tujuan").select_option(index=1)
        button(crew, step).tap()
        expect(room.dispatch(taker, "AMB-1")).to_contain_text(seen)
    button(crew, "Selesai, unit siap").tap()
    shown(crew.get_by_text("Tidak ada tugas."))
    shown(taker.get_by_text("Sudah selesai (1)"))


def agency_does_its_task(windows: Windows, incident_number: str) -> None:
    agency = windows.sign_in("agency-dinsos")
    agency.get_by_role("button").filter(has_text=room.FIRE).click()
    detail = agency.get_by_role("region", name="Rincian tugas")
    shown(detail.get_by_text(incident_number))
    shown(detail.get_by_text("Tolong siapkan tempat mengungsi"))
    button(detail, "Terima tugas").click()
    button(detail, "Mulai kerjakan").click()
    button(detail, "Selesai…").click()
    dialog = agency.get_by_role("dialog")
    box(dialog, "Apa yang dikerjakan").fill("Tiga keluarga sudah di penampungan")
    picture = {"name": "bukti.png", "mimeType": "image/png", "buffer": photo()}
    box(dialog, "Foto bukti").set_input_files(picture)  # type: ignore[arg-type]
    shown(dialog.get_by_role("img", name="Foto bukti 1"))
    button(dialog, "Kirim: selesai").click()
    shown(detail.get_by_text("Menunggu diperiksa ruang 112."))


def test_a_report_with_the_browsers_own_location(windows: Windows, server: Server) -> None:
    taker = windows.sign_in("calltaker")
    words = citizen.said("Pohon tumbang menutup jalan")
    report = windows.open(
        "/lapor", width=360, geolocation=HOME, permissions=["geolocation"], is_mobile=True
    )
    report.get_by_label("Ceritakan singkat").fill(words)
    button(report, "Pakai lokasi saya").click()
    shown(report.get_by_text("Lokasi didapat, ketelitian sekitar 12 meter."))
    button(report, "Kirim laporan").click()
    shown(report.get_by_role("heading", name="Laporan diterima"))
    assert report.locator(".reference").inner_text()
    room.row(taker, words).click()
    shown(room.form(taker).get_by_text("Lokasi dari pelapor (GPS, ± 12 m)"))


def test_a_report_from_a_browser_without_scripts(windows: Windows, server: Server) -> None:
    taker = windows.sign_in("calltaker")
    words = citizen.said("Lampu jalan mati")
    report = windows.open("/lapor", width=360, java_script_enabled=False)
    button(report, "Kirim laporan").click()
    shown(report.get_by_role("alert").get_by_text("Laporan BELUM terkirim"))
    expect(button(report, "Pakai lokasi saya")).to_have_count(0)
    report.get_by_label("Ceritakan singkat").fill(words)
    report.get_by_label("Alamat atau patokan").fill("Depan masjid raya")
    button(report, "Kirim laporan").click()
    shown(report.get_by_role("heading", name="Laporan diterima"))
    room.row(taker, words).click()
    shown(taker.get_by_role("region", name="Percakapan").get_by_text(words))


def test_a_telephone_call_written_down_by_hand(windows: Windows, people: People) -> None:
    taker = windows.sign_in("calltaker")
    words = citizen.said("Orang pingsan di pasar")
    button(room.queue(taker), "Telepon").click()
    dialog = taker.get_by_role("dialog", name="Catat telepon atau tamu")
    box(dialog, "Apa yang dikatakan").fill(words)
    box(dialog, "Nama pelapor").fill("Ibu Sari")
    box(dialog, "Alamat atau patokan").fill("Dekat gerbang pasar")
    dialog.get_by_role("button", name="Catat").click()
    gone(dialog)
    shown(taker.get_by_role("heading", name="Ibu Sari"))
    shown(taker.get_by_role("region", name="Percakapan").get_by_text(words))
    card = people("calltaker").wait_for("queue", lambda card: card.get("name") == "Ibu Sari")
    assert card["channel"] == "phone"
    assert card["answered_by"] == people("calltaker").id
    assert not card.get("number")
