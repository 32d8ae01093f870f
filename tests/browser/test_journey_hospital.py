"""A traffic accident with three victims: a dispatcher, two crews and two hospitals at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import room
from tests.browser.test_accessible import RUN_AXE, STICKS_OUT, Look, axe, look, problems
from tests.browser.windows import Windows, box, button, gone, shown, sign_in
from tests.http.conftest import People

__all__ = ["axe", "look"]

HEARD = """
window.tones = 0
const start = OscillatorNode.prototype.start
OscillatorNode.prototype.start = function (...when) {
  window.tones += 1
  return start.apply(this, when)
}
"""
NEAR = {"latitude": room.LATITUDE, "longitude": room.LONGITUDE, "source": "pin"}
RSUD, SILOAM = "RSUD Raden Mattaher (provinsi)", "Siloam Hospitals"


@pytest.fixture
def nobody_hurt(people: People) -> Iterator[None]:
    """Afterwards no patient is open, so that the next test's incidents can be closed."""
    yield
    taker = people("calltaker")
    for card in taker.cards("patients").values():
        for line in card["patients"].values():
            own = {"incident_id": card["incident_id"], "patient_id": line["patient_id"]}
            taker.ask("patients/end-patient", **own, ending="treated_on_scene")


pytestmark = pytest.mark.usefixtures("calm", "nobody_hurt")


def heard(windows: Windows, user: str, *, width: int = 1440) -> Page:
    """A signed-in window that counts the tones it makes."""
    page = windows.open(width=width, has_touch=width < 600, is_mobile=width < 600)
    page.add_init_script(HEARD)
    page.reload()
    sign_in(page, user)
    return page


def patient(page: Page, number: int) -> Locator:
    """The line of this patient, on a crew's page or in the room."""
    mark = page.get_by_text(f"Pasien {number}", exact=True)
    return page.locator(".patients > ol > li").filter(has=mark)


def opened(page: Page, number: int) -> Locator:
    line = patient(page, number)
    if not line.locator(".form").count():
        line.get_by_role("button", name="Buka isian").click()
    return line


def rings(page: Page) -> None:
    page.wait_for_function("window.tones > 0")


def drive_to(line: Locator, hospital: str) -> None:
    line.get_by_label("Atau pilih sendiri").select_option(label=hospital)
    line.locator(".own").get_by_role("button").click()


def test_three_victims(windows: Windows, people: People, look: Look) -> None:
    taker = people("calltaker")
    kind = {"incident_type": "traffic_accident.injury", "priority": "P1"}
    incident = taker.done("incident/open-incident", **kind, location=NEAR)["id"]
    for user, unit in (("crew-amb1", "amb-1"), ("crew-amb2", "amb-2")):
        people(user).ask("units/go-on-duty", unit_id=unit)
    desk = heard(windows, "calltaker")
    desk.get_by_role("button").filter(has_text="Kecelakaan dengan korban luka").first.click()
    room.send(desk, "AMB-1")
    room.send(desk, "AMB-2")
    first, second = (heard(windows, f"crew-amb{n}", width=360) for n in (1, 2))
    rsud, siloam = (heard(windows, f"hospital-{one}") for one in ("rsud-raden-mattaher", "siloam"))
    shown(rsud.get_by_text("Tidak ada pasien yang sedang menuju ke sini."))

    three_are_sorted(first, second, desk)
    measured(first)
    clean(first, look.axe)
    the_second_hospital_declines(first, siloam, desk)
    shown(rsud.get_by_text("Patah paha kanan"))
    rings(rsud)
    shown(rsud.get_by_text("TD 88/54 · N 124 · RR 28 · GCS 13"))
    gone(siloam.get_by_text("Patah paha kanan"))
    look.at(rsud, "hospital")
    button(rsud, "Siap menerima").click()
    shown(rsud.locator("ol .chip").get_by_text("Siap menerima"))
    expect(opened(first, 1)).to_contain_text("RS siap menerima")
    clean(desk, look.axe)

    with_the_nurse(first, rsud)
    the_others_end(people, incident, second, desk)


