"""Patients through the doors: sealed for few, named when wrong, never stranded."""

from __future__ import annotations

from typing import Any

import pytest

from tests.http.conftest import People
from tests.http.holder_of_pass import PassHolder, issue_pass
from tests.http.people import Card, Person
from tests.http.server import Server
from tests.http.test_passes import until_gone

NEAR = {"latitude": -1.6101, "longitude": 103.6131, "source": "pin"}
RSUD, SILOAM = "rsud-raden-mattaher", "rs-siloam"


class Scene:
    """An accident with one ambulance and one patient aboard."""

    def __init__(self, people: People) -> None:
        self.taker, self.crew = people("calltaker"), people("crew-amb1")
        self.hospital, self.other = people(f"hospital-{RSUD}"), people("hospital-siloam")
        self.people = people
        self.crew.ask("units/go-on-duty", unit_id="amb-1")
        kind = {"incident_type": "traffic_accident.injury", "priority": "P1"}
        self.incident = self.taker.done("incident/open-incident", **kind, location=NEAR)["id"]
        send = {"incident_id": self.incident, "unit_id": "amb-1"}
        self.job = self.taker.done("dispatch/dispatch-unit", **send)["id"]
        self.patient = self.say(self.crew, "register-patients", dispatch_id=self.job)["id"]

    def say(self, who: Person, name: str, **fields: Any) -> dict[str, Any]:
        return who.done(f"patients/{name}", incident_id=self.incident, **fields)

    def about(self, who: Person, name: str, **fields: Any) -> dict[str, Any]:
        return self.say(who, name, patient_id=self.patient, **fields)

    def line(self, who: Person) -> Card | None:
        card = who.cards("patients").get(self.incident)
        return card["patients"].get(self.patient) if card else None

    def alert(self) -> str:
        line = self.line(self.taker)
        assert line is not None
        return str(line["pre_alert"]["pre_alert_id"])

    def end(self) -> None:
        own = {"incident_id": self.incident, "patient_id": self.patient}
        self.taker.ask("patients/end-patient", **own, ending="treated_on_scene")
        self.taker.ask("dispatch/cancel", dispatch_id=self.job, reason="Uji selesai")
        done = self.taker.ask("incident/close", incident_id=self.incident, result="dealt-with")
        assert done.status_code == 200, done.text


@pytest.fixture
def scene(people: People) -> Any:
    made = Scene(people)
    yield made
    made.end()


def test_medical_words_reach_those_who_may_and_nobody_else(scene: Scene) -> None:
    said = {"complaint": "Patah paha kanan", "allergies": "Penisilin"}
    scene.about(scene.crew, "describe-patient", condition=said, identity={"name": "Budi"})
    scene.about(scene.crew, "take-vitals", vitals={"pulse": 124, "systolic": 88, "diastolic": 54})
    for who in (scene.taker, scene.crew):
        line = scene.line(who)
        assert line is not None
        assert (line["condition"], line["identity"]) == (said, {"name": "Budi"})
        assert line["vitals"][0]["vitals"]["pulse"] == 124
    assert scene.line(scene.hospital) is None
    scene.about(scene.crew, "choose-destination", hospital=RSUD)
    line = scene.line(scene.hospital)
    assert line is not None
    assert line["condition"] == said
    assert scene.line(scene.other) is None
    assert scene.people("crew-amb2").cards("patients").get(scene.incident) is None
    for stranger in ("head", "auditor", "agency-dinsos"):
        looked = scene.people(stranger).http.get("/api/boards/patients")
        assert looked.status_code == 403
    story = scene.people("auditor").http.get(
        "/api/boards/incident-story", params={"incident": scene.incident}
    )
    assert "VitalsTaken" in story.text
    assert "Penisilin" not in story.text
    assert "Budi" not in story.text


