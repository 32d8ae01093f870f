"""A handover summary as a FHIR R4 transaction Bundle: Patient, Encounter EMER, Observations.

Code systems: LOINC for what was measured, HL7 v3 ActCode for the class of the encounter, the
national platform's identifier systems (github.com/ivanwilliammd/satusehat-integration, MIT) for
people and encounters. What is not known is left out; nothing is made up to fill a field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    words: Mapping[str, str]  # enum value → Indonesian


def bundle(handover: OpenHandover, around: Around) -> Json:
    """The same handover gives the same Bundle: its entries' ids come from the patient's."""
    patient, encounter = _urn(handover, "patient"), _urn(handover, "encounter")
    about = _About(patient=patient, encounter=encounter, words=around.words)
    entries = [
        (patient, _patient(handover, around)),
        (encounter, _encounter(handover, around, patient=patient)),
    ]
    found = [*_observations(handover, about), *_papers(handover, about)]
    for n, resource in enumerate(found):
        resource.setdefault("identifier", [_own_number(handover, f"{n}")])
        entries.append((_urn(handover, f"{n}"), resource))
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
    identity = handover.identity or Identity(sex=Sex.UNKNOWN)
    identifiers = [{"system": OWN + "patient", "value": handover.patient_id}]
    if identity.nik:
        identifiers.append({"system": NIK, "value": identity.nik})
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
        "reasonCode": [{"text": around.incident_type}],
        "serviceProvider": {
            "reference": f"Organization/{around.organisation}",
            "display": around.centre,
        },
    }
    if over_at:
        encounter["period"]["end"] = _instant(over_at)
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


def _observations(handover: OpenHandover, about: _About) -> Iterator[Json]:
    for measured in handover.measured:
        yield from _measured(measured, about)
    if handover.colour:
        yield _triage(handover.colour, handover.registered_at, about=about)
    age = handover.identity.age_years if handover.identity else None
    if age is not None:
        code = _loinc("30525-0", "Age")
        found = about.observation(handover.registered_at, code, category="social-history")
        yield found | {"valueQuantity": _quantity(age, "a", unit="tahun")}
    if handover.coverage:
        for criterion in handover.coverage.criteria:
            yield _criterion(criterion, handover.registered_at, about=about)


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


def _papers(handover: OpenHandover, about: _About) -> Iterator[Json]:
    """Allergies, what was done, and who pays: each only where somebody wrote it."""
    condition: Condition | None = handover.condition
    if condition and condition.allergies:
        yield {
            "resourceType": "AllergyIntolerance",
            "patient": {"reference": about.patient},
            "encounter": {"reference": about.encounter},
            "code": {"text": condition.allergies},
        }
    if condition and condition.treatment:
        yield {
            "resourceType": "Procedure",
            "status": "completed",
            "subject": {"reference": about.patient},
            "encounter": {"reference": about.encounter},
            "code": {"text": condition.treatment},
        }
    coverage: Coverage | None = handover.coverage
    if coverage and coverage.payer not in (None, Payer.UNKNOWN):
        yield _coverage(coverage, about)


def _coverage(coverage: Coverage, about: _About) -> Json:
    inactive = coverage.bpjs_status is BpjsStatus.INACTIVE
    found: Json = {
        "resourceType": "Coverage",
        "status": "cancelled" if inactive else "active",
        "beneficiary": {"reference": about.patient},
        "payor": [{"display": about.word(str(coverage.payer))}],
    }
    if coverage.bpjs_number:
        found["subscriberId"] = coverage.bpjs_number
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the platform said of a Bundle. `again`: it may be taken later as it is."""

    taken: bool
    again: bool
    encounter: str = ""  # its number there
    problem: str = ""  # a code, never words of the patient


def read_answer(status: int, body: Any) -> Answer:
    """`body`: the decoded JSON, or None where it was none."""
    if status in (200, 201):
        return Answer(taken=True, again=False, encounter=_number(body))
    if status in (401, 408, 409, 425, 429) or status >= 500:
        return Answer(taken=False, again=True, problem=f"http_{status}")
    return Answer(taken=False, again=False, problem=_issue(body) or f"http_{status}")


def _number(body: Any) -> str:
    for location in _locations(body):
        parts = location.split("/")
        if "Encounter" in parts and parts.index("Encounter") + 1 < len(parts):
            return parts[parts.index("Encounter") + 1][:64]
    return ""


def _locations(body: Any) -> Iterator[str]:
    entries = body.get("entry") if isinstance(body, Mapping) else None
    for entry in entries if isinstance(entries, Sequence) else ():
        response = entry.get("response") if isinstance(entry, Mapping) else None
        location = response.get("location") if isinstance(response, Mapping) else None
        if isinstance(location, str):
            yield location


def _issue(body: Any) -> str:
    issues = body.get("issue") if isinstance(body, Mapping) else None
    for issue in issues if isinstance(issues, Sequence) else ():
        code = issue.get("code") if isinstance(issue, Mapping) else None
        if isinstance(code, str) and code.isascii() and code.replace("-", "").isalnum():
            return code[:40]
    return ""
