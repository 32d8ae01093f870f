"""What can be asked of the premises desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.premises import PremiseEnd, PremiseKind, PremiseSource
from siaga.language.values import FieldError, IncidentId, LocationClaim, Sealed, Via

BY_PEOPLE = frozenset(PremiseEnd) - {PremiseEnd.EXPIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePremise:
    """The note's id is its `command_id`. Without `until_at` it lasts as its kind does."""

    command_id: UUID
    kind: PremiseKind
    source: PremiseSource
    location: LocationClaim
    premise_words: Sealed
    premise_told_by: Sealed | None = None
    incident_id: IncidentId | None = None
    radius_m: int | None = None
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposePremise:
    """By a crew that was sent there; the note is tied to the incident's place."""

    command_id: UUID
    incident_id: IncidentId
    kind: PremiseKind
    premise_words: Sealed
    premise_told_by: Sealed | None = None
    via: Via = Via.CONSOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptPremise:
    command_id: UUID
    note_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPremise:
    """It still holds, until `until_at` or as long as its kind does."""

    command_id: UUID
    note_id: str
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPremise:
    command_id: UUID
    note_id: str
    why: PremiseEnd
    premise_reason: Sealed | None = None

    def __post_init__(self) -> None:
        if self.why not in BY_PEOPLE:
            raise FieldError("why", "bukan pilihan yang ada")


# ---- made by a worker and by a timer


@dataclass(frozen=True, slots=True, kw_only=True)
class TellPremises:
    """These notes lie where the incident is: found by who may read both places."""

    command_id: UUID
    incident_id: IncidentId
    note_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpirePremise:
    command_id: UUID
    note_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetPremise:
    """Its sealed words are destroyed."""

    command_id: UUID
    note_id: str


OfNote = AcceptPremise | ReviewPremise | EndPremise | ExpirePremise | ForgetPremise
Command = NotePremise | ProposePremise | TellPremises | OfNote
