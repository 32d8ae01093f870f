"""A room that is advised, over the logbook in memory: real desks, real boards, real worker."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from siaga.app.boards import BOARDS
from siaga.app.desks import DESKS
from siaga.app.workers.advising import Advising
from siaga.app.workers.advising.advisor import Advisor
from siaga.app.workers.advising.cases import Cases
from siaga.app.workers.advising.preview import Previewing
from siaga.app.workers.advising.writing import Writing
from siaga.boards.suggestions import SuggestionCard
from siaga.desks.intake.commands import ClassifyContact, HearMessage
from siaga.desks.triage.advise.reading import Reading
from siaga.language.entry import Fact
from siaga.language.intake import ContactOpened
from siaga.language.triage import Guess, Reason
from siaga.language.values import (
    Actor,
    Asked,
    Channel,
    ContactId,
    ContactKind,
    IncidentTypeId,
    LocationClaim,
    LocationSource,
    MessageKind,
    Priority,
    Sealed,
    SealedPoint,
    SubjectId,
)
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.ids import new_id
from siaga.platform.logbook import Answer
from siaga.platform.memory_logbook import MemoryLogbook
from siaga.platform.reveal import Revealer
from siaga.platform.signals import Signals
from siaga.platform.tail import Tail
from siaga.platform.vault import Sealer, Vault
from tests.builders import CHANNEL_ACTOR, PLACE, TAKER
from tests.contract.servers import RECORDS, HeldClock, wish

BUILDING = IncidentTypeId("fire.building")


class Words:
    """Knows one word, and remembers what it was given to read."""

    version = "words-1"

    def __init__(self) -> None:
        self.read_texts: list[str] = []
        self.fails_on = "rusak-berat"

    def read(self, text: str) -> Reading:
        self.read_texts.append(text)
        if self.fails_on in text:
            raise ValueError("a fault in the reader")
        burns = "kebakaran" in text
        return Reading(
            category="fire" if burns else "other",
            categories=(),
            guesses=(Guess(incident_type=BUILDING, share_pm=900),) if burns else (),
            incident_type=BUILDING if burns else None,
            priority=Priority.P1 if burns else Priority.P3,
            emergency=0.97 if burns else 0.1,
            prank=0.0 if burns else 0.4,
            injured=None,
            own_victim="terjebak" in text,
            areas=(),
            places=(),
            reasons=(Reason(key="word", word="kebakaran", points=300),) if burns else (),
        )


def any_signal(_kind: str, _key: str, _viewer: Actor) -> bool:
    return True


@dataclass(slots=True)
class AdviceRoom:
    """Without a database: everything sealed is at hand."""

    words: Words = field(default_factory=Words)
    clock: HeldClock = field(default_factory=HeldClock)
    book: MemoryLogbook = field(init=False)
    vault: Vault = field(init=False)
    hub: Hub = field(init=False)
    tail: Tail = field(init=False)
    gateway: Gateway = field(init=False)

    def __post_init__(self) -> None:
        sealer = Sealer(b"k" * 32)
        self.vault = Vault(None, 0, sealer=sealer, erased=Path("never-written"))
        self.book = MemoryLogbook(PLACE, RECORDS, clock=self.clock)
        self.hub = Hub(BOARDS, Revealer(self.vault), signals=Signals(any_signal))
        self.hub.lineage = self.book.lineage
        self.gateway = Gateway(self.book, PLACE, desks=DESKS)
        self.tail = Tail(self.book)
        self.tail.readers += [self.gateway.states.follow, self.hub.follow]
        self.book.offer = self.tail.offer

    # ---- what happens

    def sealed(self, text: str) -> Sealed:
        ref = new_id().hex
        self.vault.remember(ref, text)
        return Sealed(ref, "digest")

    def place_at(self, latitude: float, longitude: float) -> LocationClaim:
        ref = new_id().hex
        self.vault.remember(ref, json.dumps({"latitude": latitude, "longitude": longitude}))
        return LocationClaim(
            source=LocationSource.GPS, point=SealedPoint(ref, "digest"), accuracy_m=20
        )

    async def ask(self, desk: str, command: Any, by: Actor = TAKER) -> Answer:
        asked = Asked(actor=by, received_at=self.clock.now())
        answer = await self.gateway.submit(Submission(desk=desk, command=command, asked=asked))
        assert answer.refusal is None, answer
        return answer

    async def write(self, text: str | None, *, who: str = "rina", **more: Any) -> ContactId:
        """A citizen's message in the chat; → the contact."""
        fields: dict[str, Any] = {
            "command_id": new_id(),
            "channel": Channel.WHATSAPP,
            "kind": MessageKind.TEXT,
            "sent_at": self.clock.now(),
            "received_at": self.clock.now(),
            "subject": SubjectId(who),
            "contact_id": self.contact_of(who),
            "text": self.sealed(text) if text is not None else None,
        }
        answer = await self.ask("intake", HearMessage(**fields | more), CHANNEL_ACTOR)
        assert answer.position
        found = self.contact_of(who)
        assert found is not None
        return found

    async def wrap_up(self, contact_id: ContactId) -> None:
        kind = ContactKind.INFORMATION
        await self.ask(
            "intake", ClassifyContact(command_id=new_id(), contact_id=contact_id, kind=kind)
        )

    async def tell(self, *facts: Fact) -> None:
        """Facts as they stand, whoever wrote them."""
        await self.book.append(wish(*facts))

    def contact_of(self, who: str) -> ContactId | None:
        mine = [one.contact_id for one in self.facts(ContactOpened) if one.subject == who]
        return mine[-1] if mine else None

    def later(self, **span: float) -> datetime:
        self.clock.at += timedelta(**span)
        return self.clock.at

    # ---- what is seen

    def card(self, contact_id: ContactId) -> SuggestionCard | None:
        slot = self.hub.boards["suggestions"].slots.get(contact_id)
        return slot.card if slot else None

    def facts(self, kind: type[Any]) -> list[Any]:
        return [entry.fact for entry in self.book.entries if isinstance(entry.fact, kind)]

    # ---- who advises

    def advising(self) -> Advising:
        return Advising(self.advisor(), self.writing(), hub=self.hub)

    def previewing(self) -> Previewing:
        return Previewing(
            advisor=self.advisor(),
            writing=self.writing(),
            hub=self.hub,
            sealer=self.vault.sealer,
        )

    def advisor(self) -> Advisor:
        cases = Cases(hub=self.hub, vault=self.vault, place=PLACE)
        return Advisor(reader=self.words, cases=cases, clock=self.clock)

    def writing(self) -> Writing:
        return Writing(
            gateway=self.gateway, hub=self.hub, clock=self.clock, rules=self.words.version
        )


@asynccontextmanager
async def advised(room: AdviceRoom) -> AsyncIterator[Advising]:
    """Somebody advises while the block runs; leaving it is as a crash is."""
    advising = room.advising()
    room.tail.readers.append(advising.follow)
    task = asyncio.create_task(advising.work(None))
    await asyncio.sleep(0)
    try:
        yield advising
    finally:
        room.tail.readers.remove(advising.follow)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def quiet(room: AdviceRoom, *, for_s: float = 0.3) -> None:
    """Nothing was written for so long."""
    position, since_s = len(room.book.entries), time.monotonic()
    while time.monotonic() - since_s < for_s:
        await asyncio.sleep(0.01)
        if len(room.book.entries) != position:
            position, since_s = len(room.book.entries), time.monotonic()
