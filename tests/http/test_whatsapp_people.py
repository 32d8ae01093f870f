"""Who writes, by whichever id they are shown; calls, changes and colleagues with the app."""

from __future__ import annotations

import itertools
import time
from typing import Any

from siaga.platform.ids import new_id
from tests.http import citizen
from tests.http.conftest import until_all_heard
from tests.http.graph import Graph
from tests.http.people import Card, Person
from tests.http.server import Server
from tests.patience import eventually

_users = itertools.count(1)


def new_user() -> str:
    return f"ID.77{next(_users):06d}{new_id().hex[-8:]}"


def by_name(user_id: str, words: str, **more: Any) -> dict[str, Any]:
    """Of somebody who shows no number."""
    sent = citizen.message("", citizen.text(words), from_user_id=user_id, **more)
    del sent["from"]
    body = citizen.update(sent)
    contact = {"profile": {"name": "Si A", "username": "si.a"}, "user_id": user_id}
    body["entry"][0]["changes"][0]["value"]["contacts"] = [contact]
    return body


def take(server: Server, body: Any) -> None:
    assert citizen.post(server.url, body).status_code == 200


def said_in(card: Card) -> list[str]:
    return [line["text"] for line in card["messages"] if line["inbound"]]


def with_words(taker: Person, words: str) -> Card:
    return taker.wait_for("queue", lambda card: words in said_in(card))


def cards_saying(taker: Person, *words: str) -> list[Card]:
    return [card for card in taker.cards("queue").values() if set(words) & set(said_in(card))]


def test_who_shows_no_number_is_answered_and_later_known_by_it(
    server: Server, taker: Person, graph: Graph
) -> None:
    user_id, number = new_user(), citizen.new_number()
    first, second = citizen.said("tolong"), citizen.said("ini nomor saya")
    take(server, by_name(user_id, first))
    card = with_words(taker, first)
    assert (card["number"], card["name"]) == (user_id, "Si A")

    def answered() -> bool:
        return any(body.get("recipient") == user_id for body, _ in graph.asked)

    eventually(answered, what="the first reply to the id")
    sent = citizen.message(number, citizen.text(second), from_user_id=user_id)
    take(server, citizen.update(sent))
    again = with_words(taker, second)
    assert again["contact_id"] == card["contact_id"]
    taker.wait_for_sender(number, lambda card: card["contact_id"] == again["contact_id"])
    reply = citizen.said("kami ke sana")
    taker.done("intake/reply-to-contact", contact_id=card["contact_id"], text=reply)
    (arrived,) = [body for body in graph.wait_for(number) if body["type"] == "text"]
    assert arrived["text"]["body"] == reply
    third = citizen.said("terima kasih")
    take(server, by_name(user_id, third))
    assert with_words(taker, third)["contact_id"] == card["contact_id"]


def test_two_threads_that_turn_out_to_be_one_person_go_on_as_one(
    server: Server, taker: Person
) -> None:
    user_id, number = new_user(), citizen.new_number()
    by_number, by_id = citizen.said("dari nomor"), citizen.said("dari nama")
    take(server, citizen.update(citizen.message(number, citizen.text(by_number))))
    one = with_words(taker, by_number)
    take(server, by_name(user_id, by_id))
    other = with_words(taker, by_id)
    assert one["contact_id"] != other["contact_id"]
    both = [citizen.said(f"keduanya {n}") for n in range(2)]
    for words in both:
        sent = citizen.message(number, citizen.text(words), from_user_id=user_id)
        take(server, citizen.update(sent))
    found = {with_words(taker, words)["contact_id"] for words in both}
    assert found == {other["contact_id"]}, "the one that was heard last goes on"
    alone = citizen.said("nomor saja")
    take(server, citizen.update(citizen.message(number, citizen.text(alone))))
    assert with_words(taker, alone)["contact_id"] == other["contact_id"]


def test_a_new_number_goes_on_with_the_old_conversation(
    server: Server, taker: Person, graph: Graph
) -> None:
    old, new = citizen.new_number(), citizen.new_number()
    first, second = citizen.said("banjir"), citizen.said("ganti nomor")
    take(server, citizen.update(citizen.message(old, citizen.text(first))))
    card = with_words(taker, first)
    graph.wait_for(old)
    system = {"type": "user_changed_number", "wa_id": new, "body": "User A changed"}
    changed = citizen.message(old, {"type": "system", "system": system})
    for _ in range(2):
        take(server, citizen.update(changed))
    taker.wait_for_sender(new, lambda shown: shown["contact_id"] == card["contact_id"])
    take(server, citizen.update(citizen.message(new, citizen.text(second))))
    shown = with_words(taker, second)
    assert shown["contact_id"] == card["contact_id"]
    assert shown["unread"] == 2, "a changed number is no message"
    reply = citizen.said("baik")
    taker.done("intake/reply-to-contact", contact_id=card["contact_id"], text=reply)
    assert graph.wait_for(new)[0]["text"]["body"] == reply
    stranger = citizen.said("orang baru di nomor lama")
    take(server, citizen.update(citizen.message(old, citizen.text(stranger))))
    assert with_words(taker, stranger)["contact_id"] != card["contact_id"]


