"""What is known of passes: doors for people without an account, each for one thing, for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.entry import Fact
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


class _OfPass:
    __slots__ = ()
    pass_id: PassId

    def tags(self) -> tuple[Tag, ...]:
        return (pass_life(self.pass_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassIssued(_OfPass, Fact):
    """Its address is worked out from `pass_id` and the place's secret, and lies nowhere."""

    pass_id: PassId
    kind: PassKind
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
    browser: str  # hex, salted: tells browsers apart and nothing more
    when: When
    name: Sealed | None = None  # what a volunteer calls himself


@dataclass(frozen=True, slots=True, kw_only=True)
class PassEnded(_OfPass, Fact):
    pass_id: PassId
    why: PassEnd
    when: When


PassFact = PassIssued | PassOpened | PassEnded
