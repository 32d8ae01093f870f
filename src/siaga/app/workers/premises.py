"""Finds which premise notes lie where an incident is, and destroys words whose time has come.

Both places are sealed, so this worker opens them and tells the desk only which notes they are. One
process of a place does it at a time, by an advisory lock.
"""

from __future__ import annotations

import json

import structlog

from siaga.app.workers.follower import Follower
from siaga.boards.field import FieldCard
from siaga.boards.premises import PremiseCard
from siaga.desks.premises.commands import ForgetPremise, TellPremises
from siaga.geo.distance import Coordinate, haversine_m
from siaga.language.entry import Entry
from siaga.language.incident import IncidentLocated, IncidentOpened, IncidentReopened
from siaga.language.premises import (
    PremiseAccepted,
    PremiseEnded,
    PremiseNoted,
    PremiseReviewed,
)
from siaga.language.values import (
    Actor,
    ActorKind,
    Asked,
    IncidentId,
    LocationClaim,
    LocationSource,
)
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.vault import Held, Vault

FINDER = Actor(kind=ActorKind.POLICY, id="premises.near")
UNSAID_DOUBT_M = {LocationSource.GPS: 30, LocationSource.PIN: 50, LocationSource.SPOKEN: 100}
ACCURACY_UNKNOWN_M = 10_000  # a kelurahan: meets no note
ALL = IncidentId("")

log = structlog.get_logger()


class Premises(Follower[IncidentId, int]):
    """Due: the position of what asked for it."""

    def __init__(self, gateway: Gateway, hub: Hub, *, vault: Vault, clock: Clock) -> None:
        super().__init__("premises")
        self.gateway, self.hub, self.vault, self.clock = gateway, hub, vault, clock
        self.held: set[str] = set()  # notes whose words a hold keeps, said once

    def _see(self, entry: Entry) -> None:
        match entry.fact:
            case IncidentOpened() | IncidentLocated() | IncidentReopened() as fact:
                self._due[fact.incident_id] = entry.position
            case PremiseNoted() | PremiseAccepted() | PremiseReviewed() | PremiseEnded():
                self._due[ALL] = entry.position
            case _:
                pass

    def _pick_up(self) -> None:
        self._due[ALL] = self.hub.position

    async def _round(self) -> None:
        for note in self._notes():
            if note.forget_at is not None and note.forget_at <= self.clock.now():
                await self._forget(note)
        await super()._round()

    async def _do(self, incident_id: IncidentId, position: int) -> None:
        if incident_id == ALL:
            for each in self.hub.boards["field"].slots:
                self._due.setdefault(IncidentId(each), position)
            return
        card = self._card(incident_id)
        if card is not None:
            await self._tell(card, position)

    async def _tell(self, card: FieldCard, position: int) -> None:
        found = tuple(one.note_id for one in await self._near(card.location))
        if not found and not card.premises:
            return
        lineage = self.hub.lineage
        command = TellPremises(
            command_id=derived_id("premises", lineage, card.incident_id, position),
            incident_id=card.incident_id,
            note_ids=found,
        )
        await self._submit(command)

    async def _near(self, location: LocationClaim | None) -> list[PremiseCard]:
        """Nearest first. A place that is known badly meets nothing, rather than everybody."""
        if location is None:
            return []
        doubt_m = location.accuracy_m
        if doubt_m is None:
            doubt_m = UNSAID_DOUBT_M.get(location.source, ACCURACY_UNKNOWN_M)
        spot = await self._spot(location)
        if spot is None or doubt_m > self.gateway.place.premises.doubt_max_m:
            return []
        now, near = self.clock.now(), []
        for note in self._notes():
            there = await self._spot(note.location)
            if note.ended_at is not None or note.until_at <= now or there is None:
                continue
            away_m = haversine_m(spot, there)
            if away_m <= note.radius_m + doubt_m:
                near.append((away_m, note.note_id, note))
        return [note for _, _, note in sorted(near, key=lambda one: one[:2])]

    async def _spot(self, claim: LocationClaim) -> Coordinate | None:
        text = (await self.vault.reveal([claim.point.ref])).get(claim.point.ref)
        if text is None:
            return None
        point = json.loads(text)
        return point["latitude"], point["longitude"]

    async def _forget(self, note: PremiseCard) -> None:
        """Words first, then the fact: a crash in between destroys them once more."""
        parts = (note.words, note.told_by, note.reason, note.location.point)
        try:
            await self.vault.erase(one.ref for one in parts if one is not None)
        except Held:  # police, a claim
            if note.note_id not in self.held:
                log.warning("premises.held", note_id=note.note_id)
            self.held.add(note.note_id)
            return
        command_id = derived_id("premises.forget", self.hub.lineage, note.note_id)
        await self._submit(ForgetPremise(command_id=command_id, note_id=note.note_id))

    async def _submit(self, command: TellPremises | ForgetPremise) -> None:
        asked = Asked(actor=FINDER, received_at=self.clock.now())
        await self.gateway.submit(Submission(desk="premises", command=command, asked=asked))

    def _card(self, incident_id: IncidentId) -> FieldCard | None:
        slot = self.hub.boards["field"].slots.get(incident_id)
        return slot.card if slot is not None else None

    def _notes(self) -> list[PremiseCard]:
        slots = self.hub.boards["premises"].slots.values()
        return [slot.card for slot in slots if slot.card is not None]
