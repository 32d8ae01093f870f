"""How many victims an incident has, by the words of START."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.guide import VictimTallied
from siaga.language.incident import IncidentClosed
from siaga.language.mass_casualty import VictimWord
from siaga.language.values import OVERSIGHT_ROLES, ROOM_ROLES, Actor, IncidentId, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimCard:
    """Key: incident id. Gone when the incident is closed; the numbers stay in its kronologi."""

    incident_id: IncidentId
    counted_at: datetime
    counts: dict[VictimWord, int] = field(default_factory=dict)


Heard = VictimTallied | IncidentClosed

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}
CARD = VictimCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.incident_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: VictimCard | None, entry: Entry) -> VictimCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.incident_id:
        return card
    match fact:
        case VictimTallied():
            counts = dict(card.counts) if card else {}
            counts[fact.word] = counts.get(fact.word, 0) + fact.count
            return VictimCard(incident_id=fact.incident_id, counted_at=fact.when.at, counts=counts)
        case IncidentClosed():
            return None
        case _:
            assert_never(fact)


def view(card: VictimCard, viewer: Actor) -> VictimCard | None:
    return card if viewer.roles & ROLES else None
