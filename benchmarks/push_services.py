"""A process with push services for benchmarks and tests: keys of browsers, and what reached them.

Reads lines: "subscribe N", "take" (what came since), "end". A post is noted by its first byte and
opened only when asked for, as the browser would open it. `/dead` services take a connection and
never answer.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from benchmarks.room import ROOT
from siaga.channels.push.protocol import AUTH_BYTES, b64, decrypt

SERVICES = 3
DONE = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"
GONE = b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"


@dataclass(slots=True)
class Browser:
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: os.urandom(AUTH_BYTES))

    def subscription(self, endpoint: str) -> dict[str, Any]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": endpoint, "keys": {"p256dh": b64(point), "auth": b64(self.auth)}}


class Services:
    def __init__(self) -> None:
        self.browsers: dict[str, Browser] = {}
        self.posts: list[tuple[str, float, dict[str, str], bytes]] = []
        self.gone: set[str] = set()
        self.ports: list[int] = []
        self._servers: list[asyncio.Server] = []

    async def open(self) -> None:
        for serve in (*(self._serve for _ in range(SERVICES)), self._never):
            server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1024)
            self._servers.append(server)
            self.ports.append(server.sockets[0].getsockname()[1])

    @property
    def dead_port(self) -> int:
        return self.ports[-1]

    def subscribe(self, count: int) -> list[dict[str, Any]]:
        made = []
        for _ in range(count):
            name = f"/b{len(self.browsers)}"
            port = self.ports[len(self.browsers) % SERVICES]
            browser = self.browsers[name] = Browser()
            made.append(browser.subscription(f"http://127.0.0.1:{port}{name}"))
        return made

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while first := await reader.read(1):
                at = time.time()
                head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                line, *rest = head.split("\r\n")
                headers = {
                    name.lower(): value.strip()
                    for name, _, value in (each.partition(":") for each in rest if each)
                }
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                path = line.split(" ")[1]
                self.posts.append((path, at, headers, body))
                writer.write(GONE if path in self.gone else DONE)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _never(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.read(65_536):
                pass
        except ConnectionError:
            pass
        finally:
            writer.close()

    def take(self) -> list[dict[str, Any]]:
        """What came since the last time, opened."""
        posts, self.posts = self.posts, []
        return [self._opened(*post) for post in posts]

    def _opened(self, path: str, at: float, headers: dict[str, str], body: bytes) -> dict[str, Any]:
        browser, said = self.browsers.get(path), None
        if browser is not None:
            try:
                said = json.loads(decrypt(body, own=browser.key, auth=browser.auth))
            except (InvalidTag, ValueError, IndexError):
                said = None
        return {"path": path, "at": at, "headers": headers, "said": said, "bytes": len(body)}


class PushServices:
    """The process, from outside."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.push_services"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        )
        self.dead_port: int = self._hear()

    def subscribe(self, count: int) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = self._ask(f"subscribe {count}")
        return made

    def take(self) -> list[dict[str, Any]]:
        posts: list[dict[str, Any]] = self._ask("take")
        return posts

    def gone(self, path: str) -> None:
        self._ask(f"gone {path}")

    def end(self) -> None:
        if self._process.poll() is None:
            self._ask("end")
            self._process.wait(10)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _ask(self, line: str) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._hear()

    def _hear(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


async def _run() -> None:
    services = Services()
    await services.open()
    print(json.dumps(services.dead_port), flush=True)
    while True:
        line = (await asyncio.to_thread(sys.stdin.readline)).strip()
        word, _, rest = line.partition(" ")
        match word:
            case "subscribe":
                answer: Any = services.subscribe(int(rest))
            case "take":
                answer = services.take()
            case "gone":
                services.gone.add(rest)
                answer = True
            case _:
                print("true", flush=True)
                os._exit(0)  # connections may still be open: nobody waits for them
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(_run())
