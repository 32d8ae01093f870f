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
from siaga.channels.satusehat.protocol import Around, Json, bundle
from siaga.channels.satusehat.protocol.answers import read_answer
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


def numbers(handover: OpenHandover) -> list[str]:
    return [entry["request"]["ifNoneExist"] for entry in bundle(handover, AROUND)["entry"]]


def test_filed_twice_it_stands_there_once() -> None:
    found = numbers(WHOLE)
    assert len(set(found)) == len(found)
    assert all(number.startswith("identifier=") for number in found)


def test_what_a_phone_sends_late_is_filed_beside_the_rest() -> None:
    """A measurement that was taken earlier pushes nobody else's number aside."""
    late = Measured(at=AT + timedelta(minutes=2), vitals=Vitals(pulse=130))
    more = replace(WHOLE, measured=(late, *WHOLE.measured))
    (new,) = set(numbers(more)) - set(numbers(WHOLE))
    assert "8867-4" in new
    assert set(numbers(WHOLE)) < set(numbers(more))


def test_a_person_the_nation_knows_is_found_by_its_number() -> None:
    (known,) = [one for one in numbers(WHOLE) if "nik" in one]
    assert known.endswith("1571016501900001")
    assert not [one for one in numbers(NAMELESS) if "nik" in one]


def test_one_payers_number_is_never_anothers() -> None:
    """The card of the health insurance does not belong to the one who pays for accidents."""
    of = {one["payor"][0]["display"]: one for one in resources(bundle(WHOLE, AROUND), "Coverage")}
    assert of["BPJS Kesehatan"]["subscriberId"] == "0001234567890"
    assert "subscriberId" not in of["Jasa Raharja"]
    assert WHOLE.coverage is not None
    lapsed = replace(WHOLE.coverage, bpjs_status=BpjsStatus.INACTIVE, payer=None)
    (only,) = resources(bundle(replace(WHOLE, coverage=lapsed), AROUND), "Coverage")
    assert (only["payor"][0]["display"], only["status"]) == ("BPJS Kesehatan", "cancelled")


@pytest.mark.parametrize(("said", "coded"), [("Tidak ada.", True), ("Penisilin", False)])
def test_nobody_is_allergic_to_nothing(said: str, coded: bool) -> None:
    handover = replace(WHOLE, condition=Condition(allergies=said))
    (allergy,) = resources(bundle(handover, AROUND), "AllergyIntolerance")
    assert ("coding" in allergy["code"]) is coded
    assert allergy["clinicalStatus"]["coding"][0]["code"] == "active"


def test_what_happened_stands_there_at_its_own_time() -> None:
    sorted_at = AT + timedelta(minutes=9)
    found = bundle(replace(WHOLE, colour_at=sorted_at), AROUND)
    by_code = {one["code"]["coding"][0]["code"]: one for one in resources(found, "Observation")}
    assert by_code["start"]["effectiveDateTime"] == sorted_at.isoformat()
    assert by_code["11374-6"]["valueString"] == "Sepeda motor"
    history = resources(found, "Encounter")[0]["statusHistory"]
    assert [one["status"] for one in history] == ["in-progress", "finished"]


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


def test_what_the_caller_said_of_a_stroke_reaches_the_hospital() -> None:
    """Also when the crew wrote nothing; what it wrote of this patient stands before it."""
    told = replace(AROUND, last_known_well_at=AT - timedelta(hours=3))
    for handover, hours in ((NAMELESS, 3), (WHOLE, 1)):
        wanted = (AT - timedelta(hours=hours)).isoformat()
        seen = [
            one.get("valueDateTime") for one in resources(bundle(handover, told), "Observation")
        ]
        assert wanted in seen
        page = HandoverPaper(
            handover=handover, around=told, place=PLACE, printed_at=AT, head=""
        ).html()
        assert f"26-11-2026 {10 - hours:02}:00" in page


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


def test_each_sheet_says_whose_it_is_and_a_newborn_is_not_nought() -> None:
    baby = replace(WHOLE, identity=Identity(name="Bayi Ny. Sari", age_years=0))
    page = HandoverPaper(handover=baby, around=AROUND, place=PLACE, printed_at=AT, head="").html()
    assert "<footer>K-2026-000123/2 · Bayi Ny. Sari</footer>" in page
    assert "di bawah 1 tahun" in page
