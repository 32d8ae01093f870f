"""A summary of somebody handed over, filed out of a whole room; the platform fails at first."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec

from siaga.app.config import ROOT
from siaga.app.room import Room
from siaga.desks.incident.commands import OpenIncident
from siaga.desks.patients.commands import (
    ChooseDestination,
    DescribePatient,
    HandOver,
    RegisterPatients,
)
from siaga.language.patient_records import Condition, SealedCondition
from siaga.language.values import (
    Asked,
    HospitalId,
    IncidentId,
    IncidentTypeId,
    PatientId,
    Priority,
)
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id
from siaga.platform.wire import Seal
from tests.builders import TAKER
from tests.contract.citizens_room import PLACE, config, room
from tests.contract.test_satusehat import SECRET, Platform, platform
from tests.patience import until

__all__ = ["platform"]

HOSPITAL = HospitalId("rsud-raden-mattaher")


async def say(opened: Room, desk: str, command: Any, seal: Seal | None = None) -> str:
    asked = Asked(actor=TAKER, received_at=opened.clock.now())
    items = seal.about(subject="", case_id="") if seal else []
    given = await opened.gateway.submit(
        Submission(desk=desk, command=command, asked=asked, items=items)
    )
    assert given.refusal is None, given.refusal
    return str(command.command_id)


async def hand_somebody_over(opened: Room) -> PatientId:
    seal = Seal(opened.sealer, opened.vault.remember)
    kind = IncidentTypeId("medical.chest_pain")
    opening = OpenIncident(command_id=new_id(), incident_type=kind, priority=Priority.P1)
    incident_id = IncidentId(await say(opened, "incident", opening))
    register = RegisterPatients(command_id=new_id(), incident_id=incident_id)
    patient_id = PatientId(await say(opened, "patients", register))
    condition = Condition(complaint="Nyeri dada kiri")
    sealed = seal(msgspec.json.encode(condition).decode(), SealedCondition, label="medical")
    for command in (
        DescribePatient(
            command_id=new_id(), patient_id=patient_id, incident_id=incident_id, condition=sealed
        ),
        ChooseDestination(
            command_id=new_id(), patient_id=patient_id, incident_id=incident_id, hospital=HOSPITAL
        ),
        HandOver(
            command_id=new_id(),
            patient_id=patient_id,
            incident_id=incident_id,
            received_by=seal("Ns. Rina"),
        ),
    ):
        await say(opened, "patients", command, seal)
        seal = Seal(opened.sealer, opened.vault.remember)
    return patient_id


def line_of(opened: Room, patient_id: PatientId) -> Any:
    cards = opened.hub.boards["patients"].cards().values()
    return next(card.patients[patient_id] for card in cards if patient_id in card.patients)


def places_with(folder: Path, organisation: str) -> Path:
    places = folder / "places"
    shutil.copytree(ROOT / "places", places)
    care = places / PLACE / "care.toml"
    care.write_text(f'satusehat_organisation = "{organisation}"\n{care.read_text()}')
    return places


async def test_a_summary_is_filed_once_the_platform_takes_it(
    database: dict[str, Any], tmp_path: Path, platform: tuple[type[Platform], str]
) -> None:
    handler, base = platform
    handler.fails = [503]
    settings = config(
        tmp_path,
        places=places_with(tmp_path, "10000004"),
        satusehat_token_url=f"{base}/oauth2/v1/accesstoken",
        satusehat_fhir_url=f"{base}/fhir-r4/v1",
        satusehat_client_id="c",
        satusehat_client_secret=SECRET,
    )
    async with room(database, settings) as opened:
        patient_id = await hand_somebody_over(opened)
        await until(lambda: line_of(opened, patient_id).filed is not None)
        assert line_of(opened, patient_id).filed
    (bundle,) = handler.taken
    encounter = next(entry["resource"] for entry in bundle["entry"] if "class" in entry["resource"])
    assert encounter["reasonCode"][0]["text"] == "Nyeri dada kiri"
    assert encounter["status"] == "finished"
    assert encounter["hospitalization"]["destination"]["display"]


async def test_not_connected_is_said_and_nothing_leaves(
    database: dict[str, Any], tmp_path: Path
) -> None:
    settings = config(tmp_path, places=places_with(tmp_path, "10000004"))
    async with room(database, settings) as opened:
        patient_id = await hand_somebody_over(opened)
        await until(lambda: line_of(opened, patient_id).filed is not None)
        line = line_of(opened, patient_id)
        assert (line.filed, line.filing_problem) == (False, "not_connected")
