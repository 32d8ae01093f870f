"""What is known of guides: what was asked and said, hearts that stood still, cards signed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from siaga.language.conversation import contact_story
from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.mass_casualty import Finding, SortMethod, VictimWord
from siaga.language.values import (
    AccountId,
    CardId,
    ContactId,
    IncidentId,
    IncidentTypeId,
    Priority,
    Role,
    Sealed,
    Tag,
    When,
)


def guide_of(case: str) -> Tag:
    """Guards the guide of one case: a contact, or an incident that has none."""
    return Tag(f"guide:{case}")


def guide_card(card: CardId) -> Tag:
    return Tag(f"guide-card:{card}")


def victims(incident_id: IncidentId) -> Tag:
    """Guards the count of an incident's victims."""
    return Tag(f"victims:{incident_id}")


class Ending(StrEnum):
    FINISHED = "finished"
    HELP_ARRIVED = "help_arrived"
    CALLER_LEFT = "caller_left"
    NOT_NEEDED = "not_needed"
    SUPERSEDED = "superseded"  # another card was begun for the same caller


class NotDone(StrEnum):
    """Why nobody pressed the chest."""

    CALLER_REFUSES = "caller_refuses"
    NOT_AT_PATIENT = "not_at_patient"
    CANNOT_BE_MOVED = "cannot_be_moved"
    CALLER_UNABLE = "caller_unable"
    OBVIOUS_DEATH = "obvious_death"
    BREATHES_AFTER_ALL = "breathes_after_all"
    DANGER = "danger"
    HELP_ALREADY_THERE = "help_already_there"
    LINE_LOST = "line_lost"
    NOT_UNDERSTOOD = "not_understood"
    OTHER = "other"


class _OfCase(Fact):
    """Belongs to a contact, an incident, or both; the contact names the case when there is one."""

    __slots__ = ()
    contact_id: ContactId | None
    incident_id: IncidentId | None

    def tags(self) -> tuple[Tag, ...]:
        own: tuple[Tag, ...] = (guide_of(self.contact_id or self.incident_id or ""),)
        if self.contact_id:
            own += (contact_story(self.contact_id),)
        return (*own, incident_story(self.incident_id)) if self.incident_id else own


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStarted(_OfCase):
    guide_id: str
    card: CardId
    edition: int
    signed: bool  # False: the card was a draft, and the screen said so
    clock_start: When  # of the contact, or of the incident without one
    by: AccountId
    when: When
    incident_type: IncidentTypeId | None = None  # what the card proposes from its beginning
    priority: Priority | None = None
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideAnswered(_OfCase):
    """A later answer to the same question replaces the earlier one and all that followed it."""

    guide_id: str
    card: CardId
    edition: int
    question: str
    answer: str
    when: When
    next_card: CardId | None = None  # where the answer leads, if to another card
    incident_type: IncidentTypeId | None = None  # proposed now, by all answers together
    priority: Priority | None = None
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionGiven(_OfCase):
    """This sentence was said. `step`: as in `press.2`."""

    guide_id: str
    card: CardId
    edition: int
    step: str
    when: When
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideEnded(_OfCase):
    guide_id: str
    ending: Ending
    when: When
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrestSuspected(_OfCase):
    """Not awake and not breathing normally: a heart that stands still until shown otherwise."""

    guide_id: str
    clock_start: When
    when: When
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompressionsStarted(_OfCase):
    guide_id: str
    clock_start: When
    when: When
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompressionsNotDone(_OfCase):
    guide_id: str
    reason: NotDone
    when: When
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimTallied(Fact):
    """Victims of one word more, or fewer when it corrects. Findings: what was seen of one."""

    incident_id: IncidentId
    word: VictimWord
    count: int
    when: When
    method: SortMethod | None = None  # None: told as a number, by eye or by the crew
    seen: tuple[Finding, ...] = ()
    not_seen: tuple[Finding, ...] = ()

    def tags(self) -> tuple[Tag, ...]:
        return (victims(self.incident_id), incident_story(self.incident_id))


class _OfCard(Fact):
    __slots__ = ()
    card: CardId

    def tags(self) -> tuple[Tag, ...]:
        return (guide_card(self.card),)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardIssued(_OfCard):
    """From now on the room reads this edition of the card."""

    card: CardId
    edition: int
    digest: str
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSigned(_OfCard):
    """The medical lead answers for exactly these words: for the digest, whatever its edition."""

    card: CardId
    edition: int
    digest: str
    by: AccountId
    role: Role
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class CardUnsigned(_OfCard):
    """The signature is taken back."""

    card: CardId
    edition: int
    digest: str
    by: AccountId
    reason: Sealed
    when: When


GuideFact = (
    GuideStarted
    | GuideAnswered
    | InstructionGiven
    | GuideEnded
    | ArrestSuspected
    | CompressionsStarted
    | CompressionsNotDone
    | VictimTallied
    | CardIssued
    | CardSigned
    | CardUnsigned
)
