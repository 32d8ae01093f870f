"""Sending units: one unit one job, through the right authority, and what the policies do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from siaga.desks.dispatch.commands import (
    Cancel,
    Decline,
    DispatchUnit,
    DropNeed,
    MissUnit,
    RemindOfNeed,
    WaitForUnit,
)
from siaga.desks.dispatch.doors import DESK
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.dispatch import (
    DispatchCancelled,
    DispatchDeclined,
    NeedReason,
    UnitCleared,
    UnitDispatched,
    UnitNeedDropped,
    UnitNeedDue,
    UnitNeedRecorded,
)
from siaga.language.entry import Fact
from siaga.language.follow_ups import Disarm
from siaga.language.incident import IncidentClosed, IncidentOpened, IncidentReopened
from siaga.language.refusals import Refusal
from siaga.language.units import OffDutyReason, UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import (
    AccountId,
    CapabilityId,
    DispatchId,
    FieldError,
    IncidentId,
    IncidentTypeId,
    Priority,
    ResultId,
    UnitId,
    Via,
)
from tests.builders import (
    NOW,
    PLACE,
    POLICY_ACTOR,
    TIMER_ACTOR,
    by_person,
    by_server,
    minutes,
    sealed,
    uid,
)
from tests.story import entry, teller
from tests.world import World

given = teller(DESK)
AMB, AMB_2, PATROL, TEAM = (UnitId(item) for item in ("amb-1", "amb-2", "patrol-1", "team-dinsos"))
INCIDENT, CHILD = IncidentId("i-1"), IncidentId("i-2")
JOB = DispatchId(str(uid(1)))


def opened(incident_id: IncidentId = INCIDENT, parent: IncidentId | None = None) -> IncidentOpened:
    return IncidentOpened(
        incident_id=incident_id,
        incident_type=IncidentTypeId("medical"),
        priority=Priority.P2,
        clock_start=by_server(),
        when=by_server(),
        owner=AccountId("acc-taker"),
        parent_id=parent,
    )


def closed(incident_id: IncidentId = INCIDENT, parent: IncidentId | None = None) -> IncidentClosed:
    return IncidentClosed(
        incident_id=incident_id,
        result=ResultId("dealt_with_on_scene"),
        contact_ids=(),
        when=by_server(),
        parent_id=parent,
    )


REOPENED = IncidentReopened(
    incident_id=INCIDENT,
    incident_number="K-2026-000001",
    incident_type=IncidentTypeId("medical"),
    priority=Priority.P2,
    clock_start=by_server(),
    opened=by_server(),
    when=by_server(),
    owner=AccountId("acc-taker"),
    reason=sealed(),
)


def on(unit_id: UnitId) -> UnitWentOnDuty:
    return UnitWentOnDuty(unit_id=unit_id, when=by_server())


def sent(
    unit_id: UnitId = AMB, dispatch_id: DispatchId = JOB, incident_id: IncidentId = INCIDENT
) -> UnitDispatched:
    return UnitDispatched(
        dispatch_id=dispatch_id, unit_id=unit_id, incident_id=incident_id, when=by_server()
    )


def send(unit_id: UnitId = AMB, asked_via: Via | None = None) -> DispatchUnit:
    return DispatchUnit(
        command_id=uid(1), incident_id=INCIDENT, unit_id=unit_id, asked_via=asked_via
    )


DECLINED = DispatchDeclined(
    dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server(), reason=sealed()
)
CANCELLED = DispatchCancelled(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
CLEARED = UnitCleared(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
NEED = UnitNeedRecorded(
    incident_id=INCIDENT,
    reason=NeedReason.NO_FREE_UNIT,
    recheck_at=NOW + minutes(5),
    when=by_server(),
)


def test_a_free_unit_is_sent_to_an_open_incident() -> None:
    earlier = NOW - minutes(2)
    command = DispatchUnit(
        command_id=uid(1), incident_id=INCIDENT, unit_id=AMB, occurred_at=earlier
    )
    given(opened(), on(AMB)).when(command).then(
        UnitDispatched(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_person(earlier))
    )


def test_a_busy_unit_is_not_sent_again_by_anybody() -> None:
    elsewhere = sent(dispatch_id=DispatchId("d-9"), incident_id=IncidentId("i-9"))
    given(opened(), on(AMB), elsewhere).when(send()).refused(Refusal.UNIT_BUSY, ("i-9",))


@pytest.mark.parametrize("ending", [DECLINED, CANCELLED, CLEARED], ids=lambda f: type(f).__name__)
def test_a_unit_whose_job_ended_is_sent_again(ending: Fact) -> None:
    command = DispatchUnit(command_id=uid(2), incident_id=INCIDENT, unit_id=AMB)
    given(opened(), on(AMB), sent(), ending).when(command).wrote(UnitDispatched)


def test_a_late_ending_of_an_older_job_does_not_free_the_unit() -> None:
    newer = sent(dispatch_id=DispatchId("d-9"))
    command = DispatchUnit(command_id=uid(2), incident_id=INCIDENT, unit_id=AMB)
    given(opened(), on(AMB), newer, CLEARED).when(command).refused(Refusal.UNIT_BUSY)


def test_a_unit_off_duty_is_not_sent() -> None:
    off = UnitWentOffDuty(unit_id=AMB, reason=OffDutyReason.BROKEN, when=by_server())
    given(opened()).when(send()).refused(Refusal.UNIT_OFF_DUTY)
    given(opened(), on(AMB), off).when(send()).refused(Refusal.UNIT_OFF_DUTY)


def test_nobody_is_sent_to_an_incident_that_is_closed_or_not_there() -> None:
    given(on(AMB)).when(send()).refused(Refusal.UNKNOWN_INCIDENT)
    given(opened(), closed(), on(AMB)).when(send()).refused(Refusal.INCIDENT_CLOSED)
    given(opened(), closed(), REOPENED, on(AMB)).when(send()).wrote(UnitDispatched)


def test_a_childs_closing_does_not_close_its_parent() -> None:
    story = given(opened(), opened(CHILD, INCIDENT), closed(CHILD, INCIDENT), on(AMB))
    story.when(send()).wrote(UnitDispatched)


def test_a_childs_opening_does_not_open_an_unknown_parent() -> None:
    given(opened(CHILD, INCIDENT), on(AMB)).when(send()).refused(Refusal.UNKNOWN_INCIDENT)


def test_a_unit_behind_its_base_is_asked_for_first() -> None:
    story = given(opened(), on(PATROL))
    ways = ("radio", "phone", "chat_group", "in_person")
    story.when(send(PATROL)).refused(Refusal.ASK_THE_BASE, ways)
    story.when(send(PATROL, Via.CONSOLE)).refused(Refusal.ASK_THE_BASE, ways)
    asked = story.when(send(PATROL, Via.RADIO)).facts[0]
    assert isinstance(asked, UnitDispatched)
    assert asked.asked_via is Via.RADIO


def test_a_unit_of_an_agency_we_only_ask_is_never_sent() -> None:
    given(opened(), on(TEAM)).when(send(TEAM, Via.PHONE)).refused(Refusal.REFERRAL_ONLY)


def test_the_room_calls_a_unit_off_and_only_once() -> None:
    command = Cancel(command_id=uid(2), dispatch_id=JOB, reason=sealed("sudah pulang"))
    given(opened(), on(AMB), sent()).when(command).then(
        DispatchCancelled(
            dispatch_id=JOB,
            unit_id=AMB,
            incident_id=INCIDENT,
            when=by_server(),
            reason=sealed("sudah pulang"),
        )
    )
    given(opened(), on(AMB), sent(), CANCELLED).when(command).refused(Refusal.DISPATCH_OVER)
    given().when(command).refused(Refusal.UNKNOWN_DISPATCH)


# ---- waiting for a unit


def wait(reason: NeedReason = NeedReason.NO_FREE_UNIT, recheck_s: int = 120) -> WaitForUnit:
    return WaitForUnit(command_id=uid(3), incident_id=INCIDENT, reason=reason, recheck_s=recheck_s)


def test_a_need_is_recorded_with_its_promised_recheck() -> None:
    given(opened()).when(wait()).then(
        UnitNeedRecorded(
            incident_id=INCIDENT,
            reason=NeedReason.NO_FREE_UNIT,
            recheck_at=NOW + timedelta(seconds=120),
            when=by_server(),
        )
    )
    given().when(wait()).refused(Refusal.UNKNOWN_INCIDENT)
    given(opened(), closed()).when(wait()).refused(Refusal.INCIDENT_CLOSED)


def missed(unit_id: UnitId) -> MissUnit:
    return MissUnit(
        command_id=uid(3), incident_id=INCIDENT, unit_id=unit_id, reason=NeedReason.DECLINED
    )


def test_what_only_the_unit_that_left_could_do_is_waited_for() -> None:
    """A police car on its way is no ambulance."""
    alone = given(opened(), on(AMB), sent(), DECLINED)
    assert alone.when(missed(AMB), by=POLICY_ACTOR).facts[0].capability is None  # type: ignore[attr-defined]
    police = sent(PATROL, DispatchId("d-2"))
    (need,) = given(opened(), police).when(missed(AMB), by=POLICY_ACTOR).facts
    assert isinstance(need, UnitNeedRecorded)
    assert need.capability == "ambulance"
    other = sent(AMB_2, DispatchId("d-2"))
    given(opened(), other).when(missed(AMB), by=POLICY_ACTOR).then()
    given(opened(), closed()).when(missed(AMB), by=POLICY_ACTOR).then()


def test_a_unit_that_cannot_do_what_is_waited_for_leaves_the_need_standing() -> None:
    waits = replace(NEED, capability=CapabilityId("ambulance"))
    world = World([DESK, UNITS])
    for fact in (opened(), on(AMB), on(PATROL)):
        world.entries.append(entry(fact, position=len(world.entries) + 1))
    world.submit("dispatch", replace(wait(), capability=CapabilityId("ambulance")))
    world.submit("dispatch", send(PATROL, Via.RADIO))
    assert world.facts(UnitDispatched)[0].still_needs == ("ambulance",)
    assert ("unit_need", INCIDENT) in world.timers
    world.submit("dispatch", DispatchUnit(command_id=uid(6), incident_id=INCIDENT, unit_id=AMB))
    assert world.facts(UnitDispatched)[1].still_needs == ()
    assert world.timers == {}

    more = given(opened(), waits).when(replace(wait(), capability=CapabilityId("boat"))).facts[0]
    assert isinstance(more, UnitNeedRecorded)
    assert (more.capability, more.others) == ("boat", ("ambulance",))


def test_a_need_is_dropped_by_a_person_and_rings_no_more() -> None:
    drop = DropNeed(command_id=uid(7), incident_id=INCIDENT)
    dropped = UnitNeedDropped(incident_id=INCIDENT, when=by_server())
    given(opened(), NEED).when(drop).then(dropped)
    given(opened(), NEED, dropped).when(drop).refused(Refusal.NOTHING_TO_DO)
    assert DESK.follow(dropped, PLACE) == (Disarm(kind="unit_need", subject=INCIDENT),)


@pytest.mark.parametrize("recheck_s", [0, 59, 3601])
def test_a_recheck_is_promised_within_the_hour(recheck_s: int) -> None:
    with pytest.raises(FieldError) as caught:
        wait(recheck_s=recheck_s)
    assert caught.value.field == "recheck_s"


def test_a_standing_need_rings_once_and_says_how_late() -> None:
    ring = RemindOfNeed(command_id=uid(4), incident_id=INCIDENT, due_at=NEED.recheck_at)
    at = NEED.recheck_at + timedelta(seconds=90)
    due = UnitNeedDue(incident_id=INCIDENT, when=by_server(at), late_s=90)
    given(opened(), NEED).when(ring, by=TIMER_ACTOR, at=at).then(due)
    given(opened(), NEED, due).when(ring, by=TIMER_ACTOR, at=at).then()
    given(opened(), on(AMB), NEED, sent()).when(ring, by=TIMER_ACTOR, at=at).then()
    given(opened(), NEED, closed()).when(ring, by=TIMER_ACTOR, at=at).then()


def test_a_need_promised_again_does_not_ring_at_the_first_promise() -> None:
    early = RemindOfNeed(
        command_id=uid(4), incident_id=INCIDENT, due_at=NEED.recheck_at - minutes(1)
    )
    given(opened(), NEED).when(early, by=TIMER_ACTOR).then()


def test_a_lone_crew_declines_and_the_recheck_rings_until_another_goes() -> None:
    world = World([DESK, UNITS])
    for fact in (opened(), on(AMB), on(AMB_2)):
        world.entries.append(entry(fact, position=len(world.entries) + 1))
    world.submit("dispatch", send())
    world.submit("dispatch", Decline(command_id=uid(5), dispatch_id=JOB, reason=sealed()))
    needs = world.facts(UnitNeedRecorded)
    assert [need.reason for need in needs] == [NeedReason.DECLINED]
    assert world.timers == {("unit_need", INCIDENT): NOW + minutes(5)}
    world.wait(minutes(6))
    assert [due.late_s for due in world.facts(UnitNeedDue)] == [0]

    world.submit("dispatch", wait())
    world.submit("dispatch", DispatchUnit(command_id=uid(6), incident_id=INCIDENT, unit_id=AMB_2))
    assert world.timers == {}
    world.wait(minutes(60))
    assert len(world.facts(UnitNeedDue)) == 1


def test_a_closed_incident_rings_no_more() -> None:
    assert DESK.follow(closed(), PLACE) == (Disarm(kind="unit_need", subject=INCIDENT),)
    assert DESK.ring("another_timer", "x", NOW, uid(1)) is None
