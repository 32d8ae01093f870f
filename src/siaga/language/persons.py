"""What is known of persons who are missing, found or abandoned, of matches and of posters.

Sex, age, build and the colours of clothes stand in the facts: alone they name nobody. Names,
marks, condition (which is about health) and every free word are sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.incident import incident_life, incident_story
from siaga.language.values import (
    IncidentId,
    LocationClaim,
    MediaRef,
    PersonId,
    Sealed,
    Tag,
    Via,
    When,
)

AGE_MAX = 120


class PersonKind(StrEnum):
    MISSING = "missing"
    FOUND = "found"
    ABANDONED = "abandoned"  # found too, and nobody looks after them


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class AgeBand(StrEnum):
    BABY = "baby"  # under 2
    CHILD = "child"  # 2 to 11
    TEEN = "teen"  # 12 to 17
    ADULT = "adult"  # 18 to 59
    ELDERLY = "elderly"  # 60 and more
    UNKNOWN = "unknown"


class Build(StrEnum):
    THIN = "thin"
    MEDIUM = "medium"
    HEAVY = "heavy"


class Garment(StrEnum):
    TOP = "top"
    BOTTOM = "bottom"
    DRESS = "dress"  # one piece: daster, gamis, sarong tied high
    HEAD = "head"  # hat, hijab, peci
    FEET = "feet"
    CARRIED = "carried"  # bag, stick


class Colour(StrEnum):
    BLACK = "black"
    WHITE = "white"
    GREY = "grey"
    RED = "red"
    PINK = "pink"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    BROWN = "brown"
    CREAM = "cream"
    PATTERNED = "patterned"  # batik, flowers, stripes


class Company(StrEnum):
    """With whom they went, or were found."""

    ALONE = "alone"
    CHILD = "child"
    ADULT = "adult"
    ANIMAL = "animal"


class Likeness(StrEnum):
    """What a screen says of a chance; below the second nobody is named."""

    VERY_LIKELY = "very_likely"
    POSSIBLE = "possible"
    SIGN_ONLY = "sign_only"  # unlikely, and yet a mark for life or the name agrees: not hidden


class PersonEnd(StrEnum):
    WITH_FAMILY = "with_family"
    IN_CARE = "in_care"  # hospital, social service, police
    DEAD = "dead"
    MISTAKEN = "mistaken"
    CASE_CLOSED = "case_closed"  # with its incident


class PosterEnd(StrEnum):
    WITHDRAWN = "withdrawn"  # by the room, one key
    CONSENT_WITHDRAWN = "consent_withdrawn"
    EXPIRED = "expired"
    OVER = "over"  # the report it was for has ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Clothing:
    garment: Garment
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReason:
    """`points` as log-odds x 100. `value`: metres, hours or a count, by the key's own sense."""

    key: str
    points: int
    value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchCandidate:
    """`chance_percent`: that they are one person, by the rule's own reckoning."""

    found_id: PersonId
    points: int
    reasons: tuple[MatchReason, ...]
    likeness: Likeness = Likeness.POSSIBLE
    chance_percent: int | None = None


def band_of(age_years: int) -> AgeBand:
    for band, first_not in ((AgeBand.BABY, 2), (AgeBand.CHILD, 12), (AgeBand.TEEN, 18)):
        if age_years < first_not:
            return band
    return AgeBand.ADULT if age_years < 60 else AgeBand.ELDERLY


def person_life(person_id: PersonId) -> Tag:
    return Tag(f"person-life:{person_id}")


def photo_of(stored: str) -> Tag:
    """Guards one picture: it belongs to one incident."""
    return Tag(f"person-photo:{stored}")


class _OfPerson(Fact):
    __slots__ = ()
    person_id: PersonId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (person_life(self.person_id), incident_story(self.incident_id))


