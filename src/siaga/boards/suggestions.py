"""What the house suggests about each contact that nobody has made an incident of yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.incident import IncidentOpened
from siaga.language.intake import ContactOpened, ContactReopened, ContactWrappedUp, ReportAttached
from siaga.language.lines import CallOffered
from siaga.language.triage import (
    Candidate,
    DuplicatesSuggested,
    Guess,
    JudgedDifferent,
    Reason,
    SuggestionAnswered,
    TriageSuggested,
)
from siaga.language.values import (
    ROOM_ROLES,
    Actor,
    AreaCode,
    ContactId,
    IncidentId,
    IncidentTypeId,
    MessageId,
    Priority,
    Role,
)

EMERGENCY_PM = 200
"""From here on a contact comes forward, the more the likelier; only below it can what seems a
prank wait behind the others who came with it."""

PRANK_PM = 600
LIFE_PM = 500
LIFE_AHEAD_PM = 10_000
ORDER = "rule.order"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageLine:
    """`ahead_pm`: of the place's bound of waiting, how much earlier (or later, below 0) it is
    served. Above 1000 a life may be in danger now: it also passes who has waited the bound."""

    suggestion_id: str
    rules: str
    at: datetime
    incident_type: IncidentTypeId | None
    share_pm: int  # of that type; 0 when it cannot be told
    priority: Priority
    emergency_pm: int
    prank_pm: int
    ahead_pm: int
    seems_prank: bool  # a quiet word beside the row; it hides nothing
    guesses: tuple[Guess, ...] = ()
    injured: int | None = None
    own_victim: bool = False
    areas: tuple[AreaCode, ...] = ()
    reasons: tuple[Reason, ...] = ()
    inputs: tuple[MessageId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesLine:
    suggestion_id: str
    rules: str
    at: datetime
    candidates: tuple[Candidate, ...]
    ask_own_victim: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionCard:
    """Key: contact id. It begins empty with its contact, so that advice which comes after the
    contact was dealt with finds nothing to be written on."""

    contact_id: ContactId
    triage: TriageLine | None = None
    duplicates: DuplicatesLine | None = None
    different: tuple[IncidentId, ...] = ()  # judged by a person


Heard = (
    ContactOpened
    | CallOffered
    | ContactReopened
    | TriageSuggested
    | DuplicatesSuggested
    | JudgedDifferent
    | SuggestionAnswered
    | IncidentOpened
    | ReportAttached
    | ContactWrappedUp
)

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES
CARD = SuggestionCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.contact_id,) if isinstance(fact, Heard) and fact.contact_id else ()


def draw(key: str, card: SuggestionCard | None, entry: Entry) -> SuggestionCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.contact_id:
        return card
    match fact:
        case ContactOpened() | CallOffered():
            return SuggestionCard(contact_id=fact.contact_id)
        case ContactReopened():
            return None if fact.incident_id else SuggestionCard(contact_id=fact.contact_id)
        case TriageSuggested():
            return card and replace(card, triage=_triage(fact))
        case DuplicatesSuggested():
            return card and replace(card, duplicates=_duplicates(fact, card.different))
        case JudgedDifferent():
            return card and _without(card, fact.incident_id)
        case SuggestionAnswered():
            return card  # a suggestion stands until the contact leaves, whatever was made of it
        case IncidentOpened() | ReportAttached() | ContactWrappedUp():
            return None
        case _:
            assert_never(fact)


def view(card: SuggestionCard, viewer: Actor) -> SuggestionCard | None:
    says_something = card.triage or card.duplicates or card.different
    return card if viewer.is_room and says_something else None


def ahead_pm(emergency_pm: int, prank_pm: int) -> int:
    """Emergencies come forward; a prank score only orders those in whom nothing speaks of one."""
    return emergency_pm if emergency_pm >= EMERGENCY_PM else -prank_pm


def _is_life(fact: TriageSuggested) -> bool:
    return fact.priority is Priority.P1 and fact.emergency_pm >= LIFE_PM


def seems_prank(emergency_pm: int, prank_pm: int) -> bool:
    return emergency_pm < EMERGENCY_PM and prank_pm >= PRANK_PM


def _triage(fact: TriageSuggested) -> TriageLine:
    shares = {guess.incident_type: guess.share_pm for guess in fact.guesses}
    # A meal ordered from 112 may be all that somebody who is watched can say.
    prank_pm = 0 if any(reason.key == ORDER for reason in fact.reasons) else fact.prank_pm
    return TriageLine(
        suggestion_id=fact.suggestion_id,
        rules=fact.rules,
        at=fact.when.at,
        incident_type=fact.incident_type,
        share_pm=shares.get(fact.incident_type, 0) if fact.incident_type else 0,
        priority=fact.priority,
        emergency_pm=fact.emergency_pm,
        prank_pm=fact.prank_pm,
        ahead_pm=LIFE_AHEAD_PM if _is_life(fact) else ahead_pm(fact.emergency_pm, prank_pm),
        seems_prank=seems_prank(fact.emergency_pm, prank_pm),
        guesses=fact.guesses,
        injured=fact.injured,
        own_victim=fact.own_victim,
        areas=fact.areas,
        reasons=fact.reasons,
        inputs=fact.inputs,
    )


def _duplicates(fact: DuplicatesSuggested, different: tuple[IncidentId, ...]) -> DuplicatesLine:
    return DuplicatesLine(
        suggestion_id=fact.suggestion_id,
        rules=fact.rules,
        at=fact.when.at,
        candidates=tuple(one for one in fact.candidates if one.incident_id not in different),
        ask_own_victim=fact.ask_own_victim,
    )


def _without(card: SuggestionCard, incident_id: IncidentId) -> SuggestionCard:
    if incident_id in card.different:
        return card
    different = (*card.different, incident_id)
    shown = card.duplicates
    if shown is not None:
        left = tuple(one for one in shown.candidates if one.incident_id != incident_id)
        shown = replace(shown, candidates=left)
    return replace(card, duplicates=shown, different=different)
