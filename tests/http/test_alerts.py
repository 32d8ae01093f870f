"""Alerts through the real doors: a browser, what is pushed to it, its proof, the chain."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from benchmarks.push_services import Browser, PushServices
from tests.http.conftest import NothingStored, People
from tests.http.people import Person, fresh_id
from tests.http.server import NUMBERS
from tests.patience import eventually

FIRE = "fire.building"


@pytest.fixture(scope="module")
def services() -> Iterator[PushServices]:
    services = PushServices()
    yield services
    services.end()


def came(services: PushServices, about: str) -> dict[str, Any]:
    def pushed() -> list[dict[str, Any]]:
        return [post for post in services.take() if post["said"] and post["said"]["about"] == about]

    return eventually(pushed, what=f"a push about {about}")[0]


def dispatched(taker: Person, unit_id: str) -> tuple[str, str]:
    incident = taker.done("incident/open-incident", incident_type=FIRE)["id"]
    return incident, taker.done("dispatch/dispatch-unit", incident_id=incident, unit_id=unit_id)[
        "id"
    ]


def end(taker: Person, incident: str, dispatch: str) -> None:
    taker.done("dispatch/cancel", dispatch_id=dispatch, reason="uji")
    taker.done("incident/close", incident_id=incident, result="over-before-arrival")


def test_from_the_dispatch_to_the_browser_and_back(people: People, services: PushServices) -> None:
    taker, crew = people("calltaker"), people("crew-amb2")
    key = crew.http.get("/api/alerts/key").json()["key"]
    assert len(key) == 87
    (one,) = services.subscribe(1)
    answer = crew.http.post("/api/alerts/devices", json={"subscription": one, "label": "HP"})
    assert answer.status_code == 200, answer.text
    device = answer.json()["device_id"]
    assert crew.cards("alert-devices")[device]["label"] == "HP"
    assert device not in people("crew-amb1").cards("alert-devices")

    incident, dispatch = dispatched(taker, "amb-2")
    post = came(services, "dispatch")
    said, headers = post["said"], post["headers"]
    alert_id = f"dispatch-{dispatch}"
    assert {"alert_id", "about", "subject", "title", "body", "priority", "tag"} <= set(said)
    assert (said["alert_id"], said["subject"]) == (alert_id, dispatch)
    assert headers["urgency"] == "high"
    assert headers["ttl"] == "300"
    assert len(headers["topic"]) == 32
    assert headers["authorization"].endswith(f"k={key}")

    proof = {"alert_id": alert_id, "device_id": device}
    stranger = crew.http.__class__(base_url=str(crew.http.base_url))
    forged = stranger.post("/api/alerts/delivered", json=proof | {"proof": "0" * 32})
    assert forged.status_code == 403
    shown = stranger.post("/api/alerts/delivered", json=proof | {"proof": said["proof"]})
    assert shown.status_code == 200
    stranger.close()
    card = taker.wait_for("alerts", lambda card: card["delivered_by"] == "push")
    assert card["alert_id"] == alert_id
    stages = ("notified", "acknowledged")
    taker.wait_for("units", lambda card: card["unit_id"] == "amb-2" and card["status"] in stages)

    crew.done("dispatch/acknowledge", dispatch_id=dispatch, via="device")
    taker.wait_for("alerts", lambda card: card["answered_at"])
    end(taker, incident, dispatch)
    said = came(services, "stand_down")["said"]
    assert said["subject"] == dispatch
    assert "Tugas dibatalkan" in said["title"]
    crew.done("dispatch/confirm-stand-down", dispatch_id=dispatch, via="device")
    taker.done("dispatch/pre-alert", unit_id="amb-2")
    assert came(services, "ready")["said"]["subject"] == "amb-2"
    crew.done("dispatch/answer-pre-alert", unit_id="amb-2", ready=True, via="device")
    over = {alert_id, said["alert_id"], "ready-amb-2"}
    eventually(lambda: not over & set(taker.cards("alerts")), what="the chains end")
    taker.done("dispatch/end-pre-alert", unit_id="amb-2")


def test_a_browser_that_is_gone_is_forgotten(people: People, services: PushServices) -> None:
    taker, crew = people("calltaker"), people("crew-amb3")
    (one,) = services.subscribe(1)
    services.gone("/" + one["endpoint"].rpartition("/")[2])
    device = crew.http.post("/api/alerts/devices", json={"subscription": one}).json()["device_id"]
    assert device in crew.cards("alert-devices")
    incident, dispatch = dispatched(taker, "amb-3")
    eventually(lambda: device not in crew.cards("alert-devices"), what="it is forgotten")
    end(taker, incident, dispatch)


def test_who_signed_out_is_told_no_more(
    people: People, services: PushServices, server: Any
) -> None:
    taker, crew = people("calltaker"), Person(server.url, "crew-amb1")
    (one,) = services.subscribe(1)
    assert crew.http.post("/api/alerts/devices", json={"subscription": one}).status_code == 200
    assert crew.http.delete("/api/session").status_code == 200
    crew.close()
    time.sleep(2.1)  # what lives is asked every two seconds
    incident, dispatch = dispatched(taker, "amb-1")

    def signed_out(card: dict[str, Any]) -> bool:
        lines = {line["way"]: line for line in card["ways"]}
        return bool(card["subject"] == dispatch and lines["push"]["reason"] == "signed_out")

    taker.wait_for("alerts", signed_out)
    assert [post for post in services.take() if post["path"] in one["endpoint"]] == []
    end(taker, incident, dispatch)


def test_who_signed_off_from_the_unit_is_told_no_more(
    people: People, services: PushServices
) -> None:
    """Also of a job that was theirs when they left: its change goes to who is on the unit."""
    taker, crew = people("calltaker"), people("crew-amb2")
    (one,) = services.subscribe(1)
    assert crew.http.post("/api/alerts/devices", json={"subscription": one}).status_code == 200
    crew.done("crews/sign-on", unit_id="amb-2", via="device")
    incident, dispatch = dispatched(taker, "amb-2")
    came(services, "dispatch")
    crew.done("crews/sign-off", unit_id="amb-2", via="device")
    taker.done("incident/prioritise", incident_id=incident, priority="P2", reason="uji")

    def off_duty(card: dict[str, Any]) -> bool:
        lines = {line["way"]: line for line in card["ways"]}
        return bool(card["about"] == "change" and lines["push"]["reason"] == "off_duty")

    taker.wait_for("alerts", off_duty)
    assert [post for post in services.take() if post["path"] in one["endpoint"]] == []
    end(taker, incident, dispatch)


def test_a_number_gets_its_text_and_stays_out_of_every_fact(people: People) -> None:
    """In a drill nothing leaves: the way says so, and the chain goes on."""
    lead, taker = people("supervisor"), people("calltaker")
    for wrong in ("nomor Pak Budi", "0812", "piket@instansi"):
        owner = {"ways": ["sms"], "unit_id": "amb-1"}
        told = lead.ask("alerts/register-number", number=wrong, **owner)
        assert (told.status_code, told.json()["field"]) == (422, "number")
    given = lead.done(
        "alerts/register-number", number=f"+{NUMBERS}0042", ways=["sms"], unit_id="amb-1"
    )
    card = lead.cards("alert-devices")[given["id"]]
    assert card["number"].endswith("0042")
    assert given["id"] not in taker.cards("alert-devices")
    lead.done("alerts/forget-device", device_id=given["id"])
    assert given["id"] not in lead.cards("alert-devices")


def test_every_way_is_tried_now(people: People) -> None:
    people("supervisor").done("alerts/test-ways")
    ways = people("supervisor").cards("alert-ways")
    assert ways["whatsapp"]["result"] == "no_device"


KEYS = Browser().subscription("")["keys"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "endpoint"),
        ({"subscription": "x"}, "endpoint"),
        ({"subscription": {"endpoint": "https://169.254.169.254/x", "keys": KEYS}}, "endpoint"),
        ({"subscription": {"endpoint": "http://127.0.0.1:1/x", "keys": {}}}, "keys.p256dh"),
        (
            {"subscription": {"endpoint": "http://127.0.0.1:1/x", "keys": KEYS}, "label": 3},
            "label",
        ),
        (
            {"subscription": {"endpoint": "http://127.0.0.1:1/x", "keys": KEYS}, "label": "x\x00"},
            "label",
        ),
    ],
)
def test_a_wrong_subscription_is_named_and_not_kept(
    people: People, nothing_stored: NothingStored, body: dict[str, Any], field: str
) -> None:
    with nothing_stored():
        answer = people("crew-amb1").http.post("/api/alerts/devices", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"alert_id": "x y"}, 422),
        ({"alert_id": "dispatch-1", "way": "voice"}, 422),
        ({"alert_id": "dispatch-1", "way": "page"}, 409),
        ({"alert_id": "dispatch-1", "device_id": "d", "proof": 7}, 403),
        ({"alert_id": "dispatch-1", "proof": "x"}, 422),
    ],
)
def test_a_wrong_proof_proves_nothing(people: People, body: dict[str, Any], status: int) -> None:
    answer = people("crew-amb1").http.post("/api/alerts/delivered", json=body)
    assert answer.status_code == status, answer.text


def test_nobody_without_a_session_registers_or_reads_the_key(server: Any) -> None:
    with httpx.Client(base_url=server.url) as nobody:
        assert nobody.get("/api/alerts/key").status_code == 401
        assert nobody.post("/api/alerts/devices", json={}).status_code == 401
        page = {"alert_id": "dispatch-1", "way": "page"}
        assert nobody.post("/api/alerts/delivered", json=page).status_code == 401


def test_a_repeated_confirmation_is_answered_alike(people: People) -> None:
    crew, again = people("crew-amb1"), fresh_id()
    first = crew.refused("alerts/confirm-alert", command_id=again, alert_id="x-1", way="page")
    assert first["refusal"] == "UNKNOWN_ALERT"
    second = crew.refused("alerts/confirm-alert", command_id=again, alert_id="x-1", way="page")
    assert first == second
