"""Who is missing, found or left alone: what they look like, who could be whom, their posters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.persons import (
    AgeBand,
    Build,
    Clothing,
    Company,
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
    Sex,
)
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    IncidentId,
    LocationClaim,
    MediaRef,
    PersonId,
    Role,
    Sealed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    by: Sealed
    photo: bool
    name: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterLine:
    poster_id: str
    published_at: datetime
    expires_at: datetime
    photo: MediaRef | None = None
    first_name: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """Key: person id. Gone when the report has ended, and its poster with it."""

    person_id: PersonId
    incident_id: IncidentId
    incident_number: str
    kind: PersonKind
    reported_at: datetime
    told_at: datetime  # described last
    seen_at: datetime
    sex: Sex
    age_band: AgeBand
    age_years: int | None = None
    build: Build | None = None
    clothes: tuple[Clothing, ...] = ()
    location: LocationClaim | None = None
    name: Sealed | None = None
    clothes_words: Sealed | None = None
    marks: Sealed | None = None
    condition: Sealed | None = None
    note: Sealed | None = None
    company: Company | None = None
    photos: tuple[MediaRef, ...] = ()
    candidates: tuple[MatchCandidate, ...] = ()  # only of a missing one
    suggested_at: datetime | None = None
    different: tuple[PersonId, ...] = ()
    matched: PersonId | None = None
    matched_at: datetime | None = None
    matched_by: str = ""
    consent: ConsentLine | None = None
    poster: PosterLine | None = None
    poster_ended_at: datetime | None = None


Pair = PersonsMatched | PersonsUnmatched | PersonsJudgedDifferent
OfPoster = PosterConsentGiven | PosterConsentWithdrawn | PosterPublished | PosterEnded
OfReport = (
    PersonReported | PersonReportReopened | PersonDescribed | PersonPhotoAdded | PersonReportEnded
)
OfOne = OfReport | PersonMatchesSuggested | OfPoster

HEARS: tuple[type[Fact], ...] = get_args(PersonsFact)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES
CARD = PersonCard


def keys(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, Pair):
        return tuple(dict.fromkeys((fact.missing_id, fact.found_id)))
    return (fact.person_id,) if isinstance(fact, OfOne) else ()


def draw(key: str, card: PersonCard | None, entry: Entry) -> PersonCard | None:
    fact = entry.fact
    if not isinstance(fact, PersonsFact) or key not in keys(fact):
        return card
    if isinstance(fact, PersonReportReopened):
        return replace(
            _reported(fact),
            reported_at=fact.reported.at,
            photos=fact.photos,
            different=fact.different,
            matched=fact.matched,
        )
    if isinstance(fact, PersonReported):
        return _reported(fact)
    if card is None:
        return None
    match fact:
        case PersonDescribed():
            return _described(card, fact)
        case PersonPhotoAdded():
            return replace(card, photos=(*card.photos, fact.photo))
        case PersonReportEnded():
            return None
        case PersonMatchesSuggested():
            return replace(card, candidates=fact.candidates, suggested_at=fact.when.at)
        case PersonsMatched() | PersonsUnmatched() | PersonsJudgedDifferent():
            return _paired(card, fact, entry)
        case PosterConsentGiven() | PosterConsentWithdrawn() | PosterPublished() | PosterEnded():
            return _poster(card, fact)
        case _ as never:
            assert_never(never)


def view(card: PersonCard, viewer: Actor) -> PersonCard | None:
    return card if viewer.roles & ROLES else None


def _reported(fact: PersonReported) -> PersonCard:
    return PersonCard(
        person_id=fact.person_id,
        incident_id=fact.incident_id,
        incident_number=fact.incident_number,
        kind=fact.kind,
        reported_at=fact.when.at,
        told_at=fact.when.at,
        seen_at=fact.seen.at,
        sex=fact.sex,
        age_band=fact.age_band,
        age_years=fact.age_years,
        build=fact.build,
        clothes=fact.clothes,
        location=fact.location,
        name=fact.name,
        clothes_words=fact.clothes_words,
        marks=fact.marks,
        condition=fact.condition,
        note=fact.note,
        company=fact.company,
    )


def _described(card: PersonCard, fact: PersonDescribed) -> PersonCard:
    return replace(
        card,
        told_at=fact.when.at,
        seen_at=fact.seen.at,
        sex=fact.sex,
        age_band=fact.age_band,
        age_years=fact.age_years,
        build=fact.build,
        clothes=fact.clothes,
        location=fact.location,
        name=fact.name,
        clothes_words=fact.clothes_words,
        marks=fact.marks,
        condition=fact.condition,
        note=fact.note,
        company=fact.company,
    )


def _paired(card: PersonCard, fact: Pair, entry: Entry) -> PersonCard:
    other = fact.found_id if card.person_id == fact.missing_id else fact.missing_id
    match fact:
        case PersonsMatched():
            return replace(card, matched=other, matched_at=fact.when.at, matched_by=entry.actor)
        case PersonsUnmatched():
            return replace(card, matched=None, matched_at=None, matched_by="")
        case PersonsJudgedDifferent():
            left = tuple(one for one in card.candidates if one.found_id != other)
            return replace(card, candidates=left, different=(*card.different, other))
        case _ as never:
            assert_never(never)


def _poster(card: PersonCard, fact: OfPoster) -> PersonCard:
    match fact:
        case PosterConsentGiven():
            line = ConsentLine(by=fact.by, photo=fact.photo, name=fact.name, at=fact.when.at)
            return replace(card, consent=line)
        case PosterConsentWithdrawn():
            return replace(card, consent=None)
        case PosterPublished():
            poster = PosterLine(
                poster_id=fact.poster_id,
                published_at=fact.when.at,
                expires_at=fact.expires_at,
                photo=fact.photo,
                first_name=fact.first_name,
            )
            return replace(card, poster=poster, poster_ended_at=None)
        case PosterEnded():
            return replace(card, poster=None, poster_ended_at=fact.when.at)
        case _ as never:
            assert_never(never)
