"""Two incidents that turn out to be one, by the real doors: merged, worked on, closed, counted."""

from __future__ import annotations

from typing import Any

from tests.http import citizen
from tests.http.conftest import People, steady_position
from tests.http.people import Card, Person
from tests.http.server import Server
from tests.http.test_journey import counted as all_counted
from tests.http.test_journey import story, total
from tests.patience import eventually

FIRE = "fire.building"


def opened(taker: Person, incident_type: str = FIRE, **more: Any) -> str:
    return str(taker.done("incident/open-incident", incident_type=incident_type, **more)["id"])


def caller(server: Server, taker: Person, words: str) -> str:
    number = citizen.new_number()
    sent = citizen.message(number, citizen.text(citizen.said(words)))
    assert citizen.post(server.url, citizen.update(sent)).status_code == 200
    return str(taker.wait_for_sender(number)["contact_id"])


def until_gone(person: Person, incident_id: str) -> None:
    eventually(lambda: incident_id not in person.cards("open-incidents"), what="it is closed")


def counted(person: Person) -> dict[str, int]:
    """Once the statistics have counted what other tests left behind."""
    steady_position(person)
    all_counted(person)
    return {name: total(person, name) for name in ("incidents", "merged", "contacts", "closed")}


def kinds(person: Person, incident_id: str) -> list[str]:
    return [line["type"] for line in story(person, incident_id)]


def test_one_fire_opened_twice_is_worked_on_once_and_counted_once(
    server: Server, people: People
) -> None:
    taker, other = people("calltaker"), people("calltaker2")
    before = counted(taker)
    early, late = caller(server, taker, "Api di dapur"), caller(server, other, "Api besar di dapur")
    second = opened(other, contact_id=early, priority="P1")
    main = opened(taker, contact_id=late, priority="P3")
    other.done("incident/merge-incident", incident_id=second, into=main)

    board = taker.cards("open-incidents")
    assert board[main]["merged"][second]["number"] == board[second]["number"]
    assert board[second]["merged_into"] == main
    assert (board[main]["callers"], board[main]["reporters"]) == (1, 2)
    assert board[main]["priority"] == "P1", "the higher of both"
    assert board[main]["clock_start_at"] == board[second]["clock_start_at"], "the first contact"

    for path, fields in (
        ("dispatch/dispatch-unit", {"unit_id": "amb-1"}),
        ("agencies/send-referral", {"agency": "dinsos"}),
        ("incident/close", {"result": "dealt-with"}),
    ):
        told = taker.refused(path, incident_id=second, **fields)
        assert (told["refusal"], told["legal"]) == ("INCIDENT_MERGED", [main]), path
    told = taker.refused(
        "intake/attach-report",
        contact_id=caller(server, taker, "Saya lihat api"),
        incident_id=second,
    )
    assert (told["refusal"], told["legal"]) == ("INCIDENT_MERGED", [main])

    for each in (main, second):
        assert "IncidentMerged" in kinds(taker, each)
    assert kinds(taker, second)[0] == "ContactOpened", "its own story is whole"

    told = taker.refused("incident/close", incident_id=main, result="dealt-with")
    assert (told["refusal"], told["legal"]) == ("INCIDENT_HAS_MERGED", [second])
    taker.done("incident/close", incident_id=main, result="dealt-with", merged_ids=[second])
    until_gone(taker, second)
    line = next(line for line in story(taker, second) if line["type"] == "IncidentClosed")
    assert (line["actor_kind"], line["fact"]["result"]) == ("policy", "dealt-with")

    taker.wait_for("statistics", lambda _card: total(taker, "closed") == before["closed"] + 1)
    assert total(taker, "merged") == before["merged"] + 1
    assert total(taker, "incidents") == before["incidents"] + 1
    assert total(taker, "contacts") == before["contacts"] + 3
    taker.done("incident/unmerge-incident", incident_id=second, into=main)
    taker.wait_for("statistics", lambda _card: total(taker, "merged") == before["merged"])
    assert total(taker, "incidents") == before["incidents"] + 2


def seen(taker: Person, *ids: str) -> list[Card]:
    """Their cards without the first check, which a worker plans meanwhile."""
    board = taker.cards("open-incidents")
    return [{name: value for name, value in board[key].items() if name != "check"} for key in ids]


def test_a_merge_is_a_link_that_can_be_cut(server: Server, people: People) -> None:
    taker = people("calltaker")
    one, main = opened(taker), opened(taker)
    before = seen(taker, one, main)
    taker.done("incident/merge-incident", incident_id=one, into=main)
    taker.done("incident/unmerge-incident", incident_id=one, into=main)
    assert seen(taker, one, main) == before
    taker.done("incident/link-incidents", incident_id=one, other_id=main)
    linked = taker.cards("open-incidents")
    assert linked[one]["linked"] == {main: linked[main]["number"]}
    taker.done("incident/unlink-incidents", incident_id=main, other_id=one)
    assert taker.cards("open-incidents")[one]["linked"] == {}
    for each in (one, main):
        taker.done("incident/close", incident_id=each, result="untrue-mistaken")


def test_area_incidents_only_link(people: People) -> None:
    taker = people("calltaker")
    flood, other = opened(taker, "disaster.flood"), opened(taker, "disaster.flood")
    told = taker.refused("incident/merge-incident", incident_id=flood, into=other)
    assert told["refusal"] == "AREA_INCIDENT_ONLY_LINKS"
    taker.done("incident/link-incidents", incident_id=flood, other_id=other)
    for each in (flood, other):
        taker.done("incident/close", incident_id=each, result="untrue-mistaken")


def test_a_trainee_links_but_does_not_merge(people: People) -> None:
    taker, trainee = people("calltaker"), people("trainee")
    one, main = opened(taker), opened(taker)
    answer = trainee.ask("incident/merge-incident", incident_id=one, into=main)
    assert answer.status_code == 403
    trainee.done("incident/link-incidents", incident_id=one, other_id=main)
    for each in (one, main):
        taker.done("incident/close", incident_id=each, result="untrue-mistaken")


def test_who_was_a_witness_may_turn_out_to_have_a_victim(server: Server, people: People) -> None:
    taker = people("calltaker")
    fire = opened(taker)
    contact_id = caller(server, taker, "Kebakaran, saya di seberang jalan")
    taker.done("intake/attach-report", contact_id=contact_id, incident_id=fire)
    child = opened(taker, "medical", contact_id=contact_id, parent_id=fire)
    board = taker.cards("open-incidents")
    assert board[child]["contact_ids"] == [contact_id]
    assert taker.cards("queue")[contact_id]["incident_id"] == child
    for each in (child, fire):
        taker.done("incident/close", incident_id=each, result="dealt-with")
