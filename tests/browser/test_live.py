"""Several desks at once: shared drafts, a lost line, a command until it is written, signing out."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import room
from tests.browser.line import Line
from tests.browser.windows import SIGN_OUT, Windows, box, button, gone, shown
from tests.http import citizen
from tests.http.conftest import People
from tests.http.server import Server

pytestmark = pytest.mark.usefixtures("calm")

LOST = "Sambungan putus sejak"
LOST_WITHIN_S = 10.0  # 2.5 by the page's own clock; a busy machine adds its own
WATCH = """() => {
  window.sameDocument = true
  new MutationObserver(() => {
    if (!window.lostAt && document.body.innerText.includes('Sambungan putus')) {
      window.lostAt = performance.now()
    }
  }).observe(document.body, { childList: true, subtree: true })
}"""


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    line = Line(server.port)
    yield line
    line.close()


def watch(page: Page) -> None:
    """Once all of the screen is there, the page notes when it says that the line is lost."""
    shown(page.locator("canvas"))
    page.evaluate(WATCH)


def cut_here(page: Page) -> None:
    page.evaluate("window.cutAt = performance.now()")


def check_that_it_was_said_in_time(page: Page) -> None:
    shown(page.get_by_role("alert").get_by_text(LOST))
    lost_s = page.evaluate("(window.lostAt - window.cutAt) / 1000")
    print(f"\nlost line shown after {lost_s:.2f} s")
    assert 0 < lost_s <= LOST_WITHIN_S


def check_that_it_healed(page: Page) -> None:
    gone(page.get_by_text(LOST))
    shown(page.get_by_text("Tersambung"))
    assert page.evaluate("window.sameDocument") is True, "the page was loaded again"


def test_two_fill_in_one_draft(windows: Windows, server: Server) -> None:
    words = citizen.said("Motor tabrakan di simpang")
    one, two = windows.sign_in("calltaker"), windows.sign_in("calltaker2")
    room.write(server, words)
    for page in (one, two):
        room.row(page, "Warga Uji").click()
        shown(room.form(page))
    box(room.form(one), "Siapa").press_sequentially("dua orang luka")
    box(room.form(two), "Catatan").press_sequentially("satu tidak sadar")
    expect(box(room.form(two), "Siapa")).to_have_value("dua orang luka")
    expect(box(room.form(one), "Catatan")).to_have_value("satu tidak sadar")
    shown(room.form(two).get_by_text("terakhir diisi Petugas terima").first)
    shown(room.form(one).get_by_text("terakhir diisi Petugas terima kedua").first)
    room.pick(room.form(one), "Apa: jenis kejadian", "korban luka")
    chosen = room.form(two).get_by_role("combobox", name="Apa: jenis kejadian")
    expect(chosen).to_have_value("Kecelakaan dengan korban luka")

    two.reload()
    expect(box(room.form(two), "Siapa")).to_have_value("dua orang luka")
    button(room.form(two), "Buka kejadian").click()
    number = room.incident_number(two)
    shown(room.incident(two).get_by_text("satu tidak sadar"))
    shown(one.get_by_text("Panggilan ini sudah bagian dari sebuah kejadian."))
    button(one, "Lihat kejadian").click()
    assert room.incident_number(one) == number


def test_a_lost_line_is_said_and_heals(windows: Windows, server: Server, line: Line) -> None:
    page = windows.sign_in("calltaker", base_url=line.url)
    shown(page.get_by_text("Tersambung"))
    watch(page)
    cut_here(page)
    line.cut()
    room.write(server, citizen.said("Saat putus"), with_place=False)
    check_that_it_was_said_in_time(page)
    expect(room.row(page, "Saat putus")).to_have_count(0)
    line.mend()
    check_that_it_healed(page)
    shown(room.row(page, "Saat putus"))


def test_a_silent_server_is_a_lost_line(windows: Windows, server: Server) -> None:
    """The connection stands and nothing comes through it."""
    page = windows.sign_in("calltaker")
    shown(page.get_by_text("Tersambung"))
    watch(page)
    assert server.process is not None
    cut_here(page)
    server.process.send_signal(signal.SIGSTOP)
    try:
        check_that_it_was_said_in_time(page)
    finally:
        server.process.send_signal(signal.SIGCONT)
    check_that_it_healed(page)
    room.write(server, citizen.said("Sesudah diam"), with_place=False)
    shown(room.row(page, "Sesudah diam"))


def test_a_killed_server_is_found_again(windows: Windows, server: Server) -> None:
    page = windows.sign_in("calltaker")
    shown(page.get_by_text("Tersambung"))
    room.write(server, citizen.said("Sebelum mati"), with_place=False)
    room.row(page, "Sebelum mati").click()
    box(room.form(page), "Siapa").fill("isian yang tidak boleh hilang")
    watch(page)
    cut_here(page)
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    try:
        check_that_it_was_said_in_time(page)
    finally:
        server.start()
    room.write(server, citizen.said("Sesudah hidup"), with_place=False)
    check_that_it_healed(page)
    shown(room.row(page, "Sebelum mati"))
    shown(room.row(page, "Sesudah hidup"))
    expect(box(room.form(page), "Siapa")).to_have_value("isian yang tidak boleh hilang")


def test_a_command_is_sent_then_written(windows: Windows, people: People, line: Line) -> None:
    """Accepted by the desk is `sent`; only its position on the stream makes it `written`."""
    taker = people("calltaker")
    done = taker.done("incident/open-incident", incident_type="fire.building")
    page = windows.sign_in("calltaker", base_url=line.url)
    page.goto(f"/#/call_taker/incident/{done['id']}")
    shown(room.incident(page))
    shown(page.locator("canvas"))

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/api/boards?*", refuse)
    line.drop()
    shown(page.get_by_role("alert").get_by_text(LOST))
    box(page, "Tambah catatan").fill("Warga sudah di luar")
    box(page, "Tambah catatan").press("Enter")
    status = room.incident(page).get_by_role("region", name="Catatan").get_by_role("status")
    expect(status).to_have_text("Terkirim, menunggu tercatat…")
    time.sleep(0.5)
    expect(status).to_have_text("Terkirim, menunggu tercatat…")
    page.unroute("**/api/boards?*", refuse)
    expect(status).to_contain_text("Tercatat")
    shown(room.incident(page).get_by_text("Warga sudah di luar"))


def test_a_command_that_cannot_be_sent_keeps_what_was_typed(
    windows: Windows, people: People, line: Line
) -> None:
    taker = people("calltaker")
    done = taker.done("incident/open-incident", incident_type="fire.building")
    page = windows.sign_in("calltaker", base_url=line.url)
    page.goto(f"/#/call_taker/incident/{done['id']}")
    shown(room.incident(page))
    shown(page.locator("canvas"))
    line.cut()
    box(page, "Tambah catatan").fill("Ditulis saat putus")
    box(page, "Tambah catatan").press("Enter")
    shown(page.get_by_text("Server tidak terjangkau. Belum tercatat, isian tetap ada."))
    expect(box(page, "Tambah catatan")).to_have_value("Ditulis saat putus")
    line.mend()
    gone(page.get_by_text(LOST))
    box(page, "Tambah catatan").press("Enter")
    shown(room.incident(page).get_by_role("listitem").filter(has_text="Ditulis saat putus"))


def test_signing_out_in_one_tab_ends_the_stream_of_the_other(
    windows: Windows, server: Server
) -> None:
    one = windows.sign_in("calltaker2")
    two = windows.tab(one.context)
    two.goto("/")
    shown(two.get_by_text("Tersambung"))
    room.write(server, citizen.said("Rahasia ruang"), with_place=False)
    shown(room.row(two, "Rahasia ruang"))
    button(one, SIGN_OUT).click()
    for page in (one, two):
        shown(page.get_by_label("Kata sandi"))
        gone(page.get_by_text("Rahasia ruang"))
