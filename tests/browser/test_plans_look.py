"""The pages of plans and of command: axe finds nothing, nothing sticks out, light and dark."""

from __future__ import annotations

import pytest

from tests.browser.test_accessible import Look, axe, look
from tests.browser.windows import Windows, button, shown
from tests.http.conftest import People

__all__ = ["axe", "look"]

AREA = "15.71.06.1003"

pytestmark = pytest.mark.usefixtures("calm")


def test_the_plans(windows: Windows, look: Look) -> None:
    head = windows.sign_in("head")
    head.goto("/#/plans")
    shown(head.get_by_role("heading", name="Rencana pengerahan"))
    head.get_by_role("button").filter(has_text="Kebakaran bangunan, malam").first.click()
    shown(button(head, "Simpan rencana"))
    button(head, "Lihat").click()
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
