"""A handover summary: folded from facts, one page of paper, and FHIR that others accept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from pydantic import ValidationError

from siaga.app.catalogue import keys, say
from siaga.app.handover_paper import HandoverPaper
from siaga.channels.satusehat.protocol import Around, Json, bundle, read_answer
from siaga.language.handover import Handover, Measured, OpenHandover
from siaga.language.mass_casualty import VictimWord
from siaga.language.patient_records import (
    Avpu,
    BpjsStatus,
    Condition,
    Coverage,
    EmergencyCriterion,
    Identity,
    Mechanism,
    Payer,
    Sex,
    Vitals,
)
from siaga.language.values import HospitalId, IncidentId, PatientId
from tests.builders import PLACE

AT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
WORDS = {key.removeprefix("handover_"): say(key) for key in keys("id") if "handover_" in key}
AROUND = Around(
    organisation="10000004",
    centre="Pusat 112",
    incident_number="K-2026-000123",
    incident_type="Kecelakaan dengan korban luka",
    hospital_name="RSUD",
    hospital_number="10000099",
    call_sign="AMB-1",
    words=WORDS,
)
NAMELESS: OpenHandover = Handover(
    patient_id=PatientId("0198c0de-0000-7000-8000-000000000901"),
    incident_id=IncidentId("0198c0de-0000-7000-8000-000000000001"),
    ordinal=2,
    registered_at=AT,
)
WHOLE: OpenHandover = replace(
    NAMELESS,
    colour=VictimWord.IMMEDIATE,
    hospital=HospitalId("rsud"),
    arrived_at=AT + timedelta(minutes=31),
    handed_over_at=AT + timedelta(minutes=40),
    received_by="Ns. Dewi <IGD>",
    identity=Identity(
        name="Siti <b>Aminah</b>", nik="1571016501900001", sex=Sex.FEMALE, age_years=36
    ),
    condition=Condition(
        complaint="Nyeri dada & sesak",
        mechanism=Mechanism.MOTORCYCLE,
        allergies="Penisilin",
        treatment="Oksigen 4 L/menit",
        last_known_well_at=AT - timedelta(hours=1),
    ),
    coverage=Coverage(
        bpjs_status=BpjsStatus.ACTIVE,
        bpjs_number="0001234567890",
        criteria=(EmergencyCriterion.B_BREATHING,),
        payer=Payer.JASA_RAHARJA,
    ),
    measured=(
        Measured(
            at=AT + timedelta(minutes=5),
            vitals=Vitals(
                pulse=118, breaths=26, systolic=90, diastolic=60, spo2=91, temperature=36.4
            ),
        ),
        Measured(
            at=AT + timedelta(minutes=20),
            vitals=Vitals(gcs_eye=3, gcs_verbal=4, gcs_motor=5, avpu=Avpu.VOICE, glucose=142),
        ),
    ),
)


def resources(found: Json, kind: str) -> list[Json]:
    every = [entry["resource"] for entry in found["entry"]]
    return [one for one in every if one["resourceType"] == kind]


@pytest.mark.parametrize("handover", [NAMELESS, WHOLE], ids=["nameless", "whole"])
def test_somebody_elses_model_of_fhir_takes_it(handover: OpenHandover) -> None:
    found = bundle(handover, AROUND)
    assert Bundle.model_validate(found).entry
    assert found == bundle(handover, AROUND)
    assert [one["class"]["code"] for one in resources(found, "Encounter")] == ["EMER"]


def test_that_model_refuses_what_is_no_encounter() -> None:
    found = bundle(WHOLE, AROUND)
    del resources(found, "Encounter")[0]["status"]
    with pytest.raises(ValidationError):
        Bundle.model_validate(found)


def test_every_reference_of_the_bundle_leads_into_it() -> None:
    found = bundle(WHOLE, AROUND)
    urls = {entry["fullUrl"] for entry in found["entry"]}
    assert len(urls) == len(found["entry"])
    for one in found["entry"]:
        for name in ("subject", "encounter", "patient", "beneficiary"):
            reference = one["resource"].get(name)
            assert reference is None or reference["reference"] in urls


def test_filed_twice_it_stands_there_once() -> None:
    numbers = [entry["request"]["ifNoneExist"] for entry in bundle(WHOLE, AROUND)["entry"]]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("identifier=") for number in numbers)


def test_what_was_measured_stands_there_with_its_code_and_unit() -> None:
    seen = {
        one["code"]["coding"][0]["code"]: one
        for one in resources(bundle(WHOLE, AROUND), "Observation")
    }
    assert seen["8867-4"]["valueQuantity"]["value"] == 118
    assert seen["8310-5"]["valueQuantity"]["code"] == "Cel"
    assert [part["valueQuantity"]["value"] for part in seen["85354-9"]["component"]] == [90, 60]
    assert seen["9269-2"]["valueQuantity"]["value"] == 12
    assert "2708-6" not in seen
    assert seen["30525-0"]["valueQuantity"]["value"] == 36


def test_nobody_is_made_up() -> None:
    found = bundle(NAMELESS, AROUND)
    (patient,) = resources(found, "Patient")
    assert patient["name"] == [{"use": "anonymous", "text": "Tidak dikenal K-2026-000123/2"}]
    assert patient["gender"] == "unknown"
    assert resources(found, "Observation") == []
    assert resources(found, "Encounter")[0]["status"] == "in-progress"


def paper(handover: OpenHandover) -> str:
    return HandoverPaper(
        handover=handover, around=AROUND, place=PLACE, printed_at=AT, head="<style></style>"
    ).html()


def test_the_paper_says_it_all_and_runs_nobodys_markup() -> None:
    page = paper(WHOLE)
    for word in ("K-2026-000123", "Merah", "Penisilin", "90/60", "12 (3 4 5)", "36,4", "AMB-1"):
        assert word in page
    assert "<b>" not in page
    assert "Siti &lt;b&gt;" in page
    assert "tanpa uang muka" in page


def test_the_paper_of_somebody_nobody_knows() -> None:
    page = paper(NAMELESS)
    assert "Tidak dikenal" in page
    assert "Belum ada yang diukur" in page
    assert "BPJS" not in page


@pytest.mark.parametrize(
    ("status", "body", "taken", "again", "problem"),
    [
        (
            200,
            {"entry": [{"response": {"location": "Encounter/abc-1/_history/1"}}]},
            True,
            False,
            "",
        ),
        (201, None, True, False, ""),
        (401, {}, False, True, "http_401"),
        (503, None, False, True, "http_503"),
        (400, {"issue": [{"code": "invariant"}]}, False, False, "invariant"),
        (400, {"issue": [{"code": "Siti 0812"}]}, False, False, "http_400"),
        (422, ["?"], False, False, "http_422"),
    ],
)
def test_what_the_platform_answers(
    status: int, body: Any, taken: bool, again: bool, problem: str
) -> None:
    answer = read_answer(status, body)
    assert (answer.taken, answer.again, answer.problem) == (taken, again, problem)
    assert answer.encounter == ("abc-1" if status == 200 else "")
