"""Laws of a large incident, in any order, repeated, by the wrong hand, with timers between.

1 The alarm moves one way by one command, and the card says the level the desk knows.
2 While roll calls run, a timer is armed: they open, ring or complete, and nothing sleeps.
3 Who was not accounted for rings within five minutes, however often somebody acknowledged it.
4 Every request that has not ended has a timer; what ended never rings again.
5 A closed incident leaves no timer, no open request, no roll call, no alarm behind.
6 The board shows what the desk knows, also after any repeat.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from siaga.boards import command as board
from siaga.desks.command.commands import (
    AcknowledgeRollCall,
    AnswerRollCall,
    AskResource,
    BeginRollCalls,
    CallRollNow,
    DeclareMajorIncident,
    EndMajorIncident,
    EndResource,
    EndRollCalls,
    LowerAlarm,
    PromiseResource,
    RaiseAlarm,
)
from siaga.desks.command.doors import DESK
from siaga.desks.command.state import CommandStand, IncidentStand
from siaga.desks.dispatch.commands import Cancel, DispatchUnit
from siaga.desks.dispatch.doors import DESK as DISPATCH
from siaga.desks.incident.commands import Close, OpenIncident, Reopen
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.units.commands import GoOnDuty
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.incident import incident_life
from siaga.language.major import (
    ResourceEnd,
    ResourceOverdue,
    RollAnswer,
    RollCallOverdue,
    command_of,
)
from siaga.language.refusals import Refused
from siaga.language.values import DispatchId, IncidentId, IncidentTypeId, ResultId, UnitId
from tests.board_entries import drawn
from tests.builders import CREW, NOW, OTHER_CREW, TAKER, minutes, sealed, uid
from tests.world import Asking, World

CASE = IncidentId(str(uid(1)))
UNITS_HERE = [UnitId(one) for one in ("engine-1", "amb-1", "amb-2")]
ROLL, RESOURCE = "roll_call", "resource_request"
RINGS_WITHIN = minutes(5)


class Scene(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World(desks=(INCIDENT, UNITS, DISPATCH, DESK))
        self.number = 10
        self.jobs: dict[UnitId, DispatchId] = {}
        opened = OpenIncident(command_id=uid(1), incident_type=IncidentTypeId("fire.building"))
        self.world.submit("incident", opened)
        for unit in UNITS_HERE:
            duty = GoOnDuty(command_id=self._new(), unit_id=unit, crew_count=2)
            self.world.submit("units", duty)

    def _new(self) -> Any:
        self.number += 1
        return uid(self.number)

    def _do(self, kind: type[Any], actor: Any = TAKER, **fields: Any) -> Any:
        command = kind(command_id=self._new(), incident_id=CASE, **fields)
        return self.world.submit("command", command, actor)

    @property
    def stand(self) -> CommandStand:
        found: CommandStand = self.world.state("command", command_of(CASE))
        return found

    @property
    def incident(self) -> IncidentStand:
        found: IncidentStand = self.world.state("command", incident_life(CASE))
        return found

    @rule(unit=st.sampled_from(UNITS_HERE))
    def send(self, unit: UnitId) -> None:
        command = DispatchUnit(command_id=self._new(), incident_id=CASE, unit_id=unit)
        if not isinstance(self.world.submit("dispatch", command), Refused):
            self.jobs[unit] = DispatchId(str(command.command_id))

    @rule(unit=st.sampled_from(UNITS_HERE))
    def call_off(self, unit: UnitId) -> None:
        if unit in self.jobs:
            command = Cancel(command_id=self._new(), dispatch_id=self.jobs.pop(unit))
            self.world.submit("dispatch", command)

    @rule(level=st.integers(1, 3), up=st.booleans())
    def alarm(self, level: int, up: bool) -> None:
        before = self.stand.level
        if up and level > 1:
            outcome = self._do(RaiseAlarm, level=level, reason=sealed())
            assert isinstance(outcome, Refused) == (level <= before or self.incident.closed)
        elif level < 3:
            outcome = self._do(LowerAlarm, level=level, reason=sealed())
            assert isinstance(outcome, Refused) == (level >= before or self.incident.closed)

    @rule(level=st.integers(2, 3))
    def alarm_by_two_at_once(self, level: int) -> None:
        both = [
            RaiseAlarm(command_id=self._new(), incident_id=CASE, level=level, reason=sealed())
            for _ in range(2)
        ]
        outcomes = self.world.race(*(Asking(desk="command", command=one) for one in both))
        assert sum(not isinstance(outcome, Refused) for outcome in outcomes) <= 1

    @rule(begin=st.booleans(), interval_min=st.sampled_from([5, 15]))
    def roll_calls(self, begin: bool, interval_min: int) -> None:
        if begin:
            self._do(BeginRollCalls, interval_min=interval_min)
        else:
            self._do(EndRollCalls, reason=sealed())

    @rule()
    def call_now(self) -> None:
        self._do(CallRollNow)

    @rule(
        unit=st.sampled_from(UNITS_HERE),
        answer=st.sampled_from(RollAnswer),
        actor=st.sampled_from([TAKER, CREW, OTHER_CREW]),
    )
    def answer(self, unit: UnitId, answer: RollAnswer, actor: Any) -> None:
        outcome = self._do(AnswerRollCall, actor, unit_id=unit, answer=answer)
        if actor is not TAKER and unit not in actor.units:
            assert isinstance(outcome, Refused)

    @rule()
    def acknowledge(self) -> None:
        self._do(AcknowledgeRollCall)

    @rule(due_min=st.sampled_from([1, 10]))
    def ask(self, due_min: int) -> None:
        self._do(AskResource, what=sealed("tangki"), due_min=due_min)

    @rule(promised=st.booleans(), ending=st.sampled_from([ResourceEnd.ARRIVED]))
    def answer_request(self, promised: bool, ending: ResourceEnd) -> None:
        for request_id in list(self.stand.requests)[:1]:
            if promised:
                self._do(PromiseResource, request_id=request_id, due_min=10)
            else:
                self._do(EndResource, request_id=request_id, ending=ending)

    @rule(declared=st.booleans())
    def major(self, declared: bool) -> None:
        self._do(DeclareMajorIncident if declared else EndMajorIncident, reason=sealed())

    @rule(again=st.booleans())
    def close(self, again: bool) -> None:
        result = ResultId("dealt_with_on_scene")
        self.world.submit(
            "incident", Close(command_id=self._new(), incident_id=CASE, result=result)
        )
        if again:
            reopen = Reopen(command_id=self._new(), incident_id=CASE, reason=sealed())
            self.world.submit("incident", reopen)

    @rule(span=st.sampled_from([30, 120, 300, 1000]))
    def wait(self, span: int) -> None:
        open_before = self.stand.rolls.open if self.stand.rolls else None
        missing = open_before.missing(self.incident.units) if open_before else ()
        rung = len(self.world.facts(RollCallOverdue))
        self.world.wait(timedelta(seconds=span))
        if missing and timedelta(seconds=span) >= RINGS_WITHIN:
            assert len(self.world.facts(RollCallOverdue)) > rung, missing

    @invariant()
    def nothing_sleeps(self) -> None:
        if self.stand.rolls is not None:
            assert (ROLL, CASE) in self.world.timers
        else:
            assert (ROLL, CASE) not in self.world.timers
        armed = {subject for kind, subject in self.world.timers if kind == RESOURCE}
        assert armed == {f"{CASE}/{request_id}" for request_id in self.stand.requests}

    @invariant()
    def a_closed_incident_leaves_nothing(self) -> None:
        if self.incident.closed:
            assert replace(self.stand, rolls_ended_at=None) == CommandStand()
            assert not [key for key in self.world.timers if key[0] in (ROLL, RESOURCE)]

    @invariant()
    def the_board_knows_what_the_desk_knows(self) -> None:
        card = drawn(board, self.world.entries).get(CASE)
        stand = self.stand
        if card is None:
            assert replace(stand, rolls_ended_at=None) == CommandStand()
            return
        assert card.level == stand.level
        assert (card.major_since_at is not None) == stand.major
        still = {one for one, line in card.resources.items() if line.ending is None}
        assert still == set(stand.requests)
        assert (card.roll is None) == (stand.rolls is None)
        if card.roll is not None and stand.rolls is not None:
            call = stand.rolls.open
            assert (card.roll.roll_call_id is None) == (call is None)
            if call is not None:
                here = tuple(unit for unit in call.units if unit in self.incident.units)
                assert set(here) == set(card.roll.units) - set(card.roll.left)
                assert card.roll.due_at == call.due_at

    @invariant()
    def what_rings_is_open(self) -> None:
        for fact in self.world.facts(ResourceOverdue):
            assert fact.late_s >= 0
            assert fact.when.at >= NOW


Scene.TestCase.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
TestScene = Scene.TestCase
