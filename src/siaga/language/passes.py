"""What is known of passes: doors for people without an account, each for one thing, for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.values import (
    AgencyId,
    HospitalId,
    IncidentId,
    PassId,
    ReferralId,
    Sealed,
    Tag,
    UnitId,
    When,
)


class PassKind(StrEnum):
    AGENCY_TASK = "agency_task"  # one referral
    HOSPITAL_BEDS = "hospital_beds"  # one hospital's board
    VOLUNTEER = "volunteer"  # one incident, by QR; many may join
    AD_HOC_CREW = "ad_hoc_crew"  # one unit on one incident, by QR


class PassEnd(StrEnum):
    EXPIRED = "expired"
    REVOKED = "revoked"  # by a person
    OVER = "over"  # what it was for has ended


def pass_life(pass_id: PassId) -> Tag:
    return Tag(f"pass-life:{pass_id}")


def passes_of(thing: str) -> Tag:
    """Guards which passes a referral, an incident or a hospital has given out."""
    return Tag(f"passes-of:{thing}")


class _OfPass:
    __slots__ = ()
    pass_id: PassId
    thing: str
    incident_id: IncidentId | None

    def tags(self) -> tuple[Tag, ...]:
        own = (pass_life(self.pass_id), passes_of(self.thing))
        return (*own, incident_story(self.incident_id)) if self.incident_id else own


@dataclass(frozen=True, slots=True, kw_only=True)
class PassIssued(_OfPass, Fact):
    """Its address is worked out from `pass_id` and the place's secret, and lies nowhere.

    `thing`: the id of what it is for: a referral, a hospital or an incident.
    """

    pass_id: PassId
    kind: PassKind
    thing: str
    expires_at: datetime
    when: When
    agency: AgencyId | None = None
    referral_id: ReferralId | None = None
    hospital: HospitalId | None = None
    incident_id: IncidentId | None = None
    unit_id: UnitId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOpened(_OfPass, Fact):
    """Somebody opened it: each browser once, by a digest that says whether it is another one."""

    pass_id: PassId
    thing: str
    browser: str  # hex, salted: tells browsers apart and nothing more
    when: When
    name: Sealed | None = None  # what a volunteer calls himself
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassEnded(_OfPass, Fact):
    pass_id: PassId
    thing: str
    why: PassEnd
    when: When
    incident_id: IncidentId | None = None


PassFact = PassIssued | PassOpened | PassEnded
