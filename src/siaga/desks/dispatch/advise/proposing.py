"""Capability times travel time: who is proposed for what, and who is not and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from siaga.desks.dispatch.advise.covering import Ready, cover
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
    """The units that fill all that is asked, soonest and with the fewest (see `covering`).

    One unit fills every need it can, unless the need wants units for itself alone. A unit on the
    incident already counts for what it can do. Among units that go equally soon, ours stand before
    those whose base must be asked. The last free unit of a fleet is kept unless it is P1.
    """
    asked = _together(needs)
    can = frozenset(need.capability for need in asked)
    kept = {each.fleet: each.free for each in fleets if priority is not Priority.P1}
    ranked = {one.unit_id: _ranked(one, can, target) for one in candidates}
    known = {one.unit_id: one for one in candidates}
    still = list(_still(asked, candidates))
    open_ = frozenset(need.capability for need in still)
    free = [_ready(one, ranked[one.unit_id], open_) for one in candidates if _may_go(one, ranked)]
    spare = {fleet: max(0, count - 1) for fleet, count in kept.items()}
    filled, missing = cover(still, free, spare=spare)
    for unit_id in filled:
        for fleet in known[unit_id].fleets & kept.keys():
            kept[fleet] -= 1
    chosen = [_filling(ranked[unit_id], fills) for unit_id, fills in filled.items()]
    chosen.sort(key=lambda one: _near(known[one.unit_id], one))
    last_s = {can: one.travel_s for one in chosen for can in one.fills}
    others = [one for id_, one in ranked.items() if id_ not in filled]
    others = [_with_why_not(one, known[one.unit_id], kept, last_s) for one in others]
    others.sort(key=lambda one: (not one.can_go, *_near(known[one.unit_id], one)))
    last = [one for one in candidates if _may_go(one, ranked) and _is_kept(one, kept)]
    short = [_short(one, count, candidates, last=last) for one, count in missing.items()]
    return Proposal(chosen=_with_nearest(chosen), short=tuple(short), others=tuple(others))


def _together(needs: Sequence[Need]) -> list[Need]:
    """The same capability asked for twice is asked for once, so many times."""
    asked: dict[CapabilityId, Need] = {}
    for need in needs:
        before = asked.get(need.capability)
        count = need.count + (before.count if before else 0)
        alone = need.alone or (before is not None and before.alone)
        asked[need.capability] = replace(need, count=count, alone=alone)
    return list(asked.values())


def _still(asked: Sequence[Need], known: Iterable[Candidate]) -> Iterator[Need]:
    here = [one for one in known if one.here]
    for need in asked:
        count = need.count - sum(need.capability in one.capabilities for one in here)
        if count > 0:
            yield replace(need, count=count)


def _may_go(one: Candidate, ranked: Mapping[UnitId, Ranked]) -> bool:
    """Who said that it cannot go is not proposed again; a person may send it all the same."""
    return ranked[one.unit_id].can_go and not one.here and not one.declined


def _ready(one: Candidate, ranked: Ranked, open_: frozenset[CapabilityId]) -> Ready:
    return Ready(
        unit_id=one.unit_id,
        fits=one.capabilities & open_,
        travel_s=FAR_S if ranked.travel_s is None else ranked.travel_s,
        order=_ORDER[one.authority],
        fleets=one.fleets,
    )


def _filling(one: Ranked, fills: tuple[CapabilityId, ...]) -> Ranked:
    also = tuple(Reason(why=Why.ALSO, value=each) for each in fills[1:])
    return replace(one, capability=fills[0], fills=fills, reasons=(*one.reasons, *also))


def _ranked(one: Candidate, asked: frozenset[CapabilityId], target: Coordinate | None) -> Ranked:
    reasons: list[Reason] = []
    fitting = sorted(asked & one.capabilities)
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
    return [Reason(why=Why.DECLINED)] if one.declined else []


def _near(one: Candidate, ranked: Ranked) -> tuple[int, int, int, str]:
    """Those that can do nothing of what is asked come last, whatever their distance."""
    useless = any(each.why in (Why.CANNOT, Why.DECLINED) for each in ranked.reasons)
    travel_s = FAR_S if ranked.travel_s is None else ranked.travel_s
    return int(useless), travel_s + (ranked.free_s or 0), _ORDER[one.authority], one.unit_id


def _with_why_not(
    one: Ranked,
    candidate: Candidate,
    kept: dict[FleetId, int],
    last_s: Mapping[CapabilityId, int | None],
) -> Ranked:
    """A free unit that was not taken says why. `last_s`: how far the chosen come from."""
    if any(each.why in AGAINST for each in one.reasons):
        return one
    for fleet in sorted(candidate.fleets):
        if kept.get(fleet, 2) <= 1:
            reason = Reason(why=Why.LAST_UNIT, value=fleet)
            return replace(one, reasons=(*one.reasons, reason))
    fitting = [each.value for each in one.reasons if each.why is Why.CAN]
    if not fitting:
        return one
    later = [last_s.get(CapabilityId(each)) or 0 for each in fitting]
    spared = one.travel_s is not None and one.travel_s < max(later)
    reason = Reason(why=Why.SPARED if spared else Why.ENOUGH)
    return replace(one, reasons=(*one.reasons, reason))


def _with_nearest(chosen: Sequence[Ranked]) -> tuple[Ranked, ...]:
    if not chosen or chosen[0].travel_s is None:
        return tuple(chosen)
    first = replace(chosen[0], reasons=(Reason(why=Why.NEAREST), *chosen[0].reasons))
    return (first, *chosen[1:])


def _is_kept(one: Candidate, kept: Mapping[FleetId, int]) -> bool:
    return any(kept.get(fleet, 2) <= 1 for fleet in one.fleets)


def _short(
    capability: CapabilityId,
    missing: int,
    candidates: Sequence[Candidate],
    *,
    last: Sequence[Candidate],
) -> Short:
    """When the first busy or absent unit that could do it may be free."""
    soon = [
        (wait_s, one.unit_id)
        for one in candidates
        if capability in one.capabilities and not one.here and not one.next_taken
        for wait_s in (one.free_s if one.stage else (None if one.on_duty else one.back_s),)
        if wait_s is not None
    ]
    next_free_s, next_unit = min(soon, default=(None, None))
    kept = next((one.unit_id for one in last if capability in one.capabilities), None)
    return Short(
        capability=capability,
        missing=missing,
        next_free_s=next_free_s,
        next_unit=next_unit,
        kept=kept,
    )
