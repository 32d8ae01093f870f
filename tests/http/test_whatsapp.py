"""From a citizen's signed message to the answer on their telephone, through the real doors."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from siaga.app.workers.hearing.whatsapp import VISIBLE_OTHERS
from siaga.channels.whatsapp.items import InboundMessage, Other
from siaga.channels.whatsapp.protocol import parse
from siaga.language.values import Change
from tests.contract import whatsapp_recorded as recorded
from tests.http import citizen
from tests.http.conftest import People
from tests.http.graph import BUSY, LOCKED, OK, SILENT, Graph
from tests.http.people import Card, Event, Person, until, up_to_date, watching
from tests.http.server import Server
from tests.patience import eventually

HEARD_S_MAX = 60.0


def written(server: Server, taker: Person, number: str, words: str) -> Card:
    """The card of one text message from this number."""
    sent = citizen.message(number, citizen.text(words))
    assert citizen.post(server.url, citizen.update(sent)).status_code == 200
    return taker.wait_for(
        "queue",
        lambda card: (
            card["number"] == f"+{number}" and words in [line["text"] for line in card["messages"]]
        ),
    )


def wait_for_status(taker: Person, number: str, shown: str) -> None:
    taker.wait_for_sender(number, lambda card: outbound(card) == [shown])


def outbound(card: Card) -> list[str]:
    return [line["status"] for line in card["messages"] if not line["inbound"]]


def test_a_message_is_on_the_screen_and_answered(
    server: Server, taker: Person, graph: Graph
) -> None:
    number, words = citizen.new_number(), citizen.said("Rumah terbakar")
    with watching(taker, "queue:0") as events:
        up_to_date(events)
        sent = citizen.message(number, citizen.text(words))
        assert citizen.post(server.url, citizen.update(sent, name="Ibu Rina")).status_code == 200
        event = until(
            events, lambda e: e.name == "message" and e.data["card"]["number"] == f"+{number}"
        )
    card = event.data["card"]
    assert card["channel"] == "whatsapp"
    assert card["name"] == "Ibu Rina"
    assert card["unread"] in (0, 1)
    (reply,) = graph.wait_for(number)
    assert reply["type"] == "interactive"
    assert reply["interactive"]["type"] == "location_request_message"
    text = reply["interactive"]["body"]["text"]
    assert text == (
        "112 Jambi: pesan masuk. Nyawa terancam? TELEPON 112 (gratis)."
        " Kirim lokasi lewat tombol ini."
    )
    assert len(text) <= 160
    taker.wait_for_sender(number, lambda card: outbound(card) == ["sent"])
    for word, shown in (("delivered", "delivered"), ("read", "read"), ("delivered", "read")):
        body = citizen.status(graph.wamid(reply), word, number)
        assert citizen.post(server.url, body).status_code == 200
        wait_for_status(taker, number, shown)
    assert len(graph.to(number)) == 1


def test_location_media_and_batches_join_the_same_contact(server: Server, taker: Person) -> None:
    number = citizen.new_number()
    first = written(server, taker, number, citizen.said("Kecelakaan"))
    image = {
        "type": "image",
        "image": {"id": "8812", "mime_type": "image/jpeg", "sha256": "x", "caption": "Ini fotonya"},
    }
    voice = {"type": "audio", "audio": {"id": "8813", "mime_type": "audio/ogg; codecs=opus"}}
    batch = [
        citizen.message(number, citizen.place(-1.6101, 103.6131)),
        citizen.message(number, image),
        citizen.message(number, voice),
        citizen.message(number, {"type": "sticker_of_2031", "sticker_of_2031": {}}),
        citizen.message(number, citizen.text("terakhir"), context={"forwarded": True}),
    ]
    assert citizen.post(server.url, citizen.update(*batch)).status_code == 200
    card = taker.wait_for_sender(number, lambda card: card["unread"] == 6)
    assert card["contact_id"] == first["contact_id"]
    inbound = [line for line in card["messages"] if line["inbound"]]
    kinds = ["text", "location", "media", "media", "unreadable", "text"]
    assert [line["kind"] for line in inbound] == kinds
    assert inbound[2]["text"] == "Ini fotonya"
    assert inbound[2]["media"][0]["media_type"] == "image/jpeg"
    assert inbound[4]["shape"] == "sticker_of_2031"
    assert inbound[5]["forwarded"] is True
    assert card["unreadable"] == 1
    assert card["location"]["point"]["longitude"] == 103.6131
    assert card["location"]["source"] == "gps"
    assert card["area"]


def test_the_same_message_twice_is_one(server: Server, taker: Person, graph: Graph) -> None:
    number, words = citizen.new_number(), citizen.said("dua kali")
    sent = citizen.message(number, citizen.text(words))
    bodies = [
        citizen.update(sent),
        citizen.update(sent),
        citizen.update(sent, name="Nama lain"),
        citizen.update(sent, citizen.message(number, citizen.text(citizen.said("baru")))),
    ]
    for body in bodies:
        assert citizen.post(server.url, body).status_code == 200
    taker.wait_for_sender(number, lambda card: card["unread"] == 2)
    graph.wait_for(number)
    time.sleep(0.5)
    cards = [card for card in taker.cards("queue").values() if card["number"] == f"+{number}"]
    assert len(cards) == 1
    assert cards[0]["unread"] == 2
    assert len(graph.to(number)) == 1


def test_a_late_message_rings_but_is_not_answered(
    server: Server, taker: Person, graph: Graph
) -> None:
    number, words = citizen.new_number(), citizen.said("dari tadi pagi")
    old = str(int(time.time()) - 45 * 60)
    sent = citizen.message(number, citizen.text(words), timestamp=old)
    assert citizen.post(server.url, citizen.update(sent)).status_code == 200
    card = taker.wait_for_sender(number)
    assert card["late"] is True
    assert card["unread"] == 1
    time.sleep(1)
    assert graph.to(number) == []
    assert outbound(card) == []


def test_the_room_writes_back_and_contact_safety_stops_it(
    server: Server, taker: Person, graph: Graph
) -> None:
    number = citizen.new_number()
    card = written(server, taker, number, citizen.said("tolong"))
    graph.wait_for(number)
    words = citizen.said("Bantuan berangkat")
    taker.done("intake/reply-to-contact", contact_id=card["contact_id"], text=words)
    reply = graph.wait_for(number, count=2)[1]
    assert reply["type"] == "text"
    assert reply["text"]["body"] == words
    contact_id = card["contact_id"]
    taker.wait_for_sender(number, lambda card: outbound(card) == ["sent", "sent"])
    safety = "intake/set-contact-safety"
    taker.done(safety, contact_id=contact_id, safety="do_not_contact")
    told = taker.refused("intake/reply-to-contact", contact_id=contact_id, text="halo")
    assert told["refusal"] == "CONTACT_NOT_SAFE"
    told = taker.refused(safety, contact_id=contact_id, safety="safe")
    assert told["refusal"] == "REASON_NEEDED"
    assert len(graph.to(number)) == 2


def test_a_reply_already_queued_is_stopped_by_contact_safety(
    server: Server, taker: Person, graph: Graph
) -> None:
    number = citizen.new_number()
    graph.mode = BUSY
    try:
        card = written(server, taker, number, citizen.said("jangan telepon"))
        graph.wait_for(number)
        contact_id = card["contact_id"]
        safety = "intake/set-contact-safety"
        taker.done(safety, contact_id=contact_id, safety="do_not_contact")
        # A line that is free again must not be what stops it.
        card = taker.wait_for(
            "queue",
            lambda card: card["contact_id"] == contact_id and outbound(card) == ["unsafe"],
        )
    finally:
        graph.mode = OK
    assert card["number"] == f"+{number}"


def test_a_busy_graph_is_asked_again(server: Server, taker: Person, graph: Graph) -> None:
    number = citizen.new_number()
    graph.mode = BUSY
    try:
        written(server, taker, number, citizen.said("sibuk"))
        graph.wait_for(number)
    finally:
        graph.mode = OK
    graph.wait_for(number, count=2)
    taker.wait_for_sender(number, lambda card: outbound(card) == ["sent"])
    ids = {body["biz_opaque_callback_data"] for body in graph.to(number)}
    assert len(ids) == 1


def lamp_is(events: Iterator[Event], state: str) -> dict[str, Any]:
    """Its value, once WhatsApp's lamp shows this."""

    def shows(event: Event) -> bool:
        named = event.name == "signal" and event.data["key"] == "whatsapp"
        return named and event.data["value"]["state"] == state

    event = until(events, shows)
    assert event.data["kind"] == "lamp"
    value: dict[str, Any] = event.data["value"]
    return value


