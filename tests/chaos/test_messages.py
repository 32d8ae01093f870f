"""Power cuts around a message: between store and acknowledge, between send and answer, in the
middle of a file. No message is lost, and none is sent twice unless it is marked unknown."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import httpx
import pytest

from benchmarks.clients import Connection, message, signature
from benchmarks.floor import ask
from benchmarks.room import Room, SignedIn, data_folder
from siaga.channels.whatsapp.items import InboundMessage
from siaga.channels.whatsapp.protocol import parse
from siaga.platform.ids import derived_id
from siaga.platform.outbox import LEASE
from tests.files import jpeg
from tests.http.graph import HOLDING, OK, Graph
from tests.patience import eventually

pytestmark = [pytest.mark.chaos, pytest.mark.postgres]

HOOK = "/hooks/whatsapp"
SENDERS, EACH = 8, 25
KILLS = 4
HEARD_S_MAX = 60.0
ENDED_S_MAX = LEASE.total_seconds() + 60


@pytest.fixture
def graph() -> Iterator[Graph]:
    graph = Graph(lambda _body: None)
    yield graph
    graph.close()


@pytest.fixture
def room(graph: Graph) -> Iterator[Room]:
    settings = {
        "SIAGA_WHATSAPP_GRAPH_URL": graph.url,
        "SIAGA_WHATSAPP_TOKEN": "EAA-chaos",
        "SIAGA_WHATSAPP_PHONE_NUMBER_ID": "1",
    }
    with data_folder() as folder:
        room = Room(folder=folder, more=settings)
        room.start()
        try:
            yield room
        finally:
            room.stop()


def post(room: Room, body: bytes) -> None:
    url = f"http://127.0.0.1:{room.port}{HOOK}"
    answer = httpx.post(url, content=body, headers=signature(body, room.app_secret), timeout=20)
    assert answer.status_code == 200


def heard(room: Room) -> bool:
    return int(ask(room.state, "select max(position - heard) from inbox_head")) == 0


def outbox(room: Room) -> dict[str, str]:
    """Row → state, of all that would leave the house."""
    lines = ask(room.state, "select id, state from outbox where kind = 'whatsapp'").splitlines()
    return dict(line.split("|") for line in lines)


def cards(room: Room, who: SignedIn) -> list[dict[str, Any]]:
    url = f"http://127.0.0.1:{room.port}/api/boards/queue"
    found: dict[str, Any] = httpx.get(url, headers={"Cookie": who.cookie}, timeout=30).json()
    return list(found["cards"].values())


def test_no_post_is_lost_and_no_reply_goes_twice(room: Room, graph: Graph) -> None:
    """Meta repeats what was not acknowledged, however often we die under it."""
    seed = int(os.environ.get("SIAGA_TEST_SEED") or secrets.randbelow(10**6))
    print(f"SIAGA_TEST_SEED={seed}")
    bodies = asyncio.run(_post_under_kills(room, Random(seed)))
    eventually(lambda: heard(room), within_s=HEARD_S_MAX, what="the inbox is heard")
    is_over = lambda: not {"waiting", "sending"} & set(outbox(room).values())  # noqa: E731
    eventually(is_over, within_s=ENDED_S_MAX, what="the outbox ends")
    entries = ask(room.state, "select command_id from entry where actor_kind = 'channel'")
    wanted = {str(derived_id("whatsapp", _item(body).item_id)) for body in bodies}
    assert wanted <= set(entries.splitlines()), "a message is lost"
    states = outbox(room)
    attempts: dict[str, int] = {}
    for asked, _ in graph.asked:
        row = asked["biz_opaque_callback_data"]
        attempts[row] = attempts.get(row, 0) + 1
    replies = [row for row, state in states.items() if state in ("done", "unknown")]
    assert len(replies) == len(states) == SENDERS * EACH, "one first reply each"
    for row, state in states.items():
        made = attempts.get(row, 0)
        assert made == 1 if state == "done" else made <= 1, (row, state, made)
    unknown = sum(state == "unknown" for state in states.values())
    print(f"messages {len(bodies)}, replies {len(states)}, of which unknown {unknown}")


def _item(body: bytes) -> InboundMessage:
    (item,) = parse(body)
    assert isinstance(item, InboundMessage)
    return item


async def _post_under_kills(room: Room, chance: Random) -> list[bytes]:
    """Each sender repeats a post until it is acknowledged; the app is killed all the while."""
    bodies: list[bytes] = []
    senders = [asyncio.create_task(_send(room, chance, n, bodies)) for n in range(SENDERS)]
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(0.05, 1.2))
        await asyncio.to_thread(room.kill)
        await asyncio.to_thread(room.start)
    await asyncio.gather(*senders)
    return bodies


async def _send(room: Room, chance: Random, number: int, bodies: list[bytes]) -> None:
    for n in range(EACH):
        body = message(chance, sender=f"62813{number:02d}{n:05d}")
        bodies.append(body)
        while not await _acknowledged(room, body):
            await asyncio.sleep(0.2)
        await asyncio.sleep(chance.uniform(0.05, 0.3))


async def _acknowledged(room: Room, body: bytes) -> bool:
    connection = Connection(room.port)
    try:
        async with asyncio.timeout(12):
            headers = signature(body, room.app_secret)
            status, _ = await connection.post(HOOK, body, headers=headers)
    except (OSError, EOFError, TimeoutError):
        return False
    finally:
        await connection.close()
    return status == 200


def test_a_reply_cut_off_before_its_answer_is_unknown_until_meta_speaks_of_it(
    room: Room, graph: Graph
) -> None:
    graph.mode = HOLDING
    body = message(Random(1), sender="628129990001")
    post(room, body)
    graph.wait_for("628129990001")
    room.kill()
    graph.mode = OK
    graph.let_go.set()
    room.start()
    who = room.sign_in("calltaker")

    def status() -> list[str]:
        (card,) = [card for card in cards(room, who) if card["number"] == "+628129990001"]
        return [line["status"] for line in card["messages"] if not line["inbound"]]

    eventually(lambda: status() == ["unknown"], within_s=ENDED_S_MAX, what="it is marked")
    time.sleep(2)
    (attempt,) = graph.to("628129990001")
    told = {
        "id": graph.wamid(attempt),
        "status": "delivered",
        "timestamp": str(int(time.time())),
        "recipient_id": "628129990001",
        "biz_opaque_callback_data": attempt["biz_opaque_callback_data"],
    }
    report = json.loads(body)
    value = report["entry"][0]["changes"][0]["value"]
    del value["messages"], value["contacts"]
    value["statuses"] = [told]
    post(room, json.dumps(report).encode())
    eventually(lambda: status() == ["delivered"], what="Meta's word is believed")
    assert set(outbox(room).values()) == {"done"}
    assert len(graph.to("628129990001")) == 1


def test_a_file_cut_off_in_the_middle_is_fetched_again(room: Room, graph: Graph) -> None:
    node = graph.holds("7700", jpeg(), "image/jpeg")
    body = json.loads(message(Random(2), sender="628129990002"))
    (sent,) = body["entry"][0]["changes"][0]["value"]["messages"]
    del sent["text"]
    sent |= {"type": "image", "image": node}
    graph.mode = HOLDING
    post(room, json.dumps(body).encode())
    eventually(lambda: graph.files["7700"].asked == 1, what="it is fetched at once")
    room.kill()
    graph.mode = OK
    graph.let_go.set()
    room.start()
    who = room.sign_in("calltaker")

    def files() -> list[dict[str, Any]]:
        return [
            file
            for card in cards(room, who)
            if card["number"] == "+628129990002"
            for line in card["messages"]
            for file in line["media"]
        ]

    eventually(lambda: [file for file in files() if file["shown"]], what="the file is there")
    assert len(files()) == 1
    assert graph.files["7700"].asked == 2
    eventually(lambda: ask(room.state, "select count(*) from media_task") == "0")
