"""A crew without signal: everything is kept, arrives once and says when it was."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.crew import PHONE, a_job, its_row, kept, no_signal, note, story, take_photo
from tests.browser.windows import Windows, box, button, gone, shown, sign_in
from tests.http.conftest import People
from tests.http.people import Person
from tests.patience import eventually

pytestmark = pytest.mark.usefixtures("calm")

DEAD_ZONE = timedelta(minutes=10)
SLACK = DEAD_ZONE / 2
"""A busy machine may need minutes for the test itself."""


def write_down(page: Page) -> None:
    """A patient with colour, measurements and complaint, by the forms of every day."""
    button(page, "Tambah pasien").tap()
    button(page, "Buka isian Pasien 1").tap()
    patient = page.locator(".patients")
    patient.get_by_role("button", name="Merah").tap()
    patient.locator("summary", has_text="Tanda vital").tap()
    for name, value in (
        ("Nadi", "118"),
        ("GCS mata", "3"),
        ("GCS bicara", "4"),
        ("GCS gerak", "5"),
    ):
        box(patient, name).fill(value)
    button(patient, "Catat tanda vital").tap()
    patient.locator("summary", has_text="Keluhan dan tindakan").tap()
    patient.get_by_label("Mekanisme").select_option(label="Luka bakar")
    box(patient, "Alergi").fill("Penisilin")
    button(patient, "Simpan").tap()


def test_ten_minutes_in_a_dead_zone(windows: Windows, people: People) -> None:
    """Steps, a note, a photo and a new patient without signal, a reload in between: all arrive
    once, in order, with the times at which they were, and the room sees how they came."""
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
        write_down(phone)
        shown(phone.get_by_text("8 tindakan menunggu sinyal"))
        phone.reload()
        shown(phone.get_by_text("8 tindakan menunggu sinyal"))
        shown(phone.get_by_text("Luka bakar"))
        shown(phone.get_by_text("N 118 · GCS 12"))
        shown(phone.get_by_role("heading", name="Kebakaran rumah"))
        shown(phone.get_by_text("Tampilan tersimpan pukul"))
        phone.context.clock.fast_forward(int(DEAD_ZONE.total_seconds() * 1000))
        button(phone, "Mulai menangani").tap()
        shown(phone.get_by_text("9 tindakan menunggu sinyal"))
    gone(phone.get_by_text("tindakan menunggu sinyal"))
    arrived_once_and_honestly(taker, incident_id, then)
    the_patient_too(taker, incident_id, then)
    the_room_sees_how(room)


def arrived_once_and_honestly(taker: Person, incident_id: str, then: datetime) -> None:
    wanted = ["en_route", "on_scene", "first_action", "note", "photo"]

    def arrived() -> list[dict[str, Any]]:
        kinds = ("DispatchAdvanced", "FieldNoteAdded")
        return [line for line in story(taker, incident_id) if line["type"] in kinds]

    eventually(lambda: len(arrived()) >= len(wanted), what="all that waited")
    told = arrived()
    names = [line["fact"].get("stage") or line["fact"]["kind"] for line in told]
    assert sorted(names) == sorted(wanted), "not each of them once"
    assert [name for name in names if name in wanted[:3]] == wanted[:3], "not in order"
    at = {
        name: datetime.fromisoformat(line["occurred_at"])
        for name, line in zip(names, told, strict=True)
    }
    for name in ("en_route", "on_scene", "note", "photo"):
        assert abs(at[name] - then) < SLACK, f"{name} was not at its time"
    assert at["first_action"] - at["on_scene"] > DEAD_ZONE - SLACK


def the_patient_too(taker: Person, incident_id: str, then: datetime) -> None:
    (line,) = taker.cards("patients")[incident_id]["patients"].values()
    (taken,) = line["vitals"]
    assert (line["colour"], line["unit_id"], line["ordinal"]) == ("immediate", "amb-1", 1)
    assert (taken["vitals"]["pulse"], taken["vitals"]["gcs_motor"]) == (118, 5)
    condition = line["condition"]
    assert (condition["mechanism"], condition["allergies"]) == ("burn", "Penisilin")
    for at in (line["registered_at"], line["colour_at"], taken["at"]):
        assert abs(datetime.fromisoformat(at) - then) < SLACK


def the_room_sees_how(room: Page) -> None:
    its_row(room).click()
    field = room.get_by_role("region", name="Dari lapangan")
    shown(field.get_by_text("Jalan banjir selutut"))
    shown(field.get_by_text("dicatat belakangan dari HP tanpa sinyal").first)
    expect(field.get_by_text(re.compile("AMB-1 Tiba di lokasi .* masuk"))).to_be_visible()
    expect(field.get_by_role("img", name="Buka foto")).to_have_js_property("naturalWidth", 1)