def test_a_new_id_goes_on_with_the_old_conversation(server: Server, taker: Person) -> None:
    old, new, newest = new_user(), new_user(), new_user()
    first = citizen.said("mati lampu")
    take(server, by_name(old, first))
    card = with_words(taker, first)
    update = {"user_id": {"previous": old, "current": new}, "timestamp": str(int(time.time()))}
    take(server, citizen.event("user_id_update", user_id_update=[update]))
    system = {
        "type": "user_changed_user_id",
        "user_id": newest,
        "body": f"User A changed from {new} to {newest}",
    }
    said = citizen.message("", {"type": "system", "system": system})
    del said["from"]
    take(server, citizen.update(said))
    until_all_heard(server)
    second = citizen.said("masih mati")
    take(server, by_name(newest, second))
    assert with_words(taker, second)["contact_id"] == card["contact_id"]


def test_an_id_that_looks_like_a_number_is_nobodys_number(server: Server, taker: Person) -> None:
    number = citizen.new_number()
    by_number, by_id = citizen.said("nomor"), citizen.said("id yang mirip")
    take(server, citizen.update(citizen.message(number, citizen.text(by_number))))
    take(server, by_name(f"ID.{number}", by_id))
    ids = {with_words(taker, words)["contact_id"] for words in (by_number, by_id)}
    assert len(ids) == 2


def test_a_call_is_a_contact_and_its_end_is_not(server: Server, taker: Person) -> None:
    number = citizen.new_number()
    call = {
        "id": f"wacid.{new_id().hex}",
        "from": number,
        "event": "connect",
        "direction": "USER_INITIATED",
        "timestamp": str(int(time.time())),
    }
    for _ in range(2):
        take(server, citizen.event("calls", calls=[call, call | {"event": "terminate"}]))
    card = taker.wait_for_sender(number)
    assert [(line["kind"], line["shape"]) for line in card["messages"] if line["inbound"]] == [
        ("unreadable", "call")
    ]
    assert card["unread"] == 1


def test_edits_reactions_and_what_was_taken_back(
    server: Server, taker: Person, graph: Graph
) -> None:
    number = citizen.new_number()
    words, corrected = citizen.said("api di RT 4"), citizen.said("bukan, RT 14")
    first = citizen.message(number, citizen.text(words))
    second = citizen.message(number, citizen.text(citizen.said("salah kirim")))
    take(server, citizen.update(first, second))
    (reply,) = graph.wait_for(number)
    taker.wait_for_sender(number, lambda card: card["unread"] == 2)
    edit = {"original_message_id": first["id"], "message": citizen.text(corrected)}
    thumb = {"message_id": graph.wamid(reply), "emoji": "👍"}
    changes = [
        citizen.message(number, {"type": "edit", "edit": edit}),
        citizen.message(
            number, {"type": "revoke", "revoke": {"original_message_id": second["id"]}}
        ),
        citizen.message(number, {"type": "reaction", "reaction": thumb}),
    ]
    for change in changes:
        take(server, citizen.update(change))
    card = taker.wait_for_sender(
        number, lambda card: any(line["reaction"] for line in card["messages"])
    )
    inbound = [line for line in card["messages"] if line["inbound"]]
    assert inbound[0]["text"] == corrected
    assert [version["text"] for version in inbound[0]["before"]] == [words], "kept for ever"
    assert inbound[1]["revoked_at"]
    (ours,) = [line for line in card["messages"] if not line["inbound"]]
    assert ours["reaction"] == "👍"
    assert card["unread"] == 3, "two messages and a correction; the rest says nothing new"


def test_what_a_colleague_writes_with_the_app_stands_in_the_thread(
    server: Server, taker: Person
) -> None:
    number, words, answer = citizen.new_number(), citizen.said("air"), citizen.said("dari HP")
    take(server, citizen.update(citizen.message(number, citizen.text(words))))
    with_words(taker, words)
    echo = citizen.message("112", citizen.text(answer), to=number)
    for _ in range(2):
        take(server, citizen.event("smb_message_echoes", message_echoes=[echo]))
    card = taker.wait_for_sender(
        number, lambda card: "app" in [line["status"] for line in card["messages"]]
    )
    (line,) = [line for line in card["messages"] if line["status"] == "app"]
    assert (line["text"], line["inbound"]) == (answer, False)


def test_one_post_in_reverse_is_read_in_order(server: Server, taker: Person) -> None:
    number, now = citizen.new_number(), int(time.time())
    words = [citizen.said(f"kalimat {n}") for n in range(9)]
    sent = [
        citizen.message(number, citizen.text(said), timestamp=str(now - 60 + n))
        for n, said in enumerate(words)
    ]
    take(server, citizen.update(*reversed(sent)))
    card = taker.wait_for_sender(number, lambda card: card["unread"] == 9)
    assert said_in(card) == words


def test_a_person_who_opens_the_thread_leaves_blue_ticks(
    server: Server, taker: Person, graph: Graph
) -> None:
    number, words = citizen.new_number(), citizen.said("tolong cepat")
    sent = citizen.message(number, citizen.text(words))
    take(server, citizen.update(sent))
    card = with_words(taker, words)
    message_id = card["messages"][0]["message_id"]
    see = "conversation/see-messages"
    taker.done(see, contact_id=card["contact_id"], message_id=message_id)
    mark = {"messaging_product": "whatsapp", "status": "read", "message_id": sent["id"]}
    eventually(lambda: mark in [body for body, _ in graph.asked], what="the read mark")
    card = taker.wait_for_sender(number)
    outbound = [line for line in card["messages"] if not line["inbound"]]
    assert len(outbound) == 1, "a read mark is no message"
