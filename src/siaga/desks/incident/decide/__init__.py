"""What the incident desk decides about happenings: open, describe, own, join, close, reopen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.incident.commands import (
    AddNote,
    Classify,
    Close,
    CloseMerged,
    Command,
    LinkIncidents,
    Locate,
    MergeIncident,
    OpenIncident,
    OpenOnTheWay,
    OpenReported,
    Prioritise,
    Reopen,
    SetLastKnownWell,
    SetMeeting,
    TakeOver,
    UnlinkIncidents,
    UnmergeIncident,
)
from siaga.desks.incident.decide.arriving import (
    open_on_the_way,
    set_last_known_well,
    set_meeting,
)
from siaga.desks.incident.decide.closing import close, close_merged, reopen
from siaga.desks.incident.decide.describing import classify, prioritise, take_over
from siaga.desks.incident.decide.opening import open_incident, open_reported
from siaga.desks.incident.decide.together import link, merge, unlink, unmerge
from siaga.desks.incident.state import IncidentLife
from siaga.language.entry import Fact
from siaga.language.incident import IncidentLocated, NoteAdded, incident_life
from siaga.language.intake import contact_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, IncidentId, Tag, When

__all__ = ["boundary", "decide"]

OfTwo = LinkIncidents | UnlinkIncidents | MergeIncident | UnmergeIncident | CloseMerged
OfOpen = Locate | Prioritise | TakeOver | Classify | SetMeeting | SetLastKnownWell


def boundary(command: Command) -> tuple[Tag, ...]:
    """What must not change behind the decision's back.

    A note only needs the incident to exist: it reads its life but, carrying the story tag alone,
    never stands in another decision's way.
    """
    match command:
        case OpenIncident():
            tags = [incident_life(IncidentId(str(command.command_id)))]
            if command.contact_id:
                tags.append(contact_life(command.contact_id))
            if command.parent_id:
                tags.append(incident_life(command.parent_id))
            return tuple(tags)
        case OpenReported():
            own = incident_life(IncidentId(str(command.command_id)))
            return (own, contact_life(command.contact_id))
        case OpenOnTheWay():
            return (incident_life(IncidentId(str(command.command_id))),)
        case LinkIncidents() | UnlinkIncidents():
            return _lives(command.incident_id, command.other_id)
        case MergeIncident() | UnmergeIncident() | CloseMerged():
            return _lives(command.incident_id, command.into)
        case Close():
            return _lives(command.incident_id, *command.merged_ids)
        case _:
            return (incident_life(command.incident_id),)


def _lives(*incident_ids: IncidentId) -> tuple[Tag, ...]:
    return tuple(dict.fromkeys(incident_life(one) for one in incident_ids))


def decide(
    command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    if isinstance(command, OpenIncident):
        return open_incident(command, states, place=place, asked=asked)
    if isinstance(command, OpenReported):
        contact = states[contact_life(command.contact_id)]
        return open_reported(command, contact, place=place, asked=asked)
    if isinstance(command, OpenOnTheWay):
        return open_on_the_way(command, place=place, asked=asked)
    life: IncidentLife = states[incident_life(command.incident_id)]
    if life.known is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    match command:
        case AddNote():
            now = When(at=asked.received_at)
            return (NoteAdded(incident_id=command.incident_id, note=command.note, when=now),)
        case Reopen():
            return reopen(command, life, asked=asked)
        case Close():
            return close(command, states, asked=asked)
        case (
            LinkIncidents() | UnlinkIncidents() | MergeIncident() | UnmergeIncident()
        ) | CloseMerged():
            return _of_two(command, states, place=place, asked=asked)
        case Locate() | Prioritise() | TakeOver() | Classify() | SetMeeting() | SetLastKnownWell():
            return _of_open(command, life, place=place, asked=asked)
        case _:
            assert_never(command)


def _of_two(
    command: OfTwo, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    match command:
        case LinkIncidents():
            return link(command, states, asked=asked)
        case UnlinkIncidents():
            return unlink(command, states, asked=asked)
        case MergeIncident():
            return merge(command, states, place=place, asked=asked)
        case UnmergeIncident():
            return unmerge(command, states, asked=asked)
        case CloseMerged():
            return close_merged(command, states, asked=asked)
        case _:
            assert_never(command)


def _of_open(
    command: OfOpen, life: IncidentLife, *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    if life.closed_at is not None:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    match command:
        case Locate():
            now = When(at=asked.received_at)
            located = IncidentLocated(
                incident_id=command.incident_id, location=command.location, when=now
            )
            return (located,)
        case TakeOver():
            return take_over(command, life, asked=asked)
        case Classify():
            return classify(command, life, place=place, asked=asked)
        case Prioritise():
            return prioritise(command, life, asked=asked)
        case SetMeeting():
            return set_meeting(command, life, asked=asked)
        case SetLastKnownWell():
            return set_last_known_well(command, asked=asked)
        case _:
            assert_never(command)
