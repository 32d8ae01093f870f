"""Capability times travel time: who is proposed for what, and who is not and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from siaga.desks.dispatch.advise.words import (
    AGAINST,
    Candidate,
    Fleeted,
    Need,
    Proposal,
    Ranked,
    Reason,
    Short,
    Why,
)
from siaga.geo.distance import Coordinate
from siaga.geo.travel import travel
from siaga.language.place import Authority
from siaga.language.values import CapabilityId, FleetId, Priority, UnitId

FAR_S = 10**7
"""Stands for "not known" in an order: behind every unit whose way is known."""

_ORDER = {Authority.OWN: 0, Authority.THROUGH_BASE: 1, Authority.REQUEST: 2}


def propose(
    needs: Sequence[Need],
    candidates: Sequence[Candidate],
    *,
    target: Coordinate | None,
    priority: Priority | None = None,
    fleets: Sequence[Fleeted] = (),
) -> Proposal:
    """Each need takes the nearest free units that can fill it; one unit fills one need.

    The rarest capability chooses first: a unit that alone can cut is not spent on pumping. A unit
    on the incident already counts towards the need it can fill. Among units that go equally soon,
    ours stand before those whose base must be asked.
    """
    asked = _together(needs)
    kept = {each.fleet: each.free for each in fleets if priority is not Priority.P1}
    ranked = {one.unit_id: _ranked(one, asked, target) for one in candidates}
    known = {one.unit_id: one for one in candidates}
    free = [one for one in candidates if ranked[one.unit_id].can_go]
    free.sort(key=lambda one: _near(one, ranked[one.unit_id]))
    chosen: list[Ranked] = []
    short: list[Short] = []
    taken: set[UnitId] = {one.unit_id for one in candidates if one.here}
    for need in _rarest_first(asked, free):
        missing = need.count - _on_the_way(need.capability, known)
        for one in free:
            if missing <= 0:
                break
            if one.unit_id in taken or need.capability not in one.capabilities:
                continue
            if any(kept.get(fleet, 2) <= 1 for fleet in one.fleets):
                continue
            for fleet in one.fleets & kept.keys():
                kept[fleet] -= 1
            taken.add(one.unit_id)
            chosen.append(replace(ranked[one.unit_id], capability=need.capability))
            missing -= 1
        if missing > 0:
            short.append(_short(need.capability, missing, candidates))
    chosen.sort(key=lambda one: _near(known[one.unit_id], one))
    others = [one for id_, one in ranked.items() if id_ not in {each.unit_id for each in chosen}]
    others = [_with_why_not(one, known[one.unit_id], kept, bool(asked)) for one in others]
    others.sort(key=lambda one: (not one.can_go, *_near(known[one.unit_id], one)))
    return Proposal(chosen=_with_nearest(chosen), short=tuple(short), others=tuple(others))


def _together(needs: Sequence[Need]) -> dict[CapabilityId, int]:
    """The same capability asked for twice is asked for once, so many times."""
    asked: dict[CapabilityId, int] = {}
    for need in needs:
        asked[need.capability] = asked.get(need.capability, 0) + need.count
    return asked


def _rarest_first(asked: dict[CapabilityId, int], free: Sequence[Candidate]) -> list[Need]:
    def having(capability: CapabilityId) -> int:
        return sum(capability in one.capabilities for one in free)

    order = sorted(asked, key=lambda one: (having(one), one))
    return [Need(capability=one, count=asked[one]) for one in order]


def _on_the_way(capability: CapabilityId, known: dict[UnitId, Candidate]) -> int:
    return sum(one.here and capability in one.capabilities for one in known.values())


def _ranked(one: Candidate, asked: dict[CapabilityId, int], target: Coordinate | None) -> Ranked:
    reasons: list[Reason] = []
    fitting = sorted(capability for capability in asked if capability in one.capabilities)
    if fitting:
        reasons += [Reason(why=Why.CAN, value=each) for each in fitting]
    elif asked:
        reasons.append(Reason(why=Why.CANNOT))
    if one.ready:
        reasons.append(Reason(why=Why.READY))
    reasons += _where(one, target)
    if one.authority is Authority.THROUGH_BASE:
        reasons.append(Reason(why=Why.ASK_BASE))
    elif one.authority is Authority.REQUEST:
        reasons.append(Reason(why=Why.ASK_HELP))
    reasons += _availability(one)
    start = one.position or one.station
    way = travel(start, target) if start and target else None
    return Ranked(
        unit_id=one.unit_id,
        authority=one.authority,
        reasons=tuple(reasons),
        travel_s=way.travel_s if way else None,
        distance_m=way.distance_m if way else None,
        estimated=way.estimated if way else True,
        position_age_s=one.position_age_s if one.position else None,
        free_s=one.free_s if one.stage else None,
        can_go=one.on_duty and one.stage is None,
    )


def _where(one: Candidate, target: Coordinate | None) -> list[Reason]:
    if target is None or not (one.position or one.station):
        return [Reason(why=Why.NO_PLACE)]
    if one.position:
        return [Reason(why=Why.FROM_POSITION, value=str(one.position_age_s or 0))]
    return [Reason(why=Why.FROM_STATION)]


def _availability(one: Candidate) -> list[Reason]:
    if one.stage is not None:
        reasons = [Reason(why=Why.BUSY, value=one.stage)]
        if one.here:
            reasons = [Reason(why=Why.HERE, value=one.stage)]
        elif one.free_s is not None:
            reasons.append(Reason(why=Why.FREE_IN, value=str(one.free_s)))
        if one.next_taken:
            reasons.append(Reason(why=Why.NEXT_TAKEN))
        return reasons
    if not one.on_duty:
        return [Reason(why=Why.OFF_DUTY, value=one.off_reason)]
    return []


def _near(one: Candidate, ranked: Ranked) -> tuple[int, int, int, str]:
    """Those that can do nothing of what is asked come last, whatever their distance."""
    useless = any(each.why is Why.CANNOT for each in ranked.reasons)
    travel_s = FAR_S if ranked.travel_s is None else ranked.travel_s
    return int(useless), travel_s + (ranked.free_s or 0), _ORDER[one.authority], one.unit_id


def _with_why_not(
    one: Ranked, candidate: Candidate, kept: dict[FleetId, int], asked: bool
) -> Ranked:
    """A free unit that was not taken says why: it is the last, or the nearer ones are enough."""
    if any(each.why in AGAINST for each in one.reasons):
        return one
    for fleet in sorted(candidate.fleets):
        if kept.get(fleet, 2) <= 1:
            reason = Reason(why=Why.LAST_UNIT, value=fleet)
            return replace(one, reasons=(*one.reasons, reason))
    if asked:
        return replace(one, reasons=(*one.reasons, Reason(why=Why.ENOUGH)))
    return one


def _with_nearest(chosen: Sequence[Ranked]) -> tuple[Ranked, ...]:
    if not chosen or chosen[0].travel_s is None:
        return tuple(chosen)
    first = replace(chosen[0], reasons=(Reason(why=Why.NEAREST), *chosen[0].reasons))
    return (first, *chosen[1:])


def _short(capability: CapabilityId, missing: int, candidates: Sequence[Candidate]) -> Short:
    """When the first busy or absent unit that could do it may be free."""
    soon = [
        (wait_s, one.unit_id)
        for one in candidates
        if capability in one.capabilities and not one.here and not one.next_taken
        for wait_s in (one.free_s if one.stage else (None if one.on_duty else one.back_s),)
        if wait_s is not None
    ]
    next_free_s, next_unit = min(soon, default=(None, None))
    return Short(
        capability=capability, missing=missing, next_free_s=next_free_s, next_unit=next_unit
    )
