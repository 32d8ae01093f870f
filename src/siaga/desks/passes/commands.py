"""What can be asked of the passes desk."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from siaga.language.passes import PassKind
from siaga.language.values import (
    FieldError,
    HospitalId,
    IncidentId,
    PassId,
    ReferralId,
    Sealed,
    UnitId,
)

HOURS_MAX = 24 * 30
NEEDS = {
    PassKind.AGENCY_TASK: ("referral_id",),
    PassKind.HOSPITAL_BEDS: ("hospital",),
    PassKind.VOLUNTEER: ("incident_id",),
    PassKind.AD_HOC_CREW: ("incident_id", "unit_id"),
}
"""What a pass of each kind is for; it names nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePass:
    """The pass's id is its `command_id`. `hours`: how long it lives, else the usual of its kind."""

    command_id: UUID
    kind: PassKind
    referral_id: ReferralId | None = None
    hospital: HospitalId | None = None
    incident_id: IncidentId | None = None
    unit_id: UnitId | None = None
    hours: int | None = None

    def __post_init__(self) -> None:
        if self.hours is not None and not 1 <= self.hours <= HOURS_MAX:
            raise FieldError("hours", f"antara 1 dan {HOURS_MAX} jam")
        needed = NEEDS[self.kind]
        for name in ("referral_id", "hospital", "incident_id", "unit_id"):
            if name in needed and getattr(self, name) is None:
                raise FieldError(name, "wajib diisi untuk jenis tautan ini")
            if name not in needed and getattr(self, name) is not None:
                raise FieldError(name, "tidak dipakai untuk jenis tautan ini")

    @property
    def thing(self) -> str:
        return str(self.referral_id or self.hospital or self.incident_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokePass:
    command_id: UUID
    pass_id: PassId


# ---- made by the door of a pass, a timer and policies


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPass:
    """Somebody begins to use it in a browser that is told apart by `browser`."""

    command_id: UUID
    pass_id: PassId
    browser: str
    name: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpirePass:
    command_id: UUID
    pass_id: PassId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPasses:
    """What they were for has ended."""

    command_id: UUID
    thing: str


Command = IssuePass | RevokePass | OpenPass | ExpirePass | EndPasses
