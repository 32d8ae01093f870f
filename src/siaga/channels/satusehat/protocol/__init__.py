"""A handover summary as a FHIR R4 transaction Bundle: Patient, Encounter EMER, Observations.

Code systems: LOINC for what was measured, HL7 v3 ActCode for the class of the encounter, the
national platform's identifier systems (github.com/ivanwilliammd/satusehat-integration, MIT) for
people and encounters. What is not known is left out; nothing is made up to fill a field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from siaga.language.handover import Measured, OpenHandover
from siaga.language.mass_casualty import VictimWord
from siaga.language.patient_records import (
    Avpu,
    BpjsStatus,
    Condition,
    Coverage,
    EmergencyCriterion,
    Identity,
    Payer,
    Sex,
    Vitals,
)

Json = dict[str, Any]

NIK = "https://fhir.kemkes.go.id/id/nik"
ENCOUNTER = "http://sys-ids.kemkes.go.id/encounter/"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
ALLERGY = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
NO_KNOWN_ALLERGY = {
    "system": "http://snomed.info/sct",
    "code": "716186003",
    "display": "No known allergy",
}
NO_ALLERGY = frozenset({"", "tidak ada", "tdk ada", "tak ada", "nihil", "disangkal", "none", "no"})
"""What people write where there is nothing to write: nobody is allergic to "tidak ada"."""

OWN = "urn:siaga:"
"""Before what has no number anywhere else: our own ids and words."""

GENDER = {Sex.MALE: "male", Sex.FEMALE: "female", Sex.UNKNOWN: "unknown"}

MEASURES: Mapping[str, tuple[str, str, str, str]] = {
    "pulse": ("8867-4", "Heart rate", "/min", "/min"),
    "breaths": ("9279-1", "Respiratory rate", "/min", "/min"),
    "spo2": ("59408-5", "Oxygen saturation by pulse oximetry", "%", "%"),
    "temperature": ("8310-5", "Body temperature", "°C", "Cel"),
    "glucose": ("2339-0", "Glucose in blood", "mg/dL", "mg/dL"),
}
"""Field of `Vitals` → LOINC code, its words, unit on screen, unit in UCUM."""

PRESSURES = {"systolic": ("8480-6", "Systolic"), "diastolic": ("8462-4", "Diastolic")}
COMA_SCALE = {
    "gcs_eye": ("9267-6", "GCS eye"),
    "gcs_verbal": ("9270-0", "GCS verbal"),
    "gcs_motor": ("9268-4", "GCS motor"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the summary says besides the patient: who sends, who receives, what happened."""

    organisation: str  # this centre's number at the platform
    centre: str  # its name
    incident_number: str
    incident_type: str  # in words
    hospital_name: str | None = None
    hospital_number: str | None = None  # at the platform, where it is known
    call_sign: str | None = None
    last_known_well_at: datetime | None = None  # stroke: as the room was told
    words: Mapping[str, str]  # enum value → Indonesian

    def well_at(self, handover: OpenHandover) -> datetime | None:
        """What the crew wrote of this patient stands before what the caller said."""
        condition: Condition | None = handover.condition
        return (condition and condition.last_known_well_at) or self.last_known_well_at


def bundle(handover: OpenHandover, around: Around) -> Json:
    """The same handover gives the same Bundle: its entries' ids come from the patient's."""
    patient, encounter = _urn(handover, "patient"), _urn(handover, "encounter")
    well_at = around.well_at(handover)
    about = _About(patient=patient, encounter=encounter, words=around.words, well_at=well_at)
    entries = [
        (patient, _patient(handover, around)),
        (encounter, _encounter(handover, around, patient=patient)),
    ]
    for key, resource in (*_observations(handover, about), *_papers(handover, about)):
        resource["identifier"] = [_own_number(handover, key)]
        entries.append((_urn(handover, key), resource))
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {
                "fullUrl": url,
                "resource": resource,
                "request": _request(resource),
            }
            for url, resource in entries
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    patient: str
    encounter: str
    words: Mapping[str, str]
    well_at: datetime | None

    def word(self, value: str) -> str:
        return self.words.get(value, value)

    def observation(self, at: datetime, code: Json, *, category: str = "vital-signs") -> Json:
        return {
            "resourceType": "Observation",
            "status": "final",
            "category": [{"coding": [{"system": CATEGORY, "code": category}]}],
            "code": code,
            "subject": {"reference": self.patient},
            "encounter": {"reference": self.encounter},
            "effectiveDateTime": _instant(at),
        }