def test_a_decline_rings_the_room_and_another_hospital_is_told(scene: Scene) -> None:
    scene.about(scene.crew, "choose-destination", hospital=SILOAM)
    own = {"pre_alert_id": scene.alert(), "reason": "Kamar bedah terpakai"}
    scene.about(scene.other, "decline-patient", **own)
    line = scene.line(scene.taker)
    assert line is not None
    assert line["pre_alert"]["rings"]
    assert line["pre_alert"]["reason"] == "Kamar bedah terpakai"
    query = {"incident": scene.incident, "patient": scene.patient}
    rows = scene.taker.http.get("/api/destinations", params=query).json()["rows"]
    whys = {row["hospital"]: [one["why"] for one in row["reasons"]] for row in rows}
    assert "declined" in whys[SILOAM]
    assert rows[0]["hospital"] != SILOAM
    scene.about(scene.taker, "choose-destination", hospital=RSUD)
    assert scene.line(scene.other) is None
    first = scene.about(scene.hospital, "accept-patient", pre_alert_id=scene.alert())
    again = scene.about(scene.hospital, "accept-patient", pre_alert_id=scene.alert())
    assert first["position"] <= again["position"]  # said twice is said once


def test_a_hospital_may_not_answer_for_another(scene: Scene) -> None:
    scene.about(scene.crew, "choose-destination", hospital=RSUD)
    own = {"incident_id": scene.incident, "patient_id": scene.patient}
    answer = scene.other.ask("patients/accept-patient", **own, pre_alert_id=scene.alert())
    assert (answer.status_code, answer.json()["refusal"]) == (403, "NOT_YOUR_PATIENT")
    beds = [{"bed": "emergency_department", "available": 3}]
    answer = scene.other.ask("hospitals/report-hospital", hospital=RSUD, beds=beds)
    assert (answer.status_code, answer.json()["refusal"]) == (403, "NOT_YOUR_HOSPITAL")


def test_the_incident_waits_for_its_patient(scene: Scene) -> None:
    scene.taker.done("dispatch/cancel", dispatch_id=scene.job, reason="Uji")
    close = {"incident_id": scene.incident, "result": "dealt-with"}
    refused = scene.taker.refused("incident/close", **close)
    assert refused["refusal"] == "INCIDENT_HAS_OPEN_PATIENTS"
    bare = {"incident_id": scene.incident, "patient_id": scene.patient, "ending": "refused"}
    assert scene.crew.ask("patients/end-patient", **bare).status_code in (403, 409)
    assert scene.taker.refused("patients/end-patient", **bare)["refusal"] == "WITNESS_NEEDED"


