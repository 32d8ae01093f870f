"""How an incident begins: from a contact or without one, beside a parent or alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from siaga.desks.incident.commands import OpenIncident, OpenReported
from siaga.desks.incident.state import ContactLife, IncidentLife
from siaga.language.entry import Fact
from siaga.language.incident import IncidentOpened, incident_life
from siaga.language.intake import contact_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, Asked, IncidentId, Tag, TimeSource, When


def open_incident(
    command: OpenIncident, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    incident_id = IncidentId(str(command.command_id))
    clock_start = when = _told(command.occurred_at, asked)
    if command.contact_id:
        contact: ContactLife = states[contact_life(command.contact_id)]
        if refused := _not_free(contact, command.parent_id):
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


def open_reported(
    command: OpenReported, contact: ContactLife, *, place: Place, asked: Asked
) -> Sequence[Fact]:
    """An agency that told of it owns it until somebody of the room takes it over.

    Where the room was quicker and has attached the contact, there is nothing to open.
    """
    if _not_free(contact, None):
        return ()
    when = When(at=asked.received_at)
    incident_type = place.incident_types[command.incident_type]
    return (
        IncidentOpened(
            incident_id=IncidentId(str(command.command_id)),
            incident_type=command.incident_type,
            priority=command.priority or incident_type.priority,
            clock_start=contact.opened or when,
            when=when,
            owner=command.owner,
            location=command.location,
            note=command.note,
            contact_id=command.contact_id,
            safety=incident_type.safety,
            reported_by=command.agency,
            service=command.agency is None,
            sent_unit=command.unit_id,
            photos=command.photos,
        ),
    )


def _told(occurred_at: datetime | None, asked: Asked) -> When:
    """A person's clock may run ahead of ours; nothing has happened after it was received."""
    if occurred_at is None:
        return When(at=asked.received_at)
    return When(at=min(occurred_at, asked.received_at), source=TimeSource.PERSON)


def _not_free(contact: ContactLife, parent_id: IncidentId | None) -> Refused | None:
    """Who was a witness of the parent may turn out to be, or to have, a victim of it."""
    if contact.opened is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if contact.wrapped_up:
        return Refused(reason=Refusal.CONTACT_WRAPPED_UP)
    if contact.incident_id and contact.incident_id != parent_id:
        return Refused(reason=Refusal.CONTACT_ATTACHED, legal=(contact.incident_id,))
    return None


def _not_a_parent(parent: IncidentLife) -> Refused | None:
    if parent.known is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if parent.closed_at is not None:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if parent.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(parent.merged_into,))
    if parent.known.parent_id:
        return Refused(reason=Refusal.PARENT_IS_CHILD, legal=(parent.known.parent_id,))
    return None
