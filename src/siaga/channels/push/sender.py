"""Posts to push services over a few kept connections for each; a silent one is soon left alone."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import Mapping
from datetime import datetime, timedelta

import httpcore
from cryptography.hazmat.primitives.asymmetric import ec

from siaga.channels.push.protocol import (
    SALT_BYTES,
    SIGNED_FOR,
    PushEnd,
    Subscription,
    Verdict,
    encrypt,
    judge,
    vapid,
)
from siaga.platform.clock import Clock, steady_s
from siaga.platform.waiting import woken

LANES = 32
"""Connections to one service. Each is a pool of its own: one pool's look-up over many waiting
requests cost more than the requests (docs/measurements)."""

TOTAL_S = 8.0
SILENT_S = 10.0
"""A service that did not answer is left alone so long; then one post tries it."""

SIGN_AGAIN = SIGNED_FOR / 2


class Rush:
    """An audience of many: what became of the first is written down once the last has left.

    Without it the endings of the first wave ran before the posts of the next, on one processor.
    """

    LONGEST_S = 0.3

    def __init__(self) -> None:
        self._waiting = 0
        self._all_left = asyncio.Event()

    def joins(self) -> None:
        self._waiting += 1
        self._all_left.clear()

    def left(self) -> None:
        self._waiting -= 1
        if not self._waiting:
            self._all_left.set()

    async def over(self) -> None:
        if self._waiting:
            await woken(self._all_left, self.LONGEST_S)


class Service:
    """One origin: its connections, the last used first, and whether it answers."""

    def __init__(self, tls: ssl.SSLContext, rush: Rush) -> None:
        self._tls, self._rush = tls, rush
        self._free: asyncio.LifoQueue[httpcore.AsyncConnectionPool] = asyncio.LifoQueue()
        self._lanes: list[httpcore.AsyncConnectionPool] = []
        self.silent_until_s = 0.0
        self._is_tried = False
        self.header = ""
        self.signed_at: datetime | None = None

    async def post(self, url: str, body: bytes, *, headers: Mapping[str, str]) -> Verdict:
        """Never raises for anything the other side does."""
        is_silent = self.silent_until_s > 0
        if is_silent and (self._is_tried or steady_s() < self.silent_until_s):
            return Verdict(end=PushEnd.LATER, code="service_silent", retry_after_s=SILENT_S)
        self._is_tried = is_silent or self._is_tried
        self._rush.joins()
        try:
            lane = await self._lane()
        finally:
            self._rush.left()
        try:
            if not is_silent and self.silent_until_s > 0:  # it fell silent while this one waited
                return Verdict(end=PushEnd.LATER, code="service_silent", retry_after_s=SILENT_S)
            return await self._post(lane, url, body, headers)
        finally:
            self._is_tried = self._is_tried and not is_silent
            self._free.put_nowait(lane)

    async def _lane(self) -> httpcore.AsyncConnectionPool:
        if self._free.empty() and len(self._lanes) < LANES:
            lane = httpcore.AsyncConnectionPool(
                ssl_context=self._tls, max_connections=1, keepalive_expiry=50.0
            )
            self._lanes.append(lane)
            return lane
        return await self._free.get()

    async def _post(
        self, lane: httpcore.AsyncConnectionPool, url: str, body: bytes, headers: Mapping[str, str]
    ) -> Verdict:
        try:
            async with asyncio.timeout(TOTAL_S):
                answer = await lane.request("POST", url, headers=[*headers.items()], content=body)
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            self._fell_silent()
            return Verdict(end=PushEnd.LATER, code="unreachable")
        except (TimeoutError, httpcore.TimeoutException):
            self._fell_silent()
            return Verdict(end=PushEnd.UNKNOWN, code="timeout")
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
            return Verdict(end=PushEnd.UNKNOWN, code="reset")
        self.silent_until_s = 0.0
        again = dict(answer.headers).get(b"retry-after", b"").decode("latin-1")
        return judge(answer.status, again)

    def _fell_silent(self) -> None:
        self.silent_until_s = steady_s() + SILENT_S

    async def close(self) -> None:
        for lane in self._lanes:
            await lane.aclose()


class PushSender:
    """One for the house. `key` is the place's own, `subject` how a service finds who runs it."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, subject: str, *, clock: Clock) -> None:
        self.key, self.subject, self.clock = key, subject, clock
        self.services: dict[str, Service] = {}
        self._rush = Rush()
        self._tls = ssl.create_default_context()

    async def send(
        self, to: Subscription, payload: bytes, *, topic: str, kept: timedelta, urgent: bool
    ) -> Verdict:
        service = self.services.get(to.origin)
        if service is None:
            service = self.services[to.origin] = Service(self._tls, self._rush)
        own = ec.generate_private_key(ec.SECP256R1())
        body = encrypt(payload, to, own=own, salt=os.urandom(SALT_BYTES))
        headers = {
            "Host": to.origin.partition("://")[2],
            "Authorization": self._signed(service, to.origin),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Content-Length": str(len(body)),
            "TTL": str(max(0, int(kept.total_seconds()))),
            "Urgency": "high" if urgent else "normal",
            "Topic": topic,
        }
        verdict = await service.post(to.endpoint, body, headers=headers)
        await self._rush.over()
        return verdict

    def _signed(self, service: Service, origin: str) -> str:
        now = self.clock.now()
        if service.signed_at is None or now - service.signed_at > SIGN_AGAIN:
            service.header = vapid(origin, self.key, subject=self.subject, now=now)
            service.signed_at = now
        return service.header

    async def close(self) -> None:
        for service in self.services.values():
            await service.close()
