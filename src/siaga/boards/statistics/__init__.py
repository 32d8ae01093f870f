"""Everything that is counted, one row each; the figures are `queries.sql` over these rows.

A kept board: its cards are rows of `tables.sql`. A drill is a place of its own, so never here.
"""

from __future__ import annotations

from typing import get_args

from siaga.boards.statistics.contacts import ContactHeard, draw_contact
from siaga.boards.statistics.dispatches import DispatchHeard, draw_dispatch
from siaga.boards.statistics.incidents import IncidentHeard, draw_incident, draw_main, draw_parent
from siaga.boards.statistics.referrals import ReferralHeard, draw_referral
from siaga.boards.statistics.rows import (
    StatContact,
    StatDispatch,
    StatIncident,
    StatReferral,
    StatRow,
)
from siaga.language.entry import Entry, Fact
from siaga.language.incident import IncidentMerged, IncidentOpened, IncidentUnmerged
from siaga.language.values import OVERSIGHT_ROLES, ROOM_ROLES, Actor, Role

__all__ = [
    "CARD",
    "HEARS",
    "ROLES",
    "TABLES",
    "UNITS",
    "StatContact",
    "StatDispatch",
    "StatIncident",
    "StatReferral",
    "draw",
    "keys",
    "view",
]

Heard = ContactHeard | IncidentHeard | DispatchHeard | ReferralHeard

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR, Role.ADMINISTRATOR}
CARD = StatRow

TABLES: dict[str, tuple[str, type[StatRow]]] = {
    "contact": ("stat_contact", StatContact),
    "incident": ("stat_incident", StatIncident),
    "dispatch": ("stat_dispatch", StatDispatch),
    "referral": ("stat_referral", StatReferral),
}
"""Prefix of a key (before ":") → its table and the row it holds."""

UNITS: dict[str, str] = {
    "totals": "kontak, kejadian, penugasan, tugas",  # each row names its own
    "by_type": "kejadian",
    "by_priority": "kejadian",
    "by_district": "kejadian",
    "by_day": "kejadian",
    "results": "kejadian",
    "by_channel": "kontak",
    "by_kind": "kontak",
    "calls": "kontak",
    "times": "kontak, kejadian, penugasan, tugas",  # each row names its own
    "via": "penugasan",
    "via_agency": "tugas",
    "by_agency": "tugas",
}
"""Named query of `queries.sql` → the counting unit printed under its figures."""


def keys(fact: Fact) -> tuple[str, ...]:
    found: list[str] = []
    if isinstance(fact, ContactHeard) and fact.contact_id:
        found.append(f"contact:{fact.contact_id}")
    if isinstance(fact, IncidentHeard):
        found.append(f"incident:{fact.incident_id}")
    if isinstance(fact, IncidentOpened) and fact.parent_id:
        found.append(f"incident:{fact.parent_id}")
    if isinstance(fact, IncidentMerged | IncidentUnmerged) and fact.into != fact.incident_id:
        found.append(f"incident:{fact.into}")
    if isinstance(fact, DispatchHeard):
        found.append(f"dispatch:{fact.dispatch_id}")
    if isinstance(fact, ReferralHeard):
        found.append(f"referral:{fact.referral_id}")
    return tuple(found)


def draw(key: str, card: StatRow | None, entry: Entry) -> StatRow | None:
    fact = entry.fact
    if key not in keys(fact):
        return card
    table, _, subject = key.partition(":")
    if table == "contact" and isinstance(fact, ContactHeard):
        assert card is None or isinstance(card, StatContact)
        return draw_contact(card, fact, entry=entry)
    if table == "incident" and isinstance(fact, IncidentHeard):
        assert card is None or isinstance(card, StatIncident)
        if subject == fact.incident_id:
            return draw_incident(card, fact, entry=entry)
        if isinstance(fact, IncidentMerged | IncidentUnmerged):
            return draw_main(card, fact)
        return draw_parent(card)
    if table == "dispatch" and isinstance(fact, DispatchHeard):
        assert card is None or isinstance(card, StatDispatch)
        return draw_dispatch(card, fact, entry=entry)
    assert isinstance(fact, ReferralHeard)
    assert card is None or isinstance(card, StatReferral)
    return draw_referral(card, fact, entry=entry)


def view(card: StatRow, viewer: Actor) -> StatRow | None:
    """Rows hold no person: who may see figures sees all of them."""
    return card if viewer.roles & ROLES else None
