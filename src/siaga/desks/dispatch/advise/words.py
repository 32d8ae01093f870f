"""What a proposal is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from siaga.geo.distance import Coordinate
from siaga.language.dispatch import Stage
from siaga.language.place import Authority
from siaga.language.values import CapabilityId, FleetId, IncidentId, UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """So many units that can do this. `alone`: none of them is counted for another need too."""

    capability: CapabilityId
    count: int = 1
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A unit as it is now. `free_s`: seconds until a busy one is free, as far as can be guessed."""

    unit_id: UnitId
    capabilities: frozenset[CapabilityId]
    authority: Authority = Authority.OWN
    on_duty: bool = True
    off_reason: str = ""
    back_s: int | None = None
    stage: Stage | None = None  # of the job it has
    incident_id: IncidentId | None = None
    free_s: int | None = None
    here: bool = False  # it is on this incident already
    next_taken: bool = False  # another job waits for it
    ready: bool = False  # told to stand ready
    declined: bool = False  # its crew could not go to this incident
    position: Coordinate | None = None
    position_age_s: int | None = None
    station: Coordinate | None = None
    fleets: frozenset[FleetId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleeted:
    """Free units of one fleet, whose last one is kept for P1."""

    fleet: FleetId
    free: int


class Why(StrEnum):
    """A reason; `Reason.value` is what stands after the colon."""

    CAN = "can"  # capability asked for
    ALSO = "also"  # a further capability that it fills besides
    NEAREST = "nearest"
    READY = "ready"
    FROM_POSITION = "from_position"  # seconds of age
    FROM_STATION = "from_station"  # no fresh position
    NO_PLACE = "no_place"  # of the unit or of the incident: no distance
    ASK_BASE = "ask_base"
    ASK_HELP = "ask_help"
    # why not, or not yet
    CANNOT = "cannot"  # none of the capabilities asked for
    OFF_DUTY = "off_duty"  # reason
    BUSY = "busy"  # stage
    FREE_IN = "free_in"  # seconds
    NEXT_TAKEN = "next_taken"
    HERE = "here"
    DECLINED = "declined"  # this incident, a while ago
    LAST_UNIT = "last_unit"  # fleet
    ENOUGH = "enough"  # nearer ones are enough
    SPARED = "spared"  # nearer, but one that goes anyway does it too


AGAINST = frozenset({Why.CANNOT, Why.OFF_DUTY, Why.BUSY, Why.HERE, Why.DECLINED, Why.LAST_UNIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    why: Why
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """`travel_s` is an estimate whenever `estimated`; None where no place is known."""

    unit_id: UnitId
    authority: Authority
    reasons: tuple[Reason, ...]
    capability: CapabilityId | None = None  # the first need it fills
    fills: tuple[CapabilityId, ...] = ()  # all of them
    travel_s: int | None = None
    distance_m: int | None = None
    estimated: bool = True
    position_age_s: int | None = None
    free_s: int | None = None
    can_go: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """What nobody is free for, and in how many seconds somebody may be."""

    capability: CapabilityId
    missing: int
    next_free_s: int | None = None
    next_unit: UnitId | None = None
    kept: UnitId | None = None  # free, and the last of its fleet: kept for P1


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`chosen` in the order to send; `others` free ones first, each saying why not."""

    chosen: tuple[Ranked, ...]
    short: tuple[Short, ...]
    others: tuple[Ranked, ...]
