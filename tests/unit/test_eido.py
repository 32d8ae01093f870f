"""Our incidents as EIDO and anybody's EIDO as a proposal."""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from siaga.channels.eido.protocol import OurIncident, Said, Spot, UnitOn
from siaga.channels.eido.protocol.pidf import read, write
from siaga.channels.eido.protocol.reading import NotEido, parse, proposal
from siaga.channels.eido.protocol.writing import document, domain_of, resource_of
from siaga.language.values import IncidentTypeId, Priority
from siaga.platform.place_files import load_place
from tests.builders import NOW

FOLDER = Path(__file__).parents[2]
TYPES = {IncidentTypeId("fire"): "FSTRU", IncidentTypeId("fire.building"): "FSTRU"}
INCIDENT = OurIncident(
    incident_id="0195a000-0000-7000-8000-000000000001",
    number="K-2026-000001",
    place="id/kota",
    centre="112 Kota",
    incident_type=IncidentTypeId("fire.building"),
    type_name="Kebakaran bangunan",
    code="FSTRU",
    priority=Priority.P1,
    began_at=NOW,
    updated_at=NOW,
    spot=Spot(latitude=-1.61, longitude=103.61, accuracy_m=20, address="Jl. A & B <3> RT 12"),
    notes=(Said(at=NOW, text="Dua orang di dalam"),),
    units=(
        UnitOn(call_sign="AMB-1", resource=resource_of("ambulance"), statuses=("EnRoute",), at=NOW),
    ),
)


def test_what_we_write_we_read_again() -> None:
    found = proposal(parse(json.dumps(document(INCIDENT)).encode()), TYPES)
    assert found.number == INCIDENT.number
    assert found.incident_type == INCIDENT.incident_type
    assert found.priority is Priority.P1
    assert found.spot == INCIDENT.spot
    assert found.notes == ("Dua orang di dalam",)
    assert set(found.raw) > {"agencyComponent", "emergencyResourceComponent"}


def test_nobodys_name_or_number_goes_along() -> None:
    text = json.dumps(document(INCIDENT))
    assert "personComponent" not in text
    assert "callbackComponent" not in text


def test_ids_are_of_this_place() -> None:
    assert domain_of("id/kota") == "kota.id.siaga"
    assert document(INCIDENT)["$id"].endswith(":kota.id.siaga")


@pytest.mark.parametrize(
    ("number", "priority"),
    [(10, "P1"), (8, "P1"), (7, "P2"), (5, "P2"), (4, "P3"), (2, "P3"), (1, "P4"), (0, "P4")],
)
def test_a_foreign_priority_is_never_lowered(number: int, priority: str) -> None:
    incident = {"incidentCommonPriorityNumber": number}
    found = proposal(_minimal(incidentComponent=incident), TYPES)
    assert found.priority == priority


def test_without_a_priority_it_is_urgent_and_says_so() -> None:
    found = proposal(_minimal(), TYPES)
    assert (found.priority, found.has_priority) == (Priority.P2, False)


def _minimal(**more: Any) -> dict[str, Any]:
    return {"$id": "urn:x", "agencyComponent": [{"$id": "a"}]} | more


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({}, "eido.$id"),
        ({"$id": 7}, "eido.$id"),
        ({"$id": "x"}, "eido.agencyComponent"),
        ({"$id": "x", "agencyComponent": []}, "eido.agencyComponent"),
        (_minimal(incidentComponent=[1]), "eido.incidentComponent"),
        (_minimal(notesComponent="x"), "eido.notesComponent"),
        (_minimal(locationComponent={}), "eido.locationComponent"),
    ],
)
def test_garbage_is_named(broken: dict[str, Any], field: str) -> None:
    with pytest.raises(NotEido) as caught:
        proposal(broken, TYPES)
    assert caught.value.field == field


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"{" * 9000, b"[" * 100_000, b"x" * 600_000])
def test_no_document_is_none(data: bytes) -> None:
    with pytest.raises(NotEido):
        parse(data)


def test_a_bomb_in_a_place_is_not_opened() -> None:
    bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><presence>&b;</presence>'
    assert read(bomb) is None
    assert read("<presence") is None
    assert read("x" * 70_000) is None
    assert read(write(Spot(latitude=0, longitude=0), entity="x")) is None, "nowhere is no place"


def test_odd_values_do_not_break_the_reading() -> None:
    places = [{"locationByValue": 7}, {"locationByValue": "<a/>"}, 5]
    incident = {"incidentCommonPriorityNumber": True, "internalIncidentId": ["x"]}
    found = proposal(_minimal(incidentComponent=incident, locationComponent=places), TYPES)
    assert (found.spot, found.number, found.has_priority) == (None, "", False)


ODD: tuple[Any, ...] = (None, True, 1e308, "", "\ud800", "\x00", [], {}, [[]], [{}], {"a": {}})


def _everywhere(whole: Any, odd: Any) -> Iterator[Any]:
    """The same document with `odd` in each place of it, one after the other."""
    yield odd
    if not isinstance(whole, dict | list):
        return
    for key, value in list(whole.items()) if isinstance(whole, dict) else enumerate(whole):
        for changed in _everywhere(value, odd):
            copy = dict(whole) if isinstance(whole, dict) else list(whole)
            copy[key] = changed
            yield copy


def test_an_odd_value_anywhere_is_named_or_passed_over() -> None:
    whole = json.loads(json.dumps(document(INCIDENT)))
    for odd in ODD:
        for changed in _everywhere(whole, odd):
            if not isinstance(changed, dict):
                continue
            try:
                found = proposal(changed, TYPES)
            except NotEido:
                continue
            "".join((found.number, found.type_name, found.address, *found.notes)).encode()


# ---- against NENA's own schema, registries and sample, which are not part of the project


DATA = Path(os.environ.get("SIAGA_TEST_DATA", FOLDER.parent / "shared" / "data"))


def _material() -> Path:
    folder = DATA / "standards" / "eido"
    if not (folder / "Schema" / "openapi.yaml").is_file():
        pytest.skip("NENA's EIDO schema is not here (SIAGA_TEST_DATA)")
    return folder


def _validator() -> ModuleType:
    _material()
    path = DATA.parent / "tools" / "eido_validate.py"
    spec = importlib.util.spec_from_file_location("eido_validate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.needs_data
def test_ours_is_valid_by_their_schema() -> None:
    errors = _validator().errors(json.loads(json.dumps(document(INCIDENT))))
    assert errors == []


@pytest.mark.needs_data
def test_their_schema_would_have_found_a_fault() -> None:
    broken = document(INCIDENT)
    del broken["agencyComponent"]
    assert _validator().errors(broken)


@pytest.mark.needs_data
def test_their_own_sample_is_a_proposal() -> None:
    sample = _material() / "Samples" / "Sample call transfer EIDO.json"
    found = proposal(parse(sample.read_bytes()), TYPES)
    assert found.their_id.startswith("urn:emergency:uid:incidentid:")
    assert "Wilmington" in found.address
    assert {"callComponent", "personComponent", "additionalDataComponent"} <= set(found.raw)


@pytest.mark.needs_data
def test_every_word_of_the_place_is_in_the_registry() -> None:
    tables = json.loads((_material() / "registries.json").read_text())
    rows = next(rows for name, rows in tables.items() if "Incident Type" in name)
    known = {row[0] for row in rows}
    shipped = next((FOLDER / "places").glob("*/*/place.toml")).parent
    place = load_place(shipped, drill=False)
    assert set(place.systems.eido_types.values()) <= known
