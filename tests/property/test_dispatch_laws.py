"""Laws of units and dispatches, under any order, repeat, race and wrong hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.desks.dispatch.commands import (
    Acknowledge,
    Cancel,
    ConfirmDelivery,
    Decline,
    DispatchUnit,
    DropNeed,
    ReportStatus,
    WaitForUnit,
)
from siaga.desks.dispatch.doors import DESK as DISPATCH
from siaga.desks.units.commands import GoOffDuty, GoOnDuty
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchFact,
    DispatchNotified,
    NeedReason,
    Stage,
    UnitCleared,
    UnitDispatched,
    UnitNeedDropped,
    UnitNeedDue,
    UnitNeedRecorded,
)
from siaga.language.entry import Entry, Fact
from siaga.language.incident import IncidentClosed
from siaga.language.refusals import OF_RIGHT, Refused
from siaga.language.units import UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import (
    Actor,
    DispatchId,
    IncidentId,
    ResultId,
    UnitId,
    Via,
)
from siaga.platform.desk import heard_types
from tests.builders import (
    CREW,
    DAMKAR_DESK,
    HOSPITAL_DESK,
    OTHER_CREW,
    PLACE,
    TAKER,
    by_server,
    minutes,
    sealed,
    uid,
)
from tests.story import entry
from tests.unit.sending_story import opened
from tests.world import Asking, World

UNIT_IDS = tuple(UnitId(item) for item in ("amb-1", "amb-2", "engine-1", "patrol-1"))
INCIDENTS = (IncidentId("i-1"), IncidentId("i-2"))
HANDS = (TAKER, CREW, OTHER_CREW, DAMKAR_DESK, HOSPITAL_DESK)
STAGES = tuple(Stage)
OFTEN = ("send", "report", "report")
RARE = ("on", "off", "show", "take", "cancel", "decline", "wait", "drop", "repeat", "race", "close")
END = (UnitCleared, DispatchCancelled, DispatchDeclined)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody tries; `job` counts back from the newest dispatch, 99 is none."""

    kind: str
    hand: Actor
    unit: UnitId
    incident: IncidentId
    job: int
    stage: Stage
    pause_min: int
    with_reason: bool


ACTS = st.builds(
    Act,
    kind=st.sampled_from((*RARE, *OFTEN, *OFTEN)),
    hand=st.sampled_from((TAKER, TAKER, *HANDS)),
    unit=st.sampled_from(UNIT_IDS),
    incident=st.sampled_from(INCIDENTS),
    job=st.sampled_from([0, 0, 0, 1, 2, 99]),
    stage=st.sampled_from(STAGES),
    pause_min=st.sampled_from([0, 1, 7, 61]),
    with_reason=st.booleans(),
)


