"""Guide cards at the desk: the arrest gate and its beat, a card that proposes, the doctor's pen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import room
from tests.browser.hands import Hands
from tests.browser.line import Line
from tests.browser.windows import Windows, box, button, gone, shown
from tests.http import citizen
from tests.http.conftest import People
from tests.http.server import Server
from tests.patience import eventually

pytestmark = pytest.mark.usefixtures("calm")

DRAFT = "belum ditandatangani penanggung jawab medis"
BEATS_S = 10.0
PER_MIN = 110
WATCH_BEATS = """() => {
  window.beats = []
  const start = OscillatorNode.prototype.start
  OscillatorNode.prototype.start = function (when) {
    if ([990, 1320].includes(this.frequency.value)) {  // not an alarm of the room
      window.beats.push({ when, asked: this.context.currentTime })
      window.audio = this.context
    }
    return start.call(this, when)
  }
}"""


BEATS_NOW = """() => [
  window.beats,
  window.audio.currentTime,
  Number(document.querySelector('[data-beats]').dataset.beats),
]"""


def guide(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("^Panduan"))


def says(page: Page, words: str) -> None:
    expect(guide(page).locator(".say")).to_have_text(words)


def choose(page: Page, card: str) -> None:
    """Another card than the one that the words or the type have opened."""
    chosen = guide(page).get_by_role("combobox", name="Kartu lain")
    chosen.select_option(card)
    expect(chosen).to_have_value(card)


def clock(page: Page, name: str) -> str:
    return guide(page).locator(f"[data-clock={name}]").inner_text()


def open_contact(page: Page, server: Server, words: str, *, with_place: bool = True) -> None:
    room.write(server, citizen.said(words), with_place=with_place)
    room.row(page, words.split()[0]).click()
    shown(room.form(page))


def to_compressions(page: Page) -> None:
    """F4 and two answers, then an adult: the chest is pressed."""
    page.keyboard.press("F4")
    says(page, "Tepuk bahunya dan panggil keras. Apakah dia menjawab atau bergerak?")
    page.keyboard.press("1")
    says(page, "Lihat dadanya. Apakah dia bernapas normal?")
    page.keyboard.press("2")
    page.keyboard.press("1")
    says(page, "Nyalakan pengeras suara dan letakkan telepon di sebelah kepalanya.")


def test_the_gate_opens_the_incident_and_leads_to_compressions(
    windows: Windows, server: Server, people: People
) -> None:
    page = windows.sign_in("calltaker")
    open_contact(page, server, "Bapak jatuh tidak bangun")
    to_compressions(page)
    number = room.incident_number(page)
    expect(room.incident(page)).to_contain_text("Henti jantung")
    shown(guide(page).get_by_text(DRAFT))
    shown(guide(page).get_by_text("Kirim dulu"))
    recognised = clock(page, "recognised")
    page.keyboard.press("Enter")
    says(page, "Baringkan dia telentang di lantai yang keras.")
    page.keyboard.press("ArrowLeft")
    says(page, "Nyalakan pengeras suara dan letakkan telepon di sebelah kepalanya.")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("F8")
    shown(guide(page).get_by_text("Unit dikirim"))
    page.keyboard.press("t")
    shown(button(guide(page), "Hentikan bunyi"))
    gone(button(guide(page), "Tekanan dimulai"))
    assert clock(page, "recognised") == recognised, "a recognised heart is recognised once"
    taker = people("calltaker")
    card = taker.wait_for("guides", lambda one: one["compressions_at"])
    assert card["signed"] is False
    assert [line["answer"] for line in card["lines"] if line["answer"]] == [
        "no",
        "gasping",
        "adult",
    ]
    assert [line["step"] for line in card["lines"] if line["step"]] == ["adult.1"]
    incident = taker.wait_for("open-incidents", lambda one: one["number"] == number)
    assert (incident["incident_type"], incident["priority"]) == ("medical.cardiac_arrest", "P1")
    room.incident(page).get_by_role("tab", name="Kronologi").click()
    shown(page.get_by_text("Panduan dimulai: Henti jantung (kartu DRAF)"))
    shown(page.get_by_text("Tekanan dada dimulai,"))
    shown(page.get_by_text("Disampaikan: Nyalakan pengeras suara"))
    button(guide(page), "Petugas tiba").click()
    gone(guide(page))
    eventually(lambda: not taker.cards("guides"), what="the desk is told")


def test_the_beat_is_110_a_minute_and_stops_at_once(windows: Windows, server: Server) -> None:
    """Measured on the audio clock, for which the beats are scheduled, over ten seconds."""
    page = windows.sign_in("calltaker")
    page.evaluate(WATCH_BEATS)
    open_contact(page, server, "Ibu tidak bernapas")
    to_compressions(page)
    page.evaluate("window.beats = []")
    page.keyboard.press("b")
    shown(button(guide(page), "Hentikan bunyi"))
    page.wait_for_timeout(BEATS_S * 1000)
    beats, now_s, shown_beats = page.evaluate(BEATS_NOW)
    assert all(beat["when"] >= beat["asked"] for beat in beats), "none was scheduled too late"
    times = [beat["when"] for beat in beats if beat["when"] <= now_s]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    rate = 60 * (len(times) - 1) / (times[-1] - times[0])
    print(f"\n{len(times)} beats, {rate:.3f} a minute, gaps {min(gaps):.5f} to {max(gaps):.5f} s")
    assert times[-1] - times[0] > BEATS_S - 1
    assert abs(rate - PER_MIN) <= 1
    assert max(abs(gap - 60 / PER_MIN) for gap in gaps) < 0.001, "no beat is early or late"
    assert shown_beats > 0

    def eye_and_ear_agree() -> bool:
        beats, now_s, shown_beats = page.evaluate(BEATS_NOW)
        heard = sum(beat["when"] <= now_s for beat in beats)
        return bool(-1 <= shown_beats - heard <= 1)

    eventually(eye_and_ear_agree, what="the eye sees the beat that the ear hears")
    page.keyboard.press("b")
    shown(button(guide(page), "Bunyi 110/menit"))
    page.evaluate("window.beats = []")
    page.wait_for_timeout(1_500)
    assert page.evaluate("window.beats") == []
    page.keyboard.press("b")
    button(guide(page), "Tutup panduan").click()
    page.evaluate("window.beats = []")
    page.wait_for_timeout(1_500)
    assert page.evaluate("window.beats") == [], "a guide that is closed is silent"


def test_nobody_else_hears_the_beat(windows: Windows, server: Server) -> None:
    page, other = windows.sign_in("calltaker"), windows.sign_in("calltaker2")
    other.evaluate(WATCH_BEATS)
    open_contact(page, server, "Kakek pingsan di kamar")
    to_compressions(page)
    page.keyboard.press("t")
    shown(button(guide(page), "Hentikan bunyi"))
    other.get_by_role("button").filter(has_text="Henti jantung").first.click()
    shown(room.incident(other))
    other.keyboard.press("g")
    says(other, "Nyalakan pengeras suara dan letakkan telepon di sebelah kepalanya.")
    gone(button(guide(other), "Tekanan dimulai"))
    other.wait_for_timeout(1_500)
    assert other.evaluate("window.beats") == []


def test_the_gate_without_anything_open(windows: Windows, people: People) -> None:
    """Somebody stands at the door: the questions first, the incident with the second no."""
    page = windows.sign_in("calltaker")
    shown(room.queue(page))
    to_compressions(page)
    shown(room.incident(page))
    taker = people("calltaker")
    card = taker.wait_for("guides", lambda one: one["arrest_at"])
    assert card["contact_id"] is None
    assert taker.cards("open-incidents")[card["incident_id"]]["priority"] == "P1"


def test_no_compressions_have_a_reason(windows: Windows, server: Server, people: People) -> None:
    page = windows.sign_in("calltaker")
    open_contact(page, server, "Nenek tidak sadar")
    to_compressions(page)
    page.keyboard.press("n")
    button(guide(page), "Tidak di dekat pasien").click()
    shown(guide(page).get_by_text("Tidak dilakukan: Tidak di dekat pasien"))
    people("calltaker").wait_for("guides", lambda one: one["not_done"] == "not_at_patient")


def test_a_stopped_heart_raises_an_incident_that_was_less(
    windows: Windows, server: Server, people: People
) -> None:
    page = windows.sign_in("calltaker")
    open_contact(page, server, "Paman lemas di rumah")
    room.open_incident(page, typed="Sakit")
    page.keyboard.press("F4")
    says(page, "Tepuk bahunya dan panggil keras. Apakah dia menjawab atau bergerak?")
    expect(room.incident(page)).to_contain_text("P3")
    page.keyboard.press("3")
    page.keyboard.press("3")
    expect(room.incident(page)).to_contain_text("Henti jantung")
    taker = people("calltaker")
    taker.wait_for("open-incidents", lambda one: one["priority"] == "P1")


def test_a_card_sets_type_and_priority(windows: Windows, server: Server, people: People) -> None:
    """By keys: G, the answers, V for the proposal, Ctrl+Enter for the incident."""
    page = windows.sign_in("calltaker")
    open_contact(page, server, "Ada asap di dapur")
    hands = Hands(page)
    hands.press("g")
    choose(page, "all-callers")
    hands.press("1", "2")
    says(page, "Apakah Anda sendiri di dalam, dan bisa keluar?")
    expect(guide(page).get_by_role("heading", level=2)).to_contain_text("Kebakaran")
    hands.press("1", "5")
    shown(guide(page).get_by_text("Kebakaran kapal atau ketek"))
    hands.press("v")
    form = room.form(page)
    expect(form.get_by_role("combobox", name="Apa: jenis kejadian")).to_have_value(
        "Kebakaran kapal atau ketek"
    )
    hands.press("ArrowLeft", "1", "v")
    expect(form.get_by_role("combobox", name="Apa: jenis kejadian")).to_have_value(room.FIRE)
    hands.press("Control+Enter")
    room.incident_number(page)
    shown(room.incident(page).get_by_role("heading", name=room.FIRE))
    says(page, "Apakah ada orang yang masih di dalam atau luka?")
    hands.press("4", "Enter")
    says(page, "Jangan masuk lagi walau barang atau hewan tertinggal.")
    card = people("calltaker").wait_for("guides", lambda one: one["lines"][-1]["step"])
    assert (card["card"], card["incident_type"], card["priority"]) == (
        "fire",
        "fire.building",
        "P1",
    )
    assert hands.unseen == []


def test_a_sentence_can_be_sent_to_somebody_who_writes(windows: Windows, server: Server) -> None:
    page = windows.sign_in("calltaker")
    open_contact(page, server, "Ular di kamar mandi")
    room.open_incident(page, typed="Gigitan")
    page.keyboard.press("g")
    says(page, "Digigit atau disengat apa?")
    page.keyboard.press("1")
    page.keyboard.press("1")
    says(page, "Menjauh dari ularnya, dan jangan dikejar.")
    button(guide(page), "Kirim ke pelapor").click()
    says(page, "Suruh dia duduk atau berbaring dan tidak bergerak sama sekali.")
    room.incident(page).get_by_role("tab", name="Percakapan").click()
    shown(room.incident(page).get_by_text("Menjauh dari ularnya, dan jangan dikejar."))


def test_a_quiet_card_sends_nothing(windows: Windows, server: Server) -> None:
    """The telephone of whoever may be overheard must not light up."""
    page = windows.sign_in("calltaker")
    open_contact(page, server, "Tolong pelan saja")
    page.keyboard.press("g")
    choose(page, "all-callers")
    shown(button(guide(page), "Kirim ke pelapor"))
    choose(page, "violence-home")
    shown(guide(page).get_by_text("Mungkin ada yang mendengar."))
    gone(button(guide(page), "Kirim ke pelapor"))


def test_digits_are_the_guides_only_when_nobody_types(windows: Windows, server: Server) -> None:
    page = windows.sign_in("calltaker")
    open_contact(page, server, "Mau melahirkan")
    page.keyboard.press("g")
    choose(page, "all-callers")
    note = box(room.form(page), "Catatan")
    note.press_sequentially("1 2 v n t b 9 orang")
    expect(note).to_have_value("1 2 v n t b 9 orang")
    says(page, "Di mana kejadiannya: jalan, RT, dan patokan terdekat?")


def test_victims_are_sorted_word_by_word(windows: Windows, people: People) -> None:
    taker = people("calltaker")
    incident = taker.done("incident/open-incident", incident_type="disaster.collapse")["id"]
    page = windows.sign_in("calltaker")
    page.goto(f"/#/call_taker/incident/{incident}")
    shown(room.incident(page))
    page.keyboard.press("g")
    says(page, "Apa yang terjadi?")
    for key in ("2", "2", "1"):
        page.keyboard.press(key)
    says(page, "Serukan keras: yang bisa berjalan, datang ke saya.")
    victims = page.get_by_role("region", name="Hitungan korban")
    for key in ("2", "1", "1"):  # walks no, breathes yes, more than 30 a minute
        page.keyboard.press(key)
    shown(victims.get_by_text("Korban ini: MERAH, segera"))
    button(victims, "Tambah 5 HIJAU, bisa berjalan").click()
    taker.wait_for("victims", lambda one: one["counts"] == {"immediate": 1, "minor": 5})
    says(page, "Serukan keras: yang bisa berjalan, datang ke saya.")


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    line = Line(server.port)
    yield line
    line.close()


def test_a_guide_goes_on_without_the_server_and_is_told_afterwards(
    windows: Windows, server: Server, line: Line, people: People
) -> None:
    page = windows.sign_in("calltaker", base_url=line.url)
    open_contact(page, server, "Anak kejang di sekolah")
    page.keyboard.press("g")
    choose(page, "all-callers")
    people("calltaker").wait_for("guides", lambda one: one["card"] == "all-callers")
    line.cut()
    for key in ("1", "1", "1", "1", "3", "1", "Enter"):
        page.keyboard.press(key)
    says(page, "Taruh sesuatu yang lembut di bawah kepalanya.")
    shown(guide(page).get_by_text("belum tercatat"))
    line.mend()
    card = people("calltaker").wait_for(
        "guides", lambda one: one["lines"] and one["lines"][-1]["step"]
    )
    assert card["card"] == "seizure"
    assert len(card["lines"]) == 7
    gone(guide(page).get_by_text("belum tercatat"))


def test_a_colleague_follows_and_takes_over(windows: Windows, server: Server) -> None:
    page, other = windows.sign_in("calltaker"), windows.sign_in("calltaker2")
    open_contact(page, server, "Tetangga jatuh dari pohon")
    page.keyboard.press("g")
    choose(page, "fall")
    says(page, "Apakah dia sadar dan menjawab?")
    room.row(other, "Tetangga").click()
    shown(room.form(other))
    other.keyboard.press("g")
    says(other, "Apakah dia sadar dan menjawab?")
    page.keyboard.press("1")
    says(other, "Jatuh sendiri, atau dipukul orang?")
    other.keyboard.press("1")
    says(other, "Jatuh dari lebih tinggi dari kepala orang dewasa?")
    button(guide(other), "Tidak diperlukan").click()
    gone(guide(other))
    gone(guide(page).locator(".say"))
