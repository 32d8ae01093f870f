"""The draft of a situation report: what the boards know now, each number with its own age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from siaga.language.shelters import STAGE, UNCOUNTED, WHOLE, Figure, HeadKind, Need

Counts = Mapping[str, tuple[int, datetime]]
"""By kind: how many, and when that was counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenShelter:
    id: str
    heads: Counts
    needs: Counts
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenGauge:
    id: str
    read_at: datetime
    rank: int  # of its stage, 0 for none
    stage: str = ""  # as the place calls it
    level_cm: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Of an incident and those linked to it."""

    shelters: Sequence[SeenShelter] = ()
    gauges: Sequence[SeenGauge] = ()
    requests: Mapping[str, int] = field(default_factory=dict)  # state → how many
    late_requests: int = 0
    units: int = 0  # with a job there
    waiting_for_unit: int = 0
    houses: int = 0
    people_staying: int = 0
    evacuated: int = 0
    linked: int = 0
    open_near: int = 0  # open incidents linked to it
    missing: int = 0
    victims: Mapping[str, int] = field(default_factory=dict)
    victims_at: datetime | None = None


def draft(seen: Seen) -> tuple[Figure, ...]:
    """In the order in which a report is read."""
    return (
        *_water(seen.gauges),
        *_shelters(seen.shelters),
        Figure(key="houses_staying", value=seen.houses, source="situation"),
        Figure(key="people_staying", value=seen.people_staying, source="situation"),
        Figure(key="people_evacuated", value=seen.evacuated, source="situation"),
        Figure(key="missing_open", value=seen.missing, source="persons"),
        *(
            Figure(key=f"victims_{word}", value=count, source="victims", at=seen.victims_at)
            for word, count in seen.victims.items()
            if count
        ),
        Figure(key="units", value=seen.units, source="open-incidents"),
        Figure(key="waiting_for_unit", value=seen.waiting_for_unit, source="open-incidents"),
        *(
            Figure(key=f"requests_{state}", value=count, source="referrals")
            for state, count in sorted(seen.requests.items())
        ),
        Figure(key="requests_late", value=seen.late_requests, source="referrals"),
        Figure(key="linked", value=seen.linked, source="open-incidents"),
        Figure(key="linked_open", value=seen.open_near, source="open-incidents"),
    )


def _water(gauges: Iterable[SeenGauge]) -> Iterable[Figure]:
    for one in gauges:
        at = one.read_at
        if one.level_cm is not None:
            yield Figure(key="level_cm", value=one.level_cm, source="water", about=one.id, at=at)
        yield Figure(key=STAGE, value=one.rank, source="water", about=one.id, at=at, word=one.stage)


def _shelters(shelters: Sequence[SeenShelter]) -> Iterable[Figure]:
    """A sum is as old as the oldest count in it."""
    yield Figure(key="shelters_open", value=len(shelters), source="shelters")
    yield from _sum("heads", [_whole(one) for one in shelters])
    for kind in HeadKind:
        yield from _sum(f"heads_{kind}", [one.heads.get(kind) for one in shelters])
    for need in Need:
        yield from _sum(f"needs_{need}", [one.needs.get(need) for one in shelters])
    for one in shelters:
        whole = _whole(one)
        if whole is not None:
            count, at = whole
            yield Figure(key="heads_in", value=count, source="shelters", about=one.id, at=at)


def _whole(shelter: SeenShelter) -> tuple[int, datetime] | None:
    counted = [shelter.heads[kind] for kind in WHOLE if kind in shelter.heads]
    if not counted:
        return None
    return sum(count for count, _ in counted), min(at for _, at in counted)


def _sum(key: str, counted: Sequence[tuple[int, datetime] | None]) -> Iterable[Figure]:
    known = [one for one in counted if one is not None]
    if known:
        value, at = sum(count for count, _ in known), min(at for _, at in known)
        yield Figure(key=key, value=value, source="shelters", at=at)
    missing = len(counted) - len(known)
    if missing and (known or key == "heads"):
        yield Figure(key=f"{key}{UNCOUNTED}", value=missing, source="shelters")
