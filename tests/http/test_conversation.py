"""Conversations over the doors: what is written by itself, once; who may hand over; the window."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.http import citizen
from tests.http.conftest import People
from tests.http.graph import Graph
from tests.http.people import Card, Person
from tests.http.server import Server
from tests.patience import eventually

DAY_S = 86_400
QUIET_S = 0.6  # what the centre writes by itself is queued within a tenth of that


class Sender:
    """Somebody who writes by WhatsApp."""

    def __init__(self, server: Server, graph: Graph, taker: Person) -> None:
        self.url, self.graph, self.taker = server.url, graph, taker
        self.number = citizen.new_number()

    def sends(self, *contents: dict[str, Any], ago_s: int = 0, **more: Any) -> list[str]:
        """One post of Meta's; → the ids of its messages."""
        messages = [citizen.message(self.number, content, **more) for content in contents]
        for message in messages:
            message["timestamp"] = str(int(time.time()) - ago_s)
        assert citizen.post(self.url, citizen.update(*messages)).status_code == 200
        return [str(message["id"]) for message in messages]

    def writes(self, words: str, **more: Any) -> str:
        return self.sends(citizen.text(citizen.said(words)), **more)[0]

    def card(self, wanted: Any = bool) -> Card:
        return self.taker.wait_for_sender(self.number, wanted)

    def got(self, count: int) -> list[str]:
        """The words of everything the centre sent, once it was so much and nothing more came."""
        self.graph.wait_for(self.number, count=count)
        time.sleep(QUIET_S)
        return [_words(body) for body in self.graph.to(self.number)]


def _words(body: dict[str, Any]) -> str:
    if body["type"] == "interactive":
        return str(body["interactive"]["body"]["text"])
    return str(body["text"]["body"]) if body["type"] == "text" else str(body["type"])


@pytest.fixture
def rina(server: Server, graph: Graph, taker: Person) -> Sender:
    return Sender(server, graph, taker)


def starts(texts: list[str]) -> list[str]:
    return [text.partition(".")[0] for text in texts]


FIRST = "112 Jambi: pesan masuk"
LOCATED = "112: lokasi diterima"
UNREADABLE = "112: kiriman Anda masuk tetapi tidak dapat dibuka"
PIN = citizen.place(-1.6101, 103.6131)
POLL = {
    "type": "unsupported",
    "unsupported": {"type": "poll_creation"},
    "errors": [{"code": 131051, "title": "Message type unknown"}],
}


def test_each_thing_is_answered_by_itself_once(rina: Sender) -> None:
    rina.writes("rumah terbakar")
    rina.sends(PIN)
    rina.sends(PIN)
    rina.sends(POLL)
    rina.sends(POLL)
    assert starts(rina.got(3)) == [FIRST, LOCATED, UNREADABLE]
    assert all(len(text) <= 160 for text in rina.got(3))


def test_the_first_reply_answers_what_came_first(
    server: Server, graph: Graph, taker: Person
) -> None:
    for content, words in (
        (PIN, "112 Jambi: pesan dan lokasi masuk"),
        (POLL, "112 Jambi: kiriman masuk tapi tak bisa dibuka"),
        (
            citizen.text(citizen.said("Please help us, there is a fire")),
            "112 Jambi: message received",
        ),
        (
            citizen.text(citizen.said("Tolong, ado api, dak biso keluar")),
            "112 Jambi: pesan lah masuk",
        ),
    ):
        sender = Sender(server, graph, taker)
        sender.sends(content)
        assert starts(sender.got(1)) == [words]
        assert "112" in sender.got(1)[0]


def test_nothing_is_written_by_itself_over_a_person(rina: Sender) -> None:
    rina.writes("banjir")
    contact_id = rina.card()["contact_id"]
    rina.taker.done("intake/answer-contact", contact_id=contact_id)
    rina.sends(PIN)
    rina.card(lambda card: card["location"])
    assert starts(rina.got(1)) == [FIRST]


def test_an_album_is_one_conversation_and_one_ring(rina: Sender) -> None:
    texts = [citizen.text(citizen.said(f"foto {n}")) for n in range(10)]
    rina.sends(*texts[:5])
    rina.sends(*texts[5:])
    card = rina.card(lambda card: card["unread"] == 10)
    mine = [each for each in rina.taker.cards("queue").values() if each["number"] == card["number"]]
    assert len(mine) == 1
    assert starts(rina.got(1)) == [FIRST]


