"""What the links desk keeps in mind: a link, a contact and its links, an incident's end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from siaga.language.agencies import (
    ReferralFinished,
    ReferralReopened,
    ReferralSent,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClosed,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
)
from siaga.language.intake import (
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    MessageReceived,
    ReportAttached,
)
from siaga.language.lines import CallOffered
from siaga.language.links import (
    FeedbackGiven,
    LinkEnded,
    LinkIssued,
    LinkKind,
    LinkOpened,
    LinkSent,
    ReporterAsked,
)
from siaga.language.values import (
    Channel,
    ContactId,
    IncidentId,
    Language,
    LinkId,
    Priority,
    ReferralId,
    Safety,
    Sealed,
    SubjectId,
    Tag,
)

LINK, LINKS, CONTACT, INCIDENT = "link-life", "contact-links", "contact-life", "incident-life"

TaskEnd = ReferralFinished | ReferralVerified | ReferralTakenBack
OfReferral = ReferralSent | ReferralReopened | TaskEnd
OfContact = (
    ContactOpened
    | CallOffered
    | ContactReopened
    | ContactWrappedUp
    | ContactSafetySet
    | MessageReceived
    | ReportAttached
    | IncidentOpened
)
OfLink = LinkIssued | LinkSent | LinkOpened | LinkEnded | ReporterAsked | FeedbackGiven
Heard = OfLink | OfContact | IncidentClosed | IncidentReopened | IncidentPrioritised | OfReferral


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLife:
    """`kind` is None while nothing is known of it."""

    kind: LinkKind | None = None
    contact_id: ContactId | None = None
    expires_at: datetime | None = None
    is_opened: bool = False
    is_ended: bool = False
    asked: int = 0
    asked_at: datetime | None = None
    feedback_at: datetime | None = None  # on the end that was known by then


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    kind: LinkKind
    link_id: LinkId
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLinks:
    live: tuple[Live, ...] = ()
    sent_at: datetime | None = None  # the last sending of any


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """`opened_at` is None while nothing is known of it."""

    opened_at: datetime | None = None
    channel: Channel = Channel.PHONE
    safety: Safety = Safety.SAFE
    subject: SubjectId | None = None
    number: Sealed | None = None
    language: Language | None = None
    incident_id: IncidentId | None = None
    wrapped_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Tasks of agencies may outlive it: then it is done when the last of them is.

    A public service is what its agencies do: it is done with the last task, whether or not the
    room has closed it by then.
    """

    is_open: bool = False
    is_service: bool = False
    tasks: frozenset[ReferralId] = frozenset()
    ended_at: datetime | None = None


STATES: dict[str, type[Any]] = {
    LINK: LinkLife,
    LINKS: ContactLinks,
    CONTACT: Contact,
    INCIDENT: Incident,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    """The state of `tag` after one more fact that carries it."""
    fact: Heard = entry.fact  # type: ignore[assignment]  # the gateway hands over what is heard
    match tag.partition(":")[0]:
        case "link-life":
            return _link(state, fact)
        case "contact-links":
            return _links(state, fact)
        case "contact-life":
            return _contact(state, fact)
        case _:
            return _incident(state, fact, tag)


def _link(state: LinkLife, fact: Heard) -> LinkLife:
    match fact:
        case LinkIssued():
            return LinkLife(kind=fact.kind, contact_id=fact.contact_id, expires_at=fact.expires_at)
        case LinkOpened():
            return replace(state, is_opened=True)
        case LinkEnded():
            return replace(state, is_ended=True)
        case ReporterAsked():
            return replace(state, asked=state.asked + 1, asked_at=fact.when.at, feedback_at=None)
        case FeedbackGiven():
            return replace(state, feedback_at=fact.when.at)
        case _:
            return state


def _links(state: ContactLinks, fact: Heard) -> ContactLinks:
    match fact:
        case LinkIssued():
            new = Live(kind=fact.kind, link_id=fact.link_id, expires_at=fact.expires_at)
            return replace(state, live=(*state.live, new))
        case LinkEnded():
            live = tuple(link for link in state.live if link.link_id != fact.link_id)
            return replace(state, live=live)
        case LinkSent():
            return replace(state, sent_at=fact.when.at)
        case _:
            return state


def _contact(state: Contact, fact: Heard) -> Contact:
    match fact:
        case ContactOpened() | CallOffered():
            return Contact(
                opened_at=fact.when.at,
                channel=fact.channel if isinstance(fact, ContactOpened) else Channel.PHONE,
                safety=fact.safety,
                subject=fact.subject,
                number=fact.number,
                language=getattr(fact, "language", None),  # a call has none
            )
        case MessageReceived():
            return replace(state, language=fact.language or state.language)
        case ReportAttached() | IncidentOpened():
            return replace(state, incident_id=fact.incident_id)
        case ContactWrappedUp():
            return replace(state, wrapped_at=fact.when.at)
        case ContactReopened():
            return replace(state, wrapped_at=None, incident_id=fact.incident_id)
        case ContactSafetySet():
            return replace(state, safety=fact.safety)
        case _:
            return state


def _incident(state: Incident, fact: Heard, tag: Tag) -> Incident:
    match fact:
        case IncidentOpened() | IncidentReopened() if tag == f"{INCIDENT}:{fact.incident_id}":
            is_service = fact.priority is Priority.P4 or getattr(fact, "service", False)
            return replace(state, is_open=True, ended_at=None, is_service=is_service)
        case IncidentPrioritised() if tag == f"{INCIDENT}:{fact.incident_id}":
            return replace(state, is_service=fact.priority is Priority.P4)
        case IncidentClosed() if tag == f"{INCIDENT}:{fact.incident_id}":
            return replace(state, is_open=False, ended_at=fact.when.at)
        case ReferralSent() | ReferralReopened():
            return replace(state, tasks=state.tasks | {fact.referral_id})
        case ReferralFinished() | ReferralVerified() | ReferralTakenBack():
            return replace(state, tasks=state.tasks - {fact.referral_id}, ended_at=fact.when.at)
        case (
            LinkIssued()
            | LinkSent()
            | LinkOpened()
            | LinkEnded()
            | ReporterAsked()
            | FeedbackGiven()
            | ContactOpened()
            | CallOffered()
            | ContactReopened()
            | ContactWrappedUp()
            | ContactSafetySet()
            | MessageReceived()
            | ReportAttached()
            | IncidentOpened()  # of a child
            | IncidentClosed()
            | IncidentReopened()
            | IncidentPrioritised()
        ):
            return state
        case _:
            assert_never(fact)
