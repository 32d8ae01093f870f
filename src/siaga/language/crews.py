"""What is known of crews: who is on which unit, what they note on scene, their call for help."""

from __future__ import annotations

from dataclasses import dataclass

from siaga.language.entry import Fact
from siaga.language.units import unit_job
from siaga.language.values import (
    AccountId,
    DispatchId,
    IncidentId,
    LocationClaim,
    Sealed,
    Tag,
    UnitId,
    When,
)


def panic_life(unit_id: UnitId) -> Tag:
    return Tag(f"panic-life:{unit_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PanicRaised(Fact):
    """A crew member is in danger; it sounds everywhere until a person answers."""

    unit_id: UnitId
    account_id: AccountId
    when: When
    location: LocationClaim | None = None
    incident_id: IncidentId | None = None
    dispatch_id: DispatchId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (panic_life(self.unit_id), unit_job(self.unit_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class PanicAnswered(Fact):
    """A person of the room has taken it up; `outcome` once it is known."""

    unit_id: UnitId
    when: When
    outcome: Sealed | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (panic_life(self.unit_id),)
