"""Outbox rows of kind "voice": somebody on duty is called and hears the alert spoken, twice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from siaga.app.voice.prompts import CannotSpeak, speak
from siaga.app.workers.sending import is_here, stay
from siaga.app.workers.sending.plain_words import plain_words
from siaga.channels.phone.speaking.io import Speaker
from siaga.channels.phone.speaking.protocol import read_au
from siaga.language.follow_ups import AlertRow
from siaga.language.place import Place
from siaga.platform.outbox import Ending, OutboxRow, Sender, Sent
from siaga.platform.vault import Vault

KIND = "voice"
TRIES_MAX = 3
AGAIN_S = 15.0
SEPARATORS = str.maketrans("", "", " -().")

Prove = Callable[[AlertRow], Awaitable[None]]
"""The words were heard."""


class VoiceSending:
    """In a drill nobody outside this machine is called."""

    def __init__(self, speaker: Speaker, folder: Path, *, vault: Vault, place: Place) -> None:
        self.speaker, self.folder = speaker, folder
        self.vault, self.place = vault, place
        self.prove: Prove | None = None

    async def send(self, row: OutboxRow) -> Sent:
        said = await plain_words(row, self.vault, place=self.place)
        if said is None:
            return Sent(ending=Ending.FAILED, error="erased")
        try:
            path = await speak(said.text, self.folder)
            sound = read_au(await asyncio.to_thread(path.read_bytes))
        except (CannotSpeak, OSError, ValueError):
            return Sent(ending=Ending.FAILED, error="cannot_speak")
        spoken = await self.speaker.say(said.to.translate(SEPARATORS), sound)
        if spoken.heard:
            if self.prove is not None and row.send.alert is not None:
                await self.prove(row.send.alert)
            return Sent(ending=Ending.ACCEPTED)
        if spoken.reason == "no_number" or row.attempts >= TRIES_MAX:
            return Sent(ending=Ending.FAILED, error=spoken.reason)
        return Sent(ending=Ending.RETRY, error=spoken.reason, retry_after_s=AGAIN_S)

    def senders(self) -> dict[str, Sender]:
        if not self.speaker.line.trunk:
            return {KIND: stay} if self.place.drill else {}
        outside = not is_here(f"sip://{self.speaker.line.trunk}")
        return {KIND: stay if self.place.drill and outside else self.send}
