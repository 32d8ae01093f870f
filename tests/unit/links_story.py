"""What the stories of links begin with: one contact in a chat, one on the telephone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from siaga.desks.links.doors import DESK
from siaga.language.agencies import ReferralSent, ReferralVerified
from siaga.language.citizen_rules import LinkRules
from siaga.language.incident import IncidentClosed, IncidentOpened
from siaga.language.intake import ContactOpened, ContactWrappedUp, ReportAttached
from siaga.language.links import LinkIssued, LinkKind
from siaga.language.values import (
    AccountId,
    AgencyId,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    LinkId,
    Priority,
    ReferralId,
    ResultId,
    Safety,
    SubjectId,
)
from tests.builders import NOW, PLACE, TAKER, by_server, hours, minutes, sealed, uid
from tests.story import teller

RULES = LinkRules(location_min=60, status_days=14, reopen_h=24, status_to=(Channel.WHATSAPP,))
CITY = replace(PLACE, links=RULES)
given = teller(DESK, CITY)

CONTACT = ContactId("contact-1")
FIRE = IncidentId("incident-1")
LINK = LinkId(str(uid(1)))
RINA = SubjectId("sub-rina")
BEGAN = NOW - minutes(5)

CHAT = ContactOpened(
    contact_id=CONTACT,
    channel=Channel.WHATSAPP,
    when=by_server(BEGAN),
    subject=RINA,
    number=sealed("0812"),
)
CALL = replace(CHAT, channel=Channel.PHONE, subject=None)
NAMELESS = replace(CALL, number=None)
BURNS = IncidentOpened(
    incident_id=FIRE,
    incident_type=IncidentTypeId("fire.building"),
    priority=Priority.P1,
    clock_start=by_server(BEGAN),
    when=by_server(NOW - minutes(4)),
    owner=AccountId(TAKER.id),
    contact_id=CONTACT,
)
ATTACHED = ReportAttached(
    contact_id=CONTACT,
    incident_id=FIRE,
    answered_by=AccountId(TAKER.id),
    when=by_server(NOW - minutes(4)),
)
CLOSED = IncidentClosed(
    incident_id=FIRE,
    result=ResultId("dealt_with_on_scene"),
    contact_ids=(CONTACT,),
    when=by_server(NOW - minutes(2)),
)
WRAPPED = ContactWrappedUp(
    contact_id=CONTACT, kind=ContactKind.EMERGENCY, when=by_server(NOW - minutes(2))
)
TASKED = ReferralSent(
    referral_id=ReferralId("referral-1"),
    incident_id=FIRE,
    agency=AgencyId("perkim"),
    incident_number="K-2026-000001",
    incident_type=IncidentTypeId("public_facility.street_light"),
    priority=Priority.P4,
    accept_by_at=NOW + hours(8),
    when=by_server(NOW - minutes(3)),
)
VERIFIED = ReferralVerified(
    referral_id=ReferralId("referral-1"), incident_id=FIRE, when=by_server(NOW - minutes(1))
)


AN_HOUR = timedelta(hours=1)


def issued(kind: LinkKind = LinkKind.STATUS, *, lives: timedelta = AN_HOUR) -> LinkIssued:
    return LinkIssued(
        link_id=LINK,
        kind=kind,
        contact_id=CONTACT,
        expires_at=NOW + lives,
        received_at=BEGAN,
        when=by_server(NOW - minutes(4)),
    )


def unsafe(opened: ContactOpened) -> ContactOpened:
    return replace(opened, safety=Safety.DO_NOT_CONTACT)