def test_a_token_meta_no_longer_knows_lights_the_lamp(
    server: Server, taker: Person, graph: Graph
) -> None:
    with watching(taker, "queue:0") as events:
        lamp_is(events, "ok")
        number = citizen.new_number()
        graph.mode = LOCKED
        try:
            written(server, taker, number, citizen.said("kunci"))
            wait_for_status(taker, number, "failed")
            # Read while locked: any other message that is accepted turns it on again.
            assert lamp_is(events, "down")["words_key"] == "whatsapp_token"
        finally:
            graph.mode = OK
        again = citizen.new_number()
        written(server, taker, again, citizen.said("kunci baru"))
        lamp_is(events, "ok")
    (line,) = [li for li in taker.wait_for_sender(number)["messages"] if not li["inbound"]]
    assert line["error"] == "190"


def test_what_a_message_costs_is_counted_once(
    server: Server, taker: Person, graph: Graph, people: People
) -> None:
    lead = people("shiftlead")
    before = sum(
        counted["arrived"]
        for card in lead.cards("message-costs").values()
        for counted in card["categories"].values()
    )
    number = citizen.new_number()
    written(server, taker, number, citizen.said("biaya"))
    (reply,) = graph.wait_for(number)
    price = {"billable": False, "category": "service", "type": "free_customer_service"}
    for word in ("sent", "delivered", "delivered", "read"):
        body = citizen.status(graph.wamid(reply), word, number)
        (status,) = body["entry"][0]["changes"][0]["value"]["statuses"]
        status |= {"pricing": price} if word != "read" else {}
        assert citizen.post(server.url, body).status_code == 200
    (card,) = [lead.wait_for("message-costs", lambda card: card["free_used"] > before)]
    assert card["categories"]["service"]["arrived"] == before + 1
    assert card["free"] == 1000
    assert taker.http.get("/api/boards/message-costs").status_code == 403


