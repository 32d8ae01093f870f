"""What the premises desk keeps in mind: each note, an incident's place, what was told of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.dispatch import UnitDispatched
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentLocated,
    IncidentOpened,
    IncidentReopened,
    incident_life,
)
from siaga.language.premises import (
    PremiseAccepted,
    PremiseEnded,
    PremiseForgotten,
    PremiseLine,
    PremiseNoted,
    PremiseReviewed,
    PremisesFact,
    PremisesFound,
)
from siaga.language.values import LocationClaim, Tag, UnitId

OfIncident = IncidentOpened | IncidentLocated | IncidentReopened | UnitDispatched
Heard = OfIncident | PremisesFact


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedIncident:
    """`number` is empty while there is no such incident. `units`: ever sent to it."""

    number: str = ""
    location: LocationClaim | None = None
    units: frozenset[UnitId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`line` is None until it was noted, and again when it is forgotten."""

    line: PremiseLine | None = None
    forget_at: datetime | None = None  # set once it has ended

    @property
    def holds(self) -> bool:
        return self.line is not None and self.forget_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    lines: tuple[PremiseLine, ...] = ()


STATES: dict[str, type[Any]] = {
    "incident-life": NotedIncident,
    "premise-life": Note,
    "premises-at": Told,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    match state:
        case NotedIncident() if isinstance(fact, OfIncident):
            return _incident(tag, state, fact, number=entry.number)
        case Note():
            return _note(state, fact)
        case Told() if isinstance(fact, PremisesFound):
            return Told(lines=fact.lines)
        case _:
            return state  # nothing else carries these tags


def _incident(
    tag: Tag, state: NotedIncident, fact: OfIncident, *, number: str | None
) -> NotedIncident:
    if incident_life(fact.incident_id) != tag:
        return state  # of a child
    match fact:
        case IncidentOpened():
            return NotedIncident(number=number or "", location=fact.location)
        case IncidentLocated() | IncidentReopened():
            return replace(state, location=fact.location)
        case UnitDispatched():
            return replace(state, units=state.units | {fact.unit_id})
        case _ as never:
            assert_never(never)


def _note(state: Note, fact: Heard) -> Note:
    match fact:
        case PremiseNoted():
            return Note(line=line_of(fact))
        case PremiseAccepted():
            return replace(state, line=state.line and replace(state.line, proposed=False))
        case PremiseReviewed():
            line = state.line and replace(
                state.line, until_at=fact.until_at, review_at=fact.review_at
            )
            return replace(state, line=line)
        case PremiseEnded():
            return replace(state, forget_at=fact.forget_at)
        case PremiseForgotten():
            return Note()
        case _:
            return state


def line_of(fact: PremiseNoted) -> PremiseLine:
    return PremiseLine(
        note_id=fact.note_id,
        kind=fact.kind,
        source=fact.source,
        noted_at=fact.when.at,
        until_at=fact.until_at,
        review_at=fact.review_at,
        proposed=fact.proposed,
        words=fact.words,
        told_by=fact.told_by,
        incident_number=fact.incident_number,
    )
