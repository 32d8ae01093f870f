"""Asterisk's ARI behind the phone port: REST by httpx, events by a WebSocket. NOT PROVEN LIVE."""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore
import httpx
import structlog

from siaga.channels.phone.asterisk.protocol import Ari, Opening, Step
from siaga.channels.phone.asterisk.requests import AriSettings, Request
from siaga.channels.phone.asterisk.websocket import Answer, Broken, Message, Stream, accept_of
from siaga.channels.phone.bridging import BridgingPhone, LinkLost, Rhythm
from siaga.channels.phone.legs import Legs
from siaga.channels.phone.orders import Lost
from siaga.channels.phone.orders import Step as LegsStep
from siaga.channels.phone.port import Can
from siaga.platform.clock import Clock
from siaga.platform.ids import derived_id, new_id

log = structlog.get_logger(__name__)

PORTION_BYTES = 64 * 1024
LISTING_BYTES_MAX = 16 * 1024 * 1024
TIMEOUT = httpx.Timeout(connect=3.0, write=3.0, read=5.0, pool=5.0)
_NETWORK = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


class AsteriskPhone(BridgingPhone):
    """A Phone by ARI. `client` carries the address and the account; its owner closes it."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        clock: Clock,
        settings: AriSettings | None = None,
        rhythm: Rhythm | None = None,
        quiet_s: float = 15.0,
    ) -> None:
        self._settings = settings or AriSettings()
        legs = Legs(new_leg=lambda: f"siaga-{new_id()}", second=self._settings.second)
        super().__init__(legs, clock=clock, rhythm=rhythm or Rhythm())
        self.capabilities = frozenset({Can.HOLD, Can.TRANSFER, Can.ADD_PARTY, Can.LISTEN, Can.PLAY})
        self._client, self._quiet_s = client, quiet_s
        self._ari = Ari(
            self._settings, legs=legs, contact_of=lambda call: str(derived_id("phone", call))
        )
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._stream: Any = None

    # ---- the stream of events

    async def _serve(self) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        headers = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": key,
        }
        asked = self._client.stream(
            "GET", "events", params={"app": self._settings.app}, headers=headers, timeout=TIMEOUT
        )
        try:
            async with asked as answer:
                if answer.status_code != 101:
                    raise LinkLost(f"the switch answers {answer.status_code} to the stream")
                if answer.headers.get("sec-websocket-accept") != accept_of(key):
                    raise LinkLost("the stream is not a WebSocket")
                await self._listen_on(answer.extensions["network_stream"])
        except (httpx.HTTPError, *_NETWORK, Broken) as broken:
            raise LinkLost(str(broken) or type(broken).__name__) from broken

    async def _listen_on(self, network: Any) -> None:
        """The listing comes after the stream is open, so that nothing falls in between."""
        self._stream = network
        stream = Stream(mask=lambda: os.urandom(4))
        try:
            opening = Opening(
                info=await self._fetch("asterisk/info"),
                channels=await self._fetch("channels"),
                endpoints=await self._fetch(f"endpoints/{self._settings.technology}"),
            )
            await self._do(self._ari.opened(opening, at=self._clock.now()))
            while True:
                await self._hear(stream, await self._portion(stream))
        finally:
            self._stream = None

    async def _portion(self, stream: Stream) -> bytes:
        """The next bytes. A silent stream is asked once whether it is still there."""
        try:
            data = await self._read()
        except httpcore.ReadTimeout:
            await self._write(stream.ping())
            try:
                data = await self._read()
            except httpcore.ReadTimeout:
                raise LinkLost("the stream is silent") from None
        if not data:
            raise LinkLost("the switch closed the stream")
        return data

    async def _read(self) -> bytes:
        read: bytes = await self._stream.read(PORTION_BYTES, timeout=self._quiet_s)
        return read

    async def _write(self, data: bytes) -> None:
        await self._stream.write(data, timeout=TIMEOUT.write)

    async def _hear(self, stream: Stream, data: bytes) -> None:
        for one in stream.feed(data):
            match one:
                case Answer(data=answer):
                    await self._write(answer)
                case Message(data=message):
                    steps = self._ari.received(message, at=self._clock.now())
                    await self._do(steps)

    async def _fetch(self, path: str) -> bytes:
        async with self._client.stream("GET", path, timeout=TIMEOUT) as answer:
            if answer.status_code != 200:
                raise LinkLost(f"the switch answers {answer.status_code} to {path}")
            body = bytearray()
            async for portion in answer.aiter_bytes():
                body += portion
                if len(body) > LISTING_BYTES_MAX:
                    raise LinkLost(f"{path} is too long")
            return bytes(body)

    # ---- requests

    async def _do(self, steps: Iterable[Step], *, wait: bool = False) -> None:
        sent = []
        for step in steps:
            match step:
                case Request():
                    sent.append(self._send(step))
                case Lost(reason=reason):
                    raise LinkLost(reason)
                case _:
                    await self._emit(step)
        if wait and sent:
            await asyncio.wait(sent)

    def _send(self, request: Request) -> asyncio.Task[None]:
        """After the requests of its lane that are under way."""
        before = self._lanes.get(request.lane)
        task = asyncio.create_task(self._perform(request, before))
        self._lanes[request.lane] = task
        task.add_done_callback(lambda done: self._performed(request.lane, done))
        return task

    def _performed(self, lane: str, done: asyncio.Task[None]) -> None:
        if self._lanes.get(lane) is done:
            del self._lanes[lane]
        self._fell(done)

    async def _perform(self, request: Request, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        status, why = 0, ""
        try:
            answer = await self._client.request(
                request.method,
                request.path.removeprefix("/"),
                params=dict(request.params),
                json=request.body,
                timeout=TIMEOUT,
                follow_redirects=False,
            )
            status = answer.status_code
        except httpx.HTTPError as broken:
            why = type(broken).__name__
        if not 200 <= status < 300 and status != 404:  # 404: it was gone before we asked
            log.warning("phone.request_failed", path=request.path, status=status, why=why)
        await self._do(self._ari.answered(request, status=status, at=self._clock.now()))

    async def _tell(self, steps: Sequence[LegsStep]) -> None:
        await self._do(self._ari.carry_out(steps), wait=True)

    async def _say_farewell(self) -> None:
        await self._do(self._ari.farewell(), wait=True)

    async def _pulse(self) -> None:
        await self._do(self._ari.pulse())

    async def close(self) -> None:
        await super().close()
        lanes = list(self._lanes.values())
        for task in lanes:
            task.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
