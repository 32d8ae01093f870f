"""What is known of crews: who is on which unit, what they note on scene, their call for help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.units import unit_job
from siaga.language.values import (
    AccountId,
    DispatchId,
    IncidentId,
    LocationClaim,
    MediaRef,
    PassId,
    Sealed,
    Tag,
    UnitId,
    When,
)


class NoteKind(StrEnum):
    NOTE = "note"
    PHOTO = "photo"
    VOICE = "voice"
    SIGNATURE = "signature"  # of who received a patient, or refuses to be taken along


class JobChange(StrEnum):
    """What of a job may change under a crew that is already on its way."""

    PLACE = "place"
    MEETING = "meeting"
    TYPE = "type"
    PRIORITY = "priority"
    NOTE = "note"
    PREMISE = "premise"  # what is known of the address


def panic_life(unit_id: UnitId) -> Tag:
    return Tag(f"panic-life:{unit_id}")


def unit_crew(unit_id: UnitId) -> Tag:
    """Guards who is on the unit."""
    return Tag(f"unit-crew:{unit_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewSignedOn(Fact):
    """A person works on this unit from now on; a unit may have several."""

    unit_id: UnitId
    account_id: AccountId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (unit_crew(self.unit_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewSignedOff(Fact):
    unit_id: UnitId
    account_id: AccountId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (unit_crew(self.unit_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNoteAdded(Fact):
    """Said, photographed or signed on scene, by a crew or by who joined with a pass."""

    note_id: str
    incident_id: IncidentId
    kind: NoteKind
    by: str  # account, or pass:<id>
    when: When
    text: Sealed | None = None  # of a signature: whose it is and for what
    media: tuple[MediaRef, ...] = ()
    unit_id: UnitId | None = None
    dispatch_id: DispatchId | None = None
    pass_id: PassId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (incident_story(self.incident_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobChangeSeen(Fact):
    """A crew has read what changed in its job."""

    incident_id: IncidentId
    dispatch_id: DispatchId
    unit_id: UnitId
    account_id: AccountId
    changes: tuple[JobChange, ...]
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (incident_story(self.incident_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneNoted(Fact):
    """A crew that came there says what the lane is like: remembered for the next one."""

    incident_id: IncidentId
    unit_id: UnitId
    car_fits: bool
    when: When
    on_foot_m: int | None = None  # from where the vehicle stopped
    spot: LocationClaim | None = None  # the incident's place then

    def tags(self) -> tuple[Tag, ...]:
        return (incident_story(self.incident_id),)


class _OfPanic:
    """Stands in the story of the incident too, where the unit is on one."""

    __slots__ = ()
    unit_id: UnitId
    incident_id: IncidentId | None

    def tags(self) -> tuple[Tag, ...]:
        own = (panic_life(self.unit_id),)
        return (*own, incident_story(self.incident_id)) if self.incident_id else own


@dataclass(frozen=True, slots=True, kw_only=True)
class PanicRaised(_OfPanic, Fact):
    """A crew member is in danger; it sounds everywhere until a person answers.

    `again_at` is counted from when it was received: a phone without signal may tell it late, and a
    timer set at an instant that rang before would not ring again.
    """

    unit_id: UnitId
    account_id: AccountId
    when: When
    again_at: datetime
    location: LocationClaim | None = None
    incident_id: IncidentId | None = None
    dispatch_id: DispatchId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (*_OfPanic.tags(self), unit_job(self.unit_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class PanicWithdrawn(_OfPanic, Fact):
    """The crew says it was a mistake. It goes on sounding: one can be made to say so."""

    unit_id: UnitId
    account_id: AccountId
    when: When
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanicAnswered(_OfPanic, Fact):
    """A person of the room has taken it up; with an `outcome` it is over."""

    unit_id: UnitId
    when: When
    outcome: Sealed | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanicDue(_OfPanic, Fact):
    """Nobody has answered, or nobody has said how it ended: it sounds again."""

    unit_id: UnitId
    when: When
    late_s: int = 0
    incident_id: IncidentId | None = None


PanicFact = PanicRaised | PanicWithdrawn | PanicAnswered | PanicDue
CrewsFact = (
    CrewSignedOn
    | CrewSignedOff
    | FieldNoteAdded
    | JobChangeSeen
    | LaneNoted
    | PanicRaised
    | PanicWithdrawn
    | PanicAnswered
    | PanicDue
)
