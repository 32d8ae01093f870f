"""What a reporter with a status link may know of the own contact: no name, no number, no words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.incident import IncidentOpened
from siaga.language.intake import (
    PAGE,
    ContactAnswered,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    ReportAttached,
)
from siaga.language.links import FeedbackGiven, LinkEnded, LinkIssued, LinkKind, ReporterAsked
from siaga.language.values import (
    ROOM_ROLES,
    AccountId,
    Actor,
    ActorKind,
    ContactId,
    IncidentId,
    LinkId,
    Role,
    Safety,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterCard:
    """Key: contact id. It is there while a status link of the contact lives."""

    contact_id: ContactId
    received_at: datetime
    links: tuple[LinkId, ...]
    seen_at: datetime | None = None  # a person had it in hand
    incident_id: IncidentId | None = None
    over_at: datetime | None = None
    hushed: bool = False  # nobody may learn from a page that it was ever reported
    asked_at: datetime | None = None  # the reporter said that it is not done
    feedback_at: datetime | None = None  # of the answer to the one question


OfLink = LinkEnded | ReporterAsked | FeedbackGiven
OfContact = (
    ContactAnswered
    | ReportAttached
    | IncidentOpened
    | ContactWrappedUp
    | ContactReopened
    | ContactSafetySet
)
Heard = LinkIssued | OfLink | OfContact

HEARS: tuple[type[Fact], ...] = (LinkIssued, *get_args(OfLink), *get_args(OfContact))
ROLES: frozenset[Role] = ROOM_ROLES
CARD = ReporterCard


def keys(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, Heard) and fact.contact_id:
        return (fact.contact_id,)
    return ()


def draw(key: str, card: ReporterCard | None, entry: Entry) -> ReporterCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.contact_id:
        return card
    if isinstance(fact, LinkIssued):
        return _issued(card, fact, by_person=entry.actor_kind is ActorKind.PERSON)
    if card is None:
        return None
    if isinstance(fact, OfLink):
        return _of_link(card, fact)
    return _of_contact(card, fact)


def view(card: ReporterCard, viewer: Actor) -> ReporterCard | None:
    """For the room; what the reporter sees is drawn by the page, which asks for no session."""
    return card if viewer.is_room else None


def _issued(card: ReporterCard | None, fact: LinkIssued, *, by_person: bool) -> ReporterCard | None:
    if fact.kind is not LinkKind.STATUS:
        return card
    if card is not None:
        return replace(card, links=(*card.links, fact.link_id))
    return ReporterCard(
        contact_id=fact.contact_id,
        received_at=fact.received_at,
        links=(fact.link_id,),
        seen_at=fact.when.at if fact.incident_id and by_person else None,
        incident_id=fact.incident_id,
    )


def _of_link(card: ReporterCard, fact: OfLink) -> ReporterCard | None:
    match fact:
        case LinkEnded():
            links = tuple(link for link in card.links if link != fact.link_id)
            return replace(card, links=links) if links else None
        case ReporterAsked():
            return replace(card, asked_at=fact.when.at, feedback_at=None)
        case FeedbackGiven():
            return replace(card, feedback_at=fact.when.at)
        case _:
            assert_never(fact)


def _of_contact(card: ReporterCard, fact: OfContact) -> ReporterCard:
    match fact:
        case ContactAnswered():
            return replace(card, seen_at=card.seen_at or fact.when.at)
        case ReportAttached():
            seen_at = card.seen_at or _seen(fact.answered_by, fact.when.at)
            return replace(card, incident_id=fact.incident_id, seen_at=seen_at)
        case IncidentOpened():
            return replace(
                card,
                incident_id=fact.incident_id,
                seen_at=card.seen_at or _seen(fact.owner, fact.when.at),
                hushed=card.hushed or fact.safety is not None,
            )
        case ContactWrappedUp():
            return replace(card, over_at=fact.when.at)
        case ContactReopened():
            # What closed with its incident is looked at anew; the incident itself stays closed.
            return replace(card, over_at=None, incident_id=fact.incident_id)
        case ContactSafetySet():
            return replace(card, hushed=fact.safety is Safety.DO_NOT_CONTACT)
        case _:
            assert_never(fact)


def _seen(by: AccountId, at: datetime) -> datetime | None:
    """Our own page hands a public service on without anybody having read it."""
    return None if by == PAGE else at