def test_a_reaction_rings_nobody_and_stands_on_its_message(rina: Sender) -> None:
    wamid = rina.writes("terima kasih")
    contact_id = rina.card()["contact_id"]
    rina.taker.done("intake/answer-contact", contact_id=contact_id)
    rina.sends({"type": "reaction", "reaction": {"message_id": wamid, "emoji": "🙏"}})
    card = rina.card(lambda card: card["messages"][0]["reaction"])
    assert card["unread"] == 0
    rina.taker.done("intake/classify-contact", contact_id=contact_id, kind="information")
    rina.sends({"type": "reaction", "reaction": {"message_id": wamid, "emoji": "👍"}})

    def reaction() -> str:
        whole = rina.taker.http.get(f"/api/conversations/{contact_id}").json()["card"]
        return str(whole["messages"][0]["reaction"])

    eventually(lambda: reaction() == "👍")
    assert contact_id not in rina.taker.cards("queue")


def test_what_was_changed_and_taken_back_stays_readable(rina: Sender) -> None:
    first, second = citizen.said("api kecil"), citizen.said("api besar")
    (wamid,) = rina.sends(citizen.text(first))
    edit = {"original_message_id": wamid, "message": citizen.text(second)}
    rina.sends({"type": "edit", "edit": edit})
    rina.sends({"type": "revoke", "revoke": {"original_message_id": wamid}})
    card = rina.card(lambda card: card["messages"][0]["revoked_at"])
    line = card["messages"][0]
    assert (line["text"], line["before"][0]["text"]) == (second, first)
    assert card["unread"] == 2


def test_the_blue_ticks_are_a_persons_doing(rina: Sender, graph: Graph) -> None:
    wamid = rina.writes("tolong")
    card = rina.card()
    seen = {"contact_id": card["contact_id"], "message_id": card["messages"][0]["message_id"]}
    for _ in range(2):
        rina.taker.done("conversation/see-messages", **seen)
    told = rina.card(lambda card: card["seen_by"])
    assert told["seen_by"] == rina.taker.id

    def marks() -> list[dict[str, Any]]:
        return [body for body, _ in graph.asked if body.get("message_id") == wamid]

    eventually(marks)
    time.sleep(QUIET_S)
    assert [mark["status"] for mark in marks()] == ["read"]
    assert all(line["status"] != "unsafe" for line in told["messages"])


def not_theirs(person: Person, body: dict[str, Any]) -> dict[str, Any]:
    answer = person.ask("conversation/hand-over", **body)
    assert answer.status_code == 403, answer.text
    said = answer.json()
    return {"refusal": said["refusal"], "legal": said.get("legal")}


def test_a_conversation_is_handed_over_by_its_holder_or_who_leads(
    rina: Sender, people: People
) -> None:
    other, lead = people("calltaker2"), people("supervisor")
    rina.writes("pohon tumbang")
    contact_id = rina.card()["contact_id"]
    to_other = {"contact_id": contact_id, "to": other.id, "note": citizen.said("tolong lanjutkan")}
    assert not_theirs(other, to_other) == {"refusal": "NOT_YOUR_CONVERSATION", "legal": None}
    rina.taker.done("intake/answer-contact", contact_id=contact_id)
    rina.taker.done("conversation/hand-over", **to_other)
    card = rina.card(lambda card: card["handed_by"])
    assert (card["answered_by"], card["handed_by"]) == (other.id, rina.taker.id)
    assert card["handed_note"] == to_other["note"]
    held = {"refusal": "NOT_YOUR_CONVERSATION", "legal": [other.id]}
    assert not_theirs(rina.taker, to_other) == held
    message_id = card["messages"][0]["message_id"]
    other.done("conversation/see-messages", contact_id=contact_id, message_id=message_id)
    rina.card(lambda card: card["handed_by"] is None)
    lead.done("conversation/hand-over", contact_id=contact_id, to=rina.taker.id)
    assert rina.card(lambda card: card["answered_by"] == rina.taker.id)


