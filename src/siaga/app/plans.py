"""What the response plans propose: the plans in force, the units as they are now, put together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from siaga.app.proposals import candidates_of, declined_of, fleets_now, target_of
from siaga.app.room import Room
from siaga.boards.open_incidents import IncidentCard
from siaga.boards.plans import EditedPlan
from siaga.desks.dispatch.advise import Need, propose
from siaga.desks.place.advise import PlanAdvice, Situation, advise, missing_needs
from siaga.geo.distance import Coordinate
from siaga.language.machine_rules import LEAVES, LeaveBy, at_border
from siaga.language.place import Authority
from siaga.language.plan_rules import plan_problems
from siaga.language.plans import PlanId, PlanNeed, ResponsePlan, in_force
from siaga.language.values import AgencyId, CapabilityId, UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingPlan:
    """One plan as it stands. `plan` is None where it was withdrawn."""

    plan_id: PlanId
    edition: int
    plan: ResponsePlan | None
    of_file: bool  # as the place's file says
    unsound: tuple[str, ...] = ()  # fields of an edit that the place does not know any more


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """What is on the incident already: nothing, in a dry run."""

    able: tuple[Collection[CapabilityId], ...] = ()
    tasked: frozenset[AgencyId] = frozenset()
    leaves: frozenset[LeaveBy] = frozenset()
    declined: frozenset[UnitId] = frozenset()  # whose crew could not go


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
        problems = plan_problems(plan, room.place) if plan and not of_file else ()
        found.append(
            StandingPlan(
                plan_id=plan_id,
                edition=edition,
                plan=plan,
                of_file=of_file,
                unsound=tuple(dict.fromkeys(one.field for one in problems)),
            )
        )
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
        able=tuple(unit.capabilities for unit in units if unit is not None),
        tasked=frozenset(line.agency for line in card.referrals.values()),
        leaves=frozenset(card.leaves),
        declined=declined_of(card),
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
    proposal = propose(
        [Need(capability=one.capability, count=one.count, alone=one.alone) for one in missing],
        # Who is here already was counted: `missing` is what is lacking.
        candidates_of(room, declined=there.declined),
        target=target,
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
        "border": _border(room, situation, target, there),
    }


def _border(
    room: Room, situation: Situation, target: Coordinate | None, there: AtWork
) -> dict[str, Any] | None:
    """Outside the city: what the place's rule says, and whether somebody gave leave already."""
    if target is None or situation.area is not None:
        return None
    rule = at_border(room.place.neighbours.cross_border_P1, situation.priority)
    asks = LEAVES[rule]
    return {"rule": rule, "asks": sorted(asks), "leave": not asks or bool(asks & there.leaves)}


def _needs(needs: Iterable[PlanNeed], missing: Iterable[PlanNeed]) -> list[dict[str, Any]]:
    lacking = {need.capability: need.count for need in missing}
    return [
        {
            "capability": need.capability,
            "count": need.count,
            "alone": need.alone,
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
