"""What the links desk does by itself: offers what the place wants, and closes what is unsafe."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from siaga.desks.links.commands import Command, EndUnsafeLinks, ExpireLink, OfferLink
from siaga.desks.links.follow import EXPIRY
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import IncidentOpened
from siaga.language.intake import ContactOpened, ContactSafetySet, ReportAttached
from siaga.language.links import LinkKind
from siaga.language.values import Channel, ContactId, LinkId, Safety

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    match fact:
        case ContactOpened(late=False, channel=Channel.SMS):
            return (_offer(fact.contact_id, LinkKind.LOCATION),)
        case IncidentOpened(safety=None, contact_id=contact_id) if contact_id:
            return (_offer(contact_id, LinkKind.STATUS),)
        case ReportAttached():
            return (_offer(fact.contact_id, LinkKind.STATUS),)
        case ContactSafetySet(safety=Safety.DO_NOT_CONTACT):
            end = EndUnsafeLinks(command_id=TO_BE_NAMED, contact_id=fact.contact_id)
            return (_wanted(end),)
        case _:
            return ()


def _offer(contact_id: ContactId, kind: LinkKind) -> Reaction:
    return _wanted(OfferLink(command_id=TO_BE_NAMED, contact_id=contact_id, kind=kind))


def _wanted(command: Any) -> Reaction:
    return Reaction(desk="links", command=command)


def ring(kind: str, subject: str, _due_at: datetime, command_id: UUID) -> Command | None:
    if kind != EXPIRY:
        return None
    link_id, _, contact_id = subject.partition(" ")
    return ExpireLink(
        command_id=command_id, link_id=LinkId(link_id), contact_id=ContactId(contact_id)
    )


TIMERS = frozenset({EXPIRY})
