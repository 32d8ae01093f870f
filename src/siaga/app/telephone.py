"""The telephone of one room, composed: the switch's adapter, its worker, and the recordings."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from siaga.app.config import LOOPBACK, Config
from siaga.app.voice.credentials import page_credentials
from siaga.app.voice.from_config import voice_settings
from siaga.app.voice.prompts import CannotSpeak, speak
from siaga.app.voice.render import LINK_KEY_FILE, secret_of
from siaga.app.voice.settings import VoiceSettings
from siaga.app.workers.lines import LinesWorker, Outside
from siaga.app.workers.lines.hearing import Ended
from siaga.app.workers.lines.knowing import Callers
from siaga.app.workers.lines.switchboard import Switchboard
from siaga.app.workers.recordings import Kept, Recordings, WaitingEar
from siaga.channels.phone.kamailio.io import Edge, KamailioPhone
from siaga.channels.phone.port import Event
from siaga.desks.lines.commands import KeepRecording
from siaga.language.values import AccountId
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.media_store import MediaStore
from siaga.platform.signals import Signals

CREDENTIALS_FOR = timedelta(hours=1)
WRONG_FOR = timedelta(minutes=5)
CURSOR_FILE = "journal.cursor"

log = structlog.get_logger()


class EdgeJournal:
    """Where we are in the edge's own journal is kept in a file: to lose it only repeats work."""

    def __init__(self, phone: KamailioPhone, folder: Path) -> None:
        self._phone, self._path = phone, folder / CURSOR_FILE
        self._next = ""

    async def unread(self) -> list[Event]:
        kept = self._path.read_text() if self._path.exists() else ""
        events, self._next = await self._phone.journal_since(kept)
        return events

    def read(self) -> None:
        part = self._path.with_suffix(".part")
        part.write_text(self._next)
        part.replace(self._path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The parts of the room that the telephone works with."""

    gateway: Gateway
    hub: Hub
    callers: Callers
    signals: Signals
    media: MediaStore
    clock: Clock
    failing_since: Callable[[], float | None]


class Telephone:
    def __init__(self, config: Config, around: Around) -> None:
        self.settings = voice_settings(config)
        self.page_address = page_address(config, self.settings)
        self.clock, self.place = around.clock, around.gateway.place
        folder, spool = self.settings.folder, self.settings.spool
        self.phone = KamailioPhone(_edge(self.settings), around.clock)
        self.board = Switchboard(gateway=around.gateway, phone=self.phone, clock=around.clock)
        keeps_waiting = self.place.lines.record_waiting
        self.recordings = Recordings(
            spool, around.media, clock=around.clock, keep=self._keep, waiting=keeps_waiting
        )
        self.ear = WaitingEar(spool, clock=around.clock, keeps=keeps_waiting)
        outside = Outside(
            hub=around.hub,
            signals=around.signals,
            speak=self._speak,
            failing_since=around.failing_since,
            sound=self,
            journal=EdgeJournal(self.phone, folder),
            second_destination=bool(self.settings.second_destination),
            more_lamps=self._lamps,
        )
        self.worker = LinesWorker(self.board, around.callers, outside=outside)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        await self.worker.start()
        self._tasks = [
            asyncio.create_task(self.recordings.run(), name="recordings"),
            asyncio.create_task(self._hear_voices(), name="waiting ear"),
        ]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.worker.stop()

    def waits(self, call: str) -> None:
        self.ear.waits(call)

    def ended(self, ended: Ended) -> None:
        self.recordings.ended(ended.call, ended.contact_id, answered=ended.answered)

    def problems(self) -> tuple[str, ...]:
        return (*self.recordings.problems(), *self.ear.problems())

    def credentials(self, account_id: AccountId, now: datetime) -> dict[str, Any]:
        """What a page needs to register; worthless after an hour."""
        expires_at = now + CREDENTIALS_FOR
        secret = secret_of(self.settings.folder)
        user, password = page_credentials(secret, account_id, expires_at=expires_at)
        return {
            "sip_user": user,
            "password": password,
            "realm": self.settings.realm,
            "ws_url": self.page_address,
            "expires_at": expires_at,
            "capabilities": sorted(self.phone.capabilities),
            "can_record": self.settings.record_talk,
        }

    async def _hear_voices(self) -> None:
        async for voice in self.ear.voices():
            self.worker.hearing.hear(voice)

    async def _speak(self, text: str) -> str:
        try:
            return (await speak(text, self.settings.prompts)).stem
        except CannotSpeak as reason:
            raise OSError(str(reason)) from reason

    async def _keep(self, kept: Kept) -> None:
        await self.board.tell(
            KeepRecording(
                command_id=derived_id("recording", kept.call, kept.part, kept.began_at),
                contact_id=kept.contact_id or self.board.contact_of(kept.call),
                part=kept.part,
                stored=kept.stored,
                began_at=kept.began_at,
                duration_s=kept.duration_s,
            )
        )

    def _lamps(self) -> dict[str, tuple[str, str]]:
        health = self.phone.health
        lamps = {"trunk": ("ok", "trunk_quiet")}
        if self._lately(health.media_wrong_at):
            lamps["trunk"] = ("degraded", "no_media")
        elif self.board.floor.calls:
            lamps["trunk"] = ("ok", "trunk_calls")
        if self._lately(health.prompt_wrong_at):
            lamps["prompts"] = ("degraded", "prompt_missing")
        passes = self.ear.early_media
        if passes or health.early_digit_at:
            lamps["early_media"] = ("ok", "early_media")
        elif passes is None:
            lamps["early_media"] = ("ok", "early_media_unknown")
        else:
            lamps["early_media"] = ("degraded", "no_early_media")
        return lamps

    def _lately(self, at: datetime | None) -> bool:
        return at is not None and self.clock.now() - at < WRONG_FOR


def page_address(config: Config, settings: VoiceSettings) -> str:
    if config.voice_ws_url:
        return config.voice_ws_url
    if settings.wss_host:
        return f"wss://{settings.wss_host}:{settings.ports.wss}/sip"
    host = config.host if config.host in LOOPBACK else "127.0.0.1"
    return f"ws://{host}:{settings.ports.ws}/sip"


def _edge(settings: VoiceSettings) -> Edge:
    ports = settings.ports
    return Edge(
        link_port=ports.link,
        rpc_port=ports.rpc,
        digits_port=ports.digits,
        media_port=ports.media,
        key=secret_of(settings.folder, LINK_KEY_FILE),
        journal=settings.journal,
        spool=settings.spool,
    )
