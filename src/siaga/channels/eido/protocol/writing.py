"""An incident of ours as an EIDO document."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from siaga.channels.eido.protocol import PRIORITIES, VERSION, OurIncident, Said, Spot, UnitOn
from siaga.channels.eido.protocol.pidf import write

Json = dict[str, Any]

RESOURCES = {
    "ambulance": "GroundBLSAmbulance",
    "fire_engine": "StructureFireEngineType1",
    "rescue": "LightRescue",
    "boat": "FireBoat",
    "patrol": "PatrolUnit",
}
"""Kinds of unit in the registry's words; a team of another kind is a crisis unit there."""

STATUSES = {
    "assigned": ("Dispatched",),
    "notified": ("Dispatched",),
    "acknowledged": ("AcknowledgedTransmission",),
    "en_route": ("EnRoute",),
    "on_scene": ("OnScene",),
    "first_action": ("OnScene", "PatientContact"),
    "transporting": ("Transporting",),
    "at_hospital": ("Arrived", "Hospital"),
    "handed_over": ("Hospital",),
    "clear": ("Cleared",),
}
"""Stages of a dispatch as secondary unit statuses."""


def resource_of(kind: str) -> str:
    return RESOURCES.get(kind, "CrisisInterventionUnit")


def domain_of(place: str) -> str:
    """ "id/city" → "city.id.siaga": ids are unique within it."""
    return ".".join(reversed(place.replace("~", "-").split("/"))) + ".siaga"


def document(incident: OurIncident) -> Json:
    domain = domain_of(incident.place)
    by = {"updatedByAgencyReference": {"$ref": domain}}
    out: Json = {
        "$id": f"urn:emergency:uid:incidentid:{incident.incident_id}:{domain}",
        **_stamp(incident.updated_at),
        **by,
        "eidoVersion": VERSION,
        "issuingElementIdentification": domain,
        "agencyComponent": [
            {
                "$id": domain,
                **_stamp(incident.updated_at),
                **by,
                "agencyRoleDescriptionRegistryText": ["CallReceiving", "Dispatching"],
                "agencyType": ["psap"],
            }
        ],
        "incidentComponent": _incident(incident, domain, by),
    }
    if incident.spot is not None:
        out["locationComponent"] = [_location(incident, incident.spot, domain, by)]
    if incident.notes:
        notes = enumerate(incident.notes)
        out["notesComponent"] = [_note(incident, n, said, by) for n, said in notes]
    if incident.units:
        out["agentComponent"] = [_agent(unit, domain, by) for unit in incident.units]
        out["emergencyResourceComponent"] = [
            _resource(incident, unit, domain, by) for unit in incident.units
        ]
    return out


def _stamp(at: datetime) -> Json:
    return {"lastUpdateTimeStamp": at.isoformat(timespec="milliseconds")}


def _incident(incident: OurIncident, domain: str, by: Json) -> Json:
    found: Json = {
        "$id": f"{incident.incident_id}-incident",
        **_stamp(incident.updated_at),
        **by,
        "incidentTypeCommonRegistryText": incident.code,
        "incidentTypeInternalCode": incident.incident_type,
        "incidentTypeInternalText": incident.type_name,
        "incidentStatusCommonRegistryText": ["Active"],
        "internalIncidentId": incident.number,
        "incidentPriorityInternalText": str(incident.priority),
        "incidentCommonPriorityNumber": PRIORITIES[incident.priority],
    }
    if incident.spot is not None:
        found["locationReference"] = [{"$ref": f"{incident.incident_id}-place"}]
    if incident.notes:
        refs = [{"$ref": f"{incident.incident_id}-note-{n}"} for n in range(len(incident.notes))]
        found["notesReference"] = refs
    return found


def _location(incident: OurIncident, spot: Spot, domain: str, by: Json) -> Json:
    return {
        "$id": f"{incident.incident_id}-place",
        **_stamp(incident.updated_at),
        **by,
        "locationTypeDescriptionRegistryText": "CurrentIncident",
        "locationByValue": write(spot, entity=f"{incident.incident_id}@{domain}"),
    }


def _note(incident: OurIncident, number: int, said: Said, by: Json) -> Json:
    return {
        "$id": f"{incident.incident_id}-note-{number}",
        **_stamp(said.at),
        **by,
        "notesActionComments": said.text,
    }


def _agent(unit: UnitOn, domain: str, by: Json) -> Json:
    return {
        "$id": f"{unit.call_sign}@{domain}",
        **_stamp(unit.at),
        **by,
        "agentRoleRegistryText": ["Field Responder"],
        "agencyReference": {"$ref": domain},
    }


def _resource(incident: OurIncident, unit: UnitOn, domain: str, by: Json) -> Json:
    return {
        "$id": f"{incident.incident_id}-{unit.call_sign}",
        **_stamp(unit.at),
        **by,
        "agentReference": [{"$ref": f"{unit.call_sign}@{domain}"}],
        "emergencyResourceTypeCommonRegistryText": unit.resource,
        "primaryUnitStatusRegistryText": "NotAvailable",
        "secondaryUnitStatusRegistryText": list(unit.statuses),
        "resourceAttributeRegistryText": [],
    }
