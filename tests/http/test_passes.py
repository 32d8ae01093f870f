"""A pass: one thing, no account, every opening written down, closed at once when revoked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from siaga.app.desks import DESKS
from siaga.app.http.commands import path_of
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door
from tests.http.conftest import People
from tests.http.holder_of_pass import PassHolder, issue_pass
from tests.http.people import Person, fresh_id, refused_stream, watching
from tests.http.server import Server
from tests.http.test_doors import example
from tests.patience import eventually

LAMP = "public_facility.street_light"


Hold = Callable[..., PassHolder]


@pytest.fixture(scope="module")
def hold(server: Server) -> Iterator[Hold]:
    holders: list[PassHolder] = []

    def held(address: str, **fields: str) -> PassHolder:
        holders.append(PassHolder(server, address, **fields))
        return holders[-1]

    yield held
    for holder in holders:
        holder.close()


def task_of(taker: Person, agency: str = "perkim") -> tuple[str, str]:
    """→ (incident id, referral id) of a dark street light."""
    incident_id = str(
        taker.done(
            "incident/open-incident",
            incident_type=LAMP,
            location={"latitude": -1.6101, "longitude": 103.6131, "source": "pin"},
        )["id"]
    )
    sent = taker.done("agencies/send-referral", incident_id=incident_id, agency=agency)
    return incident_id, str(sent["id"])


def test_a_task_is_worked_off_by_a_link(hold: Hold, taker: Person) -> None:
    _, referral_id = task_of(taker)
    pass_id, address = issue_pass(taker, kind="agency_task", referral_id=referral_id)
    page = httpx.get(address)
    assert page.status_code == 200
    assert "set-cookie" not in page.headers, "a preview of the link opens nothing"
    assert taker.cards("passes")[pass_id]["browsers"] == 0
    officer = hold(address)
    assert officer.led_in.status_code == 303
    assert officer.who["roles"] == ["agency_desk"]
    assert officer.who["pass"]["referral_id"] == referral_id
    assert set(officer.cards("referrals")) == {referral_id}
    officer.done("agencies/accept", referral_id=referral_id)
    officer.done("agencies/finish", referral_id=referral_id, note="Lampu diganti")
    again = officer.http.post(officer.path, data={})
    assert again.status_code == 303
    card = taker.wait_for("passes", lambda one: one["pass_id"] == pass_id and one["browsers"])
    assert card["browsers"] == 1, "the same browser counts once"
    hold(address)
    taker.wait_for("passes", lambda one: one["pass_id"] == pass_id and one["browsers"] == 2)
    taker.done("agencies/verify", referral_id=referral_id)
    until_gone(officer)
    assert httpx.get(address).status_code == 404


def until_gone(holder: PassHolder) -> None:
    eventually(lambda: holder.http.get("/api/session").status_code == 401)


def test_a_pass_sees_and_touches_its_own_task_only(hold: Hold, taker: Person) -> None:
    own_incident, own = task_of(taker)
    _, other = task_of(taker)
    _, address = issue_pass(taker, kind="agency_task", referral_id=own)
    officer = hold(address)
    assert set(officer.cards("referrals")) == {own}
    assert officer.cards("open-incidents") == {}
    assert officer.cards("units") == {}
    assert officer.cards("accounts") == {}
    assert officer.cards("passes") == {}
    refused = officer.ask("agencies/accept", referral_id=other)
    assert refused.status_code == 403
    assert refused.json()["refusal"] == "OUTSIDE_THE_PASS"
    refused = officer.ask("passes/issue-pass", kind="agency_task", referral_id=own)
    assert refused.json()["refusal"] == "NOT_YOUR_PASS"
    for board in ("queue", "calls", "links", "takers", "suggestions"):
        assert officer.http.get(f"/api/boards/{board}").status_code == 403
    assert (
        officer.http.get(f"/api/boards/incident-story?incident={own_incident}").status_code == 403
    )
    assert refused_stream(officer, f"incident-story/{own_incident}:0")[0] == 403


DOORS = [
    pytest.param(desk, door, id=path_of(desk, door))
    for desk in DESKS
    for door in desk.doors
    if door.roles & {Role.AGENCY_DESK, Role.FIELD_CREW, Role.VOLUNTEER, Role.HOSPITAL_DESK}
]


@pytest.fixture(scope="module")
def strangers(hold: Hold, server: Server, people: People) -> list[PassHolder]:
    """One of each kind, each for a thing of its own."""
    taker = people("calltaker")
    incident_id, referral_id = task_of(taker)
    accounts = httpx.get(f"{server.url}/api/site").json()["demo_accounts"]
    hospital = [one["hospital"] for one in accounts if "hospital" in one][-1]
    wishes = (
        {"kind": "agency_task", "referral_id": referral_id},
        {"kind": "volunteer", "incident_id": incident_id},
        {"kind": "ad_hoc_crew", "incident_id": incident_id, "unit_id": "amb-3"},
        {"kind": "hospital_beds", "hospital": hospital},
    )
    found = []
    for wish in wishes:
        _, address = issue_pass(taker, **wish)
        found.append(hold(address, name="Relawan Uji"))
    return found


@pytest.mark.parametrize(("desk", "door"), DOORS)
def test_no_door_opens_to_the_pass_of_another_thing(
    desk: Desk, door: Door, strangers: list[PassHolder]
) -> None:
    for holder in strangers:
        answer = holder.http.post(path_of(desk, door), json=example(door))
        assert answer.status_code in (403, 422), (holder.who["roles"], answer.text)


def test_revoked_means_now(hold: Hold, taker: Person) -> None:
    _, referral_id = task_of(taker)
    pass_id, address = issue_pass(taker, kind="agency_task", referral_id=referral_id)
    officer = hold(address)
    with watching(officer, "referrals:0") as events:
        assert next(events).name in ("message", "current", "reset")
        taker.done("passes/revoke-pass", pass_id=pass_id)
        assert any(event.name == "reset" for event in events)
    until_gone(officer)
    assert officer.ask("agencies/accept", referral_id=referral_id).status_code == 401
    assert taker.http.get(f"/api/pass-address/{pass_id}").status_code == 404


def test_unknown_and_revoked_look_alike(server: Server, taker: Person) -> None:
    _, referral_id = task_of(taker)
    pass_id, address = issue_pass(taker, kind="agency_task", referral_id=referral_id)
    taker.done("passes/revoke-pass", pass_id=pass_id)
    token = address.rpartition("/")[2]
    never = httpx.get(address.replace(token, "a" * 26))
    eventually(lambda: httpx.get(address).status_code == 404)
    revoked = httpx.get(address)
    assert (revoked.status_code, revoked.text) == (never.status_code, never.text)
    assert httpx.post(address, data={}).status_code == 404
    assert httpx.get(server.url + "/p/short").status_code == 404


def test_an_account_is_not_signed_out_by_surprise(server: Server, taker: Person) -> None:
    _, referral_id = task_of(taker)
    _, address = issue_pass(taker, kind="agency_task", referral_id=referral_id)
    person = Person(server.url, "calltaker2")
    path = httpx.URL(address).path
    answer = person.http.post(path, data={})
    assert answer.status_code == 409
    assert "akun" in answer.text
    assert person.http.get("/api/session").json()["account_id"] == person.id
    assert httpx.post(address, data={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 404
    person.close()


def test_who_helps_says_who_he_is(hold: Hold, taker: Person) -> None:
    incident_id, _ = task_of(taker)
    pass_id, address = issue_pass(taker, kind="volunteer", incident_id=incident_id)
    assert hold(address, name=" ").led_in.status_code == 422
    assert hold(address, name="x" * 81).led_in.status_code == 422
    assert hold(address, name="Pak Uji\x00").led_in.status_code == 422
    assert hold(address, name="Pak Uji").led_in.status_code == 303
    card = taker.wait_for("passes", lambda one: one["pass_id"] == pass_id and one["browsers"])
    assert [holder["name"] for holder in card["holders"]] == ["Pak Uji"]


def test_only_whose_it_is_may_give_one(people: People, taker: Person) -> None:
    _, referral_id = task_of(taker)
    wish = {"kind": "agency_task", "referral_id": referral_id}
    assert people("agency-perkim").ask("passes/issue-pass", **wish).status_code == 200
    answer = people("agency-dishub").ask("passes/issue-pass", **wish)
    assert (answer.status_code, answer.json()["refusal"]) == (403, "NOT_YOUR_PASS")
    assert people("crew-amb1").ask("passes/issue-pass", **wish).status_code == 403
    gone = taker.refused("passes/issue-pass", kind="agency_task", referral_id=fresh_id())
    assert gone["refusal"] == "UNKNOWN_REFERRAL"
