"""What the stories of the intake desk begin with: one sender, one contact, two incidents."""

from __future__ import annotations

from datetime import timedelta

from siaga.desks.intake.doors import DESK
from siaga.language.incident import IncidentClosed, IncidentOpened
from siaga.language.intake import (
    ContactAnswered,
    ContactOpened,
    ContactWrappedUp,
    MessageReceived,
    ReportAttached,
)
from siaga.language.values import (
    AccountId,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    MessageId,
    MessageKind,
    Priority,
    ResultId,
    SubjectId,
)
from tests.builders import (
    NOW,
    TAKER,
    by_provider,
    by_server,
    hours,
    sealed,
    uid,
)
from tests.story import teller

given = teller(DESK)

RINA = SubjectId("sub-rina")
CONTACT = ContactId("contact-1")
FIRE = IncidentId("incident-1")
FLOOD = IncidentId("incident-2")
NEW = ContactId(str(uid(1)))

OPENED = ContactOpened(
    contact_id=CONTACT,
    channel=Channel.WHATSAPP,
    when=by_provider(NOW - hours(2)),
    subject=RINA,
    name=sealed("Rina"),
    number=sealed("0812"),
)
CALLED = ContactOpened(
    contact_id=CONTACT,
    channel=Channel.PHONE,
    when=by_server(NOW - hours(2)),
    answered_by=AccountId(TAKER.id),
)
WROTE = MessageReceived(
    contact_id=CONTACT,
    message_id=MessageId("m-1"),
    kind=MessageKind.TEXT,
    when=by_provider(NOW - hours(2)),
    text=sealed("tolong"),
)
ANSWERED = ContactAnswered(contact_id=CONTACT, answered_by=AccountId(TAKER.id), when=by_server())
ATTACHED = ReportAttached(
    contact_id=CONTACT, incident_id=FIRE, answered_by=AccountId(TAKER.id), when=by_server()
)
BURNS = IncidentOpened(
    incident_id=FIRE,
    incident_type=IncidentTypeId("fire.building"),
    priority=Priority.P1,
    clock_start=by_server(),
    when=by_server(),
    owner=AccountId(TAKER.id),
)
BURNT = IncidentClosed(
    incident_id=FIRE,
    result=ResultId("dealt_with_on_scene"),
    contact_ids=(),
    when=by_server(),
)
PRANK = ContactKind.PRANK


def wrapped_up(before: timedelta) -> ContactWrappedUp:
    when = by_server(NOW - before)
    return ContactWrappedUp(contact_id=CONTACT, kind=PRANK, when=when, subject=RINA)
