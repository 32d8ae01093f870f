"""The card of an incident's scene."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from siaga.language.crews import JobChange, NoteKind
from siaga.language.dispatch import Stage
from siaga.language.premises import PremiseLine
from siaga.language.values import (
    ContactId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    MediaRef,
    PassId,
    Priority,
    Sealed,
    UnitId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNote:
    note_id: str
    kind: NoteKind
    at: datetime
    recorded_at: datetime
    by: str  # account id, or pass:<id>
    text: Sealed | None = None
    media: tuple[MediaRef, ...] = ()
    unit_id: UnitId | None = None
    pass_id: PassId | None = None
    doubt_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PanicLine:
    """Sounds while `rings`; gone once somebody has said how it ended."""

    raised_at: datetime
    recorded_at: datetime
    by: str
    rings: bool = True
    location: LocationClaim | None = None
    withdrawn_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    times_due: int = 0  # how often it was told again


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLine:
    at: datetime
    changes: tuple[JobChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateStep:
    """Said by a device without signal: when it was, and when we heard of it."""

    at: datetime
    recorded_at: datetime
    doubt_s: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCard:
    """Key: incident id."""

    incident_id: IncidentId
    number: str
    incident_type: IncidentTypeId
    priority: Priority
    opened_at: datetime
    location: LocationClaim | None = None
    units: tuple[UnitId, ...] = ()  # on it now
    notes: tuple[FieldNote, ...] = ()  # the last 40
    photos: dict[ContactId, tuple[MediaRef, ...]] = field(default_factory=dict)  # of reporters
    premises: tuple[PremiseLine, ...] = ()  # what is known of the address
    panics: dict[UnitId, PanicLine] = field(default_factory=dict)
    seen: dict[DispatchId, SeenLine] = field(default_factory=dict)  # the last change read
    late: dict[DispatchId, dict[Stage, LateStep]] = field(default_factory=dict)
