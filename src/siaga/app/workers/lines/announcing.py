"""Speaks what the room announces: an incident to all who wait, a question to one caller."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from siaga.app.workers.lines.switchboard import Switchboard
from siaga.boards.announcements import AnnouncementCard
from siaga.channels.phone.port import EVERY_CALL, CannotDo
from siaga.language.entry import Entry
from siaga.language.lines import AnnouncementEnded, IncidentAnnounced, PromptPlayed
from siaga.language.values import IncidentId
from siaga.platform.hub import Hub

Speak = Callable[[str], Awaitable[str]]
"""Text → name of a prompt file. Raises OSError when nothing can be spoken."""

ORDINARY = ""
MESSAGE = "incident_announced"

log = structlog.get_logger()


class Announcing:
    """The newest announcement that still runs is what callers hear."""

    def __init__(self, board: Switchboard, hub: Hub, *, speak: Speak) -> None:
        self.board, self.hub, self._speak = board, hub, speak
        self.problem = ""
        self._played = ORDINARY
        self._wake = asyncio.Event()
        self._asked: list[PromptPlayed] = []

    def see(self, entry: Entry) -> None:
        match entry.fact:
            case IncidentAnnounced() | AnnouncementEnded():
                self._wake.set()
            case PromptPlayed() as played:
                self._asked.append(played)
                self._wake.set()
            case _:
                pass

    async def run(self) -> None:
        self._wake.set()
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._asked:
                await self._ask(self._asked.pop(0))
            await self._announce()

    def link_came_back(self) -> None:
        """The switch may have forgotten what it played."""
        self._played = ORDINARY
        self._wake.set()

    async def _ask(self, played: PromptPlayed) -> None:
        call = self.board.names.get(played.contact_id)
        try:
            if call is not None:
                await self.board.phone.play(call, played.prompt)
        except CannotDo:
            log.warning("lines.prompt_not_played", prompt=played.prompt)

    async def _announce(self) -> None:
        card = self._newest()
        wanted = card.incident_id if card else ORDINARY
        if wanted == self._played:
            return
        prompt = ORDINARY
        self.problem = ""
        if card is not None:
            try:
                prompt = await self._speak(self.sentence(card))
            except OSError as reason:
                self.problem = "cannot_speak"
                log.warning("lines.cannot_speak", reason=type(reason).__name__)
        try:
            await self.board.phone.play(EVERY_CALL, prompt)
            self._played = IncidentId(wanted)
        except CannotDo:
            log.warning("lines.announcement_not_played")

    def _newest(self) -> AnnouncementCard | None:
        now = self.board.clock.now()
        cards = self.hub.boards["announcements"].cards().values()
        running = [card for card in cards if card.until_at > now]
        return max(running, key=lambda card: card.since_at, default=None)

    def sentence(self, card: AnnouncementCard) -> str:
        """What is spoken, in the place's own words."""
        place = self.board.place
        kind = place.incident_types.get(card.incident_type)
        area = place.areas.get(card.area) if card.area else None
        text = place.messages[MESSAGE].id
        return text.replace("{type}", kind.name.id if kind else "Kejadian").replace(
            "{place}", area.name if area else place.name.id
        )
