"""Power cuts under load: whatever was acknowledged is still there, in every respect."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx
import pytest

from benchmarks.clients import Connection, incident_body, message, signature
from benchmarks.floor import ask
from benchmarks.machine import children
from benchmarks.room import Room, SignedIn, data_folder
from siaga.channels.whatsapp.items import InboundMessage
from siaga.channels.whatsapp.protocol import parse
from siaga.platform.database import open_pool
from siaga.platform.ids import derived_id
from siaga.platform.postgres_cluster import PORT, ROLE, socket_folder
from siaga.platform.verify import verify
from tests.patience import PATIENCE_S, eventually

pytestmark = [pytest.mark.chaos, pytest.mark.postgres]

WRITERS = 16
OPEN = "/api/incident/open-incident"
NOTE = "/api/incident/add-note"
HOOK = "/hooks/whatsapp"
ROUNDS = ("session", "app", "database", "both", "session")
ROUND_S = (1.5, 3.5)
PAUSE_S = 0.03  # of a writer, so that every answer can be asked for again afterwards
HEARD_S_MAX = 60.0
HEAL_S_MAX = 60.0


@dataclass
class Witness:
    """What the room acknowledged: the only thing it may be held to."""

    commands: dict[str, tuple[str, bytes, int, bytes]] = field(default_factory=dict)
    incidents: dict[str, str] = field(default_factory=dict)  # id → number
    messages: list[bytes] = field(default_factory=list)
    doubtful: int = 0


@pytest.fixture
def room() -> Iterator[Room]:
    with data_folder() as folder:
        room = Room(folder=folder)
        try:
            yield room
        finally:
            room.stop()
            lines = room.log().splitlines()
            print(*[line[-1500:] for line in lines if "failed" in line][-5:], sep="\n")


def test_what_was_acknowledged_survives_every_kill(room: Room) -> None:
    seed = int(os.environ.get("SIAGA_TEST_SEED") or secrets.randbelow(10**6))
    print(f"SIAGA_TEST_SEED={seed}")
    room.start()
    who = room.sign_in("calltaker")
    witness = asyncio.run(_write_under_kills(room, who, seed))
    room.kill()
    room.start()
    print(
        f"commands {len(witness.commands)}, incidents {len(witness.incidents)},"
        f" messages {len(witness.messages)}, unknown outcome {witness.doubtful}"
    )
    assert len(witness.incidents) > 100
    assert len(witness.messages) > 50
    _every_message_became_a_contact_with_a_reply(room, witness)
    _every_incident_is_shown(room, who, witness)
    asyncio.run(_every_answer_is_the_same(room, who, witness))
    asyncio.run(_the_chain_is_whole(room))


async def _write_under_kills(room: Room, who: SignedIn, seed: int) -> Witness:
    witness = Witness()
    end = asyncio.Event()
    chance = Random(seed)
    writers = [
        asyncio.create_task(_write(room, who, witness, Random(seed + 1 + number), end, number))
        for number in range(WRITERS)
    ]
    for what in ROUNDS:
        await asyncio.sleep(chance.uniform(*ROUND_S))
        print(f"kill {what}")
        await asyncio.to_thread(_kill, room, what, chance)
    await asyncio.sleep(2)
    end.set()
    await asyncio.gather(*writers)
    return witness


def _why(room: Room) -> str:
    """The log's last word on a request that failed: the answer itself tells nothing."""
    failed = [line for line in room.log().splitlines() if "request.failed" in line]
    return failed[-1][-1500:] if failed else "nothing in the log"


async def _write(
    room: Room,
    who: SignedIn,
    witness: Witness,
    chance: Random,
    end: asyncio.Event,
    number: int,
) -> None:
    """Writers 0…9 open incidents and add notes, 10…15 are Meta's servers."""
    connection = Connection(room.port)
    sent = 0
    last_incident = ""
    while not end.is_set():
        sent += 1
        if number >= 10:
            body = message(chance, sender=f"62812{number:02d}{sent:06d}")
            path, headers = HOOK, signature(body, room.app_secret)
        else:
            path, body, headers = OPEN, incident_body(chance), who.headers()
            if last_incident and chance.random() < 0.4:
                path, body = NOTE, _note(chance, last_incident)
        try:
            async with asyncio.timeout(12):
                status, answer = await connection.post(path, body, headers=headers)
        except (OSError, EOFError, TimeoutError):
            await connection.close()
            witness.doubtful += 1
            await asyncio.sleep(0.2)
            continue
        if status in (200, 409):
            last_incident = _acknowledged(witness, path, body, (status, answer)) or last_incident
            await asyncio.sleep(PAUSE_S * chance.random())
        else:
            assert status == 503, f"{path} answered {status}: {_why(room)}"
            witness.doubtful += 1
            await asyncio.sleep(0.2)
    await connection.close()


