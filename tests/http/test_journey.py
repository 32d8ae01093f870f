"""The whole road once: a citizen's message, its incident, crew and agency, closed and counted."""

from __future__ import annotations

from typing import Any

from tests.http import citizen
from tests.http.conftest import People
from tests.http.graph import Graph
from tests.http.people import Card, Person, watching
from tests.http.server import Server
from tests.patience import eventually

FIRE = "fire.building"
PLACE = {"latitude": -1.6101, "longitude": 103.6131, "accuracy_m": 15, "source": "pin"}
CHAIN = ("en_route", "on_scene", "transporting", "at_hospital", "handed_over", "clear")


def total(person: Person, column: str) -> int:
    """A figure of the statistics' totals, 0 before the first one."""
    rows = person.cards("statistics")["totals"]["rows"]
    return sum(int(row["count"]) for row in rows if row["key"] == column)


def counted(person: Person) -> None:
    """Waits until the statistics have counted all that was written so far, also by other tests."""
    written = person.look("queue")["position"]
    eventually(lambda: person.look("statistics")["position"] >= written, what="it is counted")


def opened(taker: Person, incident_type: str = FIRE, **more: Any) -> str:
    return str(taker.done("incident/open-incident", incident_type=incident_type, **more)["id"])


def story(person: Person, incident_id: str) -> list[dict[str, Any]]:
    cards = person.cards("incident-story", incident=incident_id)
    return [cards[key] for key in sorted(cards, key=int)]


def test_from_a_message_to_the_statistics(server: Server, people: People, graph: Graph) -> None:
    taker, crew, agency = people("calltaker"), people("crew-amb1"), people("agency-dinsos")
    number, words = citizen.new_number(), citizen.said("Rumah terbakar, ada korban")
    counted(taker)
    before = total(taker, "closed"), total(taker, "incidents")
    sent = citizen.message(number, citizen.text(words))
    assert citizen.post(server.url, citizen.update(sent)).status_code == 200
    contact = taker.wait_for_sender(number)
    contact_id = contact["contact_id"]
    taker.done("intake/answer-contact", contact_id=contact_id)
    assert taker.cards("queue")[contact_id]["answered_by"] == taker.id

    incident_id = check_opening(taker, contact)
    dispatch_id = taker.done("dispatch/dispatch-unit", incident_id=incident_id, unit_id="amb-1")[
        "id"
    ]
    assert crew.cards("units")["amb-1"]["dispatch_id"] == dispatch_id
    assert incident_id in crew.cards("open-incidents")
    crew.done("dispatch/confirm-delivery", dispatch_id=dispatch_id)
    crew.done("dispatch/acknowledge", dispatch_id=dispatch_id, via="device")
    for status in CHAIN[:-1]:
        crew.done("dispatch/report-status", dispatch_id=dispatch_id, status=status, via="device")
        assert taker.cards("units")["amb-1"]["status"] == status

    referral = taker.done("agencies/send-referral", incident_id=incident_id, agency="dinsos")
    assert referral["number"].startswith("LT-")
    told = taker.refused("incident/close", incident_id=incident_id, result="taken-to-hospital")
    assert told["refusal"] == "INCIDENT_HAS_OPEN_DISPATCHES"
    crew.done("dispatch/report-status", dispatch_id=dispatch_id, status="clear", via="device")
    told = taker.refused("incident/close", incident_id=incident_id, result="taken-to-hospital")
    assert told["refusal"] == "INCIDENT_HAS_OPEN_REFERRALS"

    check_referral(taker, agency, referral)
    taker.done("incident/close", incident_id=incident_id, result="taken-to-hospital")
    assert incident_id not in taker.cards("open-incidents")
    assert crew.cards("units")["amb-1"]["status"] == "available"
    taker.wait_for("statistics", lambda _card: total(taker, "closed") == before[0] + 1)
    assert total(taker, "incidents") == before[1] + 1
    check_story(taker, incident_id)
    check_story_stream(taker, incident_id)


def check_opening(taker: Person, contact: Card) -> str:
    """The incident begins with the contact's first message."""
    contact_id = contact["contact_id"]
    given = taker.done(
        "incident/open-incident",
        incident_type=FIRE,
        contact_id=contact_id,
        location=PLACE | {"address": "Belakang pasar"},
        note=citizen.said("Satu orang di dalam"),
    )
    incident_id = str(given["id"])
    assert given["number"].startswith("L-")
    card = taker.cards("open-incidents")[incident_id]
    assert card["number"] == given["number"]
    assert card["contact_ids"] == [contact_id]
    assert card["priority"] == "P1"
    assert card["clock_start_at"] == contact["opened_at"]
    assert card["location"]["point"]["address"] == "Belakang pasar"
    assert taker.cards("queue")[contact_id]["incident_id"] == incident_id
    return incident_id


