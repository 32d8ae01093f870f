"""What the incident desk keeps in mind: one incident, and of a contact whether it is free."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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
    IncidentMerged,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentsLinked,
    IncidentsUnlinked,
    IncidentTakenOver,
    IncidentUnmerged,
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
from siaga.language.patients import (
    PatientEnded,
    PatientGivenToCrew,
    PatientHandedOver,
    PatientLeftCrew,
    PatientRegistered,
    PatientReopened,
)
from siaga.language.persons import PersonEnd, PersonReportEnded, PersonReportReopened
from siaga.language.values import (
    AccountId,
    ContactId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    PatientId,
    PersonId,
    Priority,
    ReferralId,
    Tag,
    When,
)

CONTACT, INCIDENT = "contact-life", "incident-life"

Together = IncidentsLinked | IncidentsUnlinked | IncidentMerged | IncidentUnmerged
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
    | Together
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
    | PatientRegistered
    | PatientReopened
    | PatientGivenToCrew
    | PatientLeftCrew
    | PatientHandedOver
    | PatientEnded
    | PersonReportEnded
    | PersonReportReopened
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
class Merged:
    """One that was merged into this incident."""

    began: When
    number: str
    reporters: int
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLife:
    """`known` is None until the incident is opened; what has ended leaves the other fields."""

    known: Incident | None = None
    closed_at: datetime | None = None
    contact_ids: tuple[ContactId, ...] = ()  # ever attached, in order; one may stand twice
    unanswered: frozenset[ContactId] = frozenset()
    dispatches: frozenset[DispatchId] = frozenset()
    referrals: frozenset[ReferralId] = frozenset()
    patients: frozenset[PatientId] = frozenset()
    children: frozenset[IncidentId] = frozenset()
    person_ids: tuple[PersonId, ...] = ()  # whose reports ended when it was closed
    merged_into: IncidentId | None = None
    merged: dict[IncidentId, Merged] = field(default_factory=dict)
    linked: dict[IncidentId, str] = field(default_factory=dict)  # → its number


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
        case IncidentOpened() | IncidentReopened() | IncidentClosed():
            if tag == incident_life(fact.incident_id):
                return _began_or_ended(state, fact, entry)
            return _of_another(state, fact, tag)
        case IncidentClassified():
            return replace(state, known=_with(state, incident_type=fact.incident_type))
        case IncidentLocated():
            return replace(state, known=_with(state, location=fact.location))
        case IncidentPrioritised():
            return replace(state, known=_with(state, priority=fact.priority))
        case IncidentTakenOver():
            return replace(state, known=_with(state, owner=fact.owner))
        case IncidentsLinked() | IncidentsUnlinked() | IncidentMerged() | IncidentUnmerged():
            return _together(state, fact, tag)
        case ReportAttached() | MessageReceived() | ContactAnswered():
            return _reported(state, fact)
        case PersonReportEnded() | PersonReportReopened():
            return _person(state, fact)
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
        case PatientRegistered() | PatientReopened():
            return replace(state, patients=state.patients | {fact.patient_id})
        case PatientHandedOver() | PatientEnded():
            return replace(state, patients=state.patients - {fact.patient_id})
        case PatientGivenToCrew() | PatientLeftCrew():
            return state
        case ReferralFinished() | ReferralVerified() | ReferralTakenBack():
            return replace(state, referrals=state.referrals - {fact.referral_id})
        case ContactOpened() | CallOffered() | ContactReopened() | ContactWrappedUp():
            return state  # they carry no incident's tag
        case _:
            assert_never(fact)


def _began_or_ended(
    state: IncidentLife, fact: IncidentOpened | IncidentReopened | IncidentClosed, entry: Entry
) -> IncidentLife:
    match fact:
        case IncidentOpened():
            return _opened(fact, entry)
        case IncidentReopened():
            return replace(state, known=_with(state, owner=fact.owner), closed_at=None)
        case IncidentClosed():
            return replace(state, closed_at=fact.when.at)  # nobody was left unanswered
        case _:
            assert_never(fact)


def _of_another(
    state: IncidentLife, fact: IncidentOpened | IncidentReopened | IncidentClosed, tag: Tag
) -> IncidentLife:
    """The state is of the parent, or of the incident that one is merged into."""
    own_id, is_open = fact.incident_id, not isinstance(fact, IncidentClosed)
    if fact.parent_id and tag == incident_life(fact.parent_id):
        children = state.children | {own_id} if is_open else state.children - {own_id}
        state = replace(state, children=children)
        if isinstance(fact, IncidentOpened) and fact.contact_id:
            # Who was attached here is heard there now.
            state = replace(state, unanswered=state.unanswered - {fact.contact_id})
        return state
    if (merged := state.merged.get(own_id)) is None:
        return state
    return replace(state, merged=state.merged | {own_id: replace(merged, is_open=is_open)})


def _together(state: IncidentLife, fact: Together, tag: Tag) -> IncidentLife:
    is_first = tag == incident_life(fact.incident_id)
    match fact:
        case IncidentsLinked():
            other, number = fact.incident_id, fact.number
            if is_first:
                other, number = fact.other_id, fact.other_number
            return replace(state, linked=state.linked | {other: number})
        case IncidentsUnlinked():
            other = fact.other_id if is_first else fact.incident_id
            rest = {key: number for key, number in state.linked.items() if key != other}
            return replace(state, linked=rest)
        case IncidentMerged():
            if is_first:
                return replace(state, merged_into=fact.into)
            merged = Merged(began=fact.began, number=fact.number, reporters=fact.reporters)
            return replace(state, merged=state.merged | {fact.incident_id: merged})
        case IncidentUnmerged():
            if is_first:
                return replace(state, merged_into=None)
            left = {key: one for key, one in state.merged.items() if key != fact.incident_id}
            return replace(state, merged=left)
        case _:
            assert_never(fact)


def _person(state: IncidentLife, fact: PersonReportEnded | PersonReportReopened) -> IncidentLife:
    rest = tuple(one for one in state.person_ids if one != fact.person_id)
    if isinstance(fact, PersonReportEnded) and fact.end is PersonEnd.CASE_CLOSED:
        rest = (*rest, fact.person_id)
    return replace(state, person_ids=rest)


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
