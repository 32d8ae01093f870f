"""What the access desk keeps in mind of an account."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, assert_never

from siaga.language.access import AccountClosed, AccountOpened, AccountRightsChanged
from siaga.language.entry import Entry
from siaga.language.values import AgencyId, HospitalId, Role, Tag, UnitId

ACCOUNT = "account-life"

Heard = AccountOpened | AccountRightsChanged | AccountClosed


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLife:
    is_known: bool = False
    is_closed: bool = False
    roles: tuple[Role, ...] = ()
    agency: AgencyId | None = None
    units: tuple[UnitId, ...] = ()
    hospital: HospitalId | None = None


STATES: dict[str, type[Any]] = {ACCOUNT: AccountLife}


def evolve(_tag: Tag, state: AccountLife, entry: Entry) -> AccountLife:
    fact: Heard = entry.fact  # type: ignore[assignment]  # the gateway hands over what is heard
    match fact:
        case AccountOpened() | AccountRightsChanged():
            return AccountLife(
                is_known=True,
                is_closed=state.is_closed,
                roles=fact.roles,
                agency=fact.agency,
                units=fact.units,
                hospital=fact.hospital,
            )
        case AccountClosed():
            return replace(state, is_closed=True)
        case _:
            assert_never(fact)
