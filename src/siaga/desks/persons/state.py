"""What the persons desk keeps in mind: an incident's persons, each person, whose a picture is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClosed,
    IncidentOpened,
    IncidentReopened,
    incident_life,
)
from siaga.language.persons import (
    Likeness,
    MatchCandidate,
    PersonDescribed,
    PersonKind,
    PersonMatchesSuggested,
    PersonPhotoAdded,
    PersonReported,
    PersonReportEnded,
    PersonReportReopened,
    PersonsFact,
    PersonsJudgedDifferent,
    PersonsMatched,
    PersonsUnmatched,
    PosterConsentGiven,
    PosterConsentWithdrawn,
    PosterEnded,
    PosterPublished,
    person_life,
)
from siaga.language.values import IncidentId, MediaRef, PersonId, Tag, When

OfIncident = IncidentOpened | IncidentClosed | IncidentReopened
Heard = OfIncident | PersonsFact
Told = PersonReported | PersonDescribed
NOWHERE = IncidentId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPersons:
    """`number` is empty while there is no such incident. `open_ids`: reports not ended."""

    number: str = ""
    closed: bool = False
    open_ids: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    photo: bool
    name: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    found_id: PersonId
    points: int
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    poster_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`told` is None until somebody reported. `suggested`: candidates named last.

    What was told stands in two fields, because a snapshot cannot tell two kinds of fact apart.
    """

    first_told: PersonReported | None = None
    told_since: PersonDescribed | None = None
    reported: When | None = None
    kind: PersonKind = PersonKind.MISSING
    incident_id: IncidentId = NOWHERE
    ended: bool = False
    photos: tuple[MediaRef, ...] = ()
    matched: PersonId | None = None
    different: frozenset[PersonId] = frozenset()
    suggested: tuple[Named, ...] = ()
    consent: Consent | None = None
    poster: Poster | None = None

    @property
    def told(self) -> Told | None:
        return self.told_since or self.first_told

    @property
    def is_missing(self) -> bool:
        return self.kind is PersonKind.MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    incident_id: IncidentId | None = None


STATES: dict[str, type[Any]] = {
    "incident-life": IncidentPersons,
    "person-life": Person,
    "person-photo": Picture,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    match state:
        case IncidentPersons():
            if incident_life(fact.incident_id) != tag:  # of a child, or merged into it
                return state
            return _incident(state, fact, entry.number)
        case Person():
            return _person(state, fact, tag)
        case Picture():
            return Picture(incident_id=fact.incident_id)
        case _:
            raise TypeError(f"no state of this desk: {type(state).__name__} of {tag}")


def _incident(state: IncidentPersons, fact: Heard, number: str | None) -> IncidentPersons:
    match fact:
        case IncidentOpened():
            return IncidentPersons(number=number or "")
        case IncidentClosed():
            return replace(state, closed=True)
        case IncidentReopened():
            return replace(state, closed=False)
        case PersonReported():
            return replace(state, open_ids=(*state.open_ids, fact.person_id))
        case PersonReportEnded():
            left = tuple(one for one in state.open_ids if one != fact.person_id)
            return replace(state, open_ids=left)
        case _:
            return state  # nothing else carries an incident's life


def _person(state: Person, fact: Heard, tag: Tag) -> Person:
    match fact:
        case PersonReportReopened():
            return replace(state, first_told=fact, told_since=None, ended=False, consent=None)
        case PersonReported():
            return Person(
                first_told=fact, reported=fact.when, kind=fact.kind, incident_id=fact.incident_id
            )
        case PersonDescribed():
            return replace(state, told_since=fact)
        case PersonPhotoAdded():
            return replace(state, photos=(*state.photos, fact.photo))
        case PersonReportEnded():
            return replace(state, ended=True, suggested=())
        case PersonMatchesSuggested():
            return replace(state, suggested=named(fact.candidates))
        case PersonsMatched() | PersonsUnmatched() | PersonsJudgedDifferent():
            return _of_pair(state, fact, tag)
        case PosterConsentGiven():
            return replace(state, consent=Consent(photo=fact.photo, name=fact.name))
        case PosterConsentWithdrawn():
            return replace(state, consent=None)
        case PosterPublished():
            poster = Poster(poster_id=fact.poster_id, expires_at=fact.expires_at)
            return replace(state, poster=poster)
        case PosterEnded():
            return replace(state, poster=None)
        case IncidentOpened() | IncidentClosed() | IncidentReopened():
            return state  # they carry no person's tag
        case _ as never:
            assert_never(never)


def named(candidates: Iterable[MatchCandidate]) -> tuple[Named, ...]:
    return tuple(
        Named(found_id=one.found_id, points=one.points, likeness=one.likeness) for one in candidates
    )


def _of_pair(
    state: Person, fact: PersonsMatched | PersonsUnmatched | PersonsJudgedDifferent, tag: Tag
) -> Person:
    is_missing = tag == person_life(fact.missing_id)
    other = fact.found_id if is_missing else fact.missing_id
    match fact:
        case PersonsMatched():
            return replace(state, matched=other)
        case PersonsUnmatched():
            return replace(state, matched=None)
        case PersonsJudgedDifferent():
            return replace(state, different=state.different | {other})
        case _ as never:
            assert_never(never)
