"""What can be asked of the conversation desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.conversation import MediaProblem
from siaga.language.values import (
    AccountId,
    Automatic,
    ContactId,
    FieldError,
    IncidentId,
    Language,
    LocationClaim,
    MessageId,
    Sealed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeMessages:
    """A person has the conversation open; `message_id` is the newest message before their eyes."""

    command_id: UUID
    contact_id: ContactId
    message_id: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Somebody else on duty looks after the conversation from now on."""

    command_id: UUID
    contact_id: ContactId
    to: AccountId
    note: Sealed | None = None

    def __post_init__(self) -> None:
        if not self.to:
            raise FieldError("to", "sebutkan kepada siapa")


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberLanguage:
    """What the citizen writes, as a person says or as their words show."""

    command_id: UUID
    contact_id: ContactId
    language: Language


# ---- made by workers, policies and timers, never by a door


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMedia:
    """A file of a message was fetched and kept."""

    command_id: UUID  # derived from the message and the file's index: once
    contact_id: ContactId
    message_id: MessageId
    index: int
    stored: str
    shown: str | None
    media_type: str
    size_bytes: int
    altered: bool = False
    duration_s: int | None = None
    width: int | None = None
    height: int | None = None
    location: LocationClaim | None = None
    problem: MediaProblem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMediaLoss:
    """A file could not be had, and will not be tried again."""

    command_id: UUID
    contact_id: ContactId
    message_id: MessageId
    index: int
    problem: MediaProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePictures:
    """Those of a contact are for whoever was given its incident."""

    command_id: UUID
    contact_id: ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class TellPictures:
    """Those of an incident are for another too: it is merged into it, or is no more (`gone`).

    `to` itself: they are told once more; None: wherever it is merged into.
    """

    command_id: UUID
    incident_id: IncidentId
    to: IncidentId | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """A step of the place's nudges is due."""

    command_id: UUID
    contact_id: ContactId
    step: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerByItself:
    """What came in has a text of the place as its answer."""

    command_id: UUID
    contact_id: ContactId
    answer: Automatic


Command = (
    SeeMessages
    | HandOver
    | RememberLanguage
    | RecordMedia
    | RecordMediaLoss
    | SharePictures
    | TellPictures
    | Nudge
    | AnswerByItself
)
