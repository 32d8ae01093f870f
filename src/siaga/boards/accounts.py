"""Who may sign in, and with which rights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.access import (
    AccountClosed,
    AccountOpened,
    AccountRightsChanged,
    PersonSignedIn,
)
from siaga.language.entry import Entry, Fact
from siaga.language.values import (
    AccountId,
    Actor,
    AgencyId,
    HospitalId,
    Role,
    Sealed,
    UnitId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCard:
    """Key: account id."""

    account_id: AccountId
    name: Sealed
    roles: tuple[Role, ...]
    opened_at: datetime
    agency: AgencyId | None = None
    units: tuple[UnitId, ...] = ()
    hospital: HospitalId | None = None
    last_sign_in_at: datetime | None = None
    closed: bool = False


Heard = AccountOpened | AccountRightsChanged | AccountClosed | PersonSignedIn

SEES_ALL = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = frozenset(Role)
CARD = AccountCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.account_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: AccountCard | None, entry: Entry) -> AccountCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.account_id:
        return card
    match fact:
        case AccountOpened():
            return AccountCard(
                account_id=fact.account_id,
                name=fact.name,
                roles=fact.roles,
                opened_at=fact.when.at,
                agency=fact.agency,
                units=fact.units,
                hospital=fact.hospital,
            )
        case AccountRightsChanged():
            return card and replace(
                card,
                roles=fact.roles,
                agency=fact.agency,
                units=fact.units,
                hospital=fact.hospital,
            )
        case AccountClosed():
            return card and replace(card, closed=True)
        case PersonSignedIn():
            return card and replace(card, last_sign_in_at=fact.when.at)
        case _:
            assert_never(fact)


def view(card: AccountCard, viewer: Actor) -> AccountCard | None:
    """The room knows its colleagues by name and role; everybody knows themselves."""
    if viewer.roles & SEES_ALL or viewer.id == card.account_id:
        return card
    if viewer.is_room:
        return replace(card, agency=None, units=(), hospital=None, last_sign_in_at=None)
    return None
