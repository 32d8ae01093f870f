"""What the guide desk keeps in mind: a case's guide, a card's signatures, a count of victims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from siaga.language.entry import Entry
from siaga.language.guide import (
    ArrestSuspected,
    CardIssued,
    CardSigned,
    CardUnsigned,
    CompressionsNotDone,
    CompressionsStarted,
    GuideAnswered,
    GuideEnded,
    GuideStarted,
    InstructionGiven,
    VictimTallied,
)
from siaga.language.incident import (
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentReopened,
    IncidentUnmerged,
    incident_life,
)
from siaga.language.intake import (
    ContactOpened,
    ContactReopened,
    ContactWrappedUp,
    ReportAttached,
)
from siaga.language.lines import CallOffered
from siaga.language.mass_casualty import VictimWord
from siaga.language.values import (
    CardId,
    ContactId,
    IncidentId,
    IncidentTypeId,
    Priority,
    Tag,
    When,
)

CONTACT, INCIDENT = "contact-life", "incident-life"
GUIDE, CARD, VICTIMS = "guide", "guide-card", "victims"

_OfGuide = (
    GuideStarted
    | GuideAnswered
    | InstructionGiven
    | GuideEnded
    | ArrestSuspected
    | CompressionsStarted
    | CompressionsNotDone
)
_OfCard = CardIssued | CardSigned | CardUnsigned
_OfContact = ContactOpened | CallOffered | ContactReopened | ContactWrappedUp | ReportAttached
_OfIncident = IncidentOpened | IncidentClosed | IncidentReopened | IncidentMerged | IncidentUnmerged
Heard = _OfGuide | _OfCard | VictimTallied | _OfContact | _OfIncident


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCase:
    """`opened` is None while nothing is known of it."""

    opened: When | None = None
    wrapped_up: bool = False
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentCase:
    clock_start: When | None = None
    closed: bool = False
    merged_into: IncidentId | None = None  # victims are counted there


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    card: CardId
    question: str
    incident_type: IncidentTypeId | None
    priority: Priority | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The guide that runs for a case; `guide_id` is empty while none does."""

    guide_id: str = ""
    card: CardId | None = None
    clock_start: When | None = None
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None
    begun: tuple[IncidentTypeId | None, Priority | None] = (None, None)
    answers: tuple[Answered, ...] = ()
    arrest: bool = False
    compressions: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStand:
    """`signed`: every digest the medical lead answers for."""

    issued: str = ""
    signed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimCount:
    counts: Mapping[VictimWord, int] = field(default_factory=dict)


STATES: dict[str, type[Any]] = {
    CONTACT: ContactCase,
    INCIDENT: IncidentCase,
    GUIDE: Guide,
    CARD: CardStand,
    VICTIMS: VictimCount,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    """The state of `tag` after one more fact that carries it."""
    fact: Heard = entry.fact  # type: ignore[assignment]  # the gateway hands over what is heard
    match fact:
        case CardIssued() | CardSigned() | CardUnsigned():
            return _card(state, fact)
        case VictimTallied():
            return _tallied(state, fact)
        case (
            ContactOpened()
            | CallOffered()
            | ContactReopened()
            | ContactWrappedUp()
            | ReportAttached()
        ):
            return _contact(state, fact) if isinstance(state, ContactCase) else state
        case (
            IncidentOpened()
            | IncidentClosed()
            | IncidentReopened()
            | IncidentMerged()
            | IncidentUnmerged()
        ):
            return _incident(tag, state, fact)
        case (
            GuideStarted()
            | GuideAnswered()
            | InstructionGiven()
            | GuideEnded()
            | ArrestSuspected()
            | CompressionsStarted()
            | CompressionsNotDone()
        ):
            return _guide(state, fact)
        case _:
            assert_never(fact)


def _contact(state: ContactCase, fact: _OfContact) -> ContactCase:
    match fact:
        case ContactOpened() | CallOffered():
            return ContactCase(opened=fact.when)
        case ContactReopened():
            return replace(state, wrapped_up=False, incident_id=fact.incident_id)
        case ContactWrappedUp():
            return replace(state, wrapped_up=True, incident_id=None)
        case ReportAttached():
            return replace(state, incident_id=fact.incident_id)
        case _:
            assert_never(fact)


def _incident(tag: Tag, state: Any, fact: _OfIncident) -> Any:
    """An opening is heard by its contact too, and by its parent, which it does not change."""
    if isinstance(state, ContactCase):
        if isinstance(fact, IncidentOpened):
            return replace(state, incident_id=fact.incident_id)
        return state
    if tag != incident_life(fact.incident_id):
        return state
    match fact:
        case IncidentOpened():
            return IncidentCase(clock_start=fact.clock_start)
        case IncidentClosed():
            return replace(state, closed=True)
        case IncidentReopened():
            return replace(state, closed=False)
        case IncidentMerged():
            return replace(state, merged_into=fact.into)
        case IncidentUnmerged():
            return replace(state, merged_into=None)
        case _:
            assert_never(fact)


def _guide(state: Guide, fact: _OfGuide) -> Guide:
    match fact:
        case GuideStarted():
            return Guide(
                guide_id=fact.guide_id,
                card=fact.card,
                clock_start=fact.clock_start,
                contact_id=fact.contact_id,
                incident_id=fact.incident_id,
                begun=(fact.incident_type, fact.priority),
            )
        case GuideAnswered():
            answered = Answered(
                card=fact.card,
                question=fact.question,
                incident_type=fact.incident_type,
                priority=fact.priority,
            )
            kept = before(state.answers, fact.card, question=fact.question)
            card = fact.next_card or fact.card
            return replace(state, card=card, answers=(*kept, answered))
        case InstructionGiven():
            return replace(state, card=fact.card)
        case GuideEnded():
            return Guide()
        case ArrestSuspected():
            return replace(state, arrest=True)
        case CompressionsStarted():
            return replace(state, compressions=True)
        case CompressionsNotDone():
            return state
        case _:
            assert_never(fact)


def before(answers: tuple[Answered, ...], card: CardId, *, question: str) -> tuple[Answered, ...]:
    """What still holds when this question is answered: all that was answered before it."""
    for place, one in enumerate(answers):
        if (one.card, one.question) == (card, question):
            return answers[:place]
    return answers


def _card(state: CardStand, fact: _OfCard) -> CardStand:
    match fact:
        case CardIssued():
            return replace(state, issued=fact.digest)
        case CardSigned():
            return replace(state, signed=state.signed | {fact.digest})
        case CardUnsigned():
            return replace(state, signed=state.signed - {fact.digest})
        case _:
            assert_never(fact)


def _tallied(state: VictimCount, fact: VictimTallied) -> VictimCount:
    total = state.counts.get(fact.word, 0) + fact.count
    return VictimCount(counts={**state.counts, fact.word: total})