def clean(page: Page, axe: str) -> None:
    """Nothing sticks out, and axe finds nothing."""
    page.evaluate(axe)
    assert page.evaluate(STICKS_OUT) == []
    assert list(problems(page.evaluate(RUN_AXE))) == []


def three_are_sorted(first: Page, second: Page, desk: Page) -> None:
    button(first, "Terima tugas").tap()
    section = first.locator(".patients")
    section.get_by_role("button", name="+").tap()
    section.get_by_role("button", name="+").tap()
    section.get_by_role("button", name="Tambah pasien").tap()
    for page in (first, second):
        expect(page.locator(".patients > ol > li")).to_have_count(3)
    for number, colour in ((1, "Merah"), (2, "Kuning"), (3, "Hijau")):
        line = opened(first, number)
        line.locator(".colours").get_by_role("button", name=colour).tap()
        expect(line.locator(".head")).to_contain_text(colour)
        line.get_by_role("button", name="Tutup isian").tap()
    panel = room.incident(desk)
    panel.get_by_role("tab", name="Pasien").click()
    for colour in ("Merah", "Kuning", "Hijau"):
        expect(panel.locator(".counts")).to_contain_text(colour)
    patient(first, 1).get_by_role("button", name="Bawa pasien ini").tap()
    patient(second, 2).get_by_role("button", name="Bawa pasien ini").tap()
    expect(patient(desk, 1)).to_contain_text("bersama AMB-1")
    expect(patient(desk, 2)).to_contain_text("bersama AMB-2")


def measured(crew: Page) -> None:
    line = opened(crew, 1)
    line.get_by_text("Tanda vital", exact=True).first.tap()
    box(line, "Nadi").fill("999")
    line.get_by_role("button", name="Catat tanda vital").tap()
    shown(line.get_by_text("vitals.pulse: antara 0 dan 300 per menit"))
    for name, value in (
        ("Nadi", "124"),
        ("Napas", "28"),
        ("Sistolik", "88"),
        ("Diastolik", "54"),
        ("GCS mata", "3"),
        ("GCS bicara", "4"),
        ("GCS gerak", "6"),
    ):
        box(line, name).fill(value)
    line.get_by_role("button", name="Catat tanda vital").tap()
    shown(line.get_by_text("TD 88/54 · N 124 · RR 28 · GCS 13").first)
    section = line.locator("details").filter(has=box(line.page, "Keluhan utama"))
    if section.get_attribute("open") is None:
        section.locator("summary").tap()
    expect(section).to_have_attribute("open", "")
    box(line, "Keluhan utama").fill("Patah paha kanan, berdarah banyak")
    line.get_by_role("button", name="Simpan").first.tap()
    shown(line.get_by_text("Patah paha kanan, berdarah banyak").first)


def the_second_hospital_declines(crew: Page, siloam: Page, desk: Page) -> None:
    drive_to(opened(crew, 1), SILOAM)
    shown(siloam.get_by_text("Patah paha kanan"))
    rings(siloam)
    siloam.get_by_role("button", name="Minta dialihkan").click()
    dialog = siloam.get_by_role("dialog")
    shown(dialog.get_by_text("gawat darurat wajib diterima"))
    button(dialog, "Kamar bedah terpakai").click()
    button(dialog, "Kirim permintaan").click()
    expect(patient(crew, 1).locator(".head")).to_contain_text("RS minta dialihkan")
    declined = "minta dialihkan untuk pasien 1: Kamar bedah terpakai"
    button(room.ring(desk, declined), "Saya tangani").click()
    gone(room.strip(desk).filter(has_text=declined))
    line = opened(desk, 1)
    line.get_by_role("button", name="Tampilkan usulan").click()
    shown(line.get_by_text("paling dekat"))
    row = line.locator("li").filter(has_text=RSUD)
    if not row.count():
        line.get_by_role("button", name=re.compile("Semua rumah sakit")).click()
    row.get_by_role("button").click()
    expect(line).to_contain_text(f"Tujuan: {RSUD}")
    shown(siloam.get_by_text("Tidak jadi datang:", exact=True))


