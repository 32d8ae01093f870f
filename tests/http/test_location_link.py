"""A location link: the phone's positions reach the very contact, the map, and nobody else."""

from __future__ import annotations

import time
from functools import partial

import httpx
import pytest

from tests.http import citizen
from tests.http.conftest import NothingStored, People
from tests.http.holder import Holder, address_of, called, issue, line_of
from tests.http.people import Card, Person, fresh_id, until, watching
from tests.http.server import Server
from tests.patience import eventually

JAMBI = (-1.6101, 103.6131)
STEP = 0.00001


def contact(taker: Person) -> str:
    return called(taker, number=citizen.new_number(), words=citizen.said("Tersesat di kebun"))


def at_contact(taker: Person, contact_id: str) -> Card:
    return taker.cards("queue")[contact_id]


def located(card: Card) -> list[int | None]:
    """The accuracy of every claim of a place, in order."""
    return [one["location"]["accuracy_m"] for one in card["messages"] if one["location"]]


def test_a_phones_positions_reach_the_contact_of_its_call(server: Server, taker: Person) -> None:
    contact_id = contact(taker)
    phone = Holder.of(server, taker, contact_id, "location")
    page = phone.look()
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"]
    assert "no-store" in page.headers["cache-control"]
    assert phone.http.post(f"{phone.path}/dibuka").status_code == 200
    since_s = time.monotonic()
    assert phone.is_at(*JAMBI, accuracy_m=800).status_code == 200
    card = taker.wait_for("queue", lambda c: c["contact_id"] == contact_id and located(c))
    assert card["channel"] == "phone"
    assert card["unread"] == 1, "the first one rings"
    assert card["location"]["source"] == "gps"
    assert card["location"]["point"]["latitude"] == JAMBI[0]
    taker.done("intake/answer-contact", contact_id=contact_id)
    for accuracy_m in (700, 300, 40, 12):
        assert phone.is_at(*JAMBI, accuracy_m=accuracy_m).status_code == 200
    better = taker.wait_for(
        "queue", lambda c: c["contact_id"] == contact_id and located(c)[-1:] == [12]
    )
    assert time.monotonic() - since_s >= 9, "at most one in ten seconds"
    assert located(better) == [800, 12]
    assert better["unread"] == 0, "what follows does not ring"
    line = line_of(taker, contact_id, "location")
    assert (line["fixes"], line["accuracy_m"]) == (2, 12)
    assert line["opened_at"]


def test_the_room_sees_the_phone_move_and_nobody_else_does(
    server: Server, people: People, taker: Person
) -> None:
    contact_id = contact(taker)
    phone = Holder.of(server, taker, contact_id, "location", address="203.0.113.2")
    crew = people("crew-amb1")
    with watching(taker, "queue:0") as events, watching(crew, "units:0") as others:
        until(events, lambda event: event.name == "current")
        until(others, lambda event: event.name == "current")
        # Metres, which the map shows and the thread is not told of ten seconds later.
        for step in (0, STEP, 2 * STEP):
            assert phone.is_at(JAMBI[0] + step, JAMBI[1], accuracy_m=9).status_code == 200
        seen = until(
            events,
            lambda event: (
                event.name == "signal"
                and event.data["key"] == contact_id
                and event.data["value"]["latitude"] == JAMBI[0] + 2 * STEP
            ),
        )
        assert seen.data["kind"] == "citizen_position"
        assert seen.data["value"]["accuracy_m"] == 9
        line = line_of(taker, contact_id, "location")
        taker.done("links/end-link", contact_id=contact_id, link_id=line["link_id"])
        until(
            events,
            lambda event: (
                event.name == "signal"
                and event.data["key"] == contact_id
                and event.data["value"] is None
            ),
        )
        beats = [until(others, lambda event: event.name in ("beat", "signal")) for _ in range(3)]
        assert all(event.name == "beat" for event in beats), "a crew learnt where a caller is"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"latitude":-1.6}',
        b'{"latitude":"-1.6","longitude":"103.6"}',
        b'{"latitude":0,"longitude":0}',
        b'{"latitude":true,"longitude":1}',
        b'{"latitude":103.6,"longitude":-1.6}',
        b'{"latitude":1e999,"longitude":1}',
        b'{"latitude":-1.6,"longitude":103.6,"accuracy_m":-1}',
        b'{"latitude":-1.6,"longitude":103.6,"accuracy_m":"12"}',
        b'{"latitude":-1.6,"longitude":103.6,"accuracy_m":NaN}',
        b"\xff\xfe",
        b"x" * 200_000,
    ],
)
def test_what_is_no_position_changes_nothing(
    server: Server, taker: Person, nothing_stored: NothingStored, body: bytes
) -> None:
    contact_id = contact(taker)
    phone = Holder.of(server, taker, contact_id, "location", address="203.0.113.3")
    with nothing_stored():
        answer = phone.http.post(f"{phone.path}/posisi", content=body)
        assert answer.status_code in (400, 413, 422), answer.text
    assert located(at_contact(taker, contact_id)) == []


def is_dead(holder: Holder) -> bool:
    return holder.look().status_code == 404


