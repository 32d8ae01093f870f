"""A place's rules for sending units: what a unit is counted as, and how long work usually takes."""

from __future__ import annotations

from dataclasses import dataclass, field

from siaga.language.dispatch import Stage
from siaga.language.text import Text
from siaga.language.values import FleetId


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """Units of these kinds are counted together: the last free one goes only to P1."""

    id: FleetId
    name: Text
    kinds: tuple[str, ...]


def usual_left_s() -> dict[Stage, int]:
    """Seconds until a unit is free again, by the stage it has reached.

    Assumptions of ours for a city of this size, to be replaced by the place's own medians.
    """
    return {
        Stage.ASSIGNED: 3000,
        Stage.NOTIFIED: 3000,
        Stage.ACKNOWLEDGED: 2940,
        Stage.EN_ROUTE: 2700,
        Stage.ON_SCENE: 2100,
        Stage.FIRST_ACTION: 1800,
        Stage.TRANSPORTING: 1500,
        Stage.AT_HOSPITAL: 900,
        Stage.HANDED_OVER: 300,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRules:
    """Seconds and metres; a place that says nothing has these."""

    position_max_s: int = 900  # an older position is not where the unit is: its station is used
    pre_alert_s: int = 600  # how long a unit stands ready for an incident still being described
    stand_down_read_s: int = 90  # a crew that has not read its stand-down by then rings
    base_answer_s: int = 120  # a base that was asked for a unit and says nothing by then rings
    lane_m: int = 30  # a lane remembered within this distance is this lane
    left_s: dict[Stage, int] = field(default_factory=usual_left_s)
    fleet: tuple[Fleet, ...] = ()

    def fleets_of(self, kind: str) -> tuple[Fleet, ...]:
        return tuple(fleet for fleet in self.fleet if kind in fleet.kinds)
