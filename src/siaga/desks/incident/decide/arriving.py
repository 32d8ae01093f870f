"""How crews get there, and what only a crew can know: it came upon the incident itself."""

from __future__ import annotations

from collections.abc import Sequence

from siaga.desks.incident.commands import OpenOnTheWay, SetLastKnownWell, SetMeeting
from siaga.desks.incident.state import IncidentLife
from siaga.language.device_clock import device_time
from siaga.language.entry import Fact
from siaga.language.getting_there import LastKnownWellSet, MeetingSet
from siaga.language.incident import IncidentOpened
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, Asked, IncidentId, When


def open_on_the_way(
    command: OpenOnTheWay, *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    """The crew owns it until somebody of the room takes it over, which rings until then."""
    if command.unit_id not in asked.actor.units:
        return Refused(reason=Refusal.NOT_YOUR_UNIT)
    when = When(at=asked.received_at)
    if command.device_at is not None:
        when = device_time(command.device_at, command.sent_at, received_at=asked.received_at)
    incident_type = place.incident_types[command.incident_type]
    return (
        IncidentOpened(
            incident_id=IncidentId(str(command.command_id)),
            incident_type=command.incident_type,
            priority=command.priority or incident_type.priority,
            clock_start=when,
            when=when,
            owner=AccountId(asked.actor.id),
            location=command.location,
            note=command.note,
            safety=incident_type.safety,
            found_by=command.unit_id,
        ),
    )


def set_meeting(
    command: SetMeeting, life: IncidentLife, *, asked: Asked
) -> Sequence[Fact] | Refused:
    assert life.known is not None
    return (
        MeetingSet(
            incident_id=command.incident_id,
            when=When(at=asked.received_at),
            spot=life.known.location,
            location=command.location,
            guide_name=command.guide_name,
            guide_number=command.guide_number,
            car_fits=command.car_fits,
            on_foot_m=command.on_foot_m,
            from_lane=command.from_lane,
        ),
    )


def set_last_known_well(command: SetLastKnownWell, *, asked: Asked) -> Sequence[Fact] | Refused:
    return (
        LastKnownWellSet(
            incident_id=command.incident_id,
            last_known_well_at=command.last_known_well_at,
            when=When(at=asked.received_at),
        ),
    )
