"""Laws of response plans, whatever people write into them and in whatever order.

1 There is always an answer, the same for the same question, whatever order the plans stand in.
2 A higher alarm asks for no less: nothing of a lower level falls away.
3 The plan that wins holds: its type, area, hours and priority are those of the happening.
4 The book stays sound: no two plans overlap, whoever edits, also at once.
5 Undo restores exactly; of two edits of the same edition one is written.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from siaga.boards import plans as board
from siaga.desks.place.advise import Situation, advise, missing_needs
from siaga.desks.place.commands import ChangePlan, RevertPlan, WithdrawPlan
from siaga.desks.place.doors import DESK
from siaga.language.plan_rules import book_problems, plan_problems
from siaga.language.plans import (
    ALARM_MAX,
    PLAN_BOOK,
    DayKind,
    HourSpan,
    PlanAgency,
    PlanId,
    PlanNeed,
    ResponsePlan,
    in_force,
)
from siaga.language.refusals import Refused
from siaga.language.values import AgencyId, AreaCode, CapabilityId, IncidentTypeId, Priority
from tests.board_entries import drawn
from tests.builders import HEAD, NOW, PLACE, SUPERVISOR, sealed, text, uid
from tests.world import Asking, World

AREA = next(iter(PLACE.areas))
IDS = [PlanId(f"plan-{n}") for n in range(4)]
SPANS = [None, HourSpan(begins=time(22), ends=time(5)), HourSpan(begins=time(4), ends=time(9))]

_plans = st.builds(
    ResponsePlan,
    id=st.sampled_from(IDS),
    name=st.just(text("rencana")),
    types=st.sets(st.sampled_from(sorted(PLACE.incident_types)), min_size=1, max_size=2).map(tuple),
    alarm=st.integers(1, ALARM_MAX),
    priorities=st.sampled_from([(), (Priority.P1,), (Priority.P1, Priority.P2)]),
    areas=st.sampled_from([(), (AREA,), (AREA.rpartition(".")[0],)]),
    hours=st.sampled_from(SPANS),
    days=st.sampled_from(DayKind),
    needs=st.lists(
        st.builds(
            PlanNeed,
            capability=st.sampled_from(sorted(PLACE.capabilities)),
            count=st.integers(1, 4),
        ),
        max_size=2,
        unique_by=lambda need: need.capability,
    ).map(tuple),
    agencies=st.sets(st.sampled_from(sorted(PLACE.agencies)), max_size=2).map(
        lambda ids: tuple(PlanAgency(agency=AgencyId(one)) for one in sorted(ids))
    ),
)
_situations = st.builds(
    Situation,
    incident_type=st.sampled_from(sorted(PLACE.incident_types)).map(IncidentTypeId),
    priority=st.sampled_from(Priority),
    at=st.integers(0, 24 * 14).map(lambda hour: NOW + timedelta(hours=hour)),
    area=st.sampled_from([None, AREA, AreaCode("00.00.00.0000")]),
    alarm=st.integers(1, ALARM_MAX),
)
_books = st.lists(_plans, max_size=4, unique_by=lambda one: one.id)


@given(plans=_books, situation=_situations, data=st.data())
@settings(max_examples=250, deadline=None)
def test_one_answer_whatever_the_order(
    plans: list[ResponsePlan], situation: Situation, data: st.DataObject
) -> None:
    other_way = data.draw(st.permutations(plans))
    one = advise({plan.id: plan for plan in plans}, situation, place=PLACE)
    other = advise({plan.id: plan for plan in other_way}, situation, place=PLACE)
    assert one == other
    assert one.matched
    assert one.matched[0].level == 1


@given(plans=_books, situation=_situations)
@settings(max_examples=250, deadline=None)
def test_a_higher_alarm_asks_for_no_less(plans: list[ResponsePlan], situation: Situation) -> None:
    book = {plan.id: plan for plan in plans}
    low = advise(book, replace(situation, alarm=1), place=PLACE)
    high = advise(book, situation, place=PLACE)
    most = {need.capability: need.count for need in high.needs}
    assert all(most.get(need.capability, 0) >= need.count for need in low.needs)
    assert {one.agency for one in low.agencies} <= {one.agency for one in high.agencies}
    at_work = [(need.capability,) for need in high.needs for _ in range(need.count)]
    assert missing_needs(high.needs, at_work) == ()


@given(plans=_books, situation=_situations)
@settings(max_examples=250, deadline=None)
def test_who_wins_holds(plans: list[ResponsePlan], situation: Situation) -> None:
    book = {plan.id: plan for plan in plans}
    for matched in advise(book, situation, place=PLACE).matched:
        if matched.plan is None:
            continue
        plan = book[matched.plan]
        kind: str = situation.incident_type
        assert any(kind == one or kind.startswith(f"{one}.") for one in plan.types)
        assert plan.alarm == matched.level <= situation.alarm
        assert not plan.priorities or situation.priority in plan.priorities
        area = situation.area or ""
        assert not plan.areas or {area, area.rpartition(".")[0]} & set(plan.areas)


class Editing(RuleBasedStateMachine):
    """The head and a supervisor, with a file that holds one plan."""

    def __init__(self) -> None:
        super().__init__()
        of_file = ResponsePlan(
            id=IDS[0],
            name=text("berkas"),
            types=(IncidentTypeId("fire"),),
            needs=(PlanNeed(capability=CapabilityId("pump")),),
        )
        self.place = replace(PLACE, plans={of_file.id: of_file})
        self.world = World(desks=(DESK,), place=self.place)
        self.number = 0

    def _new(self) -> Any:
        self.number += 1
        return uid(self.number)

    def _edition(self, plan_id: PlanId) -> int:
        return int(self.world.state("place", PLAN_BOOK).edition(plan_id))

    def _now(self) -> dict[PlanId, ResponsePlan]:
        found: dict[PlanId, ResponsePlan] = self.world.state("place", PLAN_BOOK).in_force(
            self.place
        )
        return found

    def _change(self, plan: ResponsePlan, behind: int = 0) -> ChangePlan:
        edition = self._edition(plan.id) - behind
        return ChangePlan(command_id=self._new(), plan=plan, edition=edition, reason=sealed())

    @rule(plan=_plans, behind=st.sampled_from([0, 0, 0, 1]))
    def change(self, plan: ResponsePlan, behind: int) -> None:
        outcome = self.world.submit("place", self._change(plan, behind), HEAD)
        if behind:
            assert isinstance(outcome, Refused)
        elif not isinstance(outcome, Refused):
            assert self._now()[plan.id] == plan

    @rule(one=_plans, other=_plans)
    def change_at_once(self, one: ResponsePlan, other: ResponsePlan) -> None:
        both = [
            Asking(desk="place", command=self._change(one), actor=HEAD),
            Asking(desk="place", command=self._change(replace(other, id=one.id)), actor=SUPERVISOR),
        ]
        outcomes = self.world.race(*both)
        assert sum(not isinstance(outcome, Refused) for outcome in outcomes) <= 1

    @rule(plan_id=st.sampled_from(IDS))
    def withdraw(self, plan_id: PlanId) -> None:
        edition = self._edition(plan_id)
        command = WithdrawPlan(
            command_id=self._new(), plan_id=plan_id, edition=edition, reason=sealed()
        )
        if not isinstance(self.world.submit("place", command, HEAD), Refused):
            assert plan_id not in self._now()

    @rule(plan_id=st.sampled_from(IDS), back=st.integers(1, 4))
    def undo(self, plan_id: PlanId, back: int) -> None:
        edition = self._edition(plan_id)
        wanted = max(0, edition - back)
        command = RevertPlan(
            command_id=self._new(),
            plan_id=plan_id,
            to_edition=wanted,
            edition=edition,
            reason=sealed(),
        )
        known = self.world.state("place", PLAN_BOOK).edited.get(plan_id)
        if not isinstance(self.world.submit("place", command, HEAD), Refused):
            before = known.values[wanted - 1] if wanted else self.place.plans.get(plan_id)
            assert self._now().get(plan_id) == before

    @invariant()
    def the_book_is_sound(self) -> None:
        now = self._now()
        assert not list(book_problems(now))
        assert not [one for plan in now.values() for one in plan_problems(plan, PLACE)]

    @invariant()
    def the_board_says_the_same(self) -> None:
        cards = drawn(board, self.world.entries)
        laid = {key: card.plan for key, card in cards.items() if not card.follows_file}
        assert in_force(self.place.plans, laid) == self._now()  # type: ignore[arg-type]


Editing.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
TestEditing = Editing.TestCase
