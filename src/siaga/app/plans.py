"""What the response plans propose: the plans in force, the units as they are now, put together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from siaga.app.proposals import candidates_of, fleets_now, target_of
from siaga.app.room import Room
from siaga.boards.open_incidents import IncidentCard
from siaga.boards.plans import EditedPlan
from siaga.desks.dispatch.advise import Candidate, Fleeted, Need, Proposal, Ranked, Short, propose
from siaga.desks.place.advise import PlanAdvice, Situation, advise, missing_needs
from siaga.geo.distance import Coordinate
from siaga.language.place import Authority
from siaga.language.plans import PlanId, PlanNeed, ResponsePlan, in_force
from siaga.language.values import AgencyId, CapabilityId, IncidentId, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingPlan:
    """One plan as it stands. `plan` is None where it was withdrawn."""

    plan_id: PlanId
    edition: int
    plan: ResponsePlan | None
    of_file: bool  # as the place's file says


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """What is on the incident already: nothing, in a dry run."""

    incident_id: IncidentId | None = None
    able: tuple[Collection[CapabilityId], ...] = ()
    tasked: frozenset[AgencyId] = frozenset()


NOTHING_YET = AtWork()


def standing_plans(room: Room) -> list[StandingPlan]:
    """Every plan there is or was, those of the file in its order, then the others."""
    edited = _edited(room)
    ids = dict.fromkeys((*room.place.plans, *sorted(edited)))
    found = []
    for plan_id in ids:
        card = edited.get(plan_id)
        of_file = card is None or card.follows_file
        plan = room.place.plans.get(plan_id) if card is None or card.follows_file else card.plan
        edition = card.edition if card else 0
        found.append(StandingPlan(plan_id=plan_id, edition=edition, plan=plan, of_file=of_file))
    return found


def plans_now(room: Room) -> dict[PlanId, ResponsePlan]:
    changed = {
        plan_id: card.plan for plan_id, card in _edited(room).items() if not card.follows_file
    }
    return in_force(room.place.plans, changed)


def _edited(room: Room) -> Mapping[PlanId, EditedPlan]:
    cards: dict[Any, EditedPlan] = room.hub.boards["plans"].cards()
    return cards


def at_work(room: Room, card: IncidentCard) -> AtWork:
    units = [room.place.units.get(line.unit_id) for line in card.dispatches.values()]
    return AtWork(
        incident_id=card.incident_id,
        able=tuple(unit.capabilities for unit in units if unit is not None),
        tasked=frozenset(line.agency for line in card.referrals.values()),
    )


async def for_incident(room: Room, card: IncidentCard, *, alarm: int | None) -> dict[str, Any]:
    """What is still lacking at the incident's alarm level, or at another one that is asked for."""
    situation = Situation(
        incident_type=card.incident_type,
        priority=card.priority,
        at=room.clock.now(),
        area=card.location.area if card.location else None,
        alarm=alarm or card.alarm,
    )
    target = await target_of(room, card)
    return worked_out(
        room, situation, plans=plans_now(room), target=target, there=at_work(room, card)
    )


def worked_out(
    room: Room,
    situation: Situation,
    *,
    plans: Mapping[PlanId, ResponsePlan],
    target: Coordinate | None,
    there: AtWork = NOTHING_YET,
) -> dict[str, Any]:
    advice = advise(plans, situation, place=room.place)
    missing = missing_needs(advice.needs, there.able)
    proposal = _units(
        missing,
        candidates_of(room, incident_id=there.incident_id),
        target,
        priority=situation.priority,
        fleets=fleets_now(room),
    )
    return {
        "at": situation.at,
        "incident_type": situation.incident_type,
        "priority": situation.priority,
        "area": situation.area,
        "alarm": situation.alarm,
        "matched": [
            {
                "plan": one.plan,
                "name": plans[one.plan].name if one.plan else None,
                "level": one.level,
                "reasons": one.reasons,
            }
            for one in advice.matched
        ],
        "proposal": advice.proposal,
        "needs": _needs(advice.needs, missing),
        "chosen": proposal.chosen,
        "short": proposal.short,
        "agencies": _agencies(room, advice, there),
        "cards": advice.cards,
        "messages": advice.messages,
        "timers": advice.timers,
    }


def _needs(needs: Iterable[PlanNeed], missing: Iterable[PlanNeed]) -> list[dict[str, Any]]:
    lacking = {need.capability: need.count for need in missing}
    return [
        {
            "capability": need.capability,
            "count": need.count,
            "missing": lacking.get(need.capability, 0),
        }
        for need in needs
    ]


def _agencies(room: Room, advice: PlanAdvice, there: AtWork) -> list[dict[str, Any]]:
    found = []
    for one in advice.agencies:
        known = room.place.agencies.get(one.agency)
        found.append(
            {
                "agency": one.agency,
                "authority": known.authority if known else Authority.REQUEST,
                "note": one.note,
                "tasked": one.agency in there.tasked,
            }
        )
    return found


def _units(
    needs: Iterable[PlanNeed],
    candidates: list[Candidate],
    target: Coordinate | None,
    *,
    priority: Priority,
    fleets: list[Fleeted],
) -> Proposal:
    """A unit that was chosen counts for everything it can do, as one on the scene does.

    Therefore need by need, the rarest capability first, with those chosen set aside.
    """
    chosen: list[Ranked] = []
    short: list[Short] = []
    left = {one.unit_id: one for one in candidates}
    able: list[Collection[CapabilityId]] = []
    wanted = sorted(needs, key=lambda need: _having(need.capability, candidates))
    free = {each.fleet: each.free for each in fleets}
    for need in wanted:
        for still in missing_needs([need], able):
            asked = [Need(capability=still.capability, count=still.count)]
            # Who is here already was counted before: `needs` is what is lacking.
            around = [replace(one, here=False) for one in left.values()]
            kept = [Fleeted(fleet=fleet, free=count) for fleet, count in free.items()]
            found = propose(asked, around, target=target, priority=priority, fleets=kept)
            chosen += found.chosen
            short += found.short
            for one in found.chosen:
                taken = left.pop(one.unit_id)
                able.append(taken.capabilities)
                for fleet in taken.fleets & free.keys():
                    free[fleet] -= 1
    chosen.sort(key=lambda one: (one.travel_s is None, one.travel_s or 0, one.unit_id))
    return Proposal(chosen=tuple(chosen), short=tuple(short), others=())


def _having(capability: CapabilityId, candidates: Iterable[Candidate]) -> tuple[int, str]:
    return sum(capability in one.capabilities for one in candidates if one.on_duty), capability
