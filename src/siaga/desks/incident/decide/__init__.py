"""What the incident desk decides about happenings: open, describe, own, close, reopen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, assert_never

from siaga.desks.incident.commands import (
    AddNote,
    Classify,
    Close,
    Command,
    Locate,
    OpenIncident,
    Prioritise,
    Reopen,
    TakeOver,
)
from siaga.desks.incident.state import ContactLife, Incident, IncidentLife
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentTakenOver,
    NoteAdded,
    incident_life,
)
from siaga.language.intake import contact_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    AccountId,
    ActorKind,
    Asked,
    ContactId,
    IncidentId,
    Priority,
    Tag,
    TimeSource,
    When,
)

URGENT = frozenset({Priority.P1, Priority.P2})
"""The tasks of these must end before their incident does; others may outlive it (domain.md 2)."""

CONTACTS_TOLD_MAX = 300
"""Contacts one fact can name within the logbook's 16 kB; the newest are named."""

REFERRALS_TOLD_MAX = 100
"""Of each a policy makes a command. No incident has so many; the newest are named."""


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
        case _:
            return (incident_life(command.incident_id),)


def decide(
    command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    if isinstance(command, OpenIncident):
        return _open(command, states, place=place, asked=asked)
    life: IncidentLife = states[incident_life(command.incident_id)]
    if life.known is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    match command:
        case AddNote():
            now = When(at=asked.received_at)
            return (NoteAdded(incident_id=command.incident_id, note=command.note, when=now),)
        case Reopen():
            return _reopen(command, life, life.known, asked)
        case _:
            if life.closed_at is not None:
                return Refused(reason=Refusal.INCIDENT_CLOSED)
            if isinstance(command, Classify):
                return _classify(command, life.known, place, asked)
            return _of_open(command, life, life.known, asked)


def _classify(
    command: Classify, known: Incident, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    if command.incident_type == known.incident_type:
        return ()
    return (
        IncidentClassified(
            incident_id=command.incident_id,
            incident_type=command.incident_type,
            when=When(at=asked.received_at),
            safety=place.incident_types[command.incident_type].safety,
        ),
    )


def _of_open(
    command: Locate | Prioritise | TakeOver | Close,
    life: IncidentLife,
    known: Incident,
    asked: Asked,
) -> Sequence[Fact] | Refused:
    now = When(at=asked.received_at)
    incident_id = command.incident_id
    match command:
        case Locate():
            return (IncidentLocated(incident_id=incident_id, location=command.location, when=now),)
        case Prioritise():
            if command.priority is known.priority:
                return ()
            return (
                IncidentPrioritised(
                    incident_id=incident_id,
                    priority=command.priority,
                    when=now,
                    reason=command.reason,
                    referral_ids=tuple(sorted(life.referrals))[-REFERRALS_TOLD_MAX:],
                ),
            )
        case TakeOver():
            return _take_over(command, known, asked)
        case Close():
            return _close(command, life, known, asked)
        case _:
            assert_never(command)


def _open(
    command: OpenIncident, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    incident_id = IncidentId(str(command.command_id))
    clock_start = when = _told(command.occurred_at, asked)
    if command.contact_id:
        contact: ContactLife = states[contact_life(command.contact_id)]
        if refused := _not_free(contact):
            return refused
        clock_start = contact.opened or when
    if command.parent_id:
        parent: IncidentLife = states[incident_life(command.parent_id)]
        if refused := _not_a_parent(parent):
            return refused
    incident_type = place.incident_types[command.incident_type]
    return (
        IncidentOpened(
            incident_id=incident_id,
            incident_type=command.incident_type,
            priority=command.priority or incident_type.priority,
            clock_start=clock_start,
            when=when,
            owner=AccountId(asked.actor.id),
            location=command.location,
            note=command.note,
            contact_id=command.contact_id,
            parent_id=command.parent_id,
            safety=incident_type.safety,
        ),
    )


def _told(occurred_at: datetime | None, asked: Asked) -> When:
    """A person's clock may run ahead of ours; nothing has happened after it was received."""
    if occurred_at is None:
        return When(at=asked.received_at)
    return When(at=min(occurred_at, asked.received_at), source=TimeSource.PERSON)


def _not_free(contact: ContactLife) -> Refused | None:
    if contact.opened is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if contact.wrapped_up:
        return Refused(reason=Refusal.CONTACT_WRAPPED_UP)
    if contact.incident_id:
        return Refused(reason=Refusal.CONTACT_ATTACHED, legal=(contact.incident_id,))
    return None


def _not_a_parent(parent: IncidentLife) -> Refused | None:
    if parent.known is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if parent.closed_at is not None:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if parent.known.parent_id:
        return Refused(reason=Refusal.PARENT_IS_CHILD, legal=(parent.known.parent_id,))
    return None


def _take_over(command: TakeOver, known: Incident, asked: Asked) -> Sequence[Fact] | Refused:
    if known.owner == asked.actor.id:
        return Refused(reason=Refusal.ALREADY_OWNER)
    return (
        IncidentTakenOver(
            incident_id=command.incident_id,
            owner=AccountId(asked.actor.id),
            previous_owner=known.owner,
            when=When(at=asked.received_at),
        ),
    )


def _close(
    command: Close, life: IncidentLife, known: Incident, asked: Asked
) -> Sequence[Fact] | Refused:
    """Only when everything of it has ended (domain.md 2)."""
    for still_open, reason in (
        (life.dispatches, Refusal.INCIDENT_HAS_OPEN_DISPATCHES),
        (life.children, Refusal.INCIDENT_HAS_OPEN_CHILDREN),
        (life.unanswered, Refusal.INCIDENT_HAS_UNANSWERED_CONTACTS),
        (
            life.referrals if known.priority in URGENT else frozenset(),
            Refusal.INCIDENT_HAS_OPEN_REFERRALS,
        ),
    ):
        if still_open:
            return Refused(reason=reason, legal=tuple(sorted(still_open)))
    return (
        IncidentClosed(
            incident_id=command.incident_id,
            result=command.result,
            contact_ids=_told_contacts(life),
            when=When(at=asked.received_at),
            parent_id=known.parent_id,
            note=command.note,
        ),
    )


def _reopen(
    command: Reopen, life: IncidentLife, known: Incident, asked: Asked
) -> Sequence[Fact] | Refused:
    """Who reopens it owns it; a policy gives it back to the one who had it."""
    if life.closed_at is None:
        return Refused(reason=Refusal.INCIDENT_NOT_CLOSED)
    by_person = asked.actor.kind is ActorKind.PERSON
    return (
        IncidentReopened(
            incident_id=command.incident_id,
            incident_number=known.number,
            incident_type=known.incident_type,
            priority=known.priority,
            clock_start=known.clock_start,
            opened=known.opened,
            when=When(at=asked.received_at),
            owner=AccountId(asked.actor.id) if by_person else known.owner,
            reason=command.reason,
            location=known.location,
            contact_ids=_told_contacts(life),
            parent_id=known.parent_id,
        ),
    )


def _told_contacts(life: IncidentLife) -> tuple[ContactId, ...]:
    return tuple(dict.fromkeys(life.contact_ids))[-CONTACTS_TOLD_MAX:]
