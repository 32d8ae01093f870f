"""Laws of the whole dispatch desk: dispatchers, crews, late replays, partners, policies, timers.

One run checks them all: the story is told once, then read with each law in mind.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
    UnitNeedRecorded,
)
from siaga.language.entry import Entry
from siaga.language.partners import PartnerAsked
from siaga.language.status_claims import (
    ClaimSettled,
    ClaimWhy,
    StandDownRead,
    StandDownUnread,
    StatusClaimed,
)
from siaga.language.unit_orders import (
    NextJobDue,
    NextJobSet,
    PreAlertEnded,
    UnitPreAlerted,
    UnitsEnough,
    UnitsRunLow,
)
from siaga.language.units import UnitWentOffDuty, UnitWentOnDuty
from tests.builders import CREW, TAKER, hours, minutes
from tests.property.sending_room import (
    ACTS,
    END,
    FLEET,
    INCIDENTS,
    STAGES,
    UNIT_IDS,
    URGENT,
    Act,
    Room,
)


def check_one_unit_one_job(room: Room) -> None:
    """And the last free one of a fleet goes to no P1 only with a reason."""
    duty: set[str] = set()
    job: dict[str, str] = {}
    for item in room.world.entries:
        match item.fact:
            case UnitWentOnDuty() as fact:
                duty.add(fact.unit_id)
            case UnitWentOffDuty() as fact:
                assert fact.unit_id not in job
                duty.remove(fact.unit_id)
            case UnitDispatched() as fact:
                assert fact.partner or fact.unit_id in duty
                assert fact.unit_id not in job, "one unit, one job"
                free = [unit for unit in FLEET if unit in duty and unit not in job]
                chosen = not (fact.found or fact.stacked or fact.moved_from or fact.replaces)
                if chosen and free == [fact.unit_id] and fact.incident_id != URGENT:
                    assert fact.dispatch_id in room.forced
                    assert fact.last_unit is not None
                job[fact.unit_id] = fact.dispatch_id
            case UnitCleared() | DispatchCancelled() | DispatchDeclined() as fact:
                assert job.pop(fact.unit_id) == fact.dispatch_id


def check_chains(room: Room) -> None:
    """Forward only, the skipped ones named, ended once; beside that only what moves nothing."""
    now: dict[str, int] = {}
    over: set[str] = set()
    for item in room.world.entries:
        fact: Any = item.fact
        match fact:
            case UnitDispatched():
                assert fact.dispatch_id not in now
                now[fact.dispatch_id] = 0
            case DispatchNotified() | DispatchAcknowledged() | DispatchAdvanced() | UnitCleared():
                assert fact.dispatch_id not in over
                then = STAGES.index(reached(fact))
                before = now[fact.dispatch_id]
                assert then > before, "a status belongs to the dispatch and goes forward"
                assert getattr(fact, "skipped", ()) == STAGES[before + 1 : then]
                assert fact.when.at <= item.recorded_at, "nothing happened after it was heard"
                now[fact.dispatch_id] = then
            case StatusClaimed():
                is_over = fact.dispatch_id in over
                assert is_over or fact.why is not ClaimWhy.ENDED
            case ClaimSettled() | DispatchCorrected() | StandDownRead() | StandDownUnread():
                assert fact.dispatch_id in now
            case _:
                pass
        if isinstance(fact, END):
            assert fact.dispatch_id not in over
            over.add(fact.dispatch_id)


def reached(fact: Any) -> Stage:
    match fact:
        case DispatchNotified():
            return Stage.NOTIFIED
        case DispatchAcknowledged():
            return Stage.ACKNOWLEDGED
        case UnitCleared():
            return Stage.CLEAR
        case _:
            stage: Stage = fact.stage
            return stage


def check_promises(room: Room) -> None:
    """A stand-down is read or rings, a stand-by ends, what lost its unit waits, a need rings."""
    entries = room.world.entries
    facts = [item.fact for item in entries]
    read = {each.dispatch_id for each in facts if isinstance(each, StandDownRead | StandDownUnread)}
    standing: dict[str, str] = {}
    for item in entries:
        match item.fact:
            case DispatchCancelled() as fact if fact.must_be_read:
                assert fact.dispatch_id in read
            case UnitPreAlerted() as fact:
                standing[fact.unit_id] = fact.pre_alert_id
            case PreAlertEnded() | UnitDispatched() as fact:
                standing.pop(fact.unit_id, None)
        if isinstance(item.fact, DispatchCancelled) and item.fact.moved_to is not None:
            left = active_before(entries, item) - {item.fact.dispatch_id}
            noted = [each for each in entries if each.cause == item.position]
            waits = any(isinstance(each.fact, UnitNeedRecorded) for each in noted)
            assert waits or left, "it lost its only unit and nobody knows"
    assert standing == {}
    assert [key for key in room.world.timers if key[0] != "unit_need"] == []
    assert room.world.timers == {}, "every promise has rung or was kept"


def active_before(entries: list[Entry], until: Entry) -> set[str]:
    incident = until.fact.incident_id  # type: ignore[attr-defined]
    active: set[str] = set()
    for item in entries[: until.position]:
        fact: Any = item.fact
        if isinstance(fact, UnitDispatched) and fact.incident_id == incident:
            active.add(fact.dispatch_id)
        elif isinstance(fact, END):
            active.discard(fact.dispatch_id)
    return active


def check_counts(room: Room) -> None:
    """What was said last of a fleet is how it is."""
    duty: set[str] = set()
    job: set[str] = set()
    said: int | None = None
    for item in room.world.entries:
        match item.fact:
            case UnitWentOnDuty() as fact:
                duty.add(fact.unit_id)
            case UnitWentOffDuty() as fact:
                duty.discard(fact.unit_id)
            case UnitDispatched() as fact:
                job.add(fact.unit_id)
            case UnitCleared() | DispatchCancelled() | DispatchDeclined() as fact:
                job.discard(fact.unit_id)
            case UnitsRunLow() | UnitsEnough() as fact:
                assert isinstance(fact, UnitsRunLow) is (fact.free <= 1)
                said = fact.free
    free = len([unit for unit in FLEET if unit in duty and unit not in job])
    if free <= 1:
        assert said == free
    else:
        assert said is None or said > 1


@settings(max_examples=100, deadline=None)
@given(st.lists(ACTS, min_size=14, max_size=36))
def test_the_laws_hold_whatever_is_done_and_in_whatever_order(acts: list[Act]) -> None:
    room = Room()
    for act in acts:
        room.do(act)
    check_counts(room)
    room.world.wait(hours(3))
    check_one_unit_one_job(room)
    check_chains(room)
    check_promises(room)


SAMPLE = (
    ("send", TAKER, 0, 1, Stage.CLEAR),
    ("show", CREW, 0, 0, Stage.CLEAR),
    ("next", TAKER, 0, 0, Stage.CLEAR),
    ("press", CREW, 0, 0, Stage.ON_SCENE),
    ("report", TAKER, 0, 0, Stage.CLEAR),
    ("show", CREW, 0, 0, Stage.CLEAR),
    ("move", TAKER, 0, 2, Stage.CLEAR),
    ("swap", TAKER, 0, 0, Stage.CLEAR),
    ("cancel", TAKER, 0, 0, Stage.CLEAR),
    ("ready", TAKER, 0, 0, Stage.CLEAR),
    ("partner", TAKER, 0, 0, Stage.CLEAR),
)


def test_the_acts_reach_what_the_laws_speak_of() -> None:
    room = Room()
    for kind, hand, job, incident, stage in SAMPLE:
        act = Act(
            kind=kind,
            hand=hand,
            unit=UNIT_IDS[0],
            other=UNIT_IDS[1],
            incident=INCIDENTS[incident],
            job=job,
            stage=stage,
            wait=minutes(4),
            late=minutes(0),
            offset=timedelta(),
            flag=True,
        )
        room.do(act)
    room.world.wait(hours(2))
    written = {type(item.fact) for item in room.world.entries}
    assert {
        NextJobSet,
        NextJobDue,
        PartnerAsked,
        UnitPreAlerted,
        PreAlertEnded,
        StandDownUnread,
        UnitsRunLow,
        DispatchCancelled,
        UnitNeedRecorded,
    } <= written
