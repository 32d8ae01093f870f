"""The board of patients: whole for the room, a part for crews and hospitals, nothing for others."""

from __future__ import annotations

from typing import Any

import pytest

from siaga.boards import incident_story
from siaga.boards import patients as board
from siaga.boards.patients.card import PatientsCard
from siaga.language.entry import Fact
from siaga.language.getting_there import LastKnownWellSet
from siaga.language.incident import IncidentClosed
from siaga.language.patient_records import SealedCondition, SealedVitals
from siaga.language.patients import (
    DestinationChosen,
    HospitalPreAlerted,
    PatientDescribed,
    PatientHandedOver,
    PatientRegistered,
    PreAlertAnswered,
    VitalsTaken,
)
from siaga.language.values import Actor, PatientId, ResultId, Role, UnitId
from tests.board_entries import Told, drawn
from tests.builders import (
    AUDITOR,
    CREW,
    DAMKAR_DESK,
    HEAD,
    HOSPITAL_DESK,
    NOW,
    OTHER_CREW,
    TAKER,
    by_server,
    minutes,
    person,
    sealed,
)
from tests.unit import patients_story as told
from tests.unit.patients_story import INCIDENT, JOB, OTHER_JOB, RS_LAIN, RSUD

A, B = PatientId("p-a"), PatientId("p-b")
DOCTOR = person("acc-doctor", Role.DUTY_DOCTOR)
OTHER_HOSPITAL = person("acc-lain", Role.HOSPITAL_DESK, hospital="rs-lain")
STRANGE_CREW = person("acc-crew-9", Role.FIELD_CREW, units=("amb-9",))


def of(patient_id: PatientId) -> dict[str, Any]:
    return {"patient_id": patient_id, "incident_id": INCIDENT}


def story() -> list[Fact]:
    """Two patients with two crews; the first is bound for RSUD."""
    return [
        told.opened(),
        told.sent(),
        told.sent(OTHER_JOB, "amb-2"),
        PatientRegistered(**of(A), when=by_server(), dispatch_id=JOB, unit_id=UnitId("amb-1")),
        PatientRegistered(
            **of(B), when=by_server(), dispatch_id=OTHER_JOB, unit_id=UnitId("amb-2"), ordinal=2
        ),
        PatientDescribed(**of(A), when=by_server(), condition=SealedCondition("c", "d")),
        VitalsTaken(**of(A), when=by_server(), vitals=SealedVitals("v", "d")),
        DestinationChosen(**of(A), when=by_server(), hospital=RSUD),
        HospitalPreAlerted(**of(A), pre_alert_id="pa", hospital=RSUD, when=by_server()),
    ]


def card(*more: Fact) -> PatientsCard | None:
    entries = Told()
    for fact in (*story(), *more):
        entries(fact)
    found: PatientsCard | None = drawn(board, entries.entries).get(INCIDENT)
    return found


def seen(viewer: Actor, *more: Fact) -> PatientsCard | None:
    known = card(*more)
    return known and board.view(known, viewer)


def test_the_room_and_the_duty_doctor_see_everything() -> None:
    for viewer in (TAKER, DOCTOR):
        found = seen(viewer)
        assert found is not None
        assert found.patients[A].condition is not None
        assert not found.patients[A].masked


@pytest.mark.parametrize("viewer", [HEAD, AUDITOR, DAMKAR_DESK, STRANGE_CREW, OTHER_HOSPITAL])
def test_nobody_else_sees_that_there_are_patients(viewer: Actor) -> None:
    assert seen(viewer) is None


def test_a_crew_sees_its_own_and_that_the_others_are_there() -> None:
    own = seen(CREW)
    assert own is not None
    assert own.patients[A].vitals
    other = seen(OTHER_CREW)
    assert other is not None
    line = other.patients[A]
    assert (line.masked, line.condition, line.vitals) == (True, None, ())
    assert line.hospital == RSUD


def test_a_hospital_sees_who_is_bound_for_it_until_they_are_not() -> None:
    found = seen(HOSPITAL_DESK)
    assert found is not None
    assert set(found.patients) == {A}
    moved = DestinationChosen(**of(A), when=by_server(), hospital=RS_LAIN)
    assert seen(HOSPITAL_DESK, moved) is None
    assert seen(OTHER_HOSPITAL, moved) is not None


def test_a_decline_rings_and_is_remembered() -> None:
    no = PreAlertAnswered(
        **of(A), pre_alert_id="pa", hospital=RSUD, accepted=False, when=by_server(), reason=sealed()
    )
    found = card(no)
    assert found is not None
    line = found.patients[A]
    assert line.pre_alert is not None
    assert (line.pre_alert.rings, line.declined, line.hospital) == (True, (RSUD,), RSUD)


def test_vitals_stand_in_the_order_they_were_taken() -> None:
    earlier = VitalsTaken(
        **of(A), when=by_server(NOW - minutes(9)), vitals=SealedVitals("early", "d")
    )
    found = card(earlier)
    assert found is not None
    assert [line.at for line in found.patients[A].vitals] == [NOW - minutes(9), NOW]


def test_a_name_signed_later_does_not_move_the_time() -> None:
    over = PatientHandedOver(**of(A), hospital=RSUD, when=by_server(NOW + minutes(5)))
    signed = PatientHandedOver(
        **of(A), hospital=RSUD, when=by_server(NOW + minutes(9)), received_by=sealed("Rina")
    )
    found = card(over, signed)
    assert found is not None
    line = found.patients[A]
    assert (line.handed_over_at, line.received_by) == (NOW + minutes(5), sealed("Rina"))


def test_it_goes_with_the_incident() -> None:
    closed = IncidentClosed(
        incident_id=INCIDENT,
        result=ResultId("dealt_with_on_scene"),
        contact_ids=(),
        when=by_server(),
    )
    assert card(closed) is None


def test_the_kronologi_keeps_medical_words_from_who_oversees() -> None:
    entries = Told()
    entry = entries(VitalsTaken(**of(A), when=by_server(), vitals=SealedVitals("v", "d")))
    line = incident_story.draw(str(entry.position), None, entry)
    assert line is not None
    for viewer in (HEAD, AUDITOR):
        shown = incident_story.view(line, viewer)
        assert shown is not None
        assert shown.fact.vitals is None  # type: ignore[attr-defined]
    room = incident_story.view(line, TAKER)
    assert room is not None
    assert room.fact.vitals is not None  # type: ignore[attr-defined]


def test_a_strokes_hour_reaches_the_crew_and_the_hospital() -> None:
    at = NOW - minutes(90)
    said = LastKnownWellSet(incident_id=INCIDENT, last_known_well_at=at, when=by_server())
    for viewer in (CREW, HOSPITAL_DESK):
        shown = seen(viewer, said)
        assert shown is not None
        assert shown.last_known_well_at == at
    assert seen(OTHER_HOSPITAL, said) is None
