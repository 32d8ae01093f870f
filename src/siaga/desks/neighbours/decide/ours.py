"""An incident of ours on its way to the next centre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, assert_never

from siaga.desks.neighbours.commands import (
    HearAcceptance,
    HearRefusal,
    OfferHandover,
    OnOurs,
    RecordAcceptance,
    RecordRefusal,
    ReportHandover,
    RingHandover,
    SeeHandover,
    WithdrawHandover,
)
from siaga.desks.neighbours.state import Connected, Handover, Incident, Stand
from siaga.language.incident import incident_life
from siaga.language.neighbours import (
    HandoverDelivered,
    HandoverOffered,
    HandoverRang,
    HandoverSeen,
    HandoverUndelivered,
    HandoverWithdrawn,
    NeighbourAccepted,
    NeighbourRefused,
    OfHandover,
    handover_life,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.systems import SYSTEMS, SystemId
from siaga.language.values import (
    Asked,
    HandoverId,
    IncidentId,
    NeighbourId,
    Priority,
    Tag,
    TimeSource,
    When,
)

Outcome = Sequence[OfHandover] | Refused


class Names(TypedDict):
    handover_id: HandoverId
    incident_id: IncidentId


def offer(
    command: OfferHandover, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Outcome:
    incident: Incident = states[incident_life(command.incident_id)]
    if not incident.number or incident.incident_type is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if incident.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(incident.merged_into,))
    if incident.offered is not None:
        return Refused(reason=Refusal.HANDOVER_OPEN, legal=(incident.offered,))
    now, rules = asked.received_at, place.neighbours
    is_p1 = incident.priority is Priority.P1
    return (
        HandoverOffered(
            handover_id=HandoverId(str(command.command_id)),
            incident_id=command.incident_id,
            incident_number=incident.number,
            incident_type=incident.incident_type,
            priority=incident.priority,
            neighbour=command.neighbour,
            electronic=_listens(states[SYSTEMS], command.neighbour),
            rings_at=now + timedelta(seconds=rules.ring_after_s),
            deliver_by_at=_deliver_by(place, now),
            when=When(at=now),
            cross_border=rules.cross_border_P1 if is_p1 else None,
            note=command.note,
        ),
    )


def on_ours(command: OnOurs, states: Mapping[Tag, Any], *, place: Place, asked: Asked) -> Outcome:
    handover: Handover = states[handover_life(command.handover_id)]
    if handover.offered is None:
        return Refused(reason=Refusal.UNKNOWN_HANDOVER)
    names = Names(handover_id=command.handover_id, incident_id=handover.offered.incident_id)
    told_by = tell_by(states[SYSTEMS], handover.offered.neighbour, place=place, asked=asked)
    match command:
        case RingHandover():
            return _ring(command, handover, names, place=place, asked=asked)
        case ReportHandover():
            return _report(command, handover, names, asked)
        case SeeHandover():
            if not handover.to_see:
                return Refused(reason=Refusal.NOTHING_TO_DO)
            return (HandoverSeen(**names, when=When(at=asked.received_at)),)
        case HearAcceptance() | HearRefusal():
            if command.neighbour != handover.offered.neighbour:
                return Refused(reason=Refusal.UNKNOWN_HANDOVER)
            return _heard(command, handover, names, told_by, asked=asked)
        case RecordAcceptance() | RecordRefusal() | WithdrawHandover():
            if handover.stand is not Stand.OPEN:
                return Refused(reason=Refusal.HANDOVER_OVER)
            return _by_a_person(command, handover.offered, names, told_by, asked=asked)
        case _ as never:
            assert_never(never)


def _by_a_person(
    command: RecordAcceptance | RecordRefusal | WithdrawHandover,
    offered: HandoverOffered,
    names: Names,
    told_by: datetime | None,
    *,
    asked: Asked,
) -> Outcome:
    if isinstance(command, WithdrawHandover):
        return (
            HandoverWithdrawn(
                **names,
                neighbour=offered.neighbour,
                when=When(at=asked.received_at),
                reason=command.reason,
                deliver_by_at=told_by,
            ),
        )
    when = When(at=asked.received_at)
    if command.occurred_at is not None:
        when = When(at=command.occurred_at, source=TimeSource.PERSON)
    if isinstance(command, RecordAcceptance):
        return (
            NeighbourAccepted(
                **names,
                neighbour=offered.neighbour,
                by_name=command.by_name,
                when=when,
                deliver_by_at=told_by,
            ),
        )
    return (
        NeighbourRefused(
            **names,
            neighbour=offered.neighbour,
            reason=command.reason,
            by_name=command.by_name,
            when=when,
            deliver_by_at=told_by,
        ),
    )


def _heard(
    command: HearAcceptance | HearRefusal,
    handover: Handover,
    names: Names,
    told_by: datetime | None,
    *,
    asked: Asked,
) -> Outcome:
    """Their machine's answer. Too late, it is told that the incident stayed ours."""
    assert handover.offered is not None
    when, neighbour = When(at=asked.received_at), handover.offered.neighbour
    if isinstance(command, HearRefusal):
        # A voice said yes and their screen says no: it is ours until both say the same.
        on_a_word = handover.stand is Stand.ACCEPTED and not handover.electronic
        if handover.stand is not Stand.OPEN and not on_a_word:
            return ()
        return (
            NeighbourRefused(
                **names,
                neighbour=neighbour,
                reason=command.reason,
                by_name=command.by_name,
                when=when,
            ),
        )
    if handover.stand in (Stand.REFUSED, Stand.WITHDRAWN):
        return (
            HandoverWithdrawn(
                **names, neighbour=neighbour, when=when, deliver_by_at=told_by, again=True
            ),
        )
    if handover.stand is Stand.ACCEPTED and handover.electronic:
        return ()
    return (
        NeighbourAccepted(
            **names,
            neighbour=neighbour,
            by_name=command.by_name,
            their_number=command.their_number,
            when=when,
            electronic=True,
            deliver_by_at=told_by,
        ),
    )


def _report(command: ReportHandover, handover: Handover, names: Names, asked: Asked) -> Outcome:
    when = When(at=asked.received_at)
    if not command.delivered:
        reason, part = command.reason, command.part
        return (HandoverUndelivered(**names, reason=reason, part=part, when=when),)
    if not command.part and (not command.is_offer or handover.delivered):
        return ()
    return (HandoverDelivered(**names, part=command.part, when=when),)


def _ring(
    command: RingHandover, handover: Handover, names: Names, *, place: Place, asked: Asked
) -> Outcome:
    if handover.stand is not Stand.OPEN or handover.due_at is None:
        return ()
    if handover.due_at > command.due_at:
        return ()
    now = asked.received_at
    return (
        HandoverRang(
            **names,
            step=handover.step + 1,
            late_s=max(0, int((now - command.due_at).total_seconds())),
            next_at=now + timedelta(seconds=place.neighbours.ring_after_s),
            when=When(at=now),
        ),
    )


def tell_by(
    connected: Connected, neighbour: NeighbourId, *, place: Place, asked: Asked
) -> datetime | None:
    """None: they have no machine that listens."""
    return _deliver_by(place, asked.received_at) if _listens(connected, neighbour) else None


def _listens(connected: Connected, neighbour: NeighbourId) -> bool:
    return SystemId(f"neighbour:{neighbour}") in connected.systems


def _deliver_by(place: Place, now: datetime) -> datetime:
    return now + timedelta(seconds=place.systems.deliver_within_s)