@pytest.mark.parametrize(
    ("path", "fields", "field"),
    [
        ("patients/take-vitals", {"vitals": {"pulse": 999}}, "vitals.pulse"),
        ("patients/take-vitals", {"vitals": {"tensi": 1}}, "vitals.tensi"),
        ("patients/describe-patient", {"identity": {"nik": "12"}}, "identity.nik"),
        ("patients/choose-destination", {"hospital": "rs-khayal"}, "hospital"),
        ("patients/sort-patient", {"colour": "purple"}, "colour"),
        ("patients/register-patients", {"count": 0}, "count"),
        (
            "hospitals/report-hospital",
            {"hospital": RSUD, "beds": [{"bed": "burn", "available": -1}]},
            "available",
        ),
        (
            "hospitals/report-hospital",
            {"hospital": RSUD, "beds": [{"bed": "burn", "available": 9999}]},
            "available",
        ),
        ("hospitals/report-hospital", {"hospital": RSUD, "services_on": ["sihir"]}, "services_on"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    scene: Scene, path: str, fields: dict[str, Any], field: str
) -> None:
    own: dict[str, Any] = {}
    if path.startswith("patients/"):
        own = {"incident_id": scene.incident}
        own |= {} if path.endswith("register-patients") else {"patient_id": scene.patient}
    before = scene.line(scene.taker), scene.taker.cards("hospitals").get(RSUD)
    answer = scene.taker.ask(path, **own, **fields)
    assert (answer.status_code, answer.json()["field"]) == (422, field), answer.text
    assert (scene.line(scene.taker), scene.taker.cards("hospitals").get(RSUD)) == before


def test_where_to_drive_is_told_to_who_drives(scene: Scene) -> None:
    query = {"incident": scene.incident, "patient": scene.patient}
    found = scene.crew.http.get("/api/destinations", params=query)
    assert found.status_code == 200
    rows = found.json()["rows"]
    assert len(rows) == 12
    assert all(row["estimated"] for row in rows)
    strange = scene.people("crew-amb2").http.get("/api/destinations", params=query)
    assert strange.status_code == 404
    assert scene.hospital.http.get("/api/destinations", params=query).status_code == 403
    bad = scene.crew.http.get("/api/destinations", params={"incident": "../x"})
    assert (bad.status_code, bad.json()["field"]) == (422, "incident")


def test_the_crews_steps_carry_the_patient_to_the_nurse(scene: Scene) -> None:
    scene.about(scene.crew, "choose-destination", hospital=RSUD)
    for status in ("en_route", "on_scene", "first_action", "transporting", "at_hospital"):
        step = {"dispatch_id": scene.job, "status": status, "via": "device"}
        scene.crew.done("dispatch/report-status", **step)
    scene.hospital.wait_for(
        "patients", lambda card: card["patients"].get(scene.patient, {}).get("arrived_at")
    )
    scene.about(scene.hospital, "hand-over", received_by="Ns. Rina")
    line = scene.line(scene.taker)
    assert line is not None
    assert line["received_by"] == "Ns. Rina"
    card = scene.hospital.cards("hospitals")[RSUD]
    assert card["recent"][0]["offload_s"] is not None


def test_a_bed_link_writes_beds_and_opens_nothing_else(scene: Scene, server: Server) -> None:
    scene.about(scene.crew, "choose-destination", hospital=SILOAM)
    pass_id, address = issue_pass(scene.taker, kind="hospital_beds", hospital=SILOAM)
    nurse = PassHolder(server, address)
    beds = [{"bed": "emergency_department", "available": 4}]
    nurse.done("hospitals/report-hospital", hospital=SILOAM, beds=beds)
    line = nurse.cards("hospitals")[SILOAM]["beds"]["emergency_department"]
    assert (line["available"], line["said"]["source"]) == (4, "link")
    assert nurse.cards("hospitals").keys() == {SILOAM}
    assert nurse.cards("patients") == {}
    own = {"incident_id": scene.incident, "patient_id": scene.patient}
    for path, fields in (
        ("patients/accept-patient", {**own, "pre_alert_id": scene.alert()}),
        ("hospitals/report-hospital", {"hospital": RSUD, "beds": beds}),
    ):
        assert nurse.ask(path, **fields).status_code == 403
    scene.taker.done("passes/revoke-pass", pass_id=pass_id)
    until_gone(nurse)
    late = nurse.ask("hospitals/report-hospital", hospital=SILOAM, beds=beds)
    assert late.status_code in (401, 403)
    again = PassHolder(server, address)
    assert again.led_in.status_code != 303
    for browser in (nurse, again):
        browser.close()


def test_the_duty_doctor_decides_where_to_without_sitting_in_the_room(scene: Scene) -> None:
    doctor = scene.people("doctor")
    scene.about(doctor, "choose-destination", hospital=RSUD)
    spoken = {"pre_alert_id": scene.alert(), "via": "phone", "told_by": "dr. Ani"}
    scene.about(doctor, "decline-patient", **spoken, reason="Kamar bedah terpakai")
    scene.about(doctor, "take-up-pre-alert", pre_alert_id=scene.alert())
    scene.about(doctor, "choose-destination", hospital=SILOAM)
    assert scene.line(scene.other) is not None
    near = doctor.http.get("/api/destinations", params={"incident": scene.incident})
    assert near.json()["rows"]
    doctor.done("incident/add-note", incident_id=scene.incident, note="Aspirin 300 mg")
    card = scene.crew.cards("open-incidents")[scene.incident]
    assert [note["note"] for note in card["notes"]] == ["Aspirin 300 mg"]
    full = {"traffic": "advisory", "reason": "full", "hours": 1}
    doctor.done("hospitals/declare-diversion", hospital=SILOAM, **full)
    doctor.done("hospitals/end-diversion", hospital=SILOAM)
    link = doctor.done("passes/issue-pass", kind="hospital_beds", hospital=SILOAM)["id"]
    assert link in doctor.cards("passes")
    doctor.done("passes/revoke-pass", pass_id=link)
    for name, body in (
        ("passes/issue-pass", {"kind": "volunteer", "incident_id": scene.incident}),
        ("incident/close", {"incident_id": scene.incident, "result": "dealt-with"}),
    ):
        assert doctor.ask(name, **body).status_code == 403
