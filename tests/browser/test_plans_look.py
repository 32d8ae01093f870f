"""The pages of plans and of command: axe finds nothing, nothing sticks out, light and dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessible import Look, axe, look
from tests.browser.windows import Windows, button, gone, shown
from tests.http.conftest import People

__all__ = ["axe", "look"]

AREA = "15.71.06.1003"
AT_THE_RIVER = {"latitude": -1.59, "longitude": 103.61, "source": "pin"}

pytestmark = pytest.mark.usefixtures("calm")


def test_the_plans(windows: Windows, people: People, look: Look) -> None:
    head = windows.sign_in("head")
    head.goto("/#/plans")
    shown(head.get_by_role("heading", name="Rencana pengerahan"))
    head.get_by_role("button").filter(has_text="Kebakaran bangunan, malam").first.click()
    shown(button(head, "Simpan rencana"))
    areas = people("head").http.get("/api/place").json()["areas"]
    here, there = areas[0]["name"], areas[-1]["name"]
    head.get_by_label("Alamat atau tempat").fill(f"kelurahan {here} kelurahan {there}")
    head.keyboard.press("Enter")
    meant = head.get_by_role("list", name="Yang mana?")
    meant.get_by_role("button", name=there).focus()
    head.keyboard.press("Enter")
    shown(head.get_by_text("Dibaca sebagai"))
    shown(head.get_by_role("region", name="Sekarang"))
    look.at(head, "plans")


def test_the_command(windows: Windows, people: People, look: Look) -> None:
    taker = people("calltaker")
    opened = taker.done(
        "incident/open-incident",
        incident_type="fire.building",
        location={"area": AREA, "source": "area"},
    )
    case = {"incident_id": opened["id"]}
    taker.done("dispatch/dispatch-unit", **case, unit_id="dmk-7")
    taker.done("command/raise-alarm", **case, level=2, reason="Api merambat")
    taker.done("command/declare-major-incident", **case, reason="Banyak rumah")
    taker.done("command/ask-resource", **case, what="Tangki air", count=2, agency="pdam")
    taker.done("command/set-sector", **case, name="Sektor A")
    taker.done("command/call-roll-now", **case)
    page = windows.sign_in("calltaker")
    page.goto(f"/#/command/{opened['id']}")
    shown(page.get_by_text("KEJADIAN BESAR", exact=False).first)
    look.at(page, "command")
    taker.done("command/set-command-place", **case, place="post", location=AT_THE_RIVER)
    shelter = taker.done("shelters/open-shelter", **case, name="Balai uji", capacity=40)["id"]
    women = [{"kind": "women", "count": 45}]
    taker.done("shelters/count-shelter", shelter_id=shelter, heads=women)
    page.goto("/#/call_taker")
    places = page.locator("summary").filter(has_text="Di peta")
    shown(places)
    places.focus()
    page.keyboard.press("Enter")
    shown(page.get_by_role("button", name="Balai uji 45/40 · melebihi daya tampung"))
    post = page.get_by_role("button", name=re.compile("^Pos komando"))
    shown(post.filter(has_text="sektor Sektor A"))
    post.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(str(opened["id"])))
    gone(post)
    page.keyboard.press("Enter")  # the key stays where the list was opened
    shown(post)
    look.at(page, "di-peta")
    taker.done("shelters/close-shelter", shelter_id=shelter)
