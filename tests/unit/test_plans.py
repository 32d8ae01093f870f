"""Response plans: which one holds and why, what it lacks, how people change and undo one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from siaga.boards import plans as board
from siaga.desks.place.advise import ReasonKind, Situation, advise, missing_needs
from siaga.desks.place.commands import ChangePlan, RevertPlan, WithdrawPlan
from siaga.desks.place.doors import DESK
from siaga.language.place import Place
from siaga.language.plan_rules import book_problems, plan_problems
from siaga.language.plans import (
    DayKind,
    HourSpan,
    PlanAgency,
    PlanChanged,
    PlanId,
    PlanNeed,
    PlanRevertedTo,
    PlanTimers,
    ResponsePlan,
)
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AgencyId,
    AreaCode,
    CapabilityId,
    CardId,
    IncidentTypeId,
    Priority,
)
from siaga.platform.place_files import load_place
from tests.board_entries import Told, drawn
from tests.builders import HEAD, NOW, PLACE, SUPERVISOR, by_server, sealed, text, uid
from tests.story import teller

SHIPPED = next((Path(__file__).parents[2] / "places").glob("*/*/place.toml")).parent


@pytest.fixture(scope="module")
def shipped() -> Place:
    return load_place(SHIPPED, drill=False)


def plan(plan_id: str, *types: str, **more: Any) -> ResponsePlan:
    return ResponsePlan(
        id=PlanId(plan_id),
        name=text(plan_id),
        types=tuple(IncidentTypeId(one) for one in types),
        **more,
    )


def needs(**counts: int) -> tuple[PlanNeed, ...]:
    return tuple(
        PlanNeed(capability=CapabilityId(name), count=count) for name, count in counts.items()
    )


def book(*plans: ResponsePlan) -> dict[PlanId, ResponsePlan]:
    return {one.id: one for one in plans}


AREA = next(iter(PLACE.areas))
FIRE = plan("fire", "fire", needs=needs(pump=1))


def at(hour: int, day: int = 0) -> datetime:
    local = NOW.astimezone(ZoneInfo(PLACE.zone)) + timedelta(days=day)
    return local.replace(hour=hour)


def situation(kind: str = "fire.building", **more: Any) -> Situation:
    given: dict[str, Any] = {"priority": Priority.P1, "at": at(10), "area": AREA} | more
    return Situation(incident_type=IncidentTypeId(kind), **given)


def winner(*plans: ResponsePlan, **more: Any) -> str | None:
    (matched,) = advise(book(*plans), situation(**more), place=PLACE).matched
    return matched.plan


def test_a_type_stands_for_its_children_and_the_nearer_one_wins() -> None:
    building = plan("building", "fire.building")
    assert winner(FIRE) == "fire"
    assert winner(building, FIRE) == "building"
    assert winner(FIRE, building, kind="fire") == "fire"
    assert winner(building, kind="medical") is None


def test_a_kelurahan_before_its_kecamatan_before_everywhere() -> None:
    district = plan("district", "fire", areas=(AREA.rpartition(".")[0],))
    own = plan("own", "fire", areas=(AREA,))
    assert winner(FIRE, district) == "district"
    assert winner(FIRE, district, own) == "own"
    assert winner(FIRE, district, own, area=None) == "fire"
    assert winner(FIRE, own, area=AreaCode("99.99.99.9999")) == "fire"


def test_hours_go_over_midnight_and_days_know_holidays() -> None:
    night = plan("night", "fire", hours=HourSpan(begins=time(22), ends=time(5)))
    for hour, wanted in ((22, "night"), (4, "night"), (5, "fire"), (21, "fire")):
        assert winner(FIRE, night, at=at(hour)) == wanted, hour
    off = plan("off", "fire", days=DayKind.OFF)
    assert winner(FIRE, off, at=at(10)) == "fire"  # a Monday
    assert winner(FIRE, off, at=at(10, day=5)) == "off"
    free = replace(PLACE, holidays=frozenset({at(10).date()}))
    (matched,) = advise(book(FIRE, off), situation(), place=free).matched
    assert matched.plan == "off"


def test_levels_build_upon_each_other_and_never_take_away() -> None:
    first = plan(
        "first",
        "fire",
        needs=needs(pump=2, ambulance=1),
        agencies=(PlanAgency(agency=AgencyId("damkar"), note="satu"),),
        timers=PlanTimers(first_check_min=10, roll_call_min=10),
    )
    second = plan(
        "second",
        "fire",
        alarm=2,
        needs=needs(pump=1, patrol=1),
        agencies=(PlanAgency(agency=AgencyId("damkar")), PlanAgency(agency=AgencyId("dinsos"))),
        timers=PlanTimers(first_check_min=20, roll_call_min=15),
    )
    found = advise(book(first, second), situation(alarm=3), place=PLACE)
    assert [(one.plan, one.level) for one in found.matched] == [("first", 1), ("second", 2)]
    assert found.needs == needs(pump=2, ambulance=1, patrol=1)
    assert {one.agency: one.note for one in found.agencies} == {"damkar": "satu", "dinsos": ""}
    assert found.timers == PlanTimers(roll_call_min=10, first_check_min=10), "the soonest"


def test_the_reasons_say_what_made_it_win() -> None:
    own = plan(
        "own",
        "fire",
        areas=(AREA.rpartition(".")[0],),
        hours=HourSpan(begins=time(8), ends=time(16)),
        alarm=2,
    )
    found = advise(book(FIRE, own), situation(alarm=2), place=PLACE).matched[1]
    assert [(one.kind, one.value) for one in found.reasons] == [
        (ReasonKind.TYPE, "fire"),
        (ReasonKind.HOURS, "08:00-16:00"),
        (ReasonKind.DISTRICT, PLACE.areas[AREA].district),
        (ReasonKind.ALARM, "2"),
    ]


def test_without_a_plan_the_type_itself_says_what_it_needs() -> None:
    found = advise({}, situation("medical.cardiac_arrest"), place=PLACE)
    assert found.needs == needs(ambulance=1)
    assert found.matched[0].reasons[0].kind is ReasonKind.DEFAULT


def test_a_unit_counts_for_everything_it_can_do() -> None:
    wanted = needs(pump=2, ambulance=1)
    assert missing_needs(wanted, []) == wanted
    both, one = tuple(map(CapabilityId, ("pump", "ambulance"))), (CapabilityId("pump"),)
    assert missing_needs(wanted, [both]) == needs(pump=1)
    assert missing_needs(wanted, [both, one]) == ()


# ---- the desk


given = teller(DESK, replace(PLACE, plans=book(FIRE)))


def change(one: ResponsePlan, edition: int, number: int = 1) -> ChangePlan:
    return ChangePlan(command_id=uid(number), plan=one, edition=edition, reason=sealed("rapat"))


def changed(one: ResponsePlan, edition: int) -> PlanChanged:
    return PlanChanged(
        plan_id=one.id,
        edition=edition,
        plan=one,
        by=HEAD.id,  # type: ignore[arg-type]
        reason=sealed("rapat"),
        when=by_server(),
    )


def test_a_plan_is_changed_whole() -> None:
    more = replace(FIRE, needs=needs(pump=3))
    given().when(change(more, 0), by=HEAD).then(changed(more, 1))
    given().when(change(FIRE, 0), by=HEAD).refused(Refusal.NOTHING_TO_DO)


def test_of_two_people_editing_at_once_one_wins_and_the_other_hears_of_it() -> None:
    mine, theirs = replace(FIRE, needs=needs(pump=3)), replace(FIRE, needs=needs(pump=5))
    given(changed(theirs, 1)).when(change(mine, 0), by=SUPERVISOR).refused(
        Refusal.PLAN_CHANGED, ["1"]
    )
    given(changed(theirs, 1)).when(change(mine, 1), by=SUPERVISOR).wrote(PlanChanged)


def test_undo_restores_exactly_also_what_was_withdrawn() -> None:
    more = replace(FIRE, needs=needs(pump=3))
    gone = replace(changed(FIRE, 2), plan=None)
    undo = RevertPlan(
        command_id=uid(9), plan_id=FIRE.id, to_edition=1, edition=2, reason=sealed("keliru")
    )
    (fact,) = given(changed(more, 1), gone).when(undo, by=HEAD).told
    assert isinstance(fact, PlanRevertedTo)
    assert (fact.plan, fact.edition, fact.to_edition) == (more, 3, 1)
    to_file = replace(undo, to_edition=0)
    (fact,) = given(changed(more, 1), gone).when(to_file, by=HEAD).told
    assert fact.plan == FIRE
    too_late = replace(undo, to_edition=7)
    given(changed(more, 1), gone).when(too_late, by=HEAD).refused(Refusal.UNKNOWN_PLAN)


def test_after_undoing_to_the_file_the_file_speaks_again() -> None:
    more = replace(FIRE, needs=needs(pump=3))
    back = PlanRevertedTo(
        plan_id=FIRE.id,
        edition=2,
        to_edition=0,
        plan=FIRE,
        by=HEAD.id,  # type: ignore[arg-type]
        reason=sealed("keliru"),
        when=by_server(),
    )
    given(changed(more, 1), back).when(change(FIRE, 2), by=HEAD).refused(Refusal.NOTHING_TO_DO)


def test_what_was_withdrawn_is_not_withdrawn_twice() -> None:
    away = WithdrawPlan(command_id=uid(3), plan_id=FIRE.id, edition=0, reason=sealed("digabung"))
    given().when(away, by=HEAD).wrote(PlanChanged)
    gone = replace(changed(FIRE, 1), plan=None)
    given(gone).when(replace(away, edition=1), by=HEAD).refused(Refusal.UNKNOWN_PLAN)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agencies": (PlanAgency(agency=AgencyId("nowhere")),)}, "agencies[0].agency"),
        ({"needs": needs(wings=1)}, "needs[0].capability"),
        ({"types": (IncidentTypeId("love"),)}, "types[0]"),
        ({"areas": ("99.99",)}, "areas[0]"),
        ({"cards": (CardId("none"),)}, "cards[0]"),
        ({"needs": needs(pump=0)}, "needs[0].count"),
        ({"alarm": 9}, "alarm"),
        ({"types": ()}, "types"),
        ({"hours": HourSpan(begins=time(3), ends=time(3))}, "hours"),
        ({"timers": PlanTimers(roll_call_min=0)}, "timers.roll_call_min"),
        ({"name": replace(text("api"), id=" ")}, "name.id"),
        (
            {"agencies": (PlanAgency(agency=AgencyId("damkar"), note="0811 234 5678"),)},
            "agencies[0].note",
        ),
        (
            {"agencies": (PlanAgency(agency=AgencyId("damkar"), note="a\x00b"),)},
            "agencies[0].note",
        ),
    ],
)
def test_an_unsound_plan_is_refused_and_its_field_named(wrong: dict[str, Any], field: str) -> None:
    broken = replace(FIRE, **wrong)
    given().when(change(broken, 0), by=HEAD).refused(Refusal.PLAN_NOT_SOUND, [field])


def test_plans_that_overlap_are_refused() -> None:
    twin = replace(FIRE, id=PlanId("twin"))
    given().when(change(twin, 0), by=HEAD).refused(Refusal.PLANS_OVERLAP, ["fire"])
    for narrower in (
        replace(twin, alarm=2),
        replace(twin, areas=(AREA,)),
        replace(twin, hours=HourSpan(begins=time(1), ends=time(2))),
        replace(twin, priorities=(Priority.P2,)),
        replace(twin, days=DayKind.OFF),
    ):
        given().when(change(narrower, 0), by=HEAD).wrote(PlanChanged)
    early = replace(twin, hours=HourSpan(begins=time(22), ends=time(2)))
    late = replace(early, id=PlanId("late"), hours=HourSpan(begins=time(1), ends=time(3)))
    assert list(book_problems(book(early, late))) == [("late", "twin")]
    apart = replace(late, hours=HourSpan(begins=time(2), ends=time(3)))
    assert not list(book_problems(book(early, apart)))


def test_the_board_keeps_every_edition() -> None:
    told, more = Told(), replace(FIRE, needs=needs(pump=3))
    back = PlanRevertedTo(
        plan_id=FIRE.id,
        edition=2,
        to_edition=0,
        plan=FIRE,
        by=HEAD.id,  # type: ignore[arg-type]
        reason=sealed("keliru"),
        when=by_server(),
    )
    card = drawn(board, [told(changed(more, 1)), told(back)])[FIRE.id]
    assert (card.edition, card.plan, card.follows_file) == (2, None, True)
    assert [(one.edition, one.to_edition) for one in card.editions] == [(1, None), (2, 0)]


# ---- the shipped plans


def test_every_urgent_type_of_the_place_has_a_plan_of_its_own(shipped: Place) -> None:
    for kind in shipped.incident_types.values():
        if kind.priority in (Priority.P1, Priority.P2):
            asked = Situation(incident_type=kind.id, priority=kind.priority, at=NOW)
            found = advise(shipped.plans, asked, place=shipped)
            assert found.matched[0].plan, kind.id
            assert found.needs or found.agencies, kind.id


def test_no_shipped_plan_asks_for_more_than_the_place_has(shipped: Place) -> None:
    for one in shipped.plans.values():
        assert not list(plan_problems(one, shipped))
        assert one.proposal, "the head has decided nothing yet"
        for need in one.needs:
            able = [u for u in shipped.units.values() if need.capability in u.capabilities]
            assert need.count <= len(able), (one.id, need.capability)


def test_across_the_river_the_boat_goes_too(shipped: Place) -> None:
    fire = {"incident_type": IncidentTypeId("fire.building"), "priority": Priority.P1, "at": NOW}
    here = Situation(**fire, area=AreaCode("15.71.10.1003"))  # type: ignore[arg-type]
    there = Situation(**fire, area=AreaCode("15.71.06.1003"), alarm=2)  # type: ignore[arg-type]
    boat = {"boat"}
    assert not boat & {n.capability for n in advise(shipped.plans, here, place=shipped).needs}
    assert boat <= {n.capability for n in advise(shipped.plans, there, place=shipped).needs}
