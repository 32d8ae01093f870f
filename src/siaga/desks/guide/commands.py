"""What can be asked of the guide desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.guide import Ending, NotDone
from siaga.language.mass_casualty import Finding, SortMethod, VictimWord
from siaga.language.values import CardId, ContactId, FieldError, IncidentId, Sealed

COUNT_MAX = 500
"""Victims of one word told at once; a digit too many is a slip."""

NAME_MAX = 64


class _OfCase:
    """About a contact, or an incident that has none; both are named where both are known."""

    __slots__ = ()
    contact_id: ContactId | None
    incident_id: IncidentId | None

    def __post_init__(self) -> None:
        if not self.contact_id and not self.incident_id:
            raise FieldError("contact_id", "Sebutkan panggilan atau kejadiannya.")
        for name in ("question", "answer", "step"):
            if len(getattr(self, name, "")) > NAME_MAX:
                raise FieldError(name, "bukan bagian dari kartu ini")

    @property
    def case(self) -> str:
        return self.contact_id or self.incident_id or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartGuide(_OfCase):
    """The guide's id is its `command_id`. Another card that is running for the case is ended."""

    command_id: UUID
    card: CardId
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion(_OfCase):
    command_id: UUID
    card: CardId
    question: str
    answer: str
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveInstruction(_OfCase):
    """`step`: the sentence that was said, as in `press.2`."""

    command_id: UUID
    card: CardId
    step: str
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndGuide(_OfCase):
    command_id: UUID
    ending: Ending
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCompressions(_OfCase):
    """Somebody presses the chest."""

    command_id: UUID
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNoCompressions(_OfCase):
    command_id: UUID
    reason: NotDone
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyVictim:
    """One victim, by what was found: the method says which word it is."""

    command_id: UUID
    incident_id: IncidentId
    method: SortMethod
    seen: tuple[Finding, ...] = ()
    not_seen: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountVictims:
    """So many more of a word, as the crew tells it; fewer when it corrects."""

    command_id: UUID
    incident_id: IncidentId
    word: VictimWord
    count: int

    def __post_init__(self) -> None:
        if not 0 < abs(self.count) <= COUNT_MAX:
            raise FieldError("count", f"tulis 1…{COUNT_MAX}, dengan minus bila mengurangi")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsignCard:
    """Take the signature of the edition in use back."""

    command_id: UUID
    card: CardId
    reason: Sealed


# ---- made by the signing route, which asks for the password again, and by the room itself


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEdition:
    card: CardId
    edition: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignCards:
    """Each edition as the doctor read it."""

    command_id: UUID
    cards: tuple[CardEdition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCards:
    """The editions the room opened with."""

    command_id: UUID
    cards: tuple[CardEdition, ...]


OfCase = (
    StartGuide
    | AnswerQuestion
    | GiveInstruction
    | EndGuide
    | StartCompressions
    | RecordNoCompressions
)
OfVictims = TallyVictim | CountVictims
OfCards = UnsignCard | SignCards | IssueCards
Command = OfCase | OfVictims | OfCards
