"""The most specific plan of each alarm level, and what the levels ask for together.

Most specific means, in this order: the type itself before its parents, a kelurahan before its
kecamatan before everywhere, named hours, named days, named priorities. The rules of a sound book
leave no two plans equal in all of these; should two be so all the same, the first by id wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from siaga.language.place import Place
from siaga.language.plans import (
    DayKind,
    PlanAgency,
    PlanId,
    PlanMessage,
    PlanNeed,
    PlanTimers,
    ResponsePlan,
)
from siaga.language.values import (
    AgencyId,
    AreaCode,
    CapabilityId,
    CardId,
    IncidentTypeId,
    Priority,
)

SATURDAY = 6


class ReasonKind(StrEnum):
    TYPE = "type"
    AREA = "area"
    DISTRICT = "district"
    HOURS = "hours"  # "20:00-05:00"
    DAYS = "days"
    PRIORITY = "priority"
    ALARM = "alarm"
    DEFAULT = "default"  # no plan: what the type itself names


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReason:
    kind: ReasonKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """`at` is an aware instant; `area` is None where only a point outside, or nothing, is known."""

    incident_type: IncidentTypeId
    priority: Priority
    at: datetime
    area: AreaCode | None = None
    alarm: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """`plan` is None where the type's own defaults stand in for a plan."""

    plan: PlanId | None
    level: int
    reasons: tuple[PlanReason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAdvice:
    matched: tuple[Matched, ...]  # one for each alarm level that has a plan, lowest first
    needs: tuple[PlanNeed, ...] = ()
    agencies: tuple[PlanAgency, ...] = ()
    cards: tuple[CardId, ...] = ()
    messages: tuple[PlanMessage, ...] = ()
    timers: PlanTimers = field(default_factory=PlanTimers)
    proposal: bool = False  # one of the plans is still to be decided by the head


def advise(
    plans: Mapping[PlanId, ResponsePlan], situation: Situation, *, place: Place
) -> PlanAdvice:
    """Always an answer: without a plan, what the type and its parents name by themselves."""
    matched: list[Matched] = []
    used: list[ResponsePlan] = []
    for level in range(1, situation.alarm + 1):
        plan = _best((one for one in plans.values() if one.alarm == level), situation, place)
        if plan is not None:
            used.append(plan)
            reasons = tuple(_reasons(plan, situation, place))
            matched.append(Matched(plan=plan.id, level=level, reasons=reasons))
        elif level == 1:
            used.append(_of_type(situation.incident_type, place))
            why = PlanReason(kind=ReasonKind.DEFAULT, value=situation.incident_type)
            matched.append(Matched(plan=None, level=1, reasons=(why,)))
    return PlanAdvice(
        matched=tuple(matched),
        needs=_needs(used),
        agencies=_agencies(used),
        cards=tuple(dict.fromkeys(card for plan in used for card in plan.cards)),
        messages=tuple(dict.fromkeys(one for plan in used for one in plan.messages)),
        timers=_timers(used),
        proposal=any(plan.proposal for plan in used),
    )


def _best(plans: Iterable[ResponsePlan], situation: Situation, place: Place) -> ResponsePlan | None:
    fitting = [plan for plan in plans if _fits(plan, situation, place)]
    if not fitting:
        return None
    ordered = sorted(fitting, key=lambda plan: plan.id)
    return max(ordered, key=lambda plan: _rank(plan, situation))


def _fits(plan: ResponsePlan, situation: Situation, place: Place) -> bool:
    local = situation.at.astimezone(ZoneInfo(place.zone))
    return (
        _type_depth(plan, situation.incident_type) > 0
        and (not plan.priorities or situation.priority in plan.priorities)
        and (not plan.areas or _area_rank(plan, situation.area) > 0)
        and (plan.hours is None or plan.hours.holds(local.time()))
        and plan.days in (DayKind.ANY, _day_kind(local, place))
    )


def _day_kind(local: datetime, place: Place) -> DayKind:
    is_off = local.isoweekday() >= SATURDAY or local.date() in place.holidays
    return DayKind.OFF if is_off else DayKind.WORKING


def _rank(plan: ResponsePlan, situation: Situation) -> tuple[int, int, bool, bool, bool]:
    return (
        _type_depth(plan, situation.incident_type),
        _area_rank(plan, situation.area),
        plan.hours is not None,
        plan.days is not DayKind.ANY,
        bool(plan.priorities),
    )


def _lineage(kind: str) -> Iterator[str]:
    """The type, its parent, and so on."""
    while kind:
        yield kind
        kind = kind.rpartition(".")[0]


def _type_depth(plan: ResponsePlan, kind: IncidentTypeId) -> int:
    """0: the plan is not for it; more the nearer the plan names it."""
    named = next((one for one in _lineage(kind) if one in plan.types), "")
    return len(named.split(".")) if named else 0


def _area_rank(plan: ResponsePlan, area: AreaCode | None) -> int:
    if area is None or not plan.areas:
        return 0
    if area in plan.areas:
        return 2
    return 1 if area.rpartition(".")[0] in plan.areas else 0


def _reasons(plan: ResponsePlan, situation: Situation, place: Place) -> Iterator[PlanReason]:
    named = next(one for one in _lineage(situation.incident_type) if one in plan.types)
    yield PlanReason(kind=ReasonKind.TYPE, value=named)
    if plan.hours is not None:
        span = f"{plan.hours.begins:%H:%M}-{plan.hours.ends:%H:%M}"
        yield PlanReason(kind=ReasonKind.HOURS, value=span)
    if plan.days is not DayKind.ANY:
        yield PlanReason(kind=ReasonKind.DAYS, value=plan.days)
    if plan.areas and situation.area is not None:
        area = place.areas.get(situation.area)
        if situation.area in plan.areas:
            yield PlanReason(kind=ReasonKind.AREA, value=area.name if area else situation.area)
        else:
            yield PlanReason(
                kind=ReasonKind.DISTRICT, value=area.district if area else situation.area
            )
    if plan.priorities:
        yield PlanReason(kind=ReasonKind.PRIORITY, value=situation.priority)
    if plan.alarm > 1:
        yield PlanReason(kind=ReasonKind.ALARM, value=str(plan.alarm))


def _of_type(kind: IncidentTypeId, place: Place) -> ResponsePlan:
    """A plan made of what the type names, or the nearest of its parents that names anything."""
    capabilities: tuple[CapabilityId, ...] = ()
    agencies: tuple[AgencyId, ...] = ()
    for name in _lineage(kind):
        known = place.incident_types.get(IncidentTypeId(name))
        if known is not None and (known.capabilities or known.agencies):
            capabilities, agencies = known.capabilities, known.agencies
            break
    own = place.incident_types.get(kind)
    cards = [card.id for card in place.guide.cards.values() if kind in card.types]
    return ResponsePlan(
        id=PlanId(""),
        name=own.name if own else next(iter(place.incident_types.values())).name,
        types=(kind,),
        needs=tuple(PlanNeed(capability=one) for one in capabilities),
        agencies=tuple(PlanAgency(agency=one) for one in agencies),
        cards=tuple(cards),
    )


def _needs(used: Iterable[ResponsePlan]) -> tuple[PlanNeed, ...]:
    """The most of what each level names; what wants a unit for itself once, wants it always."""
    most: dict[CapabilityId, PlanNeed] = {}
    for plan in used:
        for need in plan.needs:
            known = most.get(need.capability, need)
            most[need.capability] = PlanNeed(
                capability=need.capability,
                count=max(known.count, need.count),
                alone=known.alone or need.alone,
            )
    return tuple(most.values())


def _agencies(used: Iterable[ResponsePlan]) -> tuple[PlanAgency, ...]:
    """Each once, with the words of the highest level that has any."""
    notes: dict[AgencyId, str] = {}
    for plan in used:
        for one in plan.agencies:
            notes[one.agency] = one.note or notes.get(one.agency, "")
    return tuple(PlanAgency(agency=agency, note=note) for agency, note in notes.items())


def _timers(used: Iterable[ResponsePlan]) -> PlanTimers:
    """The soonest of each: a higher alarm never has people looked after less often."""
    timers = [plan.timers for plan in used]
    return PlanTimers(
        roll_call_min=_least(one.roll_call_min for one in timers),
        first_check_min=_least(one.first_check_min for one in timers),
    )


def _least(minutes: Iterable[int | None]) -> int | None:
    return min((one for one in minutes if one is not None), default=None)