class _BeginsOrEnds(Fact):
    __slots__ = ()
    person_id: PersonId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (person_life(self.person_id), incident_life(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReported(_BeginsOrEnds):
    """From the first minute: nobody waits 24 hours. `seen`: last seen, or found."""

    person_id: PersonId
    incident_id: IncidentId
    incident_number: str
    kind: PersonKind
    when: When
    seen: When
    sex: Sex = Sex.UNKNOWN
    age_band: AgeBand = AgeBand.UNKNOWN
    age_years: int | None = None  # often guessed
    build: Build | None = None
    clothes: tuple[Clothing, ...] = ()
    location: LocationClaim | None = None
    name: Sealed | None = None
    clothes_words: Sealed | None = None
    marks: Sealed | None = None
    condition: Sealed | None = None  # pikun, ODGJ, disability, illness
    note: Sealed | None = None
    company: Company | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReportReopened(PersonReported):
    """It ended with its incident, which is open again: all that was known, as it was known last.

    A poster and the consent to one do not come back: people give them anew.
    """

    reported: When
    photos: tuple[MediaRef, ...] = ()
    different: tuple[PersonId, ...] = ()
    matched: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDescribed(_OfPerson):
    """What is known now, whole: it replaces what was said before."""

    person_id: PersonId
    incident_id: IncidentId
    when: When
    seen: When
    sex: Sex = Sex.UNKNOWN
    age_band: AgeBand = AgeBand.UNKNOWN
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPhotoAdded(Fact):
    person_id: PersonId
    incident_id: IncidentId
    photo: MediaRef
    when: When

    def tags(self) -> tuple[Tag, ...]:
        own = (person_life(self.person_id), incident_story(self.incident_id))
        return (*own, photo_of(self.photo.stored or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReportEnded(_BeginsOrEnds):
    person_id: PersonId
    incident_id: IncidentId
    end: PersonEnd
    when: When
    note: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMatchesSuggested(_OfPerson):
    """Who could be the missing one, best first; none: whoever was named is not it any more."""

    person_id: PersonId  # the missing one
    incident_id: IncidentId
    rule: str
    candidates: tuple[MatchCandidate, ...]
    when: When


class _OfPair(Fact):
    __slots__ = ()
    missing_id: PersonId
    found_id: PersonId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        own = (person_life(self.missing_id), person_life(self.found_id))
        return (*own, incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsMatched(_OfPair):
    """A person says that the two are one. Their incidents are linked by that, never merged."""

    missing_id: PersonId
    found_id: PersonId
    incident_id: IncidentId  # of the missing one
    other_incident_id: IncidentId
    when: When
    points: int | None = None  # of the suggestion that was confirmed, if there was one


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsUnmatched(_OfPair):
    """It was somebody else after all; both are open again."""

    missing_id: PersonId
    found_id: PersonId
    incident_id: IncidentId
    other_incident_id: IncidentId
    when: When
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsJudgedDifferent(_OfPair):
    """These two are never suggested to each other again."""

    missing_id: PersonId
    found_id: PersonId
    incident_id: IncidentId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterConsentGiven(_OfPerson):
    """Who of the family agreed, how, and to what: a later word replaces the earlier one."""

    person_id: PersonId
    incident_id: IncidentId
    by: Sealed
    photo: bool
    name: bool
    via: Via
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterConsentWithdrawn(_OfPerson):
    person_id: PersonId
    incident_id: IncidentId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterPublished(_OfPerson):
    """Its address is worked out from `poster_id` and the place's secret, and lies nowhere."""

    person_id: PersonId
    incident_id: IncidentId
    poster_id: str
    expires_at: datetime
    when: When
    photo: MediaRef | None = None
    first_name: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterEnded(_OfPerson):
    person_id: PersonId
    incident_id: IncidentId
    poster_id: str
    why: PosterEnd
    when: When


PersonsFact = (
    PersonReported
    | PersonReportReopened
    | PersonDescribed
    | PersonPhotoAdded
    | PersonReportEnded
    | PersonMatchesSuggested
    | PersonsMatched
    | PersonsUnmatched
    | PersonsJudgedDifferent
    | PosterConsentGiven
    | PosterConsentWithdrawn
    | PosterPublished
    | PosterEnded
)