@dataclass(slots=True)
class Room:
    """The two desks, and a memory of what was asked."""

    world: World = field(default_factory=lambda: World([UNITS, DISPATCH]))
    asked: list[tuple[str, Any, Actor]] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        for incident in INCIDENTS:
            self.happen(opened(incident))
        for unit_id in UNIT_IDS:
            self.happen(UnitWentOnDuty(unit_id=unit_id, when=by_server()))

    def happen(self, fact: Fact) -> None:
        """A fact of another desk, or from before."""
        entries = self.world.entries
        entries.append(entry(fact, position=len(entries) + 1, at=self.world.now))

    def do(self, act: Act) -> None:
        self.world.wait(minutes(act.pause_min))
        if act.kind == "repeat" and self.asked:
            self.repeat(*self.asked[-1 - act.job % len(self.asked)])
        elif act.kind == "race":
            self.race(act)
        elif act.kind == "close":
            # The incident desk refuses this over open dispatches; here the facts may come anyhow.
            self.close(act.incident)
        else:
            desk, command = self.command(act)
            if command is not None:
                self.ask(desk, command, act.hand)

    def ask(self, desk: str, command: Any, hand: Actor) -> None:
        before = len(self.world.entries)
        outcome = self.world.submit(desk, command, hand)
        self.asked.append((desk, command, hand))
        if isinstance(outcome, Refused):
            assert len(self.world.entries) == before
        if self.is_wrong(hand, command):
            assert isinstance(outcome, Refused)
            assert outcome.reason in OF_RIGHT or self.job(command) is None

    def repeat(self, desk: str, command: Any, hand: Actor) -> None:
        before, first = len(self.world.entries), self.world.answers[str(command.command_id)]
        assert self.world.submit(desk, command, hand) is first
        assert len(self.world.entries) == before

    def race(self, act: Act) -> None:
        sends = [
            Asking(desk="dispatch", command=self.send(act.unit, incident)) for incident in INCIDENTS
        ]
        outcomes = self.world.race(*sends)
        assert sum(not isinstance(outcome, Refused) for outcome in outcomes) <= 1

    def close(self, incident: IncidentId) -> None:
        is_open = {each.dispatch_id for each in self.world.facts(UnitDispatched)} - {
            each.dispatch_id for each in self.world.facts(*END)
        }
        busy = {
            each.incident_id
            for each in self.world.facts(UnitDispatched)
            if each.dispatch_id in is_open
        }
        if incident not in busy:
            self.happen(
                IncidentClosed(
                    incident_id=incident,
                    result=ResultId("dealt_with_on_scene"),
                    contact_ids=(),
                    when=by_server(self.world.now),
                )
            )

    def send(self, unit_id: UnitId, incident: IncidentId) -> DispatchUnit:
        return DispatchUnit(
            command_id=self.new_id(), incident_id=incident, unit_id=unit_id, asked_via=Via.RADIO
        )

    def command(self, act: Act) -> tuple[str, Any]:
        new, job = self.new_id(), self.pick(act.job)
        own: Any = {"command_id": new, "dispatch_id": job}
        match act.kind:
            case "on":
                return "units", GoOnDuty(command_id=new, unit_id=act.unit)
            case "off":
                return "units", GoOffDuty(command_id=new, unit_id=act.unit)
            case "send":
                if act.hand is not TAKER:  # the door lets only the room send
                    return "dispatch", None
                return "dispatch", self.send(act.unit, act.incident)
            case "show":
                return "dispatch", ConfirmDelivery(**own)
            case "take":
                return "dispatch", Acknowledge(**own)
            case "report":
                reason = sealed() if act.with_reason else None
                return "dispatch", ReportStatus(**own, status=act.stage, reason=reason)
            case "cancel":
                return "dispatch", Cancel(**own)
            case "decline":
                return "dispatch", Decline(**own, reason=sealed())
            case "wait" if act.hand is TAKER:
                need = WaitForUnit(
                    command_id=new, incident_id=act.incident, reason=NeedReason.NO_FREE_UNIT
                )
                return "dispatch", need
            case "drop" if act.hand is TAKER:
                return "dispatch", DropNeed(command_id=new, incident_id=act.incident)
            case _:
                return "dispatch", None

    def new_id(self) -> Any:
        self.count += 1
        return uid(self.count)

    def pick(self, back: int) -> DispatchId:
        known = [fact.dispatch_id for fact in self.world.facts(UnitDispatched)]
        return known[-1 - back] if back < len(known) else DispatchId("d-unknown")

    def job(self, command: Any) -> UnitDispatched | None:
        named = getattr(command, "dispatch_id", None)
        known = {fact.dispatch_id: fact for fact in self.world.facts(UnitDispatched)}
        return known.get(named)

    def is_wrong(self, hand: Actor, command: Any) -> bool:
        """Said again from domain.md 6, apart from the desks' own words."""
        if hand is TAKER:
            return False
        job = self.job(command)
        unit_id = getattr(command, "unit_id", None) or (job and job.unit_id)
        if unit_id is None:
            return True
        own = {
            CREW.id: {"amb-1"},
            OTHER_CREW.id: {"amb-2"},
            DAMKAR_DESK.id: {"engine-1"},
        }
        return unit_id not in own.get(hand.id, set())


def told(acts: list[Act]) -> Room:
    room = Room()
    for act in acts:
        room.do(act)
    return room


MANY_ACTS = st.lists(ACTS, min_size=1, max_size=40)
LAW = settings(max_examples=120, deadline=None)


@LAW
@given(MANY_ACTS)
def test_one_unit_has_one_job_and_is_on_duty_for_it(acts: list[Act]) -> None:
    on_duty: set[str] = set()
    job: dict[str, str] = {}
    for item in told(acts).world.entries:
        match item.fact:
            case UnitWentOnDuty() as fact:
                assert fact.unit_id not in on_duty
                on_duty.add(fact.unit_id)
            case UnitWentOffDuty() as fact:
                assert fact.unit_id not in job
                on_duty.remove(fact.unit_id)
            case UnitDispatched() as fact:
                assert fact.unit_id in on_duty
                assert fact.unit_id not in job
                job[fact.unit_id] = fact.dispatch_id
            case UnitCleared() | DispatchCancelled() | DispatchDeclined() as fact:
                assert job.pop(fact.unit_id) == fact.dispatch_id
            case _:
                pass


def reached(fact: Fact) -> tuple[Stage, tuple[Stage, ...]] | None:
    """The stage a fact reaches, and those it says it skipped."""
    match fact:
        case DispatchNotified():
            return Stage.NOTIFIED, ()
        case DispatchAcknowledged():
            return Stage.ACKNOWLEDGED, fact.skipped
        case DispatchAdvanced():
            return fact.stage, fact.skipped
        case UnitCleared():
            return Stage.CLEAR, fact.skipped
        case _:
            return None


def check_chain(entries: list[Entry]) -> None:
    now, over = STAGES.index(Stage.ASSIGNED), False
    for item in entries:
        step = reached(item.fact)
        if isinstance(item.fact, DispatchCorrected):
            assert STAGES.index(item.fact.stage) <= now, item.fact.reason
            continue
        if step is None and not isinstance(item.fact, END):
            continue  # said beside the chain: it may come after the end
        assert not over, f"{item.fact} after the end"
        over = isinstance(item.fact, END)
        if step is not None:
            before, now = now, STAGES.index(step[0])
            assert now > before, "backward"
            assert step[1] == STAGES[before + 1 : now], "exactly those between are skipped"


