"""A room in which a storm's reports come in, each met by the radar, then attached to what it is of.

The taker is perfect: whatever the radar says, a report joins the happening it tells of, and a first
report opens one. An incident is put where its first report says, else in the kelurahan; a much more
exact point puts it anew. That first point may be wrong, and then stays so until such a point comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import pi, sqrt

from siaga.desks.triage.advise.duplicates import Known, Report, Spot, Told, kin
from siaga.language.place import Area, IncidentType
from siaga.language.triage import Candidate, Guess
from siaga.language.values import AreaCode, IncidentId, IncidentTypeId
from siaga.simulation.storms import Telling, Where

REPORTS_MAX = 40
"""Kept of one incident, as the room does."""

MORE_EXACT = 3.0

Rank = Callable[[Report, Sequence[Known]], tuple[Candidate, ...]]
NONE: frozenset[IncidentTypeId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the house makes of one report's words."""

    guesses: tuple[Guess, ...]
    told: Told
    areas: tuple[AreaCode, ...] = ()
    own_victim: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """One report, and what was suggested for it. `truth`: None where it was the first."""

    telling: Telling
    heard: Heard
    report: Report
    candidates: tuple[Candidate, ...]
    truth: IncidentId | None


@dataclass(slots=True, kw_only=True)
class StormRoom:
    areas: Mapping[AreaCode, Area]
    types: Mapping[IncidentTypeId, IncidentType]
    begins_at: datetime
    rank: Rank
    name: str = ""  # begins the ids of this evening's incidents
    known: dict[IncidentId, Known] = field(default_factory=dict)
    _kin: Mapping[IncidentTypeId, frozenset[IncidentTypeId]] = field(init=False)

    def __post_init__(self) -> None:
        self._kin = kin(self.types.values())

    def meet(self, tellings: Sequence[tuple[Telling, Heard]]) -> Iterator[Met]:
        for telling, heard in tellings:
            report = self._report(telling, heard)
            candidates = self.rank(report, list(self.known.values()))
            incident_id = IncidentId(f"{self.name}{telling.happening.number}")
            before = self.known.get(incident_id)
            yield Met(
                telling=telling,
                heard=heard,
                report=report,
                candidates=candidates,
                truth=incident_id if before else None,
            )
            if before is None:
                self.known[incident_id] = self._opened(incident_id, telling, report)
            else:
                self.known[incident_id] = _joined(before, telling, report)

    def _report(self, telling: Telling, heard: Heard) -> Report:
        spot: Spot | None = None
        if telling.latitude is not None and telling.longitude is not None:
            spot = Spot(
                latitude=telling.latitude,
                longitude=telling.longitude,
                accuracy_m=telling.accuracy_m or 100.0,
            )
        elif telling.where is Where.AREA:
            spot = spot_of(telling.happening.area)
        named = spot_of(self.areas[heard.areas[0]]) if heard.areas else None
        return Report(
            at=self.begins_at + timedelta(seconds=telling.at_s),
            spot=spot or named,
            named=named,
            guesses=heard.guesses,
            told=heard.told,
        )

    def _opened(self, incident_id: IncidentId, telling: Telling, report: Report) -> Known:
        happening = telling.happening
        return Known(
            incident_id=incident_id,
            incident_type=happening.incident_type,
            opened_at=report.at,
            last_report_at=report.at,
            spot=report.spot or spot_of(happening.area),
            told=(report.told,),
            akin=self._kin.get(happening.incident_type, NONE),
            private=self.types[happening.incident_type].private,
            heard_at=_points(telling, report),
        )


def spot_of(area: Area) -> Spot:
    radius_m = 1000.0 * sqrt(area.area_km2 / pi)
    return Spot(latitude=area.latitude, longitude=area.longitude, accuracy_m=radius_m)


def _joined(known: Known, telling: Telling, report: Report) -> Known:
    spot = known.spot
    if report.spot and spot and report.spot.accuracy_m < spot.accuracy_m / MORE_EXACT:
        spot = report.spot
    return replace(
        known,
        last_report_at=max(known.last_report_at, report.at),
        spot=spot,
        told=(*known.told, report.told)[-REPORTS_MAX:],
        contacts=known.contacts + 1,
        heard_at=(*known.heard_at, *_points(telling, report))[-REPORTS_MAX:],
    )


def _points(telling: Telling, report: Report) -> tuple[Spot, ...]:
    return (report.spot,) if report.spot and telling.where is Where.POINT else ()
