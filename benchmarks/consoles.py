"""Many consoles in a process of their own: raw sockets that read the stream and note when.

Protocol with the parent: a line of settings in, "up" out when all have caught up; a line in ends
it, the record as one JSON line out. With `cut` each console is cut at random moments, in the middle
of what it was being sent, and resumes with Last-Event-ID as a browser does.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from random import Random
from typing import Any

from benchmarks.clients import quiet_exit, run

BOARDS = ("queue", "open-incidents", "units")
RESUME_S = 0.02


class Console:
    """Holds cards as the console's page does: by board and key, each at a position."""

    def __init__(self, settings: dict[str, Any], number: int) -> None:
        cookies = settings["cookies"]
        self.port, self.cookie = settings["port"], cookies[number % len(cookies)]
        self.cuts: bool = settings["cut"]
        self.chance = Random(settings["seed"] * 1000 + number)
        self.cards: dict[str, dict[str, tuple[int, Any]]] = {board: {} for board in BOARDS}
        self.seen: list[tuple[str, float]] = []
        self.last_id = ""
        self.current = asyncio.Event()
        self.duplicates = self.lower = self.reconnects = self.resets = 0
        self.stay = False  # no more cuts: the end is near

    async def live(self) -> None:
        while True:
            try:
                await self._connected()
            except (OSError, EOFError, asyncio.IncompleteReadError):
                await asyncio.sleep(RESUME_S)
            self.reconnects += 1

    async def _connected(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        at = ",".join(f"{board}:0" for board in BOARDS)
        resume = f"Last-Event-ID: {self.last_id}\r\n" if self.last_id else ""
        request = f"GET /api/boards?at={at} HTTP/1.1\r\nHost: x\r\nCookie: {self.cookie}\r\n"
        writer.write(f"{request}{resume}\r\n".encode())
        cut_at_s = time.perf_counter() + 0.1 + 2 * self.chance.random()
        try:
            status = await reader.readuntil(b"\r\n\r\n")
            if b" 200 " not in status[:20]:
                raise RuntimeError(f"the stream answered {status[:80]!r}")
            buffer = b""
            while True:
                size = int(await reader.readline(), 16)
                chunk = (await reader.readexactly(size + 2))[:-2]
                now_s = time.perf_counter()
                cut = self.cuts and not self.stay and now_s > cut_at_s
                if cut:
                    chunk = chunk[: self.chance.randrange(len(chunk) + 1)]
                *events, buffer = (buffer + chunk).split(b"\n\n")
                for event in events:
                    self._take(event, now_s)
                if cut:
                    return
        finally:
            writer.transport.abort()

    def _take(self, event: bytes, now_s: float) -> None:
        name, data = b"", b""
        for line in event.split(b"\n"):
            if line.startswith(b"id: "):
                self.last_id = line[4:].decode()
            elif line.startswith(b"event: "):
                name = line[7:]
            elif line.startswith(b"data: "):
                data = line[6:]
        if name == b"current":
            self.current.set()
        elif name == b"reset":
            board = json.loads(data)["board"]
            self.resets += 1
            for each in BOARDS if board is None else (board,):
                self.cards[each].clear()
        elif not name and data:
            self._change(json.loads(data), now_s)

    def _change(self, change: dict[str, Any], now_s: float) -> None:
        board = self.cards[change["board"]]
        key, position = change["key"], change["position"]
        held = board.get(key)
        if held is not None and position <= held[0]:
            self.lower += position < held[0]
            self.duplicates += position == held[0]
            return
        board[key] = (position, change["card"])
        if change["board"] == "open-incidents":
            self.seen.append((key, now_s))

    def report(self) -> dict[str, Any]:
        cards = {
            board: {key: card for key, (_, card) in held.items() if card is not None}
            for board, held in self.cards.items()
        }
        names = ("duplicates", "lower", "reconnects", "resets", "seen")
        return {name: getattr(self, name) for name in names} | {"cards": cards}


async def _read_line() -> str:
    return await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)


async def watch() -> None:
    settings = json.loads(await _read_line())
    consoles = [Console(settings, number) for number in range(settings["consoles"])]
    tasks = [asyncio.create_task(console.live()) for console in consoles]
    await asyncio.gather(*(console.current.wait() for console in consoles))
    print("up", flush=True)
    await _read_line()
    for console in consoles:
        console.stay = True
    await asyncio.sleep(settings["settle_s"])
    for task in tasks:
        if task.done():
            task.result()
    print(json.dumps([console.report() for console in consoles]), flush=True)
    quiet_exit()


if __name__ == "__main__":
    run(watch())