def _urn(handover: OpenHandover, what: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{OWN}{handover.patient_id}/{what}')}"


def _own_number(handover: OpenHandover, what: str) -> Json:
    return {"system": OWN + "record", "value": f"{handover.patient_id}/{what}"}


def _request(resource: Json) -> Json:
    """Filed twice it stands there once: the platform looks for our own number first."""
    own = resource["identifier"][0]
    kind = resource["resourceType"]
    number = f"identifier={quote(own['system'])}|{quote(own['value'])}"
    return {"method": "POST", "url": kind, "ifNoneExist": number}


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _loinc(code: str, display: str) -> Json:
    return {"coding": [{"system": LOINC, "code": code, "display": display}]}


def _own(kind: str, code: str, text: str) -> Json:
    return {"coding": [{"system": OWN + kind, "code": code}], "text": text}


def _patient(handover: OpenHandover, around: Around) -> Json:
    """The number of the nation stands first: a person it knows is found by it, not made anew."""
    identity = handover.identity or Identity(sex=Sex.UNKNOWN)
    identifiers = [{"system": OWN + "patient", "value": handover.patient_id}]
    if identity.nik:
        identifiers.insert(0, {"use": "official", "system": NIK, "value": identity.nik})
    patient: Json = {"resourceType": "Patient", "identifier": identifiers}
    if identity.name:
        patient["name"] = [{"use": "official" if identity.nik else "usual", "text": identity.name}]
    else:
        unknown = f"{around.words['nameless']} {around.incident_number}/{handover.ordinal}"
        patient["name"] = [{"use": "anonymous", "text": unknown}]
    if identity.sex:
        patient["gender"] = GENDER[identity.sex]
    if identity.phone:
        patient["telecom"] = [{"system": "phone", "value": identity.phone}]
    if identity.address:
        patient["address"] = [{"text": identity.address}]
    if identity.companion:
        patient["contact"] = [{"name": {"text": identity.companion}}]
    return patient


def _encounter(handover: OpenHandover, around: Around, *, patient: str) -> Json:
    over_at = handover.handed_over_at or handover.ended_at
    encounter: Json = {
        "resourceType": "Encounter",
        "identifier": [
            {"system": ENCOUNTER + around.organisation, "value": handover.patient_id},
            {"system": OWN + "incident", "value": around.incident_number},
        ],
        "status": "finished" if over_at else "in-progress",
        "class": {"system": ACT_CODE, "code": "EMER", "display": "emergency"},
        "subject": {"reference": patient},
        "period": {"start": _instant(handover.registered_at)},
        "statusHistory": [
            {"status": "in-progress", "period": {"start": _instant(handover.registered_at)}}
        ],
        "reasonCode": [{"text": around.incident_type}],
        "serviceProvider": {
            "reference": f"Organization/{around.organisation}",
            "display": around.centre,
        },
    }
    if over_at:
        end = _instant(over_at)
        encounter["period"]["end"] = encounter["statusHistory"][0]["period"]["end"] = end
        finished = {"status": "finished", "period": {"start": end, "end": end}}
        encounter["statusHistory"].append(finished)
    if handover.condition and handover.condition.complaint:
        encounter["reasonCode"].insert(0, {"text": handover.condition.complaint})
    if around.call_sign:
        encounter["location"] = [{"location": {"display": around.call_sign}}]
    if around.hospital_name:
        destination: Json = {"display": around.hospital_name}
        if around.hospital_number:
            destination["reference"] = f"Organization/{around.hospital_number}"
        encounter["hospitalization"] = {"destination": destination}
    return encounter


Keyed = tuple[str, Json]
"""A resource under what it says and when: filed again with others beside it, it stays itself."""


def _observations(handover: OpenHandover, about: _About) -> Iterator[Keyed]:
    for measured in handover.measured:
        for found in _measured(measured, about):
            yield f"{found['code']['coding'][0]['code']}@{found['effectiveDateTime']}", found
    if handover.colour:
        at = handover.colour_at or handover.registered_at
        yield f"start/{handover.colour}", _triage(handover.colour, at, about=about)
    age = handover.identity.age_years if handover.identity else None
    if age is not None:
        code = _loinc("30525-0", "Age")
        found = about.observation(handover.registered_at, code, category="social-history")
        yield f"age/{age}", found | {"valueQuantity": _quantity(age, "a", unit="tahun")}
    if handover.coverage:
        at = handover.coverage_at or handover.registered_at
        for criterion in handover.coverage.criteria:
            yield f"criterion/{criterion}", _criterion(criterion, at, about=about)
    if handover.condition:
        yield from _told(handover.condition, handover, about)
    if about.well_at:
        code = _own("last-known-well", "last-known-well", about.word("last_well"))
        found = about.observation(handover.registered_at, code, category="survey")
        yield "last-well", found | {"valueDateTime": _instant(about.well_at)}


def _told(condition: Condition, handover: OpenHandover, about: _About) -> Iterator[Keyed]:
    """What somebody said of it, in their words."""
    at = handover.condition_at or handover.registered_at
    mechanism = about.word(condition.mechanism) if condition.mechanism else ""
    how = ": ".join(filter(None, (mechanism, condition.mechanism_note)))
    said = (
        ("mechanism", _loinc("11374-6", "Injury incident description"), how),
        ("history", _loinc("11348-0", "History of past illness"), condition.history),
    )
    for name, code, text in said:
        if text:
            found = about.observation(at, code, category="survey")
            yield _of_text(name, text), found | {"valueString": text}


def _of_text(name: str, text: str) -> str:
    return f"{name}/{uuid5(NAMESPACE_URL, text)}"


def _measured(measured: Measured[Vitals], about: _About) -> Iterator[Json]:
    vitals, at = measured.vitals, measured.at
    for name, (code, display, unit, ucum) in MEASURES.items():
        value = getattr(vitals, name)
        if value is not None:
            found = about.observation(at, _loinc(code, display))
            yield found | {"valueQuantity": _quantity(value, ucum, unit=unit)}
    pressures = _parts(vitals, PRESSURES, ucum="mm[Hg]", unit="mmHg")
    if pressures:
        panel = about.observation(at, _loinc("85354-9", "Blood pressure panel"))
        yield panel | {"component": pressures}
    scale = _parts(vitals, COMA_SCALE, ucum="{score}", unit="")
    if scale:
        found = about.observation(at, _loinc("9269-2", "Glasgow coma score total"))
        if vitals.gcs is not None:
            found["valueQuantity"] = _quantity(vitals.gcs, "{score}", unit="")
        yield found | {"component": scale}
    if vitals.avpu is not None:
        yield _awake(vitals.avpu, at, about=about)


def _parts(
    vitals: Vitals, codes: Mapping[str, tuple[str, str]], *, ucum: str, unit: str
) -> list[Json]:
    return [
        {"code": _loinc(code, display), "valueQuantity": _quantity(value, ucum, unit=unit)}
        for name, (code, display) in codes.items()
        if (value := getattr(vitals, name)) is not None
    ]


def _quantity(value: float, ucum: str, *, unit: str) -> Json:
    quantity: Json = {"value": value, "system": UCUM, "code": ucum}
    return quantity | {"unit": unit} if unit else quantity


def _awake(avpu: Avpu, at: datetime, *, about: _About) -> Json:
    found = about.observation(at, _own("avpu", "avpu", "AVPU"))
    return found | {"valueCodeableConcept": _own("avpu", avpu, about.word(avpu))}


def _triage(colour: VictimWord, at: datetime, *, about: _About) -> Json:
    found = about.observation(at, _own("start", "start", "START"), category="survey")
    return found | {"valueCodeableConcept": _own("start", colour, about.word(colour))}


def _criterion(criterion: EmergencyCriterion, at: datetime, *, about: _About) -> Json:
    code = _own("emergency-criterion", "permenkes-47-2018", about.word("criterion"))
    found = about.observation(at, code, category="survey")
    concept = _own("emergency-criterion", criterion, about.word(f"criterion_{criterion}"))
    return found | {"valueCodeableConcept": concept}


def _papers(handover: OpenHandover, about: _About) -> Iterator[Keyed]:
    """Allergies, what was done, and who pays: each only where somebody wrote it."""
    condition: Condition | None = handover.condition
    if condition and condition.allergies:
        yield _of_text("allergy", condition.allergies), _allergy(condition.allergies, about)
    if condition and condition.treatment:
        at = handover.condition_at or handover.registered_at
        yield (
            _of_text("treatment", condition.treatment),
            {
                "resourceType": "Procedure",
                "status": "completed",
                "subject": {"reference": about.patient},
                "encounter": {"reference": about.encounter},
                "code": {"text": condition.treatment},
                "performedPeriod": {"end": _instant(at)},
            },
        )
    if handover.coverage:
        yield from _coverages(handover.coverage, about)


def _allergy(text: str, about: _About) -> Json:
    found: Json = {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": {"coding": [{"system": ALLERGY, "code": "active"}]},
        "patient": {"reference": about.patient},
        "encounter": {"reference": about.encounter},
        "code": {"text": text},
    }
    if text.strip(" .-").casefold() in NO_ALLERGY:
        found["code"] = {"coding": [NO_KNOWN_ALLERGY], "text": text}
    return found


def _coverages(coverage: Coverage, about: _About) -> Iterator[Keyed]:
    """The health insurance with its number and state, and another payer beside it."""
    status, number = coverage.bpjs_status, coverage.bpjs_number
    is_bpjs = coverage.payer is Payer.BPJS_KESEHATAN
    if is_bpjs or number or status in (BpjsStatus.ACTIVE, BpjsStatus.INACTIVE):
        ended = status is BpjsStatus.INACTIVE
        found = _coverage(Payer.BPJS_KESEHATAN, about, status="cancelled" if ended else "active")
        yield "coverage/bpjs", found | ({"subscriberId": number} if number else {})
    if coverage.payer not in (None, Payer.UNKNOWN, Payer.BPJS_KESEHATAN):
        yield f"coverage/{coverage.payer}", _coverage(coverage.payer, about, status="active")


def _coverage(payer: Payer, about: _About, *, status: str) -> Json:
    return {
        "resourceType": "Coverage",
        "status": status,
        "beneficiary": {"reference": about.patient},
        "payor": [{"display": about.word(payer)}],
    }