def test_a_dead_link_says_the_same_whatever_it_was(server: Server, taker: Person) -> None:
    closed, wrapped, unsafe = (contact(taker) for _ in range(3))
    links = {
        name: Holder.of(server, taker, contact_id, "location", address=f"203.0.113.{10 + n}")
        for n, (name, contact_id) in enumerate(
            (("closed", closed), ("wrapped", wrapped), ("unsafe", unsafe))
        )
    }
    line = line_of(taker, closed, "location")
    taker.done("links/end-link", contact_id=closed, link_id=line["link_id"])
    taker.done("intake/classify-contact", contact_id=wrapped, kind="information")
    taker.done("intake/set-contact-safety", contact_id=unsafe, safety="do_not_contact")
    taker.wait_for("links", lambda c: c["contact_id"] == unsafe and c["unsafe"])
    never = Holder(server, "/l/" + "a" * 26, address="203.0.113.20")
    strange = Holder(server, "/l/..%2f..%2fetc", address="203.0.113.21")
    dead = never.look()
    assert dead.status_code == 404
    assert "tel:112" in dead.text
    for name, holder in links.items():
        eventually(partial(is_dead, holder), what=name)
        assert holder.look().text == dead.text, name
        assert holder.is_at(*JAMBI).status_code == 404, name
        assert holder.says("tempat", address="x").status_code == 404, name
    assert strange.look().status_code == 404
    for contact_id in (closed, wrapped, unsafe):
        cards = taker.cards("queue")
        assert contact_id not in cards or located(cards[contact_id]) == []


def test_who_keeps_trying_is_slowed_and_nobody_else(server: Server, taker: Person) -> None:
    contact_id = contact(taker)
    line = issue(taker, contact_id, "location")
    path = address_of(taker, contact_id, line).removeprefix(server.url)
    guesser = Holder(server, "/l/" + "b" * 26, address="203.0.113.30")
    statuses = [guesser.look().status_code for _ in range(34)]
    assert statuses == [404] * 30 + [429] * 4
    assert Holder(server, path, address="203.0.113.30").look().status_code == 200
    status = Holder(server, "/s/" + "b" * 26, address="203.0.113.30").look().status_code
    assert status == 429, "of either kind"


def test_a_phone_that_says_too_much_is_asked_to_wait(server: Server, taker: Person) -> None:
    contact_id = contact(taker)
    phone = Holder.of(server, taker, contact_id, "location", address="203.0.113.31")
    statuses = [phone.is_at(*JAMBI, accuracy_m=9).status_code for _ in range(95)]
    assert statuses[:90] == [200] * 90
    assert statuses[-1] == 429


def test_without_a_script_a_place_in_words(server: Server, taker: Person) -> None:
    contact_id = contact(taker)
    phone = Holder.of(server, taker, contact_id, "location", address="203.0.113.32")
    assert phone.says("tempat").status_code == 422
    assert phone.says("tempat", area="99.99", address="x").status_code == 422
    fields = {"once": fresh_id(), "area": "15.71.10.1003", "address": "Depan langgar"}
    for _ in range(2):  # pressed twice
        assert phone.says("tempat", **fields).status_code == 200
    card = taker.wait_for("queue", lambda c: c["contact_id"] == contact_id and located(c))
    assert card["location"]["source"] == "area"
    assert card["location"]["point"]["address"] == "Depan langgar"
    words = citizen.said("Dekat tiang")
    assert phone.says("tempat", address=words).status_code == 200

    def said(one: Card) -> bool:
        return one["contact_id"] == contact_id and words in str(one["messages"][-1]["text"])

    card = taker.wait_for("queue", said)
    assert len(located(card)) == 1, "once, though it was pressed twice"
    assert line_of(taker, contact_id, "location")["opened_at"]


def test_who_may_send_one_and_to_whom(server: Server, people: People, taker: Person) -> None:
    contact_id = called(taker, words=citizen.said("nomor tidak tampak"))
    ask = {"contact_id": contact_id, "kind": "location"}
    assert taker.refused("links/issue-link", **ask)["refusal"] == "NO_NUMBER"
    for user in ("trainee", "crew-amb1", "agency-damkar", "auditor"):
        assert people(user).ask("links/issue-link", **ask).status_code == 403, user
    number = citizen.new_number()
    taker.done("links/issue-link", **ask, number=number)
    line = line_of(taker, contact_id, "location")
    assert line["channel"] == "sms"
    for user in ("trainee", "crew-amb1"):
        path = f"/api/link-address/{contact_id}/{line['link_id']}"
        assert people(user).http.get(path).status_code == 403, user
    assert httpx.get(f"{server.url}{path}").status_code == 401
    assert taker.http.get(f"/api/link-address/{contact_id}/{fresh_id()}").status_code == 404
    assert taker.http.get(f"/api/link-address/x/{line['link_id']}").status_code == 404
    assert taker.refused("links/issue-link", **ask, number=number)["refusal"] == "LINK_JUST_SENT"
    assert taker.refused("links/end-link", contact_id=contact_id, link_id="x")["refusal"] == (
        "UNKNOWN_LINK"
    )


def test_no_token_is_ever_logged(server: Server, taker: Person) -> None:
    contact_id = contact(taker)
    phone = Holder.of(server, taker, contact_id, "location", address="203.0.113.40")
    token = phone.path.rpartition("/")[2]
    phone.look()
    phone.is_at(*JAMBI)
    phone.http.post(f"{phone.path}/posisi", content=b"{")
    phone.http.put(f"{phone.path}/posisi", content=b"{")
    assert token not in server.log.read_text()
    assert token not in taker.http.get("/api/boards/links").text
