"""What follows for contacts when something happens to their incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from siaga.desks.intake.commands import ProtectReporters, WrapUpContact
from siaga.desks.intake.decide.calls import not_over
from siaga.desks.intake.decide.strictness import is_looser
from siaga.desks.intake.state import ContactLife, IncidentLife
from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.intake import (
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    contact_life,
)
from siaga.language.values import Asked, ContactId, ContactKind, Safety, Tag, When


def wrap_up(command: WrapUpContact, states: Mapping[Tag, Any], asked: Asked) -> tuple[Fact, ...]:
    """Its incident was closed. A message that came in between is heard again, in the open.

    So is a call that somebody attached before it was picked up, and that still waits.
    """
    contact: ContactLife = states[contact_life(command.contact_id)]
    if contact.opened is None or contact.wrapped_at is not None:
        return ()
    if command.incident_id:
        incident: IncidentLife = states[incident_life(command.incident_id)]
        if incident.is_open or contact.incident_id != command.incident_id:
            return ()
    now = When(at=asked.received_at)
    wrapped = ContactWrappedUp(
        contact_id=command.contact_id,
        kind=contact.kind or ContactKind.EMERGENCY,
        when=now,
        subject=contact.subject,
    )
    if not contact.waiting and not_over(contact) is None:
        return (wrapped,)
    reopened = ContactReopened(
        contact_id=command.contact_id,
        channel=contact.channel,
        opened=contact.opened,
        when=now,
        safety=contact.safety,
        subject=contact.subject,
        name=contact.name,
        number=contact.number,
        language=contact.language,
        window_closes_at=contact.window_closes_at,
    )
    again = (replace(message, incident_id=None) for message in contact.waiting)
    return (wrapped, reopened, *again)


def protect_reporters(
    command: ProtectReporters, states: Mapping[Tag, Any], *, asked: Asked
) -> tuple[Fact, ...]:
    """Makes contact safety stricter, never looser.

    Of everyone attached only the strictest can be set: how strict each already is lies with the
    contacts, which the boundary cannot name.
    """
    safety, contact_ids = command.safety, tuple[ContactId, ...]()
    if command.contact_id:
        contact: ContactLife = states[contact_life(command.contact_id)]
        contact_ids = (command.contact_id,) if is_looser(contact.safety, safety) else ()
    else:
        incident: IncidentLife = states[incident_life(command.incident_id)]
        everybody = dict.fromkeys(incident.contact_ids)
        contact_ids = tuple(everybody) if safety is Safety.DO_NOT_CONTACT else ()
    now = When(at=asked.received_at)
    return tuple(
        ContactSafetySet(contact_id=contact_id, safety=safety, when=now)
        for contact_id in contact_ids
    )
