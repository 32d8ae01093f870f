"""Of an incident that is reported on: its reports in order, the next one, houses that stay."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.shelters import (
    HOUSE_OVER,
    Figure,
    HouseAnswer,
    HouseAsked,
    HouseRecallDue,
    HouseStays,
    SituationDue,
    SituationReported,
    SituationReportsBegan,
    SituationReportsEnded,
)
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    IncidentId,
    LocationClaim,
    Role,
    Sealed,
)

REPORTS_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationLine:
    number: str
    at: datetime
    by: str
    drawn_at: datetime
    figures: tuple[Figure, ...]
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseLine:
    people: int
    noted_at: datetime
    recall_at: datetime
    location: LocationClaim | None = None
    who: Sealed | None = None
    number: Sealed | None = None
    note: Sealed | None = None
    asked: int = 0
    answer: HouseAnswer = HouseAnswer.STAYS
    answered_at: datetime | None = None
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationCard:
    """Key: incident id. Gone when no reports run and no house stays."""

    incident_id: IncidentId
    incident_number: str = ""
    every_min: int = 0  # 0: no reports run
    due_at: datetime | None = None
    step: int = 0
    reports: tuple[SituationLine, ...] = ()
    houses: dict[str, HouseLine] = field(default_factory=dict)
    evacuated: int = 0  # people of houses that gave in


OfReports = SituationReportsBegan | SituationDue | SituationReported | SituationReportsEnded
OfHouse = HouseStays | HouseRecallDue | HouseAsked
Heard = OfReports | OfHouse

HEARS: tuple[type[Fact], ...] = (*get_args(OfReports), *get_args(OfHouse))
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES
CARD = SituationCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.incident_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: SituationCard | None, entry: Entry) -> SituationCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.incident_id:
        return card
    card = card or SituationCard(incident_id=fact.incident_id)
    card = _house(card, fact) if isinstance(fact, OfHouse) else _report(card, fact, entry)
    return card if card.every_min or card.houses else None


def view(card: SituationCard, viewer: Actor) -> SituationCard | None:
    return card if viewer.roles & ROLES else None


def _report(card: SituationCard, fact: OfReports, entry: Entry) -> SituationCard:
    match fact:
        case SituationReportsBegan():
            return replace(
                card,
                incident_number=fact.incident_number,
                every_min=fact.every_min,
                due_at=fact.due_at,
                step=0,
            )
        case SituationDue():
            return replace(card, step=fact.step)
        case SituationReported():
            line = SituationLine(
                number=entry.number or "",
                at=fact.when.at,
                by=entry.actor,
                drawn_at=fact.drawn.at,
                figures=fact.figures,
                note=fact.note,
            )
            reports = (*card.reports, line)[-REPORTS_MAX:]
            return replace(card, reports=reports, due_at=fact.next_due_at, step=0)
        case SituationReportsEnded():
            return replace(card, every_min=0, due_at=None, step=0)
        case _ as never:
            assert_never(never)


def _house(card: SituationCard, fact: OfHouse) -> SituationCard:
    if isinstance(fact, HouseStays):
        line = HouseLine(
            people=fact.people,
            noted_at=fact.when.at,
            recall_at=fact.recall_at,
            location=fact.location,
            who=fact.who,
            number=fact.number,
            note=fact.note,
        )
        return replace(card, houses=card.houses | {fact.house_id: line})
    known = card.houses.get(fact.house_id)
    if known is None:
        return card
    if isinstance(fact, HouseRecallDue):
        return _with(card, fact.house_id, replace(known, step=fact.step))
    people = known.people if fact.people is None else fact.people
    if fact.answer in HOUSE_OVER or fact.recall_at is None:
        left = {one: line for one, line in card.houses.items() if one != fact.house_id}
        gone = people if fact.answer is HouseAnswer.EVACUATED else 0
        return replace(card, houses=left, evacuated=card.evacuated + gone)
    asked = replace(
        known,
        people=people,
        recall_at=fact.recall_at,
        asked=known.asked + 1,
        answer=fact.answer,
        answered_at=fact.when.at,
        note=fact.note or known.note,
        step=0,
    )
    return _with(card, fact.house_id, asked)


def _with(card: SituationCard, house_id: str, line: HouseLine) -> SituationCard:
    return replace(card, houses=card.houses | {house_id: line})
