"""What is known of incidents: the happenings themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from siaga.language.entry import Fact
from siaga.language.intake import contact_life
from siaga.language.values import (
    AccountId,
    AgencyId,
    ContactId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    MediaRef,
    PersonId,
    Priority,
    ReferralId,
    ResultId,
    Safety,
    Sealed,
    Tag,
    UnitId,
    When,
)


def incident_life(incident_id: IncidentId) -> Tag:
    """Guards what may change a decision about the incident."""
    return Tag(f"incident-life:{incident_id}")


def incident_story(incident_id: IncidentId) -> Tag:
    """For reading only: notes and the like never stand in a decision's way."""
    return Tag(f"incident:{incident_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedRef:
    """One that was merged into an incident."""

    incident_id: IncidentId
    number: str
    reporters: int
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRef:
    incident_id: IncidentId
    number: str


def _lives(*incident_ids: IncidentId | None) -> tuple[Tag, ...]:
    return tuple(incident_life(one) for one in incident_ids if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOpened(Fact):
    series: ClassVar[str | None] = "K"
    incident_id: IncidentId
    incident_type: IncidentTypeId
    priority: Priority
    clock_start: When  # of its first contact
    when: When
    owner: AccountId
    location: LocationClaim | None = None
    note: Sealed | None = None
    contact_id: ContactId | None = None
    parent_id: IncidentId | None = None
    safety: Safety | None = None  # what the type asks for its reporters, if anything
    reported_by: AgencyId | None = None  # it was called directly; nobody of the room knew
    service: bool = False  # a public service: its agency is given the task by itself
    sent_unit: UnitId | None = None  # of that agency, on its way already
    found_by: UnitId | None = None  # its crew came upon it; nobody of the room knew
    photos: tuple[MediaRef, ...] = ()  # of a public service, for its agency

    def tags(self) -> tuple[Tag, ...]:
        own: tuple[Tag, ...] = (incident_life(self.incident_id),)
        if self.contact_id:
            own += (contact_life(self.contact_id),)
        return (*own, incident_life(self.parent_id)) if self.parent_id else own


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClassified(Fact):
    incident_id: IncidentId
    incident_type: IncidentTypeId
    when: When
    safety: Safety | None = None
    merged: tuple[IncidentId, ...] = ()  # into it: what its type asks holds for their reporters too

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLocated(Fact):
    """A new location claim, chosen by the actor as the incident's place."""

    incident_id: IncidentId
    location: LocationClaim
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPrioritised(Fact):
    incident_id: IncidentId
    priority: Priority
    when: When
    reason: Sealed | None = None
    referral_ids: tuple[ReferralId, ...] = ()  # whose tasks have not ended; 100 at most

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Fact):
    incident_id: IncidentId
    note: Sealed
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (incident_story(self.incident_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTakenOver(Fact):
    incident_id: IncidentId
    owner: AccountId
    previous_owner: AccountId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed(Fact):
    incident_id: IncidentId
    result: ResultId
    contact_ids: tuple[ContactId, ...]
    when: When
    parent_id: IncidentId | None = None
    note: Sealed | None = None
    merged_into: IncidentId | None = None  # it closed with the one it is merged into
    merged_ids: tuple[IncidentId, ...] = ()  # still open: a policy closes them next

    def tags(self) -> tuple[Tag, ...]:
        return _lives(self.incident_id, self.parent_id, self.merged_into)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReopened(Fact):
    """Carries what a board needs to show the incident again."""

    incident_id: IncidentId
    incident_number: str
    incident_type: IncidentTypeId
    priority: Priority
    clock_start: When
    opened: When
    when: When
    owner: AccountId
    reason: Sealed
    location: LocationClaim | None = None
    contact_ids: tuple[ContactId, ...] = ()
    parent_id: IncidentId | None = None
    merged_into: IncidentId | None = None
    merged: tuple[MergedRef, ...] = ()
    linked: tuple[LinkedRef, ...] = ()
    person_ids: tuple[PersonId, ...] = ()  # reports of persons that ended when it was closed

    def tags(self) -> tuple[Tag, ...]:
        return _lives(self.incident_id, self.parent_id, self.merged_into)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentsLinked(Fact):
    """The two have to do with each other; nothing else follows from it."""

    incident_id: IncidentId
    number: str
    other_id: IncidentId
    other_number: str
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id), incident_life(self.other_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentsUnlinked(Fact):
    incident_id: IncidentId
    other_id: IncidentId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id), incident_life(self.other_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMerged(Fact):
    """It is the same happening as `into`: a link that can be cut; both stories are kept."""

    incident_id: IncidentId
    number: str  # which it keeps
    into: IncidentId
    reporters: int  # contacts that spoke of it; while it is merged nobody is added
    began: When  # its own clock's start
    clock_start: When  # of `into` from now on: the first contact of them all
    when: When
    safety: Safety | None = None  # what the type of `into` asks for its reporters, if anything

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id), incident_life(self.into))


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentUnmerged(Fact):
    """It was another happening after all; it is what it was before, open or closed."""

    incident_id: IncidentId
    into: IncidentId
    reporters: int  # who leave `into` with it
    clock_start: When  # of `into` without it
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (incident_life(self.incident_id), incident_life(self.into))


IncidentFact = (
    IncidentOpened
    | IncidentClassified
    | IncidentLocated
    | IncidentPrioritised
    | NoteAdded
    | IncidentTakenOver
    | IncidentClosed
    | IncidentReopened
    | IncidentsLinked
    | IncidentsUnlinked
    | IncidentMerged
    | IncidentUnmerged
)
