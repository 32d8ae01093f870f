"""A storm of 300 reports of one fire with 7 trapped is one parent with its callers and 7 children.

Everything comes and goes by the real doors: signed WhatsApp posts, the advisor's own suggestions,
and a call taker who does what the screen offers: witness, or victim of their own.
"""

from __future__ import annotations

import time
from random import Random
from typing import Any

from siaga.language.triage import LIKELY_PM
from siaga.simulation.storms import METRES_PER_DEGREE
from tests.http import citizen
from tests.http.conftest import People
from tests.http.people import Card, Person
from tests.http.server import Server
from tests.patience import eventually

SEED = 112
REPORTS, TRAPPED = 300, 7
AT = (-1.6193, 103.6104)  # of this fire; no other test's incident is near
ADVISED_S = 240.0  # far less where nothing else runs
AT_ONCE = 50

WITNESSES = (
    "kebakaran gudang ban di jl serunai dekat masjid nurul huda",
    "ado kebakaran pak di jalan serunai, gudang ban, apinyo besak nian",
    "asap hitam tebal dari gudang ban jl serunai",
    "tlg kirim damkar ke jl serunai gudang ban kebakaran",
    "api besar di gudang ban dekat masjid nurul huda",
    "kebakaran hebat pak di serunai, gudang ban, sudah merambat",
)
VICTIMS = (
    "tolong kami terjebak di lantai dua ruko sebelah gudang ban jl serunai yang kebakaran",
    "ibu saya lansia masih di dalam rumah, jl serunai, kebakaran gudang ban merambat",
    "kami terjebak di atap rumah jl serunai, api gudang ban sudah dekat",
    "istri saya hamil tidak bisa keluar, kebakaran jl serunai, asap masuk rumah",
    "anak saya terjebak di kamar, rumah belakang gudang ban jl serunai terbakar",
    "tolong kakek saya tidak bisa jalan masih di dalam, kebakaran jl serunai",
    "kami sekeluarga terjebak di dalam ruko, pintu terkunci, kebakaran jl serunai",
)


