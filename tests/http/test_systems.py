"""Agencies' own systems: posts out with all their failures, keys and a feed in, mail in between."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any

import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from benchmarks.receivers import Receiver, Receivers
from tests.http.conftest import NothingStored, People
from tests.http.people import Card, Person, fresh_id
from tests.http.server import Server
from tests.patience import eventually

SECRET = "whsec_" + base64.b64encode(b"rahasia-sistem-instansi-uji-1").decode()


@pytest.fixture
def admin(people: People) -> Person:
    return people("admin")


@pytest.fixture
def supervisor(people: People) -> Person:
    return people("supervisor")


def connected(admin: Person, agency: str, receiver: Receiver) -> None:
    admin.done(
        "systems/connect-system",
        system=f"agency:{agency}",
        webhook_url=receiver.url,
        webhook_secret=receiver.secret,
    )


@pytest.fixture
def listening(admin: Person) -> Iterator[dict[str, Receiver]]:
    """Systems of several agencies; disconnected again at the end."""
    modes = {
        "dlh": "ok",
        "bksda": "slow",
        "pdam": "redirect",
        "pln": "gone",
        "tni": "lost",
        "polda": "error",
    }
    receivers = {
        agency: Receiver(mode=mode, secret=SECRET, chance=Random(n))
        for n, (agency, mode) in enumerate(modes.items())
    }
    running = Receivers(list(receivers.values()))
    for agency, receiver in receivers.items():
        connected(admin, agency, receiver)
    yield receivers
    for agency in receivers:
        admin.done("systems/disconnect-system", system=f"agency:{agency}")
    running.close()


def system(person: Person, agency: str) -> Card:
    return person.cards("systems")[f"agency:{agency}"]


def has_failed_twice(person: Person, agency: str) -> bool:
    return len(system(person, agency)["failures"]) >= 2


def tasked(taker: Person, *agencies: str) -> dict[str, str]:
    """An incident with a task for each of them: agency → referral."""
    incident = taker.done(
        "incident/open-incident", incident_type="public_facility.street_light", priority="P3"
    )["id"]
    return {
        agency: taker.done("agencies/send-referral", incident_id=incident, agency=agency)["id"]
        for agency in agencies
    }


def test_every_post_arrives_or_is_shown_with_its_reason(
    listening: dict[str, Receiver], taker: Person, supervisor: Person, people: People
) -> None:
    """Seconds of failures here; an hour of them by `siaga bench deliveries --minutes 60`."""
    tasks = tasked(taker, *listening)
    people("agency-dlh").done("agencies/accept", referral_id=tasks["dlh"])
    told = listening["dlh"]
    eventually(
        lambda: len(told.order) >= 3
    )  # the test, sent, accepted (delivered may stand between)
    events = [str(told.bodies[key]["event"]) for key in told.order]
    assert events[0] == "test"
    assert events.index("referral.sent") < events.index("referral.accepted")
    sent = told.bodies[told.order[events.index("referral.sent")]]
    assert sent["drill"] is True
    referral = sent["referral"]
    assert isinstance(referral, dict)
    assert referral["referral_id"] == tasks["dlh"]
    assert referral["agency"] == "dlh"
    for agency, outcome, reason in (
        ("pdam", "undelivered", "redirect"),
        ("pln", "undelivered", "gone"),
    ):
        eventually(partial(has_failed_twice, supervisor, agency))
        failed = system(supervisor, agency)["failures"][0]
        assert (failed["outcome"], failed["reason"]) == (outcome, reason)
        assert listening[agency].inner_hits == 0
    eventually(lambda: system(supervisor, "tni")["delivered"] >= 2)
    lost = listening["tni"]
    assert max(lost.processed.values()) == 2, "its answer was lost: it came again, under one key"
    eventually(lambda: system(supervisor, "bksda")["delivered"] >= 2)
    assert system(supervisor, "polda")["waiting"] >= 1, "tried again, in order"
    assert all(each.bad_signatures == 0 for each in listening.values())


def test_a_message_of_a_plan_reaches_the_agencys_own_system(
    listening: dict[str, Receiver], taker: Person
) -> None:
    case = taker.done("incident/open-incident", incident_type="fire.building", priority="P1")
    message = {"agency": "dlh", "message": "told_alarm"}
    taker.done("alerts/tell-plan", incident_id=case["id"], told=message, alarm=2)
    told = listening["dlh"]

    def said() -> list[Any]:
        bodies = [told.bodies[key] for key in told.order]
        return [one["message"] for one in bodies if one["event"] == "plan.told"]

    eventually(said)
    (only,) = said()
    assert (only["incident_id"], only["alarm"], only["priority"]) == (case["id"], 2, "P1")
    assert case["number"] in only["text"]


def test_what_did_not_arrive_is_sent_again_under_its_own_key(
    listening: dict[str, Receiver], supervisor: Person
) -> None:
    eventually(lambda: system(supervisor, "pln")["failures"])
    failed = system(supervisor, "pln")["failures"][-1]
    listening["pln"].mode = "ok"
    supervisor.done("systems/send-again", notice_id=failed["notice_id"])
    eventually(lambda: failed["notice_id"] in listening["pln"].processed)
    eventually(lambda: failed not in system(supervisor, "pln")["failures"])
    assert supervisor.refused("systems/send-again", notice_id=fresh_id())["refusal"] == (
        "UNKNOWN_NOTICE"
    )


def test_a_pause_holds_back_and_loses_nothing(
    listening: dict[str, Receiver], supervisor: Person
) -> None:
    eventually(lambda: listening["dlh"].order and not system(supervisor, "dlh")["waiting"])
    supervisor.done("systems/pause-system", system="agency:dlh", reason="Dirawat")
    before = len(listening["dlh"].order)
    supervisor.done("systems/test-system", system="agency:dlh")
    time.sleep(0.4)
    assert len(listening["dlh"].order) == before
    assert system(supervisor, "dlh")["pause_reason"] == "Dirawat"
    supervisor.done("systems/resume-system", system="agency:dlh")
    eventually(lambda: len(listening["dlh"].order) > before)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"webhook_url": "ftp://x.id/"}, "webhook_url"),
        ({"webhook_url": "https://user:sandi@x.id/"}, "webhook_url"),
        ({"webhook_url": "bukan alamat"}, "webhook_url"),
        ({"webhook_secret": "pendek"}, "webhook_secret"),
        ({"webhook_secret": "whsec_AAAA"}, "webhook_secret"),
    ],
)
def test_a_wrong_address_or_secret_is_named(
    admin: Person, nothing_stored: NothingStored, fields: dict[str, str], wrong: str
) -> None:
    good = {"webhook_url": "https://sistem.example.id/", "webhook_secret": SECRET}
    with nothing_stored():
        answer = admin.ask("systems/connect-system", system="agency:dlh", **(good | fields))
    assert answer.status_code == 422
    assert answer.json()["field"] == wrong


def test_who_may_see_and_connect(admin: Person, people: People, taker: Person) -> None:
    fields = {"webhook_url": "https://x.example.id/", "webhook_secret": SECRET}
    answer = taker.ask("systems/connect-system", system="agency:dlh", **fields)
    assert answer.status_code == 403
    assert admin.refused("systems/connect-system", system="agency:tidak-ada", **fields)[
        "refusal"
    ] == ("UNKNOWN_SYSTEM")
    for user in ("calltaker", "agency-dlh"):
        assert people(user).http.get("/api/boards/systems").status_code == 403


def test_no_screen_ever_gets_a_secret(listening: dict[str, Receiver], admin: Person) -> None:
    assert listening
    text = json.dumps(admin.cards("systems")) + json.dumps(admin.cards("machine-keys"))
    assert SECRET not in text
    assert '"digest": ""' in text or "digest" not in text


# ---- in


class Machine:
    """A program with a key instead of a session."""

    def __init__(self, server: Server, key: str) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self.http = httpx.Client(base_url=server.url, headers=headers, timeout=20)

    def ask(self, path: str, **fields: object) -> httpx.Response:
        return self.http.post(f"/api/{path}", json={"command_id": fresh_id()} | fields)


def issued(admin: Person, agency: str) -> tuple[str, str]:
    answer = admin.ask("machine-keys", agency=agency, name="Sistem uji")
    assert answer.status_code == 200, answer.text
    return answer.json()["id"], answer.json()["key"]


@pytest.fixture
def machine(server: Server, admin: Person) -> Iterator[Machine]:
    key_id, key = issued(admin, "dishub")
    found = Machine(server, key)
    yield found
    found.http.close()
    if key_id in admin.cards("machine-keys"):
        admin.done("systems/revoke-key", key_id=key_id)


def test_a_key_is_its_agencys_desk_and_nothing_else(machine: Machine, taker: Person) -> None:
    tasks = tasked(taker, "dishub", "pupr")
    taker.wait_for("referrals", lambda card: card["referral_id"] == tasks["pupr"])
    seen = machine.http.get("/api/boards/referrals").json()["cards"]
    assert tasks["dishub"] in seen
    assert tasks["pupr"] not in seen
    assert {card["agency"] for card in seen.values()} == {"dishub"}
    accepted = machine.ask("agencies/accept", referral_id=tasks["dishub"])
    assert accepted.status_code == 200, accepted.text
    assert machine.ask("agencies/accept", referral_id=tasks["pupr"]).status_code == 403
    assert machine.ask("incident/open-incident", incident_type="fire").status_code in (403, 422)
    assert machine.ask("agencies/verify", referral_id=tasks["dishub"]).status_code == 403
    for path in ("/api/session", "/api/place", "/api/boards/queue", "/api/statistics.csv"):
        assert machine.http.get(path).status_code in (401, 403), path
    assert machine.ask("machine-keys", agency="dishub", name="x").status_code == 401


def test_the_same_command_twice_is_done_once(machine: Machine, taker: Person) -> None:
    tasks = tasked(taker, "dishub")
    body = {"command_id": fresh_id(), "referral_id": tasks["dishub"]}
    answers = [machine.http.post("/api/agencies/accept", json=body) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    other = machine.http.post("/api/agencies/accept", json=body | {"via": "phone"})
    assert other.status_code == 422


def test_the_feed_is_in_order_and_without_gaps(machine: Machine, taker: Person) -> None:
    after = machine.http.get("/api/feed").json()["next"]
    tasks = [tasked(taker, "dishub")["dishub"] for _ in range(3)]
    events: list[dict[str, object]] = []

    def fetched() -> bool:
        nonlocal after
        page = machine.http.get("/api/feed", params={"after": after, "limit": 1}).json()
        events.extend(page["events"])
        after = page["next"]
        return len([each for each in events if each["event"] == "referral.sent"]) >= 3

    eventually(fetched)
    sent = [each["referral_id"] for each in events if each["event"] == "referral.sent"]
    assert sent == tasks
    places = [int(str(each["position"])) for each in events]
    assert places == sorted(set(places))
    far = machine.http.get("/api/feed", params={"after": 10**12}).json()
    assert far["reset"] is True
    for wrong in ("x", "-1", "1.5", "9" * 30):
        answer = machine.http.get("/api/feed", params={"after": wrong})
        assert (answer.status_code, answer.json()["field"]) == (422, "after")


def test_a_revoked_key_and_a_guessed_one_open_nothing(server: Server, admin: Person) -> None:
    key_id, key = issued(admin, "dishub")
    machine = Machine(server, key)
    assert machine.http.get("/api/feed").status_code == 200
    admin.done("systems/revoke-key", key_id=key_id)
    eventually(lambda: machine.http.get("/api/feed").status_code == 401)
    assert admin.refused("systems/revoke-key", key_id=key_id)["refusal"] == "UNKNOWN_KEY"
    for guessed in ("x", "siaga_", "siaga_" + "x" * 43, key[:-1], "x" * 5000):
        wrong = Machine(server, guessed)
        assert wrong.http.get("/api/feed").status_code == 401
        wrong.http.close()
    machine.http.close()


def test_a_key_is_shown_once(admin: Person, taker: Person) -> None:
    body = {"command_id": fresh_id(), "agency": "dishub", "name": "Sistem"}
    first = admin.http.post("/api/machine-keys", json=body)
    again = admin.http.post("/api/machine-keys", json=body)
    assert first.status_code == 200
    assert again.status_code == 422, "asked again it cannot be shown again"
    assert first.json()["key"] not in json.dumps(admin.cards("machine-keys"))
    admin.done("systems/revoke-key", key_id=first.json()["id"])
    assert taker.ask("machine-keys", agency="dishub", name="x").status_code == 403
    wrong = admin.ask("machine-keys", agency="tidak-ada", name="x")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "agency")


def test_the_signature_is_the_open_convention(listening: dict[str, Receiver]) -> None:
    """What arrived is verified by a library an agency would take."""
    eventually(lambda: listening["dlh"].raw)
    body, headers = listening["dlh"].raw[0]
    assert Webhook(SECRET).verify(body, headers)


def test_an_agency_sees_what_became_of_its_own_tasks(people: People, machine: Machine) -> None:
    taker, perkim = people("calltaker"), people("agency-perkim")
    incident = taker.done("incident/open-incident", incident_type="public_facility.street_light")
    own = {"incident_id": incident["id"]}
    task = taker.done("agencies/send-referral", **own, agency="perkim")
    perkim.done("agencies/finish", referral_id=task["id"])
    taker.done("agencies/verify", referral_id=task["id"])

    def ended(who: Person | Machine) -> dict[str, Any]:
        return {one["number"]: one for one in who.http.get("/api/ended-tasks").json()["tasks"]}

    eventually(lambda: task["number"] in ended(perkim))
    seen = ended(perkim)[task["number"]]
    assert seen["verified_at"] >= seen["done_at"] >= seen["sent_at"]
    assert (seen["in_time"], seen["reopened"], seen["taken_back_at"]) == (True, 0, None)
    assert task["number"] not in ended(machine), "another agency's"
    assert taker.http.get("/api/ended-tasks").status_code == 403
