"""What the lines desk keeps in mind: each call, taker, caller and announcement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from siaga.desks.lines.state.call import CallLife, Missed, Phase, evolve_call
from siaga.desks.lines.state.caller import CallerLife, evolve_caller
from siaga.desks.lines.state.heard import Heard
from siaga.desks.lines.state.taker import TakerLife, evolve_taker
from siaga.language.entry import Entry, Fact
from siaga.language.incident import IncidentClosed, IncidentOpened, IncidentReopened, incident_life
from siaga.language.lines import IncidentAnnounced
from siaga.language.neighbours import (
    ContactHandedOver,
    HandoverWithdrawn,
    NeighbourAccepted,
    NeighbourRefused,
)
from siaga.language.placed_calls import CallPlaced, PlacedCallEnded
from siaga.language.values import AccountId, NeighbourId, Tag

__all__ = [
    "STATES",
    "Announcement",
    "CallLife",
    "CallerLife",
    "Heard",
    "IncidentLife",
    "Missed",
    "Phase",
    "Placed",
    "TakerLife",
    "Told",
    "evolve",
]

CALL, TAKER, CALLER = "contact-life", "taker", "sender"
ANNOUNCEMENT, INCIDENT = "announcement", "incident-life"
PLACED, CONTACT = "placed-call", "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    until_at: datetime | None = None  # None: not running


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLife:
    known: bool = False
    closed: bool = False
    accepted: NeighbourId | None = None  # by name: it is theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A call that a taker placed."""

    fact: CallPlaced | None = None  # None: nobody wrote it down
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A caller of whom no incident was made here: which neighbour took him, by name."""

    accepted: NeighbourId | None = None


STATES: dict[str, type[Any]] = {
    CALL: CallLife,
    TAKER: TakerLife,
    CALLER: CallerLife,
    ANNOUNCEMENT: Announcement,
    INCIDENT: IncidentLife,
    PLACED: Placed,
    CONTACT: Told,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    """The state of `tag` after one more fact that carries it."""
    fact: Heard = entry.fact  # type: ignore[assignment]  # the gateway hands over what is heard
    match tag.partition(":")[0]:
        case "contact-life":
            return evolve_call(state, fact, entry)
        case "taker":
            return evolve_taker(state, fact, account_id=AccountId(tag.partition(":")[2]))
        case "sender":
            return evolve_caller(state, fact)
        case "announcement":
            return _announcement(fact)
        case "placed-call":
            return _placed(state, fact)
        case "contact":
            return Told(accepted=fact.neighbour) if isinstance(fact, ContactHandedOver) else state
        case _:
            return _incident(state, fact, tag)


def _announcement(fact: Fact) -> Announcement:
    return Announcement(until_at=fact.until_at if isinstance(fact, IncidentAnnounced) else None)


def _placed(state: Placed, fact: Fact) -> Placed:
    match fact:
        case CallPlaced():
            return Placed(fact=fact)
        case PlacedCallEnded():
            return replace(state, over=True)
        case _:
            return state


def _incident(state: IncidentLife, fact: Heard, tag: Tag) -> IncidentLife:
    match fact:
        case IncidentOpened() | IncidentReopened() if tag == incident_life(fact.incident_id):
            return IncidentLife(known=True)
        case IncidentClosed() if tag == incident_life(fact.incident_id):
            return IncidentLife(known=True, closed=True, accepted=state.accepted)
        case NeighbourAccepted() if tag == incident_life(fact.incident_id):
            return replace(state, accepted=fact.neighbour)
        case NeighbourRefused() | HandoverWithdrawn():
            return replace(state, accepted=None)
        case _:
            return state  # of a child, or of a report: nothing this desk decides by