def test_the_language_a_person_names_is_spoken(rina: Sender) -> None:
    rina.writes("tolong")
    contact_id = rina.card()["contact_id"]
    rina.taker.done("conversation/remember-language", contact_id=contact_id, language="en")
    rina.card(lambda card: card["language"] == "en")
    rina.sends(PIN)
    assert starts(rina.got(2)) == [FIRST, "112: location received"]


def test_past_the_window_only_a_template_leaves(rina: Sender, graph: Graph) -> None:
    rina.writes("lampu jalan mati", ago_s=2 * DAY_S)
    card = rina.card()
    contact_id = card["contact_id"]
    assert card["late"]
    words = citizen.said("halo")
    refused = rina.taker.refused("intake/reply-to-contact", contact_id=contact_id, text=words)
    assert refused["refusal"] == "WINDOW_CLOSED"
    assert "follow_up" in refused["legal"]
    template = {"contact_id": contact_id, "template": "follow_up"}
    half = rina.taker.refused("intake/reply-to-contact", **template, arguments=["K-1"])
    assert (half["refusal"], half["legal"]) == ("TEMPLATE_INCOMPLETE", ["2"])
    parts = ["K-1", citizen.said("sudah diperbaiki")]
    rina.taker.done("intake/reply-to-contact", **template, arguments=parts)
    (sent,) = graph.wait_for(rina.number)
    assert sent["template"]["name"] == "tindak_lanjut_laporan"
    line = rina.card(lambda card: card["messages"][-1]["status"] == "sent")["messages"][-1]
    assert (line["template"], line["arguments"]) == ("follow_up", parts)
    rina.writes("masih mati")
    assert rina.card(lambda card: card["window_closes_at"] > card["messages"][-1]["at"])
    rina.taker.done("intake/reply-to-contact", contact_id=contact_id, text=words)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": None}, "text"),
        ({"text": "a", "template": "follow_up"}, "text"),
        ({"template": "no-such"}, "template"),
        ({"template": "follow_up", "arguments": "K-1"}, "arguments"),
        ({"template": "follow_up", "arguments": ["K-1", 2]}, "arguments[1]"),
        ({"template": "follow_up", "arguments": ["K-1", " "]}, "arguments[1]"),
        ({"template": "follow_up", "arguments": ["a"] * 21}, "arguments"),
    ],
)
def test_a_wrong_reply_names_its_field(rina: Sender, body: dict[str, Any], field: str) -> None:
    answer = rina.taker.ask("intake/reply-to-contact", contact_id="nobody", **body)
    assert answer.status_code == 422
    assert answer.json()["field"] == field


def test_a_quoted_message_is_quoted_at_the_provider(rina: Sender, graph: Graph) -> None:
    wamid = rina.writes("di mana petugas?")
    card = rina.card()
    about = card["messages"][0]["message_id"]
    words = citizen.said("sudah dekat")
    rina.taker.done(
        "intake/reply-to-contact", contact_id=card["contact_id"], text=words, about=about
    )
    sent = graph.wait_for(rina.number, count=2)[-1]
    assert sent["context"] == {"message_id": wamid}


def test_a_whole_conversation_and_who_may_read_it(rina: Sender, people: People) -> None:
    words = [citizen.said(f"pesan {n}") for n in range(25)]
    rina.sends(*map(citizen.text, words))
    card = rina.card(lambda card: card["unread"] == 25)
    assert len(card["messages"]) == 20
    path = f"/api/conversations/{card['contact_id']}"
    whole = rina.taker.http.get(path).json()["card"]
    assert [line["text"] for line in whole["messages"] if line["inbound"]] == words
    assert people("agency-damkar").http.get(path).status_code == 403
    assert rina.taker.http.get("/api/conversations/nobody").status_code == 404
    assert rina.taker.http.get("/api/conversations/" + "x" * 70).status_code == 422


def test_the_place_says_how_it_talks(taker: Person) -> None:
    rules = taker.http.get("/api/place").json()["conversation"]
    assert {step["id"] for step in rules["nudge"]} == {"location", "words", "busy"}
    assert all(reply["text"]["en"] for reply in rules["canned"])
    assert rules["local"]["name"]["id"] == "Melayu Jambi"
