"""`siaga bench screen`: from a submitted incident to its card on other people's screens.

Three parts in one room: 20 incidents a second in an open loop while 50 consoles watch; the same
while every console is cut at random and resumes; then eight clients as fast as they can.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from random import Random
from typing import Any

from benchmarks.clients import Shared, incident_body, message, open_loop, run, signature
from benchmarks.creates import PATH, create_closed_loop
from benchmarks.filled import filled_room
from benchmarks.machine import described, percentile_ms, proportional_mb, resident_mb
from benchmarks.options import Options, read_options, tell
from benchmarks.room import ROOT, Room, SignedIn

CONSOLES = 50
RATE = 20.0
CLIENTS = 8
SETTLE_S = 2.5
WATCHERS = ("calltaker2", "dispatcher", "shiftlead")
BOARDS = ("queue", "open-incidents", "units")


class Consoles:
    """The child process that watches."""

    def __init__(self, room: Room, cookies: list[str], *, cut: bool, seed: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.consoles"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        settings = {
            "port": room.port,
            "consoles": CONSOLES,
            "cookies": cookies,
            "cut": cut,
            "seed": seed,
            "settle_s": SETTLE_S,
        }
        self._say(json.dumps(settings))
        if self._hear().strip() != "up":
            raise RuntimeError("the consoles did not come up")

    def _say(self, line: str) -> None:
        if self._process.stdin is None:
            raise RuntimeError("no way to the consoles")
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        if self._process.stdout is None:
            raise RuntimeError("no way from the consoles")
        return self._process.stdout.readline()

    def end(self) -> list[dict[str, Any]]:
        self._say("end")
        reports: list[dict[str, Any]] = json.loads(self._hear())
        self._process.wait()
        return reports


async def _submit_to_card(
    room: Room, who: SignedIn, cookies: list[str], options: Options
) -> dict[str, Any]:
    chance = Random(options.seed)
    watching = await asyncio.to_thread(Consoles, room, cookies, cut=False, seed=options.seed)
    shared, sent, answered = Shared(room.port), dict[str, float](), list[float]()

    async def send() -> None:
        body = incident_body(chance)
        began_s = time.perf_counter()
        sent[json.loads(body)["command_id"]] = began_s
        status, answer = await shared.post(PATH, body, headers=who.headers())
        if status != 200:
            raise RuntimeError(f"open-incident answered {status}: {answer[:200]!r}")
        answered.append(time.perf_counter() - began_s)

    await open_loop(send, rate=RATE, seconds=options.seconds)
    reports = await asyncio.to_thread(watching.end)
    await shared.close()
    delays: list[float] = []
    for report in reports:
        first: dict[str, float] = {}
        for key, at_s in report["seen"]:
            first.setdefault(key, at_s)
        delays += [at_s - sent[key] for key, at_s in first.items() if key in sent]
    return {
        "consoles": CONSOLES,
        "p50_ms": percentile_ms(delays, 0.5),
        "p99_ms": percentile_ms(delays, 0.99),
        "max_ms": percentile_ms(delays, 1.0),
        "answer_p50_ms": percentile_ms(answered, 0.5),
        "answer_p99_ms": percentile_ms(answered, 0.99),
        "shown": len(delays),
        "expected": len(sent) * CONSOLES,
    }


async def _cut_and_resume(
    room: Room, who: SignedIn, cookies: list[str], options: Options
) -> dict[str, Any]:
    """Incidents opened and closed, contacts arriving, while consoles come and go."""
    chance = Random(options.seed + 1)
    watching = await asyncio.to_thread(Consoles, room, cookies, cut=True, seed=options.seed)
    shared = Shared(room.port)

    async def post(path: str, body: bytes, *, headers: dict[str, str]) -> None:
        status, answer = await shared.post(path, body, headers=headers)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}: {answer[:200]!r}")

    async def send() -> None:
        if chance.random() < 0.4:
            raw = message(chance)
            await post("/hooks/whatsapp", raw, headers=signature(raw, room.app_secret))
            return
        body = incident_body(chance)
        await post(PATH, body, headers=who.headers())
        if chance.random() < 0.5:
            incident_id = json.loads(body)["command_id"]
            close = {"incident_id": incident_id, "result": "dealt-with"}
            close["command_id"] = json.loads(incident_body(chance))["command_id"]
            await post("/api/incident/close", json.dumps(close).encode(), headers=who.headers())

    await open_loop(send, rate=RATE, seconds=options.seconds)
    reports = await asyncio.to_thread(watching.end)
    await shared.close()
    truth = await asyncio.to_thread(_boards, room, who)
    gaps = 0
    for report in reports:
        for board, cards in truth.items():
            held = report["cards"][board]
            gaps += sum(held.get(key) != card for key, card in cards.items())
            gaps += len(held.keys() - cards.keys())
    return {
        "gaps": gaps,
        "duplicates": sum(report["duplicates"] + report["lower"] for report in reports),
        "reconnects": sum(report["reconnects"] for report in reports),
        "resets": sum(report["resets"] for report in reports),
        "cards_compared": sum(map(len, truth.values())) * CONSOLES,
    }


def _boards(room: Room, who: SignedIn) -> dict[str, dict[str, Any]]:
    boards: dict[str, dict[str, Any]] = {}
    for board in BOARDS:
        url = f"http://127.0.0.1:{room.port}/api/boards/{board}"
        request = urllib.request.Request(url, headers={"Cookie": who.cookie})
        with urllib.request.urlopen(request, timeout=30) as answer:
            boards[board] = json.load(answer)["cards"]
    return boards


def _measure(room: Room, options: Options) -> dict[str, Any]:
    who = room.sign_in("calltaker")
    cookies = [room.sign_in(user).cookie for user in WATCHERS]
    figures: dict[str, Any] = run(_submit_to_card(room, who, cookies, options))
    figures |= run(_cut_and_resume(room, who, cookies, options))
    loop = create_closed_loop(
        room, who, clients=CLIENTS, seconds=options.seconds, chance=Random(options.seed + 2)
    )
    figures |= run(loop)
    figures["rss_mb_core"] = round(resident_mb(room.pid), 1)
    figures["pss_mb_database"] = round(proportional_mb(room.database_pids()), 1)
    return figures


def main(words: Sequence[str] | None = None) -> int:
    options = read_options(list(words) if words is not None else None, name="screen", seconds=12)
    with filled_room(options) as room:
        figures = _measure(room, options)
        figures["machine"] = described(room.folder)
    tell("screen", figures | {"entries_before": options.entries}, options=options)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
