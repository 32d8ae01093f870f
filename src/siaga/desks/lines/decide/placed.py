"""Calls that takers place, alone or out of a conversation: written down first, dialled then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siaga.desks.lines.commands import NotePlacedEnd, PlaceCall
from siaga.desks.lines.decide.conversation import not_talking
from siaga.desks.lines.state import CallLife, Placed, TakerLife
from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life
from siaga.language.place import Place
from siaga.language.placed_calls import CalleeKind, CallPlaced, PlacedCallEnded, PlacedId
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    AccountId,
    AgencyId,
    Asked,
    HospitalId,
    NeighbourId,
    PartnerId,
    PostId,
    Tag,
    When,
)

Outcome = Sequence[Fact] | Refused


def place_call(
    command: PlaceCall, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Outcome:
    """Nobody is kept from calling for help: only another's conversation is not theirs to widen."""
    if command.incident_id and not states[incident_life(command.incident_id)].known:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if command.contact_id:
        call: CallLife = states[contact_life(command.contact_id)]
        if refused := not_talking(call):
            return refused
        if call.taker != asked.actor.id:
            return Refused(reason=Refusal.NOT_YOUR_CALL)
    if not _is_known(command, place):
        return Refused(reason=Refusal.UNKNOWN_CALLEE)
    return (
        CallPlaced(
            placed_id=PlacedId(str(command.command_id)),
            by=AccountId(asked.actor.id),
            to=command.to,
            when=When(at=asked.received_at),
            callee=command.callee,
            number=command.number,
            incident_id=command.incident_id,
            contact_id=command.contact_id,
        ),
    )


def note_placed_end(
    command: NotePlacedEnd, placed: Placed, *, who: TakerLife, asked: Asked
) -> Sequence[Fact]:
    begun = placed.fact
    if begun is None or placed.over or begun.by != command.by:
        return ()
    ended_at = max(begun.when.at, min(command.ended_at, asked.received_at))
    answered_at = command.answered_at
    talked_s = (ended_at - answered_at).total_seconds() if answered_at else 0.0
    goes_on = who.placed == begun.placed_id and who.only_placed and who.after is None
    return (
        PlacedCallEnded(
            placed_id=begun.placed_id,
            by=begun.by,
            to=begun.to,
            callee=begun.callee,
            outcome=command.outcome,
            talked_s=round(max(0.0, talked_s), 1),
            when=When(at=ended_at),
            incident_id=begun.incident_id,
            contact_id=begun.contact_id,
            wraps=who.contact_id if goes_on else None,
        ),
    )


def _is_known(command: PlaceCall, place: Place) -> bool:
    match command.to:
        case CalleeKind.AGENCY:
            return AgencyId(command.callee) in place.agencies
        case CalleeKind.HOSPITAL:
            return HospitalId(command.callee) in place.hospitals
        case CalleeKind.NEIGHBOUR:
            return NeighbourId(command.callee) in place.neighbours.known()
        case CalleeKind.PARTNER:
            return PartnerId(command.callee) in place.partners
        case CalleeKind.PERSON:
            return not command.callee or PostId(command.callee) in place.posts