def with_the_nurse(crew: Page, rsud: Page) -> None:
    for step in ("Berangkat", "Tiba di lokasi", "Mulai menangani", "Antar ke RS", "Tiba di RS"):
        button(crew, step).tap()
    shown(rsud.get_by_text("Menunggu serah terima"))
    box(rsud, "Nama perawat penerima").fill("Ns. Rina")
    button(rsud, "Terima pasien").click()
    gone(rsud.get_by_text("Patah paha kanan"))
    expect(patient(crew, 1)).to_contain_text(f"diserahterimakan ke {RSUD}")


def the_others_end(people: People, incident: str, second: Page, desk: Page) -> None:
    taker, crew = people("calltaker"), people("crew-amb2")
    card = taker.cards("patients")[incident]
    by_ordinal = {line["ordinal"]: line["patient_id"] for line in card["patients"].values()}
    own = {"incident_id": incident, "patient_id": by_ordinal[2]}
    crew.done("patients/choose-destination", **own, hospital="rsud-raden-mattaher")
    crew.done("patients/hand-over", **own, received_by="Ns. Dewi")
    expect(patient(second, 2)).to_contain_text("diserahterimakan")
    for dispatch_id in taker.cards("open-incidents")[incident]["dispatches"]:
        taker.done("dispatch/cancel", dispatch_id=dispatch_id, reason="Selesai")
    room.close(desk, "Dibawa ke rumah sakit")
    shown(desk.get_by_role("dialog").get_by_text("Masih ada pasien yang belum diakhiri"))
    desk.keyboard.press("Escape")
    line = opened(desk, 3)
    line.get_by_text("Serah terima atau selesai", exact=True).click()
    line.get_by_label("Selesai ditangani di tempat").check()
    line.get_by_role("button", name="Akhiri pasien ini").click()
    expect(patient(desk, 3)).to_contain_text("Selesai ditangani di tempat")
    room.close(desk, "Dibawa ke rumah sakit")
    shown(desk.get_by_text(re.compile("ditutup")))


def test_beds_in_ten_seconds_by_keyboard(windows: Windows, people: People) -> None:
    page = windows.sign_in("hospital-siloam")
    shown(page.get_by_role("heading", name="Tempat tidur"))
    page.keyboard.press("b")
    more = page.get_by_role("button", name="IGD: tambah satu")
    expect(
        page.get_by_role("button", name=re.compile("^IGD: "), disabled=False).first
    ).to_be_focused()
    if page.get_by_role("button", name="IGD: kurangi satu").is_enabled():
        page.keyboard.press("Tab")
    expect(more).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Enter")
    button(page, "Simpan").press("Enter")
    card = people("calltaker").wait_for(
        "hospitals", lambda card: card["hospital"] == "rs-siloam" and card["beds"]
    )
    assert card["beds"]["emergency_department"]["available"] == 3
    shown(page.get_by_text("dtk lalu · IGD").first)


def test_the_duty_doctor_sends_a_patient_elsewhere(
    windows: Windows, people: People, look: Look
) -> None:
    taker = people("calltaker")
    kind = {"incident_type": "traffic_accident.injury", "priority": "P1"}
    incident = taker.done("incident/open-incident", **kind, location=NEAR)["id"]
    one = taker.done("patients/register-patients", incident_id=incident)["id"]
    own = {"incident_id": incident, "patient_id": one}
    told = taker.done("patients/choose-destination", **own, hospital="rs-siloam")["id"]
    no = {"pre_alert_id": told, "reason": "Kamar bedah terpakai"}
    people("hospital-siloam").done("patients/decline-patient", **own, **no)
    page = windows.sign_in("doctor")
    rung = page.locator(".ring").filter(has_text="minta dialihkan untuk pasien 1: Kamar bedah")
    button(rung, "Saya tangani").click()
    gone(rung)
    drive_to(opened(page, 1), RSUD)
    expect(patient(page, 1)).to_contain_text(f"Tujuan: {RSUD}")
    box(page, "Saran untuk kru dan ruang").fill("Bidai, jangan beri minum")
    button(page, "Kirim saran").click()
    shown(page.get_by_role("listitem").filter(has_text="Bidai, jangan beri minum"))
    look.at(page, "doctor")
