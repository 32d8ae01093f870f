"""`siaga bench alerts`: two hundred browsers are told that a crew is in danger.

Browsers of twenty-five people at local push services in a process of their own, which open what
reached them with the algorithm of the standard. Measured by the wall clock of one machine, from
the moment the command leaves the crew's browser until the first byte at each service. The floor is
taken in the same run: as many bare posts of the same size, all at once and eight at a time.
Afterwards the same commands once more while a push service never answers, or is not there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx

from benchmarks.machine import described, percentile_ms
from benchmarks.options import Options, tell
from benchmarks.push_services import Browser, PushServices
from benchmarks.room import Room, data_folder
from siaga.platform.ids import new_id

PER_PERSON = 8
RAISER, ANSWERER = "crew-amb1", "calltaker"
QUIET_S = 0.5
DRAINED_S = 20.0  # what waited for the silent service has given up or is over
SETTINGS = {"SIAGA_PUSH_HOSTS": "127.0.0.1"}


class Asker:
    """One signed-in browser, over one kept connection."""

    def __init__(self, room: Room, user: str) -> None:
        self.room, self.who = room, room.sign_in(user)
        self.http = httpx.Client(
            base_url=f"http://127.0.0.1:{room.port}", headers=self.who.headers(), timeout=30
        )

    def ask(self, path: str, **fields: Any) -> tuple[dict[str, Any], float, float]:
        """→ (answer, when it left, when the answer was here)."""
        body = {"command_id": str(new_id())} | fields
        left = time.time()
        answer = self.http.post(f"/api/{path}", json=body)
        here = time.time()
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:300]}")
        given: dict[str, Any] = answer.json()
        return given, left, here


def _people(room: Room, count: int) -> list[str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{room.port}/api/site") as answer:
        accounts = json.loads(answer.read())["demo_accounts"]
    users = [
        account["user"]
        for account in accounts
        if account["user"] != RAISER
        and not account["user"].startswith("hospital-")
        and account["user"] not in ("doctor", "head", "admin", "auditor")
    ]
    if len(users) < count:
        raise RuntimeError(f"{len(users)} people, {count} wanted")
    return users[:count]


def _subscribe(room: Room, made: Sequence[dict[str, Any]]) -> None:
    people = _people(room, -(-len(made) // PER_PERSON))
    for number, user in enumerate(people):
        asker = Asker(room, user)
        for one in made[number * PER_PERSON : (number + 1) * PER_PERSON]:
            asker.ask("alerts/devices", subscription=one)
        asker.http.close()


def _alarm(
    room: Room, services: PushServices, askers: tuple[Asker, Asker], *, wanted: int
) -> dict[str, list[float]]:
    """One call for help; → seconds from the command to the first byte, of each browser."""
    raiser, answerer = askers
    while services.take():  # of what came before
        time.sleep(QUIET_S)
    _, left, here = raiser.ask("crews/raise-panic", unit_id="amb-1")
    posts: list[dict[str, Any]] = []
    until = time.monotonic() + 20
    while len({post["path"] for post in posts}) < wanted and time.monotonic() < until:
        time.sleep(0.1)
        posts += services.take()
    answerer.ask("crews/answer-panic", unit_id="amb-1", outcome="uji")
    first: dict[str, float] = {}
    for post in posts:
        if post["said"] is None or post["said"]["about"] != "panic":
            raise RuntimeError(f"a browser could not open what came: {post['headers']}")
        first[post["path"]] = min(post["at"], first.get(post["path"], post["at"]))
    if len(first) < wanted:
        raise RuntimeError(f"{len(first)} of {wanted} browsers were reached\n{room.log()[-3000:]}")
    return {
        "sent": [at - left for at in first.values()],
        "accepted": [at - here for at in first.values()],
    }


async def _bare(urls: Sequence[str], at_once: int) -> float:
    """Bare posts of the size of ours; → when they began."""
    limits = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)
    turn, body = asyncio.Semaphore(at_once), os.urandom(400)
    async with httpx.AsyncClient(limits=limits, timeout=30) as http:
        began = time.time()

        async def post(url: str) -> None:
            async with turn:
                await http.post(url, content=body, headers={"TTL": "60", "Urgency": "high"})

        await asyncio.gather(*(post(url) for url in urls))
    return began


def _floor(services: PushServices, urls: Sequence[str], at_once: int) -> list[float]:
    services.take()
    began = asyncio.run(_bare(urls, at_once))
    return [post["at"] - began for post in services.take()]


def _commands(askers: tuple[Asker, Asker], count: int) -> list[float]:
    """How long a crew waits for the answer to its own call, over and over."""
    raiser, answerer = askers
    took = []
    for _ in range(count):
        _, left, here = raiser.ask("crews/raise-panic", unit_id="amb-1")
        took.append(here - left)
        answerer.ask("crews/answer-panic", unit_id="amb-1", outcome="uji")
        time.sleep(0.05)
    return took


@contextmanager
def _refusing() -> Iterator[int]:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield probe.getsockname()[1]


def _unreachable(room: Room, user: str, port: int) -> None:
    """One person more, all of whose browsers are at a service on `port`."""
    asker = Asker(room, user)
    for n in range(PER_PERSON):
        one = Browser().subscription(f"http://127.0.0.1:{port}/d{n}")
        asker.ask("alerts/devices", subscription=one)
    asker.http.close()


def _measure(room: Room, services: PushServices, given: argparse.Namespace) -> dict[str, Any]:
    made = services.subscribe(given.devices)
    _subscribe(room, made)
    askers = Asker(room, RAISER), Asker(room, ANSWERER)
    figures: dict[str, Any] = {"devices": given.devices, "rounds": given.rounds}
    sent: list[float] = []
    accepted: list[float] = []
    cold = _alarm(room, services, askers, wanted=given.devices)
    for _ in range(given.rounds):
        time.sleep(QUIET_S)
        seen = _alarm(room, services, askers, wanted=given.devices)
        sent += seen["sent"]
        accepted += seen["accepted"]
    figures |= _named("first_byte_cold", cold["sent"])
    figures |= _named("first_byte", sent)
    figures |= _named("first_byte_after_answer", accepted)
    urls = [one["endpoint"] for one in made]
    figures |= _named("floor_all_at_once", _floor(services, urls, len(urls)))
    figures |= _named("floor_eight_at_once", _floor(services, urls, 8))
    others = _people(room, -(-given.devices // PER_PERSON) + 2)[-2:]
    figures |= _named("command", _commands(askers, given.commands))
    with _refusing() as port:
        _unreachable(room, others[0], port)
        figures |= _named("command_service_refuses", _commands(askers, given.commands))
    _unreachable(room, others[1], services.dead_port)
    figures |= _named("command_service_silent", _commands(askers, given.commands))
    time.sleep(DRAINED_S)
    seen = _alarm(room, services, askers, wanted=given.devices)
    figures |= _named("first_byte_service_silent", seen["sent"])
    return figures


def _named(name: str, values_s: Sequence[float]) -> dict[str, float]:
    return {
        f"{name}_p50_ms": percentile_ms(values_s, 0.5),
        f"{name}_p99_ms": percentile_ms(values_s, 0.99),
    }


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="siaga bench alerts")
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    parser.add_argument("--devices", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--commands", type=int, default=40, help="of each part with a dead service")
    given = parser.parse_args(list(words) if words is not None else None)
    if given.devices < 1 or given.rounds < 1 or given.commands < 1:
        parser.error("--devices, --rounds and --commands must be 1 or more")
    services = PushServices()
    try:
        with data_folder() as folder:
            room = Room(folder=folder, more=SETTINGS)
            try:
                room.start()
                figures = _measure(room, services, given)
                figures["machine"] = described(folder)
            finally:
                room.stop()
    finally:
        services.end()
    options = Options(seconds=0, entries=0, seed=0, json=given.json)
    tell("alerts", figures, options=options)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