def check_referral(taker: Person, agency: Person, referral: dict[str, Any]) -> None:
    assert referral["id"] in agency.cards("referrals")
    for step, more in (
        ("confirm-delivery", {}),
        ("accept", {"promised_at": None}),
        ("start", {}),
        ("finish", {"note": "Keluarga sudah di penampungan"}),
    ):
        agency.done(f"agencies/{step}", referral_id=referral["id"], **more)
    assert taker.cards("referrals")[referral["id"]]["state"] == "done"
    taker.done("agencies/verify", referral_id=referral["id"])
    assert referral["id"] not in taker.cards("referrals")


def check_story(taker: Person, incident_id: str) -> None:
    lines = story(taker, incident_id)
    types = [line["type"] for line in lines]
    in_order = (
        "ContactOpened",
        "MessageReceived",
        "ContactAnswered",
        "IncidentOpened",
        "UnitDispatched",
        "DispatchNotified",
        "DispatchAcknowledged",
        *("DispatchAdvanced",) * 5,
        "UnitCleared",
        "IncidentClosed",
    )
    at = iter(types)
    assert all(wanted in at for wanted in in_order), types
    referral = [name for name in types if name.startswith("Referral")]
    assert referral == [
        "ReferralSent",
        "ReferralDelivered",
        "ReferralAccepted",
        "ReferralStarted",
        "ReferralFinished",
        "ReferralVerified",
    ]
    assert types.count("IncidentOpened") == types.count("IncidentClosed") == 1
    positions = [line["position"] for line in lines]
    assert positions == sorted(set(positions))
    assert all(line["occurred_at"] and line["recorded_at"] for line in lines)


def check_story_stream(taker: Person, incident_id: str) -> None:
    """The stream shows what a look shows; each look at a closed case is a line itself."""
    board = f"incident-story/{incident_id}"
    seen = []
    with watching(taker, f"{board}:0") as events:
        for event in events:
            if event.name == "current":
                break
            if event.name == "message":
                seen.append(event.data["card"])
    looked = [line for line in story(taker, incident_id) if line["type"] != "PersonalDataRead"]
    assert [line for line in seen if line["type"] != "PersonalDataRead"] == looked


def test_statuses_told_over_the_radio_are_marked(people: People) -> None:
    taker, dispatcher = people("calltaker"), people("dispatcher")
    incident_id = opened(taker, location=PLACE)
    asked = {"asked_via": "phone", "asked_of": "Petugas piket"}
    told = dispatcher.refused("dispatch/dispatch-unit", incident_id=incident_id, unit_id="pat-1")
    assert told["refusal"] == "ASK_THE_BASE"
    assert "phone" in told["legal"]
    dispatch_id = dispatcher.done(
        "dispatch/dispatch-unit", incident_id=incident_id, unit_id="pat-1", **asked
    )["id"]
    heard = {"dispatch_id": dispatch_id, "via": "radio", "told_by": "Aiptu Budi"}
    dispatcher.done("dispatch/acknowledge", **heard)
    card = taker.cards("open-incidents")[incident_id]
    assert card["dispatches"][dispatch_id]["via"] == "radio"
    assert taker.cards("units")["pat-1"]["via"] == "radio"
    dispatcher.done("dispatch/report-status", status="on_scene", **heard)
    marked = [line for line in story(taker, incident_id) if line["via"] == "radio"]
    assert [line["type"] for line in marked] == ["DispatchAcknowledged", "DispatchAdvanced"]
    assert marked[0]["fact"]["told_by"] == "Aiptu Budi"
    assert marked[1]["fact"]["skipped"] == ["en_route"]
    dispatcher.done("dispatch/report-status", status="clear", **heard)
    taker.done("incident/close", incident_id=incident_id, result="dealt-with")


def test_one_unit_has_one_job(people: People) -> None:
    taker = people("calltaker")
    first, second = opened(taker), opened(taker)
    taker.done("dispatch/dispatch-unit", incident_id=first, unit_id="dmk-2")
    told = taker.refused("dispatch/dispatch-unit", incident_id=second, unit_id="dmk-2")
    assert told["refusal"] == "UNIT_BUSY"
    told = taker.refused("units/go-off-duty", unit_id="dmk-2")
    assert told["refusal"] == "UNIT_HAS_JOB"
    (dispatch_id,) = taker.cards("open-incidents")[first]["dispatches"]
    people("crew-dmk2").done("dispatch/decline", dispatch_id=dispatch_id, reason="Ban pecah")
    card = taker.cards("open-incidents")[first]
    assert card["dispatches"] == {}
    assert card["past_dispatches"][dispatch_id]["ended"] == "declined"
    waiting = taker.wait_for(
        "open-incidents", lambda card: card["incident_id"] == first and card["need"]
    )
    assert waiting["need"]["reason"]
    taker.done("dispatch/dispatch-unit", incident_id=second, unit_id="dmk-2")