@LAW
@given(MANY_ACTS)
def test_a_chain_only_goes_forward_and_ends_once(acts: list[Act]) -> None:
    chains: dict[str, list[Entry]] = {}
    for item in told(acts).world.entries:
        if isinstance(item.fact, UnitDispatched):
            chains[item.fact.dispatch_id] = []
        elif (named := getattr(item.fact, "dispatch_id", None)) is not None:
            chains[named].append(item)
    for entries in chains.values():
        check_chain(entries)


@LAW
@given(MANY_ACTS)
def test_nobody_is_sent_to_a_closed_incident(acts: list[Act]) -> None:
    closed: set[str] = set()
    for item in told(acts).world.entries:
        if isinstance(item.fact, IncidentClosed):
            closed.add(item.fact.incident_id)
        if isinstance(item.fact, UnitDispatched | UnitNeedRecorded | UnitNeedDue):
            assert item.fact.incident_id not in closed


@LAW
@given(MANY_ACTS)
def test_a_need_rings_once_at_its_promise_and_never_after_a_unit_went(acts: list[Act]) -> None:
    standing: dict[str, datetime] = {}
    room = told(acts)
    room.world.wait(minutes(120))
    for item in room.world.entries:
        match item.fact:
            case UnitNeedRecorded() as fact:
                standing[fact.incident_id] = fact.recheck_at
            case IncidentClosed() | UnitNeedDropped() as fact:
                standing.pop(fact.incident_id, None)
            case UnitDispatched() as fact if not fact.still_needs:
                standing.pop(fact.incident_id, None)
            case UnitNeedDue() as fact:
                assert standing.pop(fact.incident_id) <= fact.when.at
            case _:
                pass
    assert standing == {}, "a promise that nobody kept did not ring"


@LAW
@given(MANY_ACTS)
def test_a_decline_leaves_a_need_unless_one_of_its_kind_is_at_work(acts: list[Act]) -> None:
    entries = told(acts).world.entries
    active: dict[str, dict[str, str]] = {incident: {} for incident in INCIDENTS}
    for item in entries:
        match item.fact:
            case UnitDispatched() as fact:
                active[fact.incident_id][fact.dispatch_id] = PLACE.units[fact.unit_id].kind
            case UnitCleared() | DispatchCancelled() | DispatchDeclined() as fact:
                kind = active[fact.incident_id].pop(fact.dispatch_id)
                others = active[fact.incident_id].values()
        if isinstance(item.fact, DispatchDeclined):
            noted = [each for each in entries if each.cause == item.position]
            assert bool(noted) is (kind not in others)


def test_the_acts_reach_every_fact_of_both_desks() -> None:
    """Laws over facts that never come would prove nothing."""
    sample = [
        Act("send", TAKER, UNIT_IDS[0], INCIDENTS[0], 0, Stage.CLEAR, 0, False),
        Act("show", CREW, UNIT_IDS[0], INCIDENTS[0], 0, Stage.CLEAR, 0, False),
        Act("take", CREW, UNIT_IDS[0], INCIDENTS[0], 0, Stage.CLEAR, 0, False),
        Act("report", CREW, UNIT_IDS[0], INCIDENTS[0], 0, Stage.ON_SCENE, 1, False),
        Act("report", CREW, UNIT_IDS[0], INCIDENTS[0], 0, Stage.EN_ROUTE, 1, True),
        Act("report", CREW, UNIT_IDS[0], INCIDENTS[0], 0, Stage.CLEAR, 1, False),
        Act("off", CREW, UNIT_IDS[0], INCIDENTS[0], 0, Stage.CLEAR, 1, False),
        Act("on", CREW, UNIT_IDS[0], INCIDENTS[0], 0, Stage.CLEAR, 1, False),
        Act("send", TAKER, UNIT_IDS[1], INCIDENTS[0], 0, Stage.CLEAR, 0, False),
        Act("decline", OTHER_CREW, UNIT_IDS[1], INCIDENTS[0], 0, Stage.CLEAR, 0, False),
        Act("send", TAKER, UNIT_IDS[3], INCIDENTS[1], 0, Stage.CLEAR, 61, False),
        Act("drop", TAKER, UNIT_IDS[1], INCIDENTS[0], 0, Stage.CLEAR, 0, False),
        Act("cancel", TAKER, UNIT_IDS[3], INCIDENTS[1], 0, Stage.CLEAR, 0, False),
        Act("repeat", TAKER, UNIT_IDS[3], INCIDENTS[1], 0, Stage.CLEAR, 0, False),
        Act("race", TAKER, UNIT_IDS[2], INCIDENTS[1], 0, Stage.CLEAR, 0, False),
    ]
    room = told(sample)
    written = {type(item.fact) for item in room.world.entries}
    assert UNITS.writes | heard_types(DispatchFact) <= written  # the others: test_sending_laws
    assert PLACE.units.keys() >= set(UNIT_IDS)
