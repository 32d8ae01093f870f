"""Records from outside: what may be in them, by name, and that nothing of them stays open."""

from __future__ import annotations

import json
from typing import Any

import pytest

from siaga.desks.patients.commands import DescribePatient, TakeVitals
from siaga.language.patient_records import Avpu, SealedCondition, SealedVitals, Vitals
from siaga.language.values import FieldError
from siaga.platform.sealed_records import opened
from siaga.platform.vault import Sealer
from siaga.platform.wire import CommandReader, Seal
from tests.builders import NOW, PLACE, uid

WELL_AT = "last_known_well_at"


def read(command: type[Any], **fields: Any) -> tuple[Any, dict[str, str | None]]:
    """→ the command, and what was sealed by ref."""
    sealed: dict[str, str | None] = {}
    seal = Seal(Sealer(b"key"), sealed.__setitem__)
    body = {"command_id": str(uid(1)), "patient_id": "p-1", "incident_id": "i-1"} | fields
    return CommandReader(command, PLACE).read(json.dumps(body).encode(), seal, now=NOW), sealed


def test_vitals_are_sealed_whole_and_open_as_they_were() -> None:
    said = {"pulse": 120, "systolic": 90, "diastolic": 60, "temperature": 36.5, "avpu": "voice"}
    command, sealed = read(TakeVitals, vitals=said)
    assert type(command.vitals) is SealedVitals
    plain = sealed[command.vitals.ref]
    assert plain is not None
    assert json.loads(plain) == said
    assert opened(SealedVitals, plain) == Vitals(
        pulse=120, systolic=90, diastolic=60, temperature=36.5, avpu=Avpu.VOICE
    )
    assert "120" not in repr(command)


def test_what_is_empty_is_left_out() -> None:
    command, sealed = read(
        DescribePatient, condition={"complaint": " sesak ", "allergies": "", "history": None}
    )
    assert type(command.condition) is SealedCondition
    assert json.loads(sealed[command.condition.ref] or "") == {"complaint": "sesak"}


@pytest.mark.parametrize(
    ("field", "vitals"),
    [
        ("vitals.pulse", {"pulse": 301}),
        ("vitals.pulse", {"pulse": -1}),
        ("vitals.pulse", {"pulse": "cepat"}),
        ("vitals.pulse", {"pulse": 80.5}),
        ("vitals.spo2", {"spo2": 101}),
        ("vitals.temperature", {"temperature": 370}),
        ("vitals.temperature", {"temperature": float("nan")}),
        ("vitals.gcs_eye", {"gcs_eye": 5}),
        ("vitals.gcs_verbal", {"gcs_verbal": 0}),
        ("vitals.gcs_motor", {"gcs_motor": 7}),
        ("vitals.diastolic", {"systolic": 60, "diastolic": 90}),
        ("vitals.avpu", {"avpu": "asleep"}),
        ("vitals.tekanan", {"tekanan": 90}),
        ("vitals", {}),
        ("vitals", {"pulse": None}),
        ("vitals", "120/80"),
        ("vitals", None),
    ],
)
def test_vitals_out_of_range_are_named(field: str, vitals: Any) -> None:
    with pytest.raises(FieldError) as wrong:
        read(TakeVitals, vitals=vitals)
    assert wrong.value.field == field
    assert wrong.value.message


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("identity.nik", {"identity": {"nik": "123"}}),
        ("identity.age_years", {"identity": {"age_years": 131}}),
        ("identity.name", {"identity": {"name": "x" * 121}}),
        ("identity.name", {"identity": {"name": "a\u0000b"}}),
        ("coverage.bpjs_number", {"coverage": {"bpjs_number": "12345"}}),
        ("coverage.criteria", {"coverage": {"criteria": ["a", "a"]}}),
        ("coverage.payer", {"coverage": {"payer": "asuransi"}}),
        ("condition.complaint", {"condition": {"complaint": "x" * 1001}}),
        ("condition.last_known_well_at", {"condition": {WELL_AT: "2031-01-01T00:00:00Z"}}),
        ("condition.last_known_well_at", {"condition": {WELL_AT: "2026-03-02T01:00:00"}}),
        ("condition", {"identity": None}),
    ],
)
def test_other_records_name_what_is_wrong(field: str, said: dict[str, Any]) -> None:
    with pytest.raises(FieldError) as wrong:
        read(DescribePatient, **said)
    assert wrong.value.field.startswith(field)
