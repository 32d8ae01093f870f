"""When a reporter's matter ended, and until when its link still says or takes anything."""

from __future__ import annotations

from datetime import datetime, timedelta

from siaga.desks.links.state import Contact, Incident
from siaga.language.citizen_rules import LinkRules


def done_at(contact: Contact, incident: Incident | None) -> datetime | None:
    """When the reporter's matter ended; None while anybody still works on it.

    A contact without an incident ends by itself; tasks of agencies may outlive an incident. What a
    public service is about is done with the last task, whatever else is still open in the room.
    """
    if incident is not None and incident.is_service and incident.ended_at and not incident.tasks:
        return max(contact.wrapped_at or incident.ended_at, incident.ended_at)
    if contact.wrapped_at is None:
        return None
    if incident is None or (incident.ended_at is None and not incident.is_open):
        return contact.wrapped_at
    if incident.is_open or incident.tasks or incident.ended_at is None:
        return None
    return max(contact.wrapped_at, incident.ended_at)


def is_over(
    contact: Contact, incident: Incident | None, *, rules: LinkRules, now: datetime
) -> bool:
    """So long after the end nobody is asked and nothing is told any more."""
    ended_at = done_at(contact, incident)
    return ended_at is not None and now > ended_at + timedelta(hours=rules.reopen_h)


def is_answered(feedback_at: datetime | None, ended_at: datetime | None) -> bool:
    """Whether the one question was answered for this end, and not for an earlier one."""
    return feedback_at is not None and (ended_at is None or feedback_at >= ended_at)
