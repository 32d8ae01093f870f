"""Guides that run: which card a caller is led by, what was answered and said, how a heart fares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.guide import (
    ArrestSuspected,
    CompressionsNotDone,
    CompressionsStarted,
    GuideAnswered,
    GuideEnded,
    GuideStarted,
    InstructionGiven,
    NotDone,
)
from siaga.language.incident import IncidentClosed
from siaga.language.intake import ContactWrappedUp
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    AccountId,
    Actor,
    CardId,
    ContactId,
    IncidentId,
    IncidentTypeId,
    Priority,
    Role,
)

LINES_MAX = 120
"""Longer than any card; what came before stands in the kronologi."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideLine:
    """An answer, or a sentence that was said (`step`)."""

    at: datetime
    card: CardId
    question: str = ""
    answer: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningGuide:
    """Key: the case, a contact or an incident without one. Gone when the guide or the case ends.

    `lines`: the way so far; answering a question again drops what came after it.
    """

    guide_id: str
    card: CardId
    edition: int
    signed: bool
    clock_start_at: datetime
    started_at: datetime
    by: AccountId
    contact_id: ContactId | None = None
    incident_id: IncidentId | None = None
    incident_type: IncidentTypeId | None = None
    priority: Priority | None = None
    lines: tuple[GuideLine, ...] = ()
    arrest_at: datetime | None = None
    compressions_at: datetime | None = None
    not_done: NotDone | None = None


_Line = GuideAnswered | InstructionGiven
_Heart = ArrestSuspected | CompressionsStarted | CompressionsNotDone
_OfGuide = GuideStarted | _Line | _Heart | GuideEnded
Heard = _OfGuide | ContactWrappedUp | IncidentClosed

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}
CARD = RunningGuide


def keys(fact: Fact) -> tuple[str, ...]:
    match fact:
        case ContactWrappedUp():
            return (fact.contact_id,)
        case IncidentClosed():
            return (fact.incident_id, *fact.contact_ids)
        case _ if isinstance(fact, _OfGuide):
            return (fact.contact_id or fact.incident_id or "",)
        case _:
            return ()


def draw(key: str, card: RunningGuide | None, entry: Entry) -> RunningGuide | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key not in keys(fact):
        return card
    match fact:
        case GuideStarted():
            return _started(fact)
        case GuideEnded() | ContactWrappedUp() | IncidentClosed():
            return None
        case GuideAnswered() | InstructionGiven():
            return card and _said(card, fact)
        case ArrestSuspected() | CompressionsStarted() | CompressionsNotDone():
            return card and _heart(card, fact)
        case _:
            assert_never(fact)


def view(card: RunningGuide, viewer: Actor) -> RunningGuide | None:
    return card if viewer.roles & ROLES else None


def _started(fact: GuideStarted) -> RunningGuide:
    return RunningGuide(
        guide_id=fact.guide_id,
        card=fact.card,
        edition=fact.edition,
        signed=fact.signed,
        clock_start_at=fact.clock_start.at,
        started_at=fact.when.at,
        by=fact.by,
        contact_id=fact.contact_id,
        incident_id=fact.incident_id,
        incident_type=fact.incident_type,
        priority=fact.priority,
    )


def _said(card: RunningGuide, fact: _Line) -> RunningGuide:
    incident_id = fact.incident_id or card.incident_id
    if isinstance(fact, InstructionGiven):
        line = GuideLine(at=fact.when.at, card=fact.card, step=fact.step)
        lines = (*card.lines, line)[-LINES_MAX:]
        return replace(card, card=fact.card, incident_id=incident_id, lines=lines)
    line = GuideLine(at=fact.when.at, card=fact.card, question=fact.question, answer=fact.answer)
    return replace(
        card,
        card=fact.next_card or fact.card,
        incident_id=incident_id,
        incident_type=fact.incident_type,
        priority=fact.priority,
        lines=(*_before(card.lines, fact), line)[-LINES_MAX:],
    )


def _before(lines: tuple[GuideLine, ...], fact: GuideAnswered) -> tuple[GuideLine, ...]:
    for place, line in enumerate(lines):
        if (line.card, line.question) == (fact.card, fact.question):
            return lines[:place]
    return lines


def _heart(card: RunningGuide, fact: _Heart) -> RunningGuide:
    match fact:
        case ArrestSuspected():
            return replace(card, arrest_at=fact.when.at)
        case CompressionsStarted():
            return replace(card, compressions_at=fact.when.at, not_done=None)
        case CompressionsNotDone():
            return replace(card, not_done=fact.reason)
        case _:
            assert_never(fact)
