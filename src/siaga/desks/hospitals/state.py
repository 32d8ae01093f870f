"""What the hospitals desk keeps in mind: where a hospital sends ambulances elsewhere, and when it
last said how it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.entry import Entry
from siaga.language.hospitals import (
    DiversionDeclared,
    DiversionEnded,
    HospitalFact,
    HospitalReported,
    ReportSource,
    Traffic,
    TrafficReason,
)
from siaga.language.values import Tag

Heard = HospitalFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """The department of one hospital."""

    traffic: Traffic | None = None
    reason: TrafficReason | None = None
    source: ReportSource | None = None
    until_at: datetime | None = None
    said_at: datetime | None = None  # the newest word on traffic; the clock says none
    fed_at: datetime | None = None  # the newest report of its own system


STATES: dict[str, type[Any]] = {"hospital-life": Emergency}


def evolve(_tag: Tag, state: Emergency, entry: Entry) -> Emergency:
    fact = cast(Heard, entry.fact)
    match fact:
        case HospitalReported():
            if fact.source is not ReportSource.FEED:
                return state
            return replace(state, fed_at=fact.when.at)
        case DiversionDeclared():
            return replace(
                state,
                traffic=fact.traffic,
                reason=fact.reason,
                source=fact.source,
                until_at=fact.expires_at,
                said_at=fact.when.at,
            )
        case DiversionEnded():
            said_at = state.said_at if fact.source is None else fact.when.at
            return replace(
                state, traffic=None, reason=None, source=None, until_at=None, said_at=said_at
            )
        case _ as never:
            assert_never(never)
