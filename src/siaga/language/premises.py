"""What a crew should know of an address before it enters: dangers, help, the way in.

In the open stand the kind, who it came from, the kelurahan and times. What exactly, who said it
and where it is are sealed in a vault class of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.values import IncidentId, LocationClaim, Sealed, Tag, UnitId, When


class PremiseKind(StrEnum):
    VIOLENCE = "violence"  # somebody there attacked or threatened
    DOG = "dog"
    OXYGEN = "oxygen"  # cylinders or a concentrator: fire, and a patient who depends on it
    GATE = "gate"  # code, key, which door
    CHEMICALS = "chemicals"
    ACCESS = "access"  # stairs, narrow, stretcher does not fit
    OTHER = "other"


class PremiseSource(StrEnum):
    CREW = "crew"
    REPORTER = "reporter"
    RESIDENT = "resident"
    NEIGHBOUR = "neighbour"
    POLICE = "police"
    AGENCY = "agency"


class PremiseEnd(StrEnum):
    WRONG = "wrong"
    OVER = "over"  # the danger is gone
    MOVED = "moved"  # the people live elsewhere
    NOT_ACCEPTED = "not_accepted"  # a crew's proposal
    EXPIRED = "expired"  # nobody kept it in time


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiseRules:
    """Starting values are this project's; days by kind decide how long a note counts as true."""

    radius_m: int = 40  # of a note that names none
    radius_max_m: int = 300
    doubt_max_m: int = 150  # of an incident's place: one known worse meets no note
    review_days: int = 60
    days_max: int = 365
    days_other: int = 90
    days: dict[PremiseKind, int] = field(default_factory=dict)
    keep_days: int = 30  # sealed words outlive the note by so much

    def days_of(self, kind: PremiseKind) -> int:
        return self.days.get(kind, self.days_other)


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiseLine:
    """A note as it stood when an incident met it. `proposed`: by a crew, nobody accepted it yet."""

    note_id: str
    kind: PremiseKind
    source: PremiseSource
    noted_at: datetime
    until_at: datetime
    review_at: datetime
    proposed: bool = False
    words: Sealed | None = None
    told_by: Sealed | None = None
    incident_number: str = ""  # where it was learnt


def premise_life(note_id: str) -> Tag:
    return Tag(f"premise-life:{note_id}")


def premises_at(incident_id: IncidentId) -> Tag:
    return Tag(f"premises-at:{incident_id}")


class _OfNote(Fact):
    __slots__ = ()
    note_id: str

    def tags(self) -> tuple[Tag, ...]:
        return (premise_life(self.note_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiseNoted(_OfNote):
    """By the room, or proposed by a crew (`unit_id`) of the incident where it was learnt."""

    note_id: str
    kind: PremiseKind
    source: PremiseSource
    location: LocationClaim
    radius_m: int
    words: Sealed
    until_at: datetime
    review_at: datetime
    when: When
    told_by: Sealed | None = None
    incident_id: IncidentId | None = None
    incident_number: str = ""
    proposed: bool = False
    unit_id: UnitId | None = None

    def tags(self) -> tuple[Tag, ...]:
        own = (premise_life(self.note_id),)
        return (*own, incident_story(self.incident_id)) if self.incident_id else own


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiseAccepted(_OfNote):
    note_id: str
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiseReviewed(_OfNote):
    """Somebody with oversight says that it still holds."""

    note_id: str
    until_at: datetime
    review_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiseEnded(_OfNote):
    note_id: str
    why: PremiseEnd
    forget_at: datetime
    when: When
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PremiseForgotten(_OfNote):
    """Its sealed words and its place are destroyed; the kind and times remain."""

    note_id: str
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class PremisesFound(Fact):
    """What is known at an incident's place now, whole; none: what was known holds no more.

    `added`: something that was not said of it before.
    """

    incident_id: IncidentId
    lines: tuple[PremiseLine, ...]
    added: bool
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (premises_at(self.incident_id), incident_story(self.incident_id))


PremisesFact = (
    PremiseNoted
    | PremiseAccepted
    | PremiseReviewed
    | PremiseEnded
    | PremiseForgotten
    | PremisesFound
)
