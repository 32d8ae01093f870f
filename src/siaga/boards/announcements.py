"""Incidents that whoever waits on the telephone hears to be known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.lines import AnnouncementEnded, IncidentAnnounced
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    AreaCode,
    IncidentId,
    IncidentTypeId,
    Role,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementCard:
    """Key: incident id."""

    incident_id: IncidentId
    incident_type: IncidentTypeId
    since_at: datetime
    until_at: datetime
    area: AreaCode | None = None


Heard = IncidentAnnounced | AnnouncementEnded

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES
CARD = AnnouncementCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.incident_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: AnnouncementCard | None, entry: Entry) -> AnnouncementCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.incident_id:
        return card
    match fact:
        case IncidentAnnounced():
            return AnnouncementCard(
                incident_id=fact.incident_id,
                incident_type=fact.incident_type,
                since_at=fact.when.at,
                until_at=fact.until_at,
                area=fact.area,
            )
        case AnnouncementEnded():
            return None
        case _:
            assert_never(fact)


def view(card: AnnouncementCard, viewer: Actor) -> AnnouncementCard | None:
    return card if viewer.roles & ROLES else None
