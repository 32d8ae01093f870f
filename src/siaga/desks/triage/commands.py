"""What can be asked of the triage desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.triage import Candidate, Guess, Reason
from siaga.language.values import (
    AccountId,
    AreaCode,
    ContactId,
    IncidentId,
    IncidentTypeId,
    MessageId,
    Priority,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeDifferent:
    """The contact does not speak of that incident; it is not suggested for it again."""

    command_id: UUID
    contact_id: ContactId
    incident_id: IncidentId


# ---- made by the advisor and by policies, never by a door


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSuggestion:
    """What a contact's words seem to say. Its suggestion's id is its `command_id`."""

    command_id: UUID
    contact_id: ContactId
    rules: str
    inputs: tuple[MessageId, ...]  # empty: words a person was typing
    guesses: tuple[Guess, ...]
    incident_type: IncidentTypeId | None
    priority: Priority
    emergency_pm: int
    prank_pm: int
    injured: int | None = None
    own_victim: bool = False
    areas: tuple[AreaCode, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDuplicates:
    """Which open incidents a contact may speak of. Its suggestion's id is its `command_id`."""

    command_id: UUID
    contact_id: ContactId
    rules: str
    inputs: tuple[MessageId, ...]
    position: int  # of the board of open incidents that was searched
    candidates: tuple[Candidate, ...]
    ask_own_victim: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSuggestion:
    """What people did with a contact, set against what was suggested for it by then.

    An incident was opened (`incident_type`, `priority`), of which another is the parent
    (`incident_id`); or the contact was attached (`incident_id`); or it is `over`.
    """

    command_id: UUID
    contact_id: ContactId
    acted_at: datetime
    by: AccountId | None
    incident_type: IncidentTypeId | None = None
    priority: Priority | None = None
    incident_id: IncidentId | None = None
    over: bool = False


Command = JudgeDifferent | RecordSuggestion | RecordDuplicates | AnswerSuggestion
