"""From a citizen's signed message to the answer on their telephone, through the real doors."""

from __future__ import annotations

import json
import time

import pytest

from siaga.app.workers.hearing.whatsapp import VISIBLE_OTHERS
from siaga.channels.whatsapp.items import InboundMessage, Other
from siaga.channels.whatsapp.protocol import parse
from tests.contract import whatsapp_recorded as recorded
from tests.http import citizen
from tests.http.graph import BUSY, OK, SILENT, Graph
from tests.http.people import Card, Person, until, up_to_date, watching
from tests.http.server import Server


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
        start_s = time.monotonic()
        assert citizen.post(server.url, citizen.update(sent, name="Ibu Rina")).status_code == 200
        event = until(
            events, lambda e: e.name == "message" and e.data["card"]["number"] == f"+{number}"
        )
        assert time.monotonic() - start_s < 2
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
    finally:
        graph.mode = OK
    card = taker.wait_for(
        "queue",
        lambda card: card["contact_id"] == contact_id and outbound(card) == ["unsafe"],
        seconds=12,
    )
    assert len(graph.to(number)) == 1, "only the attempt before"
    assert card["number"] == f"+{number}"


def test_a_busy_graph_is_asked_again(server: Server, taker: Person, graph: Graph) -> None:
    number = citizen.new_number()
    graph.mode = BUSY
    try:
        written(server, taker, number, citizen.said("sibuk"))
        graph.wait_for(number)
    finally:
        graph.mode = OK
    graph.wait_for(number, count=2, seconds=10)
    taker.wait_for_sender(number, lambda card: outbound(card) == ["sent"])
    ids = {body["biz_opaque_callback_data"] for body in graph.to(number)}
    assert len(ids) == 1


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
    """Whatever Meta documents or a library recorded: 200, and each message rings on a card.

    Documents use one message id again and again: each message gets one of its own here.
    """
    bodies = list(recorded.payloads())
    assert len(bodies) > 80
    for name, body in bodies:
        for value in recorded.values(body):
            for number, message in enumerate(value.get("messages", ())):
                message["id"] = f"wamid.{name}.{number}"
    ringing = set()
    for _, body in bodies:
        for item in parse(json.dumps(body).encode()):
            shape = item.shape if isinstance(item, InboundMessage | Other) else ""
            if isinstance(item, InboundMessage) or shape in VISIBLE_OTHERS:
                ringing.add(item.item_id)
    assert len(ringing) > 60
    before = sum(card["unread"] for card in taker.cards("queue").values())
    heard = figure(taker, "siaga_inbox_heard")
    for name, body in bodies:
        assert citizen.post(server.url, body).status_code == 200, name
    different = {json.dumps(body) for _, body in bodies}
    until_s = time.monotonic() + 15
    while figure(taker, "siaga_inbox_heard") < heard + len(different):
        assert time.monotonic() < until_s
        time.sleep(0.1)
    assert figure(taker, "siaga_inbox_aside") == 0
    cards = taker.cards("queue").values()
    assert sum(card["unread"] for card in cards) - before == len(ringing)


def figure(person: Person, name: str) -> float:
    lines = person.http.get("/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))