def test_an_incident_waits_for_a_unit(people: People) -> None:
    taker = people("calltaker")
    incident_id = opened(taker, "medical.cardiac_arrest")
    taker.done(
        "dispatch/wait-for-unit",
        incident_id=incident_id,
        reason="no_free_unit",
        capability="ambulance",
        recheck_s=60,
    )
    need = taker.cards("open-incidents")[incident_id]["need"]
    assert need["reason"] == "no_free_unit"
    assert need["capability"] == "ambulance"
    assert need["due"] is False
    assert need["recheck_at"] > need["since_at"]
    dispatch_id = taker.done("dispatch/dispatch-unit", incident_id=incident_id, unit_id="amb-3")[
        "id"
    ]
    assert taker.cards("open-incidents")[incident_id]["need"] is None
    taker.done("dispatch/cancel", dispatch_id=dispatch_id, reason="Sudah ditolong warga")
    told = taker.refused("dispatch/cancel", dispatch_id=dispatch_id)
    assert told["refusal"] == "DISPATCH_OVER"


def test_children_keep_their_parent_open_and_a_closed_one_opens_again(people: People) -> None:
    taker, supervisor = people("calltaker"), people("supervisor")
    parent = opened(taker, "traffic_accident.injury")
    child = opened(taker, "medical.bleeding", parent_id=parent)
    assert taker.cards("open-incidents")[parent]["children"] == [child]
    told = taker.refused("incident/open-incident", incident_type="medical", parent_id=child)
    assert told["refusal"] == "PARENT_IS_CHILD"
    told = taker.refused("incident/close", incident_id=parent, result="dealt-with")
    assert told["refusal"] == "INCIDENT_HAS_OPEN_CHILDREN"
    taker.done("incident/close", incident_id=child, result="dealt-with")
    taker.done("incident/close", incident_id=parent, result="dealt-with")
    told = taker.refused("incident/classify", incident_id=parent, incident_type="fire")
    assert told["refusal"] == "INCIDENT_CLOSED"
    taker.done("incident/add-note", incident_id=parent, note=citizen.said("Catatan susulan"))
    supervisor.done("incident/reopen", incident_id=parent, reason="Korban lain ditemukan")
    card = taker.cards("open-incidents")[parent]
    assert card["owner"] == supervisor.id
    assert card["reopened"] == 1
    told = supervisor.refused("incident/take-over", incident_id=parent)
    assert told["refusal"] == "ALREADY_OWNER"
    taker.done("incident/take-over", incident_id=parent)
    assert taker.cards("open-incidents")[parent]["owner"] == taker.id
    taker.done("incident/prioritise", incident_id=parent, priority="P3")
    taker.done("incident/locate", incident_id=parent, location={"area": an_area(taker)})
    card = taker.cards("open-incidents")[parent]
    assert card["priority"] == "P3"
    assert card["location"]["source"] == "area"
    assert card["location"]["accuracy_m"] > 100
    taker.done("incident/close", incident_id=parent, result="dealt-with")


def an_area(person: Person) -> str:
    return str(person.http.get("/api/place").json()["areas"][0]["code"])


def test_a_second_report_is_attached_and_its_new_message_is_answered_first(
    server: Server, people: People
) -> None:
    taker = people("calltaker")
    incident_id = opened(taker, location=PLACE)
    number = citizen.new_number()
    sent = citizen.message(number, citizen.text(citizen.said("api besar")))
    citizen.post(server.url, citizen.update(sent))
    card = taker.wait_for_sender(number)
    contact_id = card["contact_id"]
    taker.done("intake/attach-report", contact_id=contact_id, incident_id=incident_id)
    assert taker.cards("open-incidents")[incident_id]["callers"] == 1
    card = taker.cards("queue")[contact_id]
    assert (card["kind"], card["unread"]) == ("addition", 0)
    more = citizen.message(number, citizen.text(citizen.said("masih ada orang")))
    citizen.post(server.url, citizen.update(more))
    taker.wait_for("queue", lambda card: card["contact_id"] == contact_id and card["unread"] == 1)
    told = taker.refused("incident/close", incident_id=incident_id, result="dealt-with")
    assert told["refusal"] == "INCIDENT_HAS_UNANSWERED_CONTACTS"
    taker.done("intake/answer-contact", contact_id=contact_id)
    taker.done("incident/close", incident_id=incident_id, result="dealt-with")
    taker.wait_for("units", lambda _card: contact_id not in taker.cards("queue"))
    taker.done("intake/reopen-contact", contact_id=contact_id)
    assert contact_id in taker.cards("queue")
    taker.done("intake/classify-contact", contact_id=contact_id, kind="information")
    assert contact_id not in taker.cards("queue")
