"""Outbox rows of kind "neighbour": what a hand-over has to say to the other centre."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from siaga.app.workers.sending.webhook import Posting, fact_at, outcome_of, submit
from siaga.boards.open_incidents.card import IncidentCard
from siaga.channels.eido.protocol import OTHER, OurIncident, Said, Spot, UnitOn
from siaga.channels.eido.protocol.writing import STATUSES, document, resource_of
from siaga.channels.neighbour.protocol import PLACE, Kind, Message, write
from siaga.desks.neighbours.commands import ReportAnswer, ReportHandover
from siaga.desks.neighbours.follow import NEIGHBOUR as KIND
from siaga.language.border_notes import (
    HandoverAdded,
    HandoverReadHere,
    OfferReadHere,
    OfferTold,
)
from siaga.language.neighbours import (
    HandoverOffered,
    HandoverWithdrawn,
    NeighbourAccepted,
    NeighbourRefused,
    OfferAccepted,
    OfferRefused,
)
from siaga.language.place import Place
from siaga.language.systems import NoticeOutcome
from siaga.language.values import IncidentTypeId, Sealed
from siaga.platform.gateway import Gateway
from siaga.platform.ids import derived_id
from siaga.platform.outbox import Ending, OutboxRow, Sender, Sent

Ours = HandoverOffered | NeighbourAccepted | NeighbourRefused | HandoverWithdrawn | HandoverAdded
Theirs = OfferAccepted | OfferRefused | OfferTold
Read = HandoverReadHere | OfferReadHere  # nobody waits for it: not reported


class NeighbourSending:
    def __init__(self, posting: Posting, gateway: Gateway) -> None:
        self.posting, self.gateway = posting, gateway

    async def send(self, row: OutboxRow) -> Sent:
        fact = await fact_at(self.gateway, row.position)
        if not isinstance(fact, Ours | Theirs | Read):
            return Sent(ending=Ending.FAILED, error="no_handover")
        message = await self._message(fact)
        if message is None:
            return Sent(ending=Ending.FAILED, error="erased")
        place = {PLACE: self.gateway.place.key}
        system = f"neighbour:{fact.neighbour}"
        return await self.posting.post(system, str(row.id), body=write(message), **place)

    async def report(self, row: OutboxRow, *, status: str, error: str) -> None:
        fact = await fact_at(self.gateway, row.position)
        outcome, reason = outcome_of(row, status=status, error=error)
        delivered = outcome is NoticeOutcome.DELIVERED
        command_id = derived_id("outbox", row.id, status)
        command: Any
        if isinstance(fact, Theirs):
            command = ReportAnswer(
                command_id=command_id,
                offer_id=fact.offer_id,
                delivered=delivered,
                reason=reason,
                part=fact.note.ref if isinstance(fact, OfferTold) else "",
            )
        elif isinstance(fact, Ours):
            command = ReportHandover(
                command_id=command_id,
                handover_id=fact.handover_id,
                is_offer=isinstance(fact, HandoverOffered),
                delivered=delivered,
                reason=reason,
                part=fact.note.ref if isinstance(fact, HandoverAdded) else "",
            )
        else:
            return
        await submit(self.gateway, self.posting.clock, command=command, row=row)

    async def _message(self, fact: Ours | Theirs | Read) -> Message | None:
        match fact:
            case HandoverOffered():
                eido = await self._eido(fact)
                note = await self._plain(fact.note)
                return Message(
                    kind=Kind.OFFER,
                    handover=fact.handover_id,
                    incident=fact.incident_id,
                    number=fact.incident_number,
                    note=note[:500],
                    eido=eido,
                )
            case HandoverAdded() | OfferTold():
                return await self._note(fact)
            case HandoverReadHere():
                return replace(_about(Kind.TOLD_SEEN, fact), parts=fact.parts)
            case OfferReadHere():
                handover = fact.handover_id
                return Message(kind=Kind.ADDED_SEEN, handover=handover, parts=fact.parts)
            case NeighbourAccepted():
                return _about(Kind.CONFIRMED, fact)
            case NeighbourRefused() | HandoverWithdrawn():
                return _about(Kind.WITHDRAWN, fact)
            case OfferAccepted():
                name = await self._plain(fact.by_name)
                return Message(
                    kind=Kind.ACCEPTED,
                    handover=fact.handover_id,
                    number=fact.number,
                    by_name=name[:100] or "?",
                )
            case OfferRefused():
                name, reason = await self._plain(fact.by_name), await self._plain(fact.reason)
                return Message(
                    kind=Kind.REFUSED,
                    handover=fact.handover_id,
                    by_name=name[:100],
                    reason=reason[:500] or "?",
                )

    async def _note(self, fact: HandoverAdded | OfferTold) -> Message | None:
        note = (await self._plain(fact.note))[:500]
        if isinstance(fact, OfferTold):
            told = Message(kind=Kind.TOLD, handover=fact.handover_id)
        else:
            told = _about(Kind.ADDED, fact)
        return replace(told, note=note, part=fact.note.ref) if note else None

    async def _plain(self, sealed: Sealed | None) -> str:
        if sealed is None:
            return ""
        return (await self.posting.vault.reveal([sealed.ref])).get(sealed.ref) or ""

    async def _eido(self, fact: HandoverOffered) -> dict[str, Any]:
        """The incident as it is now; of one that has left the board, what the offer itself says."""
        place = self.gateway.place
        slot = self.posting.hub.boards["open-incidents"].slots.get(fact.incident_id)
        card: IncidentCard | None = slot.card if slot else None
        kind = card.incident_type if card else fact.incident_type
        known = place.incident_types.get(kind)
        began_at = card.clock_start_at if card else fact.when.at
        incident = OurIncident(
            incident_id=fact.incident_id,
            number=fact.incident_number,
            place=place.key,
            centre=place.name.id,
            incident_type=kind,
            type_name=known.name.id if known else kind,
            code=code_of(place, kind),
            priority=card.priority if card else fact.priority,
            began_at=began_at,
            updated_at=fact.when.at,
            spot=await self._spot(card),
            notes=await self._notes(card),
            units=self._units(card),
        )
        return document(incident)

    async def _spot(self, card: IncidentCard | None) -> Spot | None:
        if card is None or card.location is None:
            return None
        point = json.loads(await self._plain(card.location.point) or "{}")
        if point.get("latitude") is None:
            return None
        return Spot(
            latitude=point["latitude"],
            longitude=point["longitude"],
            accuracy_m=card.location.accuracy_m,
            address=point.get("address") or "",
        )

    async def _notes(self, card: IncidentCard | None) -> tuple[Said, ...]:
        lines = card.notes if card else ()
        said = [Said(at=line.at, text=await self._plain(line.note)) for line in lines]
        return tuple(each for each in said if each.text)

    def _units(self, card: IncidentCard | None) -> tuple[UnitOn, ...]:
        units = self.gateway.place.units
        lines = card.dispatches.values() if card else ()
        return tuple(
            UnitOn(
                call_sign=units[line.unit_id].call_sign,
                resource=resource_of(units[line.unit_id].kind),
                statuses=STATUSES.get(line.stage, ()),
                at=line.stage_at,
            )
            for line in lines
            if line.unit_id in units
        )

    def senders(self) -> dict[str, Sender]:
        return {KIND: self.send}


def _about(
    kind: Kind,
    fact: NeighbourAccepted
    | NeighbourRefused
    | HandoverWithdrawn
    | HandoverAdded
    | HandoverReadHere,
) -> Message:
    return Message(kind=kind, handover=fact.handover_id, incident=fact.incident_id)


def code_of(place: Place, kind: IncidentTypeId) -> str:
    """The registry's word for a type of ours: its own, its parent's, or the plainest there is."""
    words = place.systems.eido_types
    parent = IncidentTypeId(kind.partition(".")[0])
    return words.get(kind) or words.get(parent) or OTHER
