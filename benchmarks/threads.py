"""Consoles that watch the queue, in a process of their own, and note when each message is there.

Protocol with the parent: a line of settings in, "up" out when all have caught up; a line in ends
it, the record as one JSON line out: per console, message id → wall-clock second it was shown.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from benchmarks.clients import quiet_exit, run


class Console:
    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.seen: dict[str, float] = {}
        self.current = asyncio.Event()

    async def watch(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        request = "GET /api/boards?at=queue:0 HTTP/1.1\r\nHost: x\r\n"
        writer.write(f"{request}Cookie: {self.cookie}\r\n\r\n".encode())
        status = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in status[:20]:
            raise RuntimeError(f"the stream answered {status[:80]!r}")
        buffer = b""
        while True:
            size = int(await reader.readline(), 16)
            chunk = (await reader.readexactly(size + 2))[:-2]
            now_s = time.time()
            *events, buffer = (buffer + chunk).split(b"\n\n")
            for event in events:
                self._take(event, now_s)

    def _take(self, event: bytes, now_s: float) -> None:
        lines = dict(line.split(b": ", 1) for line in event.split(b"\n") if b": " in line)
        if lines.get(b"event") == b"current":
            self.current.set()
        if b"event" in lines or b"data" not in lines:
            return
        card: dict[str, Any] | None = json.loads(lines[b"data"])["card"]
        for line in (card or {}).get("messages", ()):
            if line["inbound"]:
                self.seen.setdefault(line["message_id"], now_s)


async def _read_line() -> str:
    return await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)


async def watch() -> None:
    settings = json.loads(await _read_line())
    consoles = [Console(settings["port"], cookie) for cookie in settings["cookies"]]
    tasks = [asyncio.create_task(console.watch()) for console in consoles]
    await asyncio.gather(*(console.current.wait() for console in consoles))
    print("up", flush=True)
    await _read_line()
    for task in tasks:
        if task.done():
            task.result()
    print(json.dumps([console.seen for console in consoles]), flush=True)
    quiet_exit()


if __name__ == "__main__":
    run(watch())
