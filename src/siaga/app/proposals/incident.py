"""The proposal for one incident: by its type what is needed, by its place how far it is."""

from __future__ import annotations

import json

from siaga.app.proposals.candidates import candidates_of, fleets_now
from siaga.app.room import Room
from siaga.boards.open_incidents import IncidentCard
from siaga.desks.dispatch.advise import Need, Proposal, propose
from siaga.geo.distance import Coordinate
from siaga.language.place import Place
from siaga.language.values import UnitId


def needs_of(place: Place, card: IncidentCard) -> list[Need]:
    """One unit for each capability the type asks for, and what somebody said is waited for."""
    kind = place.incident_types.get(card.incident_type)
    wanted = list(kind.capabilities) if kind else []
    if card.need is not None and card.need.capability:
        wanted += [card.need.capability, *card.need.others]
    wanted = list(dict.fromkeys(wanted))
    return [Need(capability=each) for each in wanted]


def declined_of(card: IncidentCard) -> frozenset[UnitId]:
    """Whose crew could not go; who was sent again since and went has not declined."""
    past = card.past_dispatches.values()
    last = {line.unit_id: line.ended for line in sorted(past, key=lambda line: line.assigned_at)}
    return frozenset(unit for unit, ended in last.items() if ended == "declined")


async def target_of(room: Room, card: IncidentCard) -> Coordinate | None:
    """The meeting point where one was agreed: there the vehicle stops."""
    claim = card.meeting.location if card.meeting and card.meeting.location else card.location
    if claim is None:
        return None
    (text,) = (await room.vault.reveal([claim.point.ref])).values()
    if text is None:
        area = room.place.areas.get(claim.area) if claim.area else None
        return (area.latitude, area.longitude) if area else None
    point = json.loads(text)
    return (float(point["latitude"]), float(point["longitude"]))


async def proposal_for(room: Room, card: IncidentCard) -> Proposal:
    return propose(
        needs_of(room.place, card),
        candidates_of(room, incident_id=card.incident_id, declined=declined_of(card)),
        target=await target_of(room, card),
        priority=card.priority,
        fleets=fleets_now(room),
    )
