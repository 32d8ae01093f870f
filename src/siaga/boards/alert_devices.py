"""What reaches whom: browsers for web push, numbers and addresses. Never where exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from siaga.language.alerts import (
    AlertDelivered,
    AlertReached,
    AlertWay,
    DeviceForgotten,
    DeviceRegistered,
)
from siaga.language.entry import Entry, Fact
from siaga.language.values import ROOM_ROLES, AccountId, Actor, DeviceId, Role, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCard:
    """Key: device id. `reached_at`: the last alert that certainly arrived there."""

    device_id: DeviceId
    ways: tuple[AlertWay, ...]
    holders: tuple[str, ...]
    registered_at: datetime
    account_id: AccountId | None = None
    label: Sealed | None = None
    number: Sealed | None = None  # of a number or address; a browser's endpoint is shown to nobody
    reached_at: datetime | None = None


Heard = DeviceRegistered | DeviceForgotten | AlertDelivered | AlertReached

KEEPERS = frozenset({Role.SUPERVISOR, Role.SHIFT_LEAD, Role.ADMINISTRATOR, Role.HEAD})

CALLERS = ROOM_ROLES - {Role.TRAINEE}
OFFICERS = ("duty:", "role:")
"""Holders that are one person: of an agency by its step, of the house by role."""

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = frozenset(Role) - {Role.VOLUNTEER}
CARD = DeviceCard


def keys(fact: Fact) -> tuple[str, ...]:
    if not isinstance(fact, Heard) or fact.device_id is None:
        return ()
    return (fact.device_id,)


def draw(key: str, card: DeviceCard | None, entry: Entry) -> DeviceCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.device_id:
        return card
    match fact:
        case DeviceRegistered():
            is_browser = AlertWay.PUSH in fact.ways
            return DeviceCard(
                device_id=fact.device_id,
                ways=fact.ways,
                holders=fact.holders,
                registered_at=fact.when.at,
                account_id=fact.account_id,
                label=fact.label,
                number=None if is_browser else fact.endpoint,
            )
        case DeviceForgotten():
            return None
        case _:
            return card and replace(card, reached_at=fact.when.at)


def view(card: DeviceCard, viewer: Actor) -> DeviceCard | None:
    """Everybody sees their own; numbers who keeps them, and of officers who has to call them."""
    if viewer.roles & KEEPERS or _calls(card, viewer):
        return card
    if card.account_id is not None and viewer.id == card.account_id:
        return replace(card, number=None)
    return None


def _calls(card: DeviceCard, viewer: Actor) -> bool:
    """The room calls every agency's officers and the house's own, an agency's desk its own."""
    if card.account_id is not None:
        return False
    if viewer.roles & CALLERS:
        return card.holders[0].startswith(OFFICERS)
    own = tuple(f"duty:{viewer.agency}:{step}" for step in (1, 2))
    return Role.AGENCY_DESK in viewer.roles and card.holders[0] in own
