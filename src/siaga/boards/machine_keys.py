"""Keys by which agencies' own systems come in: whose each is, never what it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from siaga.language.entry import Entry, Fact
from siaga.language.systems import KeyId, MachineKeyIssued, MachineKeyRevoked
from siaga.language.values import Actor, AgencyId, Role, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineKeyCard:
    """Key: key id. Leaves when revoked."""

    key_id: KeyId
    agency: AgencyId
    name: Sealed
    issued_at: datetime
    by: str  # account id
    digest: str = ""  # never shown


Heard = MachineKeyIssued | MachineKeyRevoked

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = frozenset(
    {Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SHIFT_LEAD, Role.HEAD, Role.AUDITOR}
)
CARD = MachineKeyCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.key_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: MachineKeyCard | None, entry: Entry) -> MachineKeyCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.key_id:
        return card
    if isinstance(fact, MachineKeyRevoked):
        return None
    return MachineKeyCard(
        key_id=fact.key_id,
        agency=fact.agency,
        name=fact.name,
        issued_at=fact.when.at,
        by=entry.actor,
        digest=fact.digest,
    )


def view(card: MachineKeyCard, viewer: Actor) -> MachineKeyCard | None:
    return replace(card, digest="") if viewer.roles & ROLES else None
