"""Posts as large, as late and as broken as they come: nothing is lost, nothing stops the next."""

from __future__ import annotations

import json
import random
import time
from typing import Any

from tests.http import citizen
from tests.http.graph import Graph
from tests.http.people import Card, Person
from tests.http.server import Server
from tests.http.test_whatsapp import drained, figure
from tests.patience import eventually

ITEMS = 1_000
PEOPLE = 100
BODY_BYTES = 3 * 1024 * 1024


def inbound(card: Card) -> list[str]:
    return [line["text"] for line in card["messages"] if line["inbound"]]


def test_a_post_of_three_megabytes_and_a_thousand_messages(
    server: Server, taker: Person, graph: Graph
) -> None:
    """Each person's messages stand in their order, although they come in none and twice."""
    chance = random.Random(4)
    numbers = [citizen.new_number() for _ in range(PEOPLE)]
    now = int(time.time())
    padding = "x" * (BODY_BYTES // ITEMS - 330)
    sent: list[dict[str, Any]] = []
    for n in range(ITEMS):
        words = citizen.said(f"{n:04d} {padding}")
        at = str(now - 900 + n // PEOPLE * 10)
        sent.append(citizen.message(numbers[n % PEOPLE], citizen.text(words), timestamp=at))
    shuffled = sent[:]
    chance.shuffle(shuffled)
    raw = json.dumps(citizen.update(*shuffled)).encode()
    assert 0.9 * BODY_BYTES < len(raw) < 1.1 * BODY_BYTES
    again = json.dumps(citizen.update(*reversed(sent))).encode()
    heard = figure(taker, "siaga_inbox_heard")
    began_s = time.monotonic()
    assert citizen.post(server.url, raw).status_code == 200
    print(f"stored and answered in {time.monotonic() - began_s:.2f} s")
    drained(taker, heard + 1)
    print(f"heard in {time.monotonic() - began_s:.2f} s")
    assert citizen.post(server.url, again).status_code == 200
    drained(taker, heard + 2)
    assert figure(taker, "siaga_inbox_aside") == 0
    mine = {f"+{number}" for number in numbers}
    cards = [card for card in taker.cards("queue").values() if card["number"] in mine]
    assert len(cards) == PEOPLE, "one conversation each"
    assert sum(card["unread"] for card in cards) == ITEMS
    for card in cards:
        order = [words[:4] for words in inbound(card)]
        assert order == sorted(order)
    eventually(lambda: all(graph.to(number) for number in numbers), what="every first reply")
    assert {len(graph.to(number)) for number in numbers} == {1}, "one first reply each"


def test_what_comes_back_after_three_days_rings_late_and_is_not_answered(
    server: Server, taker: Person, graph: Graph
) -> None:
    number = citizen.new_number()
    old = int(time.time()) - 3 * 24 * 3600
    sent = [
        citizen.message(
            number, citizen.text(citizen.said(f"tiga hari {n}")), timestamp=str(old + n)
        )
        for n in range(5)
    ]
    for body in (citizen.update(*reversed(sent)), citizen.update(*sent), citizen.update(sent[2])):
        assert citizen.post(server.url, body).status_code == 200
    card = taker.wait_for_sender(number, lambda card: card["unread"] == 5)
    assert card["late"] is True
    assert inbound(card) == [message["text"]["body"] for message in sent]
    time.sleep(0.5)
    assert graph.to(number) == []


def test_what_a_citizen_writes_is_words_and_nothing_else(
    server: Server, taker: Person, graph: Graph
) -> None:
    number = citizen.new_number()
    link = f"{graph.url.rpartition('/')[0]}/files/pancingan"
    words = [
        citizen.said("<script>alert(1)</script><img src=x onerror=alert(2)>"),
        citizen.said("\u202egnp.exe\u202c dan \u2066terbalik\u2069"),
        citizen.said(f"lihat {link} dan https://contoh.example/a?b=c"),
        citizen.said("'; drop table entry; --"),
        citizen.said("🔥" * 50),
    ]
    for said in words:
        body = citizen.update(citizen.message(number, citizen.text(said)), name=f"{said[:40]}")
        assert citizen.post(server.url, body).status_code == 200
    card = taker.wait_for_sender(number, lambda card: card["unread"] == len(words))
    assert inbound(card) == words, "letter for letter"
    time.sleep(0.3)
    assert "pancingan" not in graph.files, "links are never opened"
