"""A place's rules for machines of others, and who its neighbours are. Place data, never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum

from siaga.language.text import Text
from siaga.language.values import IncidentTypeId, NeighbourId, Priority

NEVER_AT = time(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRules:
    """`systems.toml`: how long a post to an agency's system is tried, when its e-mail comes."""

    deliver_within_s: int = 3600
    summary_at: time = time(7, 0)  # in the place's zone
    eido_types: dict[IncidentTypeId, str] = field(default_factory=dict)  # → NENA's code


class CrossBorder(StrEnum):
    """May our own unit go to a P1 just over the border?"""

    YES = "yes"
    ASK_HEAD = "ask_head"
    NO = "no"


class AtBorder(StrEnum):
    """What the rule says of one incident outside the city. The neighbour is called in any case."""

    MAY_GO = "may_go"  # our unit goes, the neighbour is called besides
    ASK_HEAD = "ask_head"  # our unit goes when the head has said yes
    HAND_OVER = "hand_over"  # theirs; our unit goes only by leave of head or supervisor


class LeaveBy(StrEnum):
    """Who allows what the rule does not."""

    HEAD = "head"
    SUPERVISOR = "supervisor"


LEAVES = {
    AtBorder.MAY_GO: frozenset[LeaveBy](),
    AtBorder.ASK_HEAD: frozenset({LeaveBy.HEAD}),
    AtBorder.HAND_OVER: frozenset(LeaveBy),
}
"""Whose word is enough; empty: nobody is asked."""


def at_border(rule: CrossBorder, priority: Priority | None) -> AtBorder:
    """Unknown counts as the most urgent."""
    if priority not in (None, Priority.P1):
        return AtBorder.HAND_OVER
    match rule:
        case CrossBorder.YES:
            return AtBorder.MAY_GO
        case CrossBorder.ASK_HEAD:
            return AtBorder.ASK_HEAD
        case CrossBorder.NO:
            return AtBorder.HAND_OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephone:
    number: str
    name: Text
    source: str  # where the number is published
    districts: tuple[str, ...] = ()  # kecamatan it serves; empty: all of the neighbour

    @property
    def is_national(self) -> bool:
        """A short number of the country: dialled here, it reaches the services of our own city."""
        return len(self.number) <= 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A regency or city beside ours. `place`: its own centre, if it runs this same system."""

    id: NeighbourId
    name: Text
    code: str  # Kemendagri, e.g. 15.05
    latitude: float  # of its middle nearest to us, to propose it
    longitude: float
    districts: tuple[str, ...] = ()  # its kecamatan, as callers name them
    phones: tuple[Telephone, ...] = ()  # empty: no number with a public source is known
    place: str = ""

    def without_phone(self) -> tuple[str, ...]:
        """Its kecamatan that no number of theirs serves."""
        own = [phone for phone in self.phones if not phone.is_national]
        if any(not phone.districts for phone in own):
            return ()
        served = {district for phone in own for district in phone.districts}
        return tuple(district for district in self.districts if district not in served)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourRules:
    """`neighbours.toml`."""

    cross_border_P1: CrossBorder = CrossBorder.ASK_HEAD
    ring_after_s: int = 60  # nobody has accepted by name: it rings, and again after each such while
    neighbour: tuple[Neighbour, ...] = ()

    def known(self) -> dict[NeighbourId, Neighbour]:
        return {each.id: each for each in self.neighbour}
