"""What is known of accounts, and of who looked at what."""

from __future__ import annotations

from dataclasses import dataclass

from siaga.language.entry import Fact
from siaga.language.values import (
    AccountId,
    AgencyId,
    ContactId,
    HospitalId,
    IncidentId,
    Role,
    Sealed,
    Tag,
    UnitId,
    When,
)


def account_life(account_id: AccountId) -> Tag:
    return Tag(f"account-life:{account_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened(Fact):
    account_id: AccountId
    name: Sealed
    roles: tuple[Role, ...]
    when: When
    agency: AgencyId | None = None
    units: tuple[UnitId, ...] = ()
    hospital: HospitalId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (account_life(self.account_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRightsChanged(Fact):
    account_id: AccountId
    roles: tuple[Role, ...]
    when: When
    agency: AgencyId | None = None
    units: tuple[UnitId, ...] = ()
    hospital: HospitalId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (account_life(self.account_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed(Fact):
    account_id: AccountId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (account_life(self.account_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSignedIn(Fact):
    account_id: AccountId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (Tag(f"account:{self.account_id}"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSignedOut(Fact):
    account_id: AccountId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (Tag(f"account:{self.account_id}"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDataRead(Fact):
    """Somebody who was not handling the case opened it (UU 27/2022)."""

    account_id: AccountId
    what: str  # board name
    purpose: str
    when: When
    incident_id: IncidentId | None = None
    contact_id: ContactId | None = None

    def tags(self) -> tuple[Tag, ...]:
        own: tuple[Tag, ...] = (Tag(f"account:{self.account_id}"),)
        if self.incident_id:
            own += (Tag(f"incident:{self.incident_id}"),)
        return (*own, Tag(f"contact:{self.contact_id}")) if self.contact_id else own


AccessFact = (
    AccountOpened
    | AccountRightsChanged
    | AccountClosed
    | PersonSignedIn
    | PersonSignedOut
    | PersonalDataRead
)
