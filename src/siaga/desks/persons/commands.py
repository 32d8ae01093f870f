"""What can be asked of the persons desk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.persons import (
    AGE_MAX,
    AgeBand,
    Build,
    Clothing,
    Company,
    MatchCandidate,
    PersonEnd,
    PersonKind,
    Sex,
)
from siaga.language.values import (
    FieldError,
    IncidentId,
    LocationClaim,
    MediaRef,
    PersonId,
    Sealed,
    Via,
)

CLOTHES_MAX = 12
PHOTOS_AT_ONCE = 5
DAYS_MAX = 60
"""A slip of the pen; the place's own limit is lower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPerson:
    """The person's id is the `command_id`. Without `seen_at`: just now."""

    command_id: UUID
    incident_id: IncidentId
    kind: PersonKind
    sex: Sex = Sex.UNKNOWN
    age_band: AgeBand | None = None
    age_years: int | None = None
    build: Build | None = None
    clothes: tuple[Clothing, ...] = ()
    seen_at: datetime | None = None
    location: LocationClaim | None = None
    name: Sealed | None = None
    clothes_words: Sealed | None = None
    marks: Sealed | None = None
    condition: Sealed | None = None
    note: Sealed | None = None
    company: Company | None = None

    def __post_init__(self) -> None:
        check_description(self.age_years, self.age_band, clothes=self.clothes)


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribePerson:
    """What is left out stays as it was told before."""

    command_id: UUID
    person_id: PersonId
    sex: Sex | None = None
    age_band: AgeBand | None = None
    age_years: int | None = None
    build: Build | None = None
    clothes: tuple[Clothing, ...] | None = None
    seen_at: datetime | None = None
    location: LocationClaim | None = None
    name: Sealed | None = None
    clothes_words: Sealed | None = None
    marks: Sealed | None = None
    condition: Sealed | None = None
    note: Sealed | None = None
    company: Company | None = None

    def __post_init__(self) -> None:
        check_description(self.age_years, self.age_band, clothes=self.clothes or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPersonPhoto:
    command_id: UUID
    person_id: PersonId
    photo: tuple[MediaRef, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.photo) <= PHOTOS_AT_ONCE:
            raise FieldError("photo", f"kirim 1 sampai {PHOTOS_AT_ONCE} foto")
        for one in self.photo:
            if not one.media_type.startswith("image/"):
                raise FieldError("photo", "harus berupa foto")
        if max(Counter(one.stored for one in self.photo).values()) > 1:
            raise FieldError("photo", "foto yang sama dua kali")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmMatch:
    """A person says that the two are one; nothing else ever joins them."""

    command_id: UUID
    missing_id: PersonId
    found_id: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class CutMatch:
    command_id: UUID
    missing_id: PersonId
    found_id: PersonId
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeDifferent:
    """Not the same person: the two are not suggested to each other again."""

    command_id: UUID
    missing_id: PersonId
    found_id: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPersonReport:
    command_id: UUID
    person_id: PersonId
    end: PersonEnd
    note: Sealed | None = None

    def __post_init__(self) -> None:
        if self.end is PersonEnd.CASE_CLOSED:
            raise FieldError("end", "hanya dicatat oleh sistem")


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveConsent:
    """`by`: who of the family agreed. Replaces what was agreed before."""

    command_id: UUID
    person_id: PersonId
    by: Sealed
    photo: bool
    name: bool
    via: Via = Via.PHONE


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawConsent:
    command_id: UUID
    person_id: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishPoster:
    command_id: UUID
    person_id: PersonId
    days: int
    with_photo: bool = False
    first_name: Sealed | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.days <= DAYS_MAX:
            raise FieldError("days", f"harus 1 sampai {DAYS_MAX}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPoster:
    command_id: UUID
    person_id: PersonId


# ---- made by workers, policies and timers, never by a door


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestMatches:
    command_id: UUID
    person_id: PersonId
    rule: str
    candidates: tuple[MatchCandidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpirePoster:
    command_id: UUID
    person_id: PersonId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPoster:
    """The report it was for has ended."""

    command_id: UUID
    person_id: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPersonsOf:
    """Their incident was closed: whoever is still open there ends with it."""

    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenPersonReport:
    """It ended with its incident, which was opened again."""

    command_id: UUID
    person_id: PersonId
    incident_id: IncidentId


OfPair = ConfirmMatch | CutMatch | JudgeDifferent
OfPoster = GiveConsent | WithdrawConsent | PublishPoster | WithdrawPoster | EndPoster
OfOne = DescribePerson | AddPersonPhoto | EndPersonReport | SuggestMatches | ExpirePoster
Command = ReportPerson | OfOne | OfPair | OfPoster | EndPersonsOf | ReopenPersonReport


def check_description(
    age_years: int | None, age_band: AgeBand | None, *, clothes: tuple[Clothing, ...]
) -> None:
    """Raises FieldError."""
    if age_years is not None and not 0 <= age_years <= AGE_MAX:
        raise FieldError("age_years", f"harus 0 sampai {AGE_MAX}")
    if age_years is not None and age_band is not None and age_band is not AgeBand.UNKNOWN:
        raise FieldError("age_band", "isi umur atau kelompok umur, jangan keduanya")
    if len(clothes) > CLOTHES_MAX:
        raise FieldError("clothes", f"paling banyak {CLOTHES_MAX}")