class Storm:
    """Who wrote, and who of them is trapped, by number."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.numbers = [citizen.new_number() for _ in range(REPORTS)]
        self.trapped = set(chance.sample(self.numbers[1:], TRAPPED))
        self.places: dict[str, tuple[float, float]] = {}

    def messages(self, number: str) -> list[dict[str, Any]]:
        """Words, and in two of three cases a pin some way off; of the trapped always."""
        is_trapped = number in self.trapped
        lines = VICTIMS if is_trapped else WITNESSES
        which = len(self.places) if is_trapped else self.chance.randrange(len(lines))
        sent = [citizen.message(number, citizen.text(lines[which % len(lines)]))]
        if is_trapped or number == self.numbers[0] or self.chance.random() < 0.66:
            metres = 20 + 120 * self.chance.random()
            north, east = self.chance.uniform(-1, 1), self.chance.uniform(-1, 1)
            degrees = metres / METRES_PER_DEGREE
            place = (AT[0] + north * degrees, AT[1] + east * degrees)
            if is_trapped:
                self.places[number] = place
            sent.append(citizen.message(number, citizen.place(*place)))
        return sent


def post(server: Server, messages: list[dict[str, Any]]) -> None:
    """As the provider does in a storm: many messages of many people in one post."""
    for start in range(0, len(messages), AT_ONCE):
        answer = citizen.post(server.url, citizen.update(*messages[start : start + AT_ONCE]))
        assert answer.status_code == 200


def of_storm(taker: Person, storm: Storm) -> dict[str, Card]:
    """Queue cards by number."""
    wanted = {f"+{number}": number for number in storm.numbers}
    return {
        wanted[card["number"]]: card
        for card in taker.cards("queue").values()
        if card["number"] in wanted
    }


def test_a_storm_is_one_parent_with_its_callers_and_a_child_for_each_victim(
    server: Server, people: People
) -> None:
    storm = Storm(Random(SEED))
    taker = people("calltaker")
    first = storm.numbers[0]
    post(server, storm.messages(first))
    opening = taker.wait_for_sender(first, lambda card: card["location"])
    parent_id = open_from(taker, opening)
    post(server, [one for number in storm.numbers[1:] for one in storm.messages(number)])
    eventually(
        lambda: len(of_storm(taker, storm)) == REPORTS,
        within_s=ADVISED_S,
        what="everybody in the queue",
    )
    answered = answer_everybody(taker, storm, parent_id)
    check_answers(answered)
    check_the_fire(taker, storm, parent_id)
    check_closing(taker, parent_id)


def open_from(taker: Person, contact: Card, **more: Any) -> str:
    location = contact["location"]
    point = location["point"]
    return str(
        taker.done(
            "incident/open-incident",
            incident_type="fire.building",
            contact_id=contact["contact_id"],
            location={
                "latitude": point["latitude"],
                "longitude": point["longitude"],
                "source": "pin",
                "accuracy_m": 50,
            },
            **more,
        )["id"]
    )


def answer_everybody(taker: Person, storm: Storm, parent_id: str) -> dict[str, int]:
    """What the screen shows is believed; where it shows nothing, the taker knows by himself."""
    seen = {"likely": 0, "child": 0, "shown": 0, "other": 0, "asked": 0, "asked_of_witness": 0}
    left, children = set(storm.numbers[1:]), set[str]()
    until_s = time.monotonic() + ADVISED_S
    while left:
        advice = taker.cards("suggestions")
        cards = of_storm(taker, storm)
        ready = [one for one in left if (advice.get(cards[one]["contact_id"]) or {}).get("triage")]
        settled = [one for one in ready if advice[cards[one]["contact_id"]].get("duplicates")]
        late = time.monotonic() > until_s
        for number in settled or (list(left) if late else []):
            given = (advice.get(cards[number]["contact_id"]) or {}).get("duplicates") or {}
            answer_one(
                taker,
                cards[number],
                given,
                storm=storm,
                parent_id=parent_id,
                seen=seen,
                children=children,
            )
            left.discard(number)
        time.sleep(0.2)
    return seen


def answer_one(
    taker: Person,
    card: Card,
    given: Card,
    *,
    storm: Storm,
    parent_id: str,
    seen: dict[str, int],
    children: set[str],
) -> None:
    candidates = given.get("candidates") or []
    best = candidates[0] if candidates else None
    seen["shown"] += any(one["incident_id"] == parent_id for one in candidates)
    if best is not None and best["share_pm"] >= LIKELY_PM:
        is_child = best["incident_id"] in children
        seen[
            "likely" if best["incident_id"] == parent_id else "child" if is_child else "other"
        ] += 1
    number = card["number"].removeprefix("+")
    is_victim = number in storm.trapped
    if given.get("ask_own_victim"):
        seen["asked" if is_victim else "asked_of_witness"] += 1
    if is_victim:
        children.add(open_from(taker, card, parent_id=parent_id, priority="P1"))
    else:
        taker.done("intake/attach-report", contact_id=card["contact_id"], incident_id=parent_id)


def check_answers(seen: dict[str, int]) -> None:
    print("\nof 299:", seen)
    assert seen["asked"] == TRAPPED, "the question is forced for everybody who is trapped"
    assert seen["other"] <= 0.01 * REPORTS, "pointed to what other tests left open"
    assert seen["shown"] >= 0.97 * (REPORTS - 1)
    assert seen["likely"] >= 0.95 * (REPORTS - 1)


def check_the_fire(taker: Person, storm: Storm, parent_id: str) -> None:
    board = taker.cards("open-incidents")
    parent = board[parent_id]
    children = [card for card in board.values() if card["parent_id"] == parent_id]
    assert parent["callers"] == parent["reporters"] == REPORTS - TRAPPED
    assert len(parent["contact_ids"]) == REPORTS - TRAPPED
    assert sorted(parent["children"]) == sorted(card["incident_id"] for card in children)
    assert len(children) == TRAPPED
    for child in children:
        assert (child["callers"], child["priority"]) == (1, "P1")
    points = {
        (
            round(card["location"]["point"]["latitude"], 5),
            round(card["location"]["point"]["longitude"], 5),
        )
        for card in children
    }
    assert points == {(round(lat, 5), round(lon, 5)) for lat, lon in storm.places.values()}
    numbers = {card["number"] for card in (parent, *children)}
    assert len(numbers) == TRAPPED + 1


def check_closing(taker: Person, parent_id: str) -> None:
    """The parent waits for every child; then it closes, and with it everybody who called."""
    result = "dealt-with"
    children = [
        card["incident_id"]
        for card in taker.cards("open-incidents").values()
        if card["parent_id"] == parent_id
    ]
    told = taker.refused("incident/close", incident_id=parent_id, result=result)
    assert told["refusal"] == "INCIDENT_HAS_OPEN_CHILDREN"
    assert sorted(told["legal"]) == sorted(children)
    for child in children:
        taker.done("incident/close", incident_id=child, result=result)
    taker.done("incident/close", incident_id=parent_id, result=result)
    board = taker.cards("open-incidents")
    assert not {parent_id, *children} & board.keys()
