"""Who may ask the incident desk what."""

from __future__ import annotations

from siaga.desks.incident.commands import (
    AddNote,
    Classify,
    Close,
    LinkIncidents,
    Locate,
    MergeIncident,
    OpenIncident,
    OpenOnTheWay,
    Prioritise,
    Reopen,
    SetLastKnownWell,
    SetMeeting,
    TakeOver,
    UnlinkIncidents,
    UnmergeIncident,
)
from siaga.desks.incident.decide import boundary, decide
from siaga.desks.incident.react import react
from siaga.desks.incident.state import STATES, Heard, evolve
from siaga.language.getting_there import GettingThereFact
from siaga.language.incident import IncidentFact
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door, heard_types

HANDLERS = ROOM_ROLES
"""Who opens and describes incidents; a trainee does so with a mentor beside."""

OWNERS = ROOM_ROLES - {Role.TRAINEE}
"""Who may answer for an incident: own it, rank it, merge it, close it and open it again."""

_COMMAND = "0198c0de-0000-7000-8000-0000000000"
_CONTACT = "0198c0de-0000-7000-8000-000000000101"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"
_OTHER = "0198c0de-0000-7000-8000-000000000002"

DESK = Desk(
    name="incident",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(IncidentFact | GettingThereFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    react=react,
    doors=(
        Door(
            command=OpenIncident,
            roles=HANDLERS,
            summary="Open an incident, from a contact or without one; who opens it owns it.",
            example={
                "command_id": _INCIDENT,
                "incident_type": "fire.building",
                "contact_id": _CONTACT,
                "location": {
                    "latitude": -1.6101,
                    "longitude": 103.6131,
                    "accuracy_m": 20,
                    "source": "pin",
                    "address": "Belakang pasar, RT 04",
                },
                "priority": "P1",
                "note": "Satu orang masih di dalam.",
            },
        ),
        Door(
            command=OpenOnTheWay,
            roles=frozenset({Role.FIELD_CREW}),
            summary="A crew came upon an incident; its unit is sent to it by itself.",
            example={
                "command_id": _COMMAND + "21",
                "unit_id": "amb-1",
                "incident_type": "traffic_accident.injury",
                "location": {
                    "latitude": -1.6101,
                    "longitude": 103.6131,
                    "accuracy_m": 15,
                    "source": "gps",
                },
                "note": "Dua motor, satu orang tidak sadar.",
                "device_at": "2025-11-22T02:41:00Z",
                "sent_at": "2025-11-22T02:41:01Z",
            },
        ),
        Door(
            command=SetMeeting,
            roles=HANDLERS,
            summary="Say where the vehicle stops, who waits there and what the lane is like.",
            example={
                "command_id": _COMMAND + "22",
                "incident_id": _INCIDENT,
                "location": {
                    "latitude": -1.6112,
                    "longitude": 103.6125,
                    "source": "pin",
                    "address": "Depan masjid, mulut gang",
                },
                "guide_name": "Pak RT",
                "guide_number": "081299300000",
                "car_fits": False,
                "on_foot_m": 120,
            },
        ),
        Door(
            command=SetLastKnownWell,
            roles=HANDLERS,
            summary="Say when a stroke patient was last seen well; empty when nobody knows.",
            example={
                "command_id": _COMMAND + "23",
                "incident_id": _INCIDENT,
                "last_known_well_at": "2025-11-22T01:30:00Z",
            },
        ),
        Door(
            command=Classify,
            roles=HANDLERS,
            summary="Say what kind of incident it is after all.",
            example={
                "command_id": _COMMAND + "12",
                "incident_id": _INCIDENT,
                "incident_type": "fire.vehicle",
            },
        ),
        Door(
            command=Locate,
            roles=HANDLERS,
            summary="Choose a new location claim as the incident's place.",
            example={
                "command_id": _COMMAND + "13",
                "incident_id": _INCIDENT,
                "location": {
                    "latitude": -1.6112,
                    "longitude": 103.6125,
                    "accuracy_m": 10,
                    "source": "gps",
                },
            },
        ),
        Door(
            command=Prioritise,
            roles=OWNERS,
            summary="Give the incident another priority.",
            example={
                "command_id": _COMMAND + "14",
                "incident_id": _INCIDENT,
                "priority": "P2",
                "reason": "Semua orang sudah di luar.",
            },
        ),
        Door(
            command=AddNote,
            roles=HANDLERS | {Role.DUTY_DOCTOR},
            summary="Add a note to the incident's story, also after it was closed.",
            example={
                "command_id": _COMMAND + "15",
                "incident_id": _INCIDENT,
                "note": "Gang sempit, mobil berhenti di depan masjid.",
            },
        ),
        Door(
            command=TakeOver,
            roles=OWNERS,
            summary="Become the incident's owner.",
            example={"command_id": _COMMAND + "16", "incident_id": _INCIDENT},
        ),
        Door(
            command=Close,
            roles=OWNERS,
            summary="Close the incident; refused while anything of it is still open.",
            example={
                "command_id": _COMMAND + "17",
                "incident_id": _INCIDENT,
                "result": "dealt-with",
                "note": "Api padam, penyebab diperiksa.",
            },
        ),
        Door(
            command=Reopen,
            roles=OWNERS,
            summary="Open a closed incident again; who does so owns it.",
            example={
                "command_id": _COMMAND + "18",
                "incident_id": _INCIDENT,
                "reason": "Api menyala lagi.",
            },
        ),
        Door(
            command=LinkIncidents,
            roles=HANDLERS,
            summary="Say that two incidents have to do with each other.",
            example={
                "command_id": _COMMAND + "19",
                "incident_id": _INCIDENT,
                "other_id": _OTHER,
            },
        ),
        Door(
            command=UnlinkIncidents,
            roles=HANDLERS,
            summary="Say that two incidents have nothing to do with each other after all.",
            example={
                "command_id": _COMMAND + "1a",
                "incident_id": _INCIDENT,
                "other_id": _OTHER,
            },
        ),
        Door(
            command=MergeIncident,
            roles=OWNERS,
            summary="Say that an incident is the same as another, where the work goes on.",
            example={"command_id": _COMMAND + "1b", "incident_id": _OTHER, "into": _INCIDENT},
        ),
        Door(
            command=UnmergeIncident,
            roles=OWNERS,
            summary="Cut a merge: it was another incident after all.",
            example={"command_id": _COMMAND + "1c", "incident_id": _OTHER, "into": _INCIDENT},
        ),
    ),
)
