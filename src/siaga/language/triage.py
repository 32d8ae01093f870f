"""What the house suggests about a contact, and what people made of it (logbook.md 14)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.values import (
    AccountId,
    AreaCode,
    ContactId,
    IncidentId,
    IncidentTypeId,
    MessageId,
    Priority,
    Tag,
    When,
)

CANDIDATES_MAX = 5
LIKELY_PM = 600
"""A candidate's share from which on it is put forward as the same happening (decision 0017)."""

REASONS_MAX = 12


def advice(contact_id: ContactId) -> Tag:
    """Guards the suggestions of one contact."""
    return Tag(f"advice:{contact_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One kind of incident it may be. Shares are independent: a crash may also be a fire."""

    incident_type: IncidentTypeId
    share_pm: int  # per mille, 0 to 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why, as a key the screen words. `word` is the lexicon's own, never the citizen's text."""

    key: str
    word: str = ""
    points: int = 0  # log-odds x 100, for or against


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageSuggested(Fact):
    contact_id: ContactId
    suggestion_id: str
    rules: str  # version of the rules and weights
    inputs: tuple[MessageId, ...]  # what was read; empty: words a person was typing
    guesses: tuple[Guess, ...]
    incident_type: IncidentTypeId | None  # the one to accept; None: it cannot be told
    priority: Priority
    emergency_pm: int
    prank_pm: int  # orders and hints, nothing else
    when: When
    injured: int | None = None
    own_victim: bool = False  # somebody trapped, on a roof, pregnant, a child: ask
    areas: tuple[AreaCode, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def tags(self) -> tuple[Tag, ...]:
        return (advice(self.contact_id), Tag(f"contact:{self.contact_id}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An open incident the contact may speak of."""

    incident_id: IncidentId
    share_pm: int
    distance_m: int | None  # None: one of the two has no place yet
    age_s: int
    reasons: tuple[Reason, ...] = ()

    @property
    def gist(self) -> tuple[IncidentId, bool, bool]:
        """What a person would call another suggestion when it changes; shares and ages move on."""
        return (self.incident_id, self.distance_m is None, self.share_pm >= LIKELY_PM)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesSuggested(Fact):
    contact_id: ContactId
    suggestion_id: str
    rules: str  # version
    inputs: tuple[MessageId, ...]
    position: int  # of the board of open incidents that was searched
    candidates: tuple[Candidate, ...]  # best first, at most 5; empty: it seems new
    ask_own_victim: bool  # words that force the question
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (advice(self.contact_id), Tag(f"contact:{self.contact_id}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDifferent(Fact):
    """A person says it is not that incident; it is not suggested for this contact again."""

    contact_id: ContactId
    incident_id: IncidentId
    by: AccountId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (advice(self.contact_id), Tag(f"incident:{self.incident_id}"))


class Answer(StrEnum):
    ACCEPTED = "accepted"
    CHANGED = "changed"
    IGNORED = "ignored"


class Subject(StrEnum):
    """Which part of a suggestion was answered."""

    TYPE = "type"
    PRIORITY = "priority"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionAnswered(Fact):
    contact_id: ContactId
    suggestion_id: str
    subject: Subject
    answer: Answer
    after_s: int  # since it was suggested
    when: When
    by: AccountId | None = None  # None: the contact ended without anybody looking at it

    def tags(self) -> tuple[Tag, ...]:
        return (advice(self.contact_id), Tag(f"contact:{self.contact_id}"))


TriageFact = TriageSuggested | DuplicatesSuggested | JudgedDifferent | SuggestionAnswered
