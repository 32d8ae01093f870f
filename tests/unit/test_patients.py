"""Patients: how many first, a hospital told at once, and an end for each of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.desks.alerts.commands import EndAlerts
from siaga.desks.alerts.react import react as alerts_react
from siaga.desks.incident.commands import Close
from siaga.desks.incident.doors import DESK as INCIDENT_DESK
from siaga.desks.patients.commands import (
    DescribePatient,
    ReckonArrival,
    RegisterPatients,
    SortPatient,
    TakeUpPreAlert,
    TakeVitals,
)
from siaga.desks.patients.doors import DESK
from siaga.desks.patients.follow import FILING, follow
from siaga.language.dispatch import DispatchCancelled, Stage, UnitCleared
from siaga.language.follow_ups import Send
from siaga.language.patient_records import SealedCondition, SealedVitals
from siaga.language.patients import (
    ArrivalReckoned,
    DestinationChosen,
    HospitalPreAlerted,
    OffloadLate,
    PatientArrived,
    PatientEnded,
    PatientEnding,
    PatientGivenToCrew,
    PatientHandedOver,
    PatientLeftCrew,
    PatientRegistered,
    PatientSorted,
    PreAlertAnswered,
    PreAlertOverdue,
    PreAlertTakenUp,
    PreAlertWithdrawn,
    VitalsTaken,
    patient_life,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import FieldError, ResultId, UnitId
from tests.builders import (
    CREW,
    HOSPITAL_DESK,
    NOW,
    OTHER_CREW,
    PLACE,
    POLICY_ACTOR,
    by_server,
    minutes,
    person,
    sealed,
    uid,
)
from tests.unit import patients_story as told
from tests.unit.patients_story import INCIDENT, JOB, ONE, OTHER_JOB, RED, RS_LAIN, RSUD
from tests.world import World

OTHER_HOSPITAL = person("acc-lain", *HOSPITAL_DESK.roles, hospital="rs-lain")


def world(*facts: object) -> World:
    """An open incident with one crew sent."""
    room = World([INCIDENT_DESK, DESK])
    for fact in (told.opened(), told.sent(), *facts):
        room.tell(fact)  # type: ignore[arg-type]
    return room


def one_bound_for_rsud() -> World:
    room = world()
    room.submit("patients", told.register(1, dispatch_id=JOB, colour=RED))
    room.submit("patients", told.choose(2))
    return room


def reasons(outcome: object) -> Refusal:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


def test_the_number_comes_first_and_each_gets_an_ordinal() -> None:
    room = world()
    room.submit("patients", told.register(1, count=2), CREW)
    room.submit("patients", told.register(2, colour=RED))
    facts = room.facts(PatientRegistered)
    assert [fact.ordinal for fact in facts] == [1, 2, 3]
    assert [fact.patient_id for fact in facts] == [str(uid(1)), f"{uid(1)}-2", str(uid(2))]
    assert facts[2].colour is RED


@pytest.mark.parametrize("count", [0, 31, -1])
def test_a_count_out_of_range_is_named(count: int) -> None:
    with pytest.raises(FieldError) as wrong:
        told.register(1, count=count)
    assert wrong.value.field == "count"


def test_nobody_is_registered_where_nothing_happens() -> None:
    room = world()
    unknown = RegisterPatients(command_id=uid(9), incident_id="i-none")  # type: ignore[arg-type]
    assert reasons(room.submit("patients", unknown)) is Refusal.UNKNOWN_INCIDENT
    foreign = room.submit("patients", told.register(1), OTHER_CREW)
    assert reasons(foreign) is Refusal.NOT_YOUR_INCIDENT
    assert reasons(room.submit("patients", told.register(2), HOSPITAL_DESK)) is (
        Refusal.NOT_YOUR_INCIDENT
    )
    job = room.submit("patients", told.register(3, dispatch_id=OTHER_JOB))
    assert reasons(job) is Refusal.UNKNOWN_DISPATCH


def test_a_hospital_is_told_at_once_and_answers_once() -> None:
    room = one_bound_for_rsud()
    alert = room.facts(HospitalPreAlerted)[0]
    assert (alert.hospital, alert.colour, alert.unit_id) == (RSUD, RED, "amb-1")
    assert room.submit("patients", told.accept(3, 2), HOSPITAL_DESK)
    assert room.submit("patients", told.accept(4, 2), HOSPITAL_DESK) == ()  # twice is once
    assert len(room.facts(PreAlertAnswered)) == 1
    room.wait(minutes(5))
    assert not room.facts(PreAlertOverdue)


def test_a_hospital_answers_only_for_itself() -> None:
    room = one_bound_for_rsud()
    stranger = room.submit("patients", told.accept(3, 2), OTHER_HOSPITAL)
    assert reasons(stranger) is Refusal.NOT_YOUR_PATIENT
    assert reasons(room.submit("patients", told.accept(4, 2), CREW)) is Refusal.NOT_YOUR_PATIENT
    assert not room.facts(PreAlertAnswered)


def test_silence_rings_and_a_person_takes_it_up() -> None:
    room = one_bound_for_rsud()
    room.wait(minutes(2))
    assert len(room.facts(PreAlertOverdue)) == 1
    patient = room.state("patients", patient_life(ONE))
    assert patient.pre_alert.rings
    taken = TakeUpPreAlert(
        command_id=uid(5), patient_id=ONE, incident_id=INCIDENT, pre_alert_id=str(uid(2))
    )
    room.submit("patients", taken)
    assert len(room.facts(PreAlertTakenUp)) == 1
    assert not room.state("patients", patient_life(ONE)).pre_alert.rings


def test_a_decline_rings_the_room_and_strands_nobody() -> None:
    room = one_bound_for_rsud()
    room.submit("patients", told.decline(3, 2), HOSPITAL_DESK)
    state = room.state("patients", patient_life(ONE))
    assert state.pre_alert.rings
    assert state.hospital == RSUD  # still driving there until somebody chooses again
    room.submit("patients", told.choose(4, hospital=RS_LAIN))
    assert room.facts(PreAlertWithdrawn)[0].hospital == RSUD
    assert room.facts(HospitalPreAlerted)[-1].hospital == RS_LAIN
    late = room.submit("patients", told.accept(5, 2), HOSPITAL_DESK)
    assert reasons(late) is Refusal.NOT_YOUR_PATIENT


def test_an_emergency_at_the_door_is_not_refused() -> None:
    room = one_bound_for_rsud()
    room.submit("patients", told.arrive(3), HOSPITAL_DESK)
    refused = room.submit("patients", told.decline(4, 2), HOSPITAL_DESK)
    assert reasons(refused) is Refusal.PATIENT_AT_THE_DOOR


def test_the_off_load_clock_runs_from_the_door_to_the_nurse() -> None:
    room = one_bound_for_rsud()
    room.submit("patients", told.arrive(3), CREW)
    arrived = room.facts(PatientArrived)[0]
    assert arrived.offload_by_at == NOW + minutes(20)
    room.wait(minutes(25))
    assert [fact.hospital for fact in room.facts(OffloadLate)] == [RSUD]
    room.submit("patients", told.hand_over(4), HOSPITAL_DESK)
    over = room.facts(PatientHandedOver)[0]
    assert (over.offload_s, over.received_by) == (25 * 60, sealed("Ns. Rina"))
    assert room.submit("patients", told.hand_over(5), CREW) == ()


def test_the_crews_own_steps_carry_whoever_is_aboard() -> None:
    room = one_bound_for_rsud()
    room.tell(told.drove(Stage.AT_HOSPITAL), CREW)
    assert len(room.facts(PatientArrived)) == 1
    room.tell(told.drove(Stage.HANDED_OVER, minute=18), CREW)
    over = room.facts(PatientHandedOver)[0]
    assert (over.received_by, over.offload_s) == (None, 8 * 60)
    room.submit("patients", told.hand_over(6), HOSPITAL_DESK)  # signed afterwards
    assert room.facts(PatientHandedOver)[1].received_by == sealed("Ns. Rina")


def test_driving_elsewhere_tells_the_other_hospital() -> None:
    room = one_bound_for_rsud()
    room.tell(told.drove(Stage.TRANSPORTING, hospital=RS_LAIN), CREW)
    assert room.facts(PreAlertWithdrawn)[0].hospital == RSUD
    assert room.facts(DestinationChosen)[-1].hospital == RS_LAIN


def test_a_crew_with_nobody_written_down_carries_somebody_all_the_same() -> None:
    room = world()
    room.tell(told.drove(Stage.TRANSPORTING), CREW)
    assert room.facts(PatientRegistered)[0].dispatch_id == JOB
    assert room.facts(HospitalPreAlerted)[0].hospital == RSUD
    cleared = UnitCleared(
        dispatch_id=JOB,
        unit_id=UnitId("amb-1"),
        incident_id=INCIDENT,
        when=by_server(NOW + minutes(40)),
    )
    room.tell(cleared, CREW)
    assert room.facts(PatientHandedOver)[0].received_by is None


def test_the_only_one_waiting_is_the_one_who_is_driven() -> None:
    room = world()
    room.submit("patients", told.register(1))
    room.tell(told.drove(Stage.TRANSPORTING), CREW)
    assert room.facts(PatientGivenToCrew)[0].patient_id == ONE
    assert len(room.facts(PatientRegistered)) == 1
    assert room.facts(HospitalPreAlerted)[0].patient_id == ONE


@pytest.mark.parametrize("before", [(Stage.TRANSPORTING,), ()])
def test_who_is_driven_where_the_room_had_chosen_is_announced_there_once(
    before: tuple[Stage, ...],
) -> None:
    room = world()
    room.submit("patients", told.register(1))
    room.submit("patients", told.choose(2))
    for stage in (*before, Stage.AT_HOSPITAL):
        room.tell(told.drove(stage), CREW)
    (announced,) = room.facts(HospitalPreAlerted)
    (arrived,) = room.facts(PatientArrived)
    assert arrived.pre_alert_id == announced.pre_alert_id
    assert not room.facts(PreAlertWithdrawn)


def test_with_two_waiting_nobody_guesses() -> None:
    room = world()
    room.submit("patients", told.register(1, count=2))
    room.tell(told.drove(Stage.TRANSPORTING), CREW)
    assert not room.facts(PatientGivenToCrew, HospitalPreAlerted)
    room.submit("patients", told.give(2), CREW)  # the crew says whom: the hospital hears at once
    assert room.facts(HospitalPreAlerted)[0].hospital == RSUD


def test_a_crew_called_off_leaves_its_patients_open() -> None:
    room = one_bound_for_rsud()
    room.tell(
        DispatchCancelled(
            dispatch_id=JOB, unit_id=UnitId("amb-1"), incident_id=INCIDENT, when=by_server()
        )
    )
    assert room.facts(PatientLeftCrew)[0].patient_id == ONE
    assert room.state("patients", patient_life(ONE)).dispatch_id is None


@pytest.mark.parametrize("over", [DispatchCancelled, UnitCleared])
def test_who_was_there_without_signal_is_heard_when_the_job_is_over(
    over: type[DispatchCancelled | UnitCleared],
) -> None:
    room = world()
    room.tell(
        over(dispatch_id=JOB, unit_id=UnitId("amb-1"), incident_id=INCIDENT, when=by_server())
    )
    late = told.register(1, dispatch_id=JOB, occurred_at=NOW)
    assert reasons(room.submit("patients", late)) is Refusal.DISPATCH_OVER  # the room knows better
    room.submit("patients", told.register(2, dispatch_id=JOB, occurred_at=NOW), CREW)
    (fact,) = room.facts(PatientRegistered)
    assert (fact.dispatch_id, fact.unit_id) == (None, None)  # nobody has them: the room must look
    own = {"patient_id": fact.patient_id, "incident_id": INCIDENT}
    room.submit(
        "patients", SortPatient(command_id=uid(3), **own, colour=RED, occurred_at=NOW), CREW
    )
    assert room.facts(PatientSorted)


def test_another_crew_takes_over() -> None:
    room = world(told.sent(OTHER_JOB, "amb-2"))
    room.submit("patients", told.register(1, dispatch_id=JOB))
    room.submit("patients", told.give(2, job=OTHER_JOB), OTHER_CREW)
    assert [type(item.fact) for item in room.entries[-2:]] == [PatientLeftCrew, PatientGivenToCrew]
    room.tell(told.drove(Stage.TRANSPORTING), CREW)  # the first drives, and not with this one
    assert not [f for f in room.facts(DestinationChosen) if f.patient_id == ONE]


def test_a_refusal_of_care_needs_a_witness() -> None:
    room = world()
    room.submit("patients", told.register(1))
    bare = room.submit("patients", told.end(2, PatientEnding.REFUSED), CREW)
    assert reasons(bare) is Refusal.WITNESS_NEEDED
    room.submit("patients", told.end(3, PatientEnding.REFUSED, witness=sealed("Pak RT")), CREW)
    assert room.facts(PatientEnded)[0].ending is PatientEnding.REFUSED
    again = room.submit("patients", told.end(4))
    assert reasons(again) is Refusal.PATIENT_OVER


def test_an_incident_does_not_close_over_an_open_patient() -> None:
    room = World([INCIDENT_DESK, DESK])
    room.tell(told.opened())
    room.submit("patients", told.register(1))
    result = ResultId("dealt_with_on_scene")
    refused = room.submit("incident", Close(command_id=uid(5), incident_id=INCIDENT, result=result))
    assert reasons(refused) is Refusal.INCIDENT_HAS_OPEN_PATIENTS
    room.submit("patients", told.end(6))
    closed = room.submit("incident", Close(command_id=uid(7), incident_id=INCIDENT, result=result))
    assert not isinstance(closed, Refused)


def test_records_are_also_kept_after_the_end() -> None:
    room = world()
    room.submit("patients", told.register(1))
    room.submit("patients", told.end(2))
    late = DescribePatient(
        command_id=uid(3),
        patient_id=ONE,
        incident_id=INCIDENT,
        condition=SealedCondition("item", "digest"),
    )
    taken = TakeVitals(
        command_id=uid(4),
        patient_id=ONE,
        incident_id=INCIDENT,
        vitals=SealedVitals("item", "digest"),
        occurred_at=NOW - minutes(3),
    )
    assert room.submit("patients", late, CREW)
    assert room.submit("patients", taken, CREW)


def test_an_arrival_reckoned_a_little_later_is_the_same_arrival() -> None:
    room = one_bound_for_rsud()
    for number, minute in ((3, 10.0), (4, 10.5), (5, 13.0)):
        reckoned = ReckonArrival(
            command_id=uid(number),
            patient_id=ONE,
            incident_id=INCIDENT,
            pre_alert_id=str(uid(2)),
            eta_at=NOW + minutes(minute),
        )
        room.submit("patients", reckoned, POLICY_ACTOR)
    assert [f.eta_at for f in room.facts(ArrivalReckoned)] == [NOW + minutes(10), NOW + minutes(13)]


def ends(room: World) -> set[str]:
    """Pre-alerts nobody need be called for any more."""
    asked = [each.command for entry in room.entries for each in alerts_react(entry)]
    return {one for each in asked if isinstance(each, EndAlerts) for one in each.alert_ids}


def test_a_patient_at_the_door_ends_the_calling_of_its_hospital() -> None:
    """Also where the crew drove to another one than was told."""
    noted = one_bound_for_rsud()
    noted.submit("patients", told.arrive(3), CREW)
    drove = one_bound_for_rsud()
    drove.tell(told.drove(Stage.AT_HOSPITAL, hospital=RS_LAIN), CREW)
    for room in (noted, drove):
        raised = {fact.pre_alert_id for fact in room.facts(HospitalPreAlerted)}
        assert {f"pre_alert-{one}" for one in raised} <= ends(room)


def test_a_wrong_ending_taken_back_tells_the_hospital_again() -> None:
    room = one_bound_for_rsud()
    room.submit("patients", told.end(3), CREW)
    assert room.facts(PreAlertWithdrawn)
    room.submit("patients", told.reopen(4), CREW)
    first, again = room.facts(HospitalPreAlerted)
    assert (again.hospital, again.colour) == (RSUD, RED)
    assert again.pre_alert_id != first.pre_alert_id
    room.wait(minutes(5))
    assert room.facts(PreAlertOverdue)


def test_a_hand_over_taken_back_lets_the_off_load_clock_go_on() -> None:
    room = one_bound_for_rsud()
    room.submit("patients", told.arrive(3), CREW)
    room.wait(minutes(2))
    room.submit("patients", told.hand_over(4), CREW)
    room.submit("patients", told.reopen(5), CREW)
    assert len(room.facts(HospitalPreAlerted)) == 1
    room.wait(minutes(30))
    assert room.facts(OffloadLate)


def test_papers_written_after_the_hand_over_are_filed_too() -> None:
    room = one_bound_for_rsud()
    room.submit("patients", told.vitals(3), CREW)
    room.submit("patients", told.hand_over(4), CREW)
    room.submit("patients", told.vitals(5), CREW)
    before, after = room.facts(VitalsTaken)
    place = replace(PLACE, care=replace(PLACE.care, satusehat_organisation="1000"))
    assert follow(before, place) == ()
    (sent,) = follow(after, place)
    assert isinstance(sent, Send)
    assert (sent.kind, str(sent.recipient)) == (FILING, str(ONE))
    assert follow(after, PLACE) == ()  # not connected
