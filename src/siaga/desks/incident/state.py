"""What the incident desk keeps in mind: one incident, and of a contact whether it is free."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from siaga.language.agencies import (
    ReferralDeclined,
    ReferralFinished,
    ReferralHandedBack,
    ReferralReopened,
    ReferralSent,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.dispatch import (
    DispatchCancelled,
    DispatchDeclined,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentTakenOver,
    incident_life,
)
from siaga.language.intake import (
    ContactAnswered,
    ContactOpened,
    ContactReopened,
    ContactWrappedUp,
    MessageReceived,
    ReportAttached,
)
from siaga.language.lines import CallOffered
from siaga.language.values import (
    AccountId,
    ContactId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    Priority,
    ReferralId,
    Tag,
    When,
)

CONTACT, INCIDENT = "contact-life", "incident-life"

Heard = (
    ContactOpened
    | CallOffered
    | ContactReopened
    | ContactWrappedUp
    | ContactAnswered
    | MessageReceived
    | ReportAttached
    | IncidentOpened
    | IncidentClassified
    | IncidentLocated
    | IncidentPrioritised
    | IncidentTakenOver
    | IncidentClosed
    | IncidentReopened
    | UnitDispatched
    | UnitCleared
    | DispatchCancelled
    | DispatchDeclined
    | ReferralSent
    | ReferralDeclined
    | ReferralFinished
    | ReferralHandedBack
    | ReferralReopened
    | ReferralTakenBack
    | ReferralVerified
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLife:
    """A contact; `opened` is None while nothing is known of it."""

    opened: When | None = None
    wrapped_up: bool = False
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What is said of the incident itself."""

    number: str
    incident_type: IncidentTypeId
    priority: Priority
    clock_start: When
    opened: When
    owner: AccountId
    location: LocationClaim | None = None
    parent_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLife:
    """`known` is None until the incident is opened; what has ended leaves the other fields."""

    known: Incident | None = None
    closed_at: datetime | None = None
    contact_ids: tuple[ContactId, ...] = ()  # ever attached, in order; one may stand twice
    unanswered: frozenset[ContactId] = frozenset()
    dispatches: frozenset[DispatchId] = frozenset()
    referrals: frozenset[ReferralId] = frozenset()
    children: frozenset[IncidentId] = frozenset()


STATES: dict[str, type[Any]] = {CONTACT: ContactLife, INCIDENT: IncidentLife}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    """The state of `tag` after one more fact that carries it."""
    if tag.startswith(f"{CONTACT}:"):
        return _contact(state, entry)
    return _incident(state, entry, tag)


def _contact(state: ContactLife, entry: Entry) -> ContactLife:
    match entry.fact:
        case ContactOpened(when=when) | CallOffered(when=when):
            return ContactLife(opened=when)
        case ContactReopened(incident_id=incident_id):
            return replace(state, wrapped_up=False, incident_id=incident_id)
        case ContactWrappedUp():
            return replace(state, wrapped_up=True, incident_id=None)
        case ReportAttached(incident_id=incident_id) | IncidentOpened(incident_id=incident_id):
            return replace(state, incident_id=incident_id)
        case _:
            return state  # messages and answers do not free or bind a contact


def _incident(state: IncidentLife, entry: Entry, tag: Tag) -> IncidentLife:
    fact: Heard = entry.fact  # type: ignore[assignment]  # the gateway hands over what is heard
    match fact:
        case IncidentOpened() | IncidentReopened() if tag != incident_life(fact.incident_id):
            return replace(state, children=state.children | {fact.incident_id})
        case IncidentClosed() if tag != incident_life(fact.incident_id):
            return replace(state, children=state.children - {fact.incident_id})
        case IncidentOpened():
            return _opened(fact, entry)
        case IncidentReopened():
            return replace(state, known=_with(state, owner=fact.owner), closed_at=None)
        case IncidentClosed():
            return replace(state, closed_at=fact.when.at)  # nobody was left unanswered
        case IncidentClassified():
            return replace(state, known=_with(state, incident_type=fact.incident_type))
        case IncidentLocated():
            return replace(state, known=_with(state, location=fact.location))
        case IncidentPrioritised():
            return replace(state, known=_with(state, priority=fact.priority))
        case IncidentTakenOver():
            return replace(state, known=_with(state, owner=fact.owner))
        case ReportAttached() | MessageReceived() | ContactAnswered():
            return _reported(state, fact)
        case UnitDispatched():
            return replace(state, dispatches=state.dispatches | {fact.dispatch_id})
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            return replace(state, dispatches=state.dispatches - {fact.dispatch_id})
        case (
            ReferralSent()
            | ReferralReopened()
            | ReferralDeclined()
            | ReferralHandedBack()  # somebody of the centre must still take these two back
        ):
            return replace(state, referrals=state.referrals | {fact.referral_id})
        case ReferralFinished() | ReferralVerified() | ReferralTakenBack():
            return replace(state, referrals=state.referrals - {fact.referral_id})
        case ContactOpened() | CallOffered() | ContactReopened() | ContactWrappedUp():
            return state  # they carry no incident's tag
        case _:
            assert_never(fact)


def _opened(fact: IncidentOpened, entry: Entry) -> IncidentLife:
    known = Incident(
        number=entry.number or "",
        incident_type=fact.incident_type,
        priority=fact.priority,
        clock_start=fact.clock_start,
        opened=fact.when,
        owner=fact.owner,
        location=fact.location,
        parent_id=fact.parent_id,
    )
    contact_ids = (fact.contact_id,) if fact.contact_id else ()
    return IncidentLife(known=known, contact_ids=contact_ids)


def _with(state: IncidentLife, **said: Any) -> Incident | None:
    return replace(state.known, **said) if state.known else None


def _reported(
    state: IncidentLife, fact: ReportAttached | MessageReceived | ContactAnswered
) -> IncidentLife:
    match fact:
        case ReportAttached():
            return replace(state, contact_ids=(*state.contact_ids, fact.contact_id))
        case MessageReceived():
            if fact.answered or state.closed_at or fact.contact_id in state.unanswered:
                return state  # of a closed one, intake hears it again in the open
            return replace(state, unanswered=state.unanswered | {fact.contact_id})
        case ContactAnswered():
            if fact.contact_id not in state.unanswered:
                return state
            return replace(state, unanswered=state.unanswered - {fact.contact_id})
        case _:
            assert_never(fact)
