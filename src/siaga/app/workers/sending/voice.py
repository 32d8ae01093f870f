"""Outbox rows of kind "voice": somebody on duty is called and hears the alert spoken, twice.

The sound says an address: it lies on no disk.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from siaga.app.voice.prompts import CannotSpeak, sound_of
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

    def __init__(self, speaker: Speaker, *, vault: Vault, place: Place) -> None:
        self.speaker, self.vault, self.place = speaker, vault, place
        self.prove: Prove | None = None

    async def send(self, row: OutboxRow) -> Sent:
        said = await plain_words(row, self.vault, place=self.place)
        if said is None:
            return Sent(ending=Ending.FAILED, error="erased")
        try:
            sound = read_au(await sound_of(said.text))
        except (CannotSpeak, OSError, ValueError):
            return self._again(row, "cannot_speak")
        key = f"{row.id.hex}-{row.attempts}"
        spoken = await self.speaker.say(said.to.translate(SEPARATORS), sound, key=key)
        if spoken.heard:
            if self.prove is not None and row.send.alert is not None:
                await self.prove(row.send.alert)
            return Sent(ending=Ending.ACCEPTED)
        if not spoken.again:
            return Sent(ending=Ending.FAILED, error=spoken.reason)
        return self._again(row, spoken.reason)

    def _again(self, row: OutboxRow, reason: str) -> Sent:
        if row.attempts >= TRIES_MAX:
            return Sent(ending=Ending.FAILED, error=reason)
        return Sent(ending=Ending.RETRY, error=reason, retry_after_s=AGAIN_S)

    def senders(self) -> dict[str, Sender]:
        if not self.speaker.line.trunk:
            return {KIND: stay} if self.place.drill else {}
        outside = not is_here(f"sip://{self.speaker.line.trunk}")
        return {KIND: stay if self.place.drill and outside else self.send}