def test_an_unknown_outcome_is_never_repeated(server: Server, taker: Person, graph: Graph) -> None:
    number = citizen.new_number()
    graph.mode = SILENT
    try:
        written(server, taker, number, citizen.said("putus"))
        graph.wait_for(number)
        taker.wait_for_sender(number, lambda card: outbound(card) == ["unknown"])
    finally:
        graph.mode = OK
    time.sleep(3)
    assert len(graph.to(number)) == 1


@pytest.mark.needs_data
def test_every_recorded_payload_is_taken_and_none_is_lost(server: Server, taker: Person) -> None:
    """Whatever Meta documents or a library recorded: 200, and each message stands in a thread.
    All ring but reactions and what was taken back; what is no message is a notice of a known kind.

    Documents use one message id again and again: each message gets one of its own here.
    """
    bodies = list(recorded.payloads())
    assert len(bodies) > 80
    for name, body in bodies:
        for value in recorded.values(body):
            for number, message in enumerate(value.get("messages", ())):
                message["id"] = f"wamid.{name}.{number}"
    ringing, quiet = set(), set()
    for name, body in bodies:
        for item in parse(json.dumps(body).encode()):
            shape = item.shape if isinstance(item, InboundMessage | Other) else ""
            if isinstance(item, InboundMessage) and item.change in QUIET:
                quiet.add(item.item_id)
            elif isinstance(item, InboundMessage) or shape in VISIBLE_OTHERS:
                ringing.add(item.item_id)
            elif isinstance(item, Other):
                assert shape in KNOWN_NOTICES, name
    assert len(ringing) > 60
    assert len(quiet) >= 3
    before = sum(card["unread"] for card in taker.cards("queue").values())
    said_before = said_in_all(taker)
    heard = figure(taker, "siaga_inbox_heard")
    for name, body in bodies:
        assert citizen.post(server.url, body).status_code == 200, name
    different = {json.dumps(body) for _, body in bodies}
    drained(taker, heard + len(different))
    assert figure(taker, "siaga_inbox_aside") == 0
    cards = taker.cards("queue").values()
    assert sum(card["unread"] for card in cards) - before == len(ringing)
    assert said_in_all(taker) - said_before == len(ringing) + len(quiet)


QUIET = (Change.REACTION, Change.REVOKED)
KNOWN_NOTICES = frozenset(
    {
        "account_alerts",
        "account_review_update",
        "account_update",
        "business_capability_update",
        "call_ended",
        "calls",
        "errors",
        "group_create_update",
        "group_lifecycle_update",
        "group_participants_update",
        "group_settings_update",
        "history",
        "message_template_quality_update",
        "message_template_status_update",
        "messages",
        "phone_number_quality_update",
        "security",
        "smb_app_state_sync",
        "smb_message_echoes",
        "template_category_update",
        "user_preferences",
    }
)
"""What Meta tells besides messages in the recorded material, by its own names."""


def said_in_all(taker: Person) -> int:
    """How many messages of citizens stand in all threads of the queue, whole."""
    count = 0
    for contact_id in taker.cards("queue"):
        card = taker.http.get(f"/api/conversations/{contact_id}").json()["card"]
        count += sum(line["inbound"] for line in card["messages"])
    return count


def drained(person: Person, heard: float) -> None:
    """Until so many items of the inbox have been heard."""
    eventually(lambda: figure(person, "siaga_inbox_heard") >= heard, within_s=HEARD_S_MAX)


def figure(person: Person, name: str) -> float:
    lines = person.http.get("/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))