def _note(chance: Random, incident_id: str) -> bytes:
    command_id = json.loads(incident_body(chance))["command_id"]
    note = {"command_id": command_id, "incident_id": incident_id, "note": "asap dari jauh"}
    return json.dumps(note).encode()


def _acknowledged(
    witness: Witness, path: str, body: bytes, answered: tuple[int, bytes]
) -> str | None:
    """→ the incident's id when one was opened."""
    if path == HOOK:
        witness.messages.append(body)
        return None
    command_id: str = json.loads(body)["command_id"]
    witness.commands[command_id] = (path, body, *answered)
    if path != OPEN:
        return None
    witness.incidents[command_id] = json.loads(answered[1])["number"]
    return command_id


def _kill(room: Room, what: str, chance: Random) -> None:
    """One database session (PostgreSQL recovers by itself), PostgreSQL (the app starts it again),
    the app (started again here), or both."""
    postmaster = room.postmaster()
    everybody = [postmaster, *children(postmaster)]
    if what == "session":
        _kill_nine([chance.choice(everybody[1:])])
    else:
        _kill_nine([] if what == "app" else everybody)
    if what in ("session", "database"):
        _await_healed(room)
        return
    room.kill()
    room.start()


def _kill_nine(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _await_healed(room: Room) -> None:
    url = f"http://127.0.0.1:{room.port}/readyz"
    time.sleep(0.5)
    eventually(
        lambda: httpx.get(url, timeout=PATIENCE_S).status_code == 200,
        within_s=HEAL_S_MAX,
        what="it heals",
    )


def _every_message_became_a_contact_with_a_reply(room: Room, witness: Witness) -> None:
    eventually(
        lambda: ask(room.state, "select max(position - heard) from inbox_head") == "0",
        within_s=HEARD_S_MAX,
        what="the inbox is heard",
    )
    replies = ask(
        room.state,
        "select e.command_id, count(o.id) from entry e left join outbox o"
        " on o.place = e.place and o.position = e.position"
        " where e.actor_kind = 'channel' group by e.command_id, e.recorded_at",
    )
    found = dict(line.split("|") for line in replies.splitlines())
    wanted = {str(derived_id("whatsapp", _item_id(raw))) for raw in witness.messages}
    assert wanted <= found.keys(), f"{len(wanted - found.keys())} messages are lost"
    wrong = {key: found[key] for key in wanted if found[key] != "1"}
    assert not wrong, f"not one first reply each: {list(wrong.items())[:5]}"
    gapless = "select position = (select count(*) from entry) from head"
    assert ask(room.state, gapless) == "t", "positions have gaps"


def _item_id(raw: bytes) -> str:
    (item,) = parse(raw)
    assert isinstance(item, InboundMessage)
    return item.item_id


def _every_incident_is_shown(room: Room, who: SignedIn, witness: Witness) -> None:
    assert len(set(witness.incidents.values())) == len(witness.incidents), "a number was used twice"
    url = f"http://127.0.0.1:{room.port}"
    with httpx.Client(base_url=url, headers={"Cookie": who.cookie}, timeout=30) as http:
        cards: dict[str, Any] = http.get("/api/boards/open-incidents").json()["cards"]
        shown = {key: card["number"] for key, card in cards.items()}
        wrong = {
            key: number for key, number in witness.incidents.items() if shown.get(key) != number
        }
        assert not wrong, f"{len(wrong)} incidents without their card or number: {wrong}"
        for incident_id in witness.incidents:
            story = http.get(f"/api/boards/incident-story?incident={incident_id}").json()["cards"]
            assert story, f"{incident_id} has no story"


async def _every_answer_is_the_same(room: Room, who: SignedIn, witness: Witness) -> None:
    waiting = iter(witness.commands.values())
    different: list[tuple[bytes, bytes]] = []

    async def one() -> None:
        connection = Connection(room.port)
        for path, body, status, answer in waiting:
            again = await connection.post(path, body, headers=who.headers())
            if again != (status, answer):
                different.append((answer, again[1]))
        await connection.close()

    await asyncio.gather(*(one() for _ in range(4)))
    assert not different, f"{len(different)} answers changed: {different[:3]}"


async def _the_chain_is_whole(room: Room) -> None:
    socket = str(socket_folder(room.state))
    options = {"host": socket, "port": PORT, "user": ROLE, "database": "postgres"}
    pool = await open_pool(options, size=2)
    try:
        found = await verify(pool, int(ask(room.state, "select place from site")))
    finally:
        await pool.close()
    assert found.entries > 1000
    assert not found.problems
