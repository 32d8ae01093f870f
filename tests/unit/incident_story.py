"""What the stories of the incident desk begin with: one incident, its child, its contact."""

from __future__ import annotations

from dataclasses import replace

from siaga.desks.incident.commands import (
    Close,
)
from siaga.desks.incident.doors import DESK
from siaga.language.agencies import (
    ReferralSent,
)
from siaga.language.dispatch import (
    UnitDispatched,
)
from siaga.language.incident import (
    IncidentClosed,
    IncidentOpened,
)
from siaga.language.intake import (
    ContactAnswered,
    ContactOpened,
    MessageReceived,
    ReportAttached,
)
from siaga.language.values import (
    AccountId,
    AgencyId,
    Channel,
    ContactId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    MessageId,
    MessageKind,
    Priority,
    ReferralId,
    ResultId,
    UnitId,
)
from tests.builders import (
    NOW,
    TAKER,
    by_provider,
    by_server,
    minutes,
    uid,
)
from tests.story import teller

given = teller(DESK)

CONTACT = ContactId("contact-1")
FIRE = IncidentId("incident-1")
CHILD = IncidentId("incident-2")
NEW = IncidentId(str(uid(1)))
TRUCK = DispatchId("dispatch-1")
TASK = ReferralId("referral-1")
DONE = ResultId("dealt_with_on_scene")

CALLED = ContactOpened(
    contact_id=CONTACT, channel=Channel.WHATSAPP, when=by_provider(NOW - minutes(9))
)
BURNS = IncidentOpened(
    incident_id=FIRE,
    incident_type=IncidentTypeId("fire.building"),
    priority=Priority.P1,
    clock_start=by_provider(NOW - minutes(9)),
    when=by_server(NOW - minutes(8)),
    owner=AccountId(TAKER.id),
)
HURT = replace(BURNS, incident_id=CHILD, parent_id=FIRE)
ATTACHED = ReportAttached(
    contact_id=CONTACT, incident_id=FIRE, answered_by=AccountId(TAKER.id), when=by_server()
)
WROTE = MessageReceived(
    contact_id=CONTACT,
    message_id=MessageId("m-1"),
    kind=MessageKind.TEXT,
    when=by_server(),
    incident_id=FIRE,
)
ANSWERED = ContactAnswered(
    contact_id=CONTACT, answered_by=AccountId(TAKER.id), when=by_server(), incident_id=FIRE
)
SENT = UnitDispatched(
    dispatch_id=TRUCK, unit_id=UnitId("engine-1"), incident_id=FIRE, when=by_server()
)
TASKED = ReferralSent(
    referral_id=TASK,
    incident_id=FIRE,
    agency=AgencyId("dinsos"),
    incident_number="K-2026-000001",
    incident_type=IncidentTypeId("fire.building"),
    priority=Priority.P1,
    accept_by_at=NOW + minutes(1),
    when=by_server(),
)
CLOSED = IncidentClosed(incident_id=FIRE, result=DONE, contact_ids=(), when=by_server())
CLOSED_CHILD = replace(CLOSED, incident_id=CHILD, parent_id=FIRE)
CLOSE = Close(command_id=uid(2), incident_id=FIRE, result=DONE)
