"""Asks hospitals' own systems how they are, and tells desk *hospitals* what they say."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import structlog

from siaga.channels.have.protocol import FedHospital, FeedRefused, read_feed
from siaga.channels.have.protocol.xml import BYTES_MAX
from siaga.desks.hospitals.commands import (
    DELAY_MIN_MAX,
    WAITING_MAX,
    Command,
    DeclareDiversion,
    EndDiversion,
    ReportHospital,
)
from siaga.language.hospitals import TrafficReason
from siaga.language.place import Place
from siaga.language.values import Actor, ActorKind, Asked, HospitalId, ServiceId
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.ids import derived_id
from siaga.platform.signals import Signals
from siaga.platform.single_worker import steadily

EVERY_S = 60.0
TIMEOUT = httpx.Timeout(10.0)
LAMP, KEY = "lamp", "hospital-feed"
OLD = timedelta(hours=12)
AGAIN_S = 1800
"""So often a diversion that the feed still names is told again: its clock must not run out."""

log = structlog.get_logger()


class Feed:
    """One address; a hospital of it is ours when one of its names is a `feed_id` of the place."""

    def __init__(
        self, url: str, gateway: Gateway, *, http: httpx.AsyncClient, signals: Signals, clock: Clock
    ) -> None:
        self.url, self.gateway, self.http = url, gateway, http
        self.signals, self.clock = signals, clock
        self._state = ""
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(
            steadily("hospital feed", self._look, every_s=EVERY_S), name="hospital feed"
        )

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        self._show("ok" if await self.look() else "down")

    async def look(self) -> bool:
        """→ whether the feed could be read. Redirects are not followed."""
        try:
            content = await self._fetch()
            hospitals = read_feed(content)
        except (httpx.HTTPError, httpx.InvalidURL, FeedRefused) as reason:
            log.warning("hospital feed", reason=type(reason).__name__, said=str(reason)[:120])
            return False
        for command in commands_of(self.gateway.place, hospitals, now=self.clock.now()):
            actor = Actor(kind=ActorKind.CHANNEL, id="channel:have")
            asked = Asked(actor=actor, received_at=self.clock.now())
            await self.gateway.submit(Submission(desk="hospitals", command=command, asked=asked))
        return True

    async def _fetch(self) -> bytes:
        stream = self.http.stream("GET", self.url, timeout=TIMEOUT, follow_redirects=False)
        async with stream as response:
            if response.status_code != 200:
                raise FeedRefused(f"status {response.status_code}")
            content = b""
            async for part in response.aiter_bytes():
                content += part
                if len(content) > BYTES_MAX:
                    raise FeedRefused(f"larger than {BYTES_MAX} bytes")
            return content

    def _show(self, state: str) -> None:
        if state != self._state:
            self._state = state
            now = self.clock.now()
            value = {"state": state, "words_key": None, "since_at": now}
            self.signals.put(LAMP, KEY, value=value, at=now)


def commands_of(
    place: Place, hospitals: tuple[FedHospital, ...], *, now: datetime
) -> list[Command]:
    """What is older than half a day is nobody's present state any more. A time without a zone is
    the place's own."""
    ours = {one.feed_id: one.id for one in place.hospitals.values() if one.feed_id}
    commands: list[Command] = []
    for fed in hospitals:
        hospital = next((ours[name] for name in sorted(fed.names) if name in ours), None)
        at = fed.updated_at
        if hospital is None or at is None:
            continue
        if at.tzinfo is None:
            at = at.replace(tzinfo=ZoneInfo(place.zone))
        if now - at <= OLD:
            commands += _of_hospital(place, hospital, replace(fed, updated_at=at), now=now)
    return commands


def _of_hospital(
    place: Place, hospital: HospitalId, fed: FedHospital, *, now: datetime
) -> list[Command]:
    commands: list[Command] = []
    said = str(fed.updated_at)
    services = _services(place, fed.services)
    says = fed.beds or services or fed.waiting is not None or fed.delay_min is not None
    if says:
        commands.append(
            ReportHospital(
                command_id=derived_id("have", hospital, said),
                hospital=hospital,
                beds=fed.beds,
                services_on=tuple(key for key, on in services.items() if on),
                services_off=tuple(key for key, on in services.items() if not on),
                waiting=None if fed.waiting is None else min(fed.waiting, WAITING_MAX),
                delay_min=None if fed.delay_min is None else min(fed.delay_min, DELAY_MIN_MAX),
                reported_at=fed.updated_at,
            )
        )
    turn = str(int(now.timestamp() // AGAIN_S))
    traffic_id = derived_id("have-traffic", hospital, said, str(fed.traffic), turn)
    at = fed.updated_at
    if fed.says_traffic and fed.traffic is None:
        commands.append(EndDiversion(command_id=traffic_id, hospital=hospital, reported_at=at))
    elif fed.traffic is not None:
        commands.append(
            DeclareDiversion(
                command_id=traffic_id,
                hospital=hospital,
                traffic=fed.traffic,
                reason=TrafficReason.FEED,
                reported_at=at,
            )
        )
    return commands


def _services(place: Place, said: Mapping[str, bool]) -> dict[ServiceId, bool]:
    """Of a service with several elements, one that is there is enough."""
    found: dict[ServiceId, bool] = {}
    for service in place.care.service:
        answers = [said[name] for name in service.have if name in said]
        if answers:
            found[service.id] = any(answers)
    return found
