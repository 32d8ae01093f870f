"""Who may ask the patients desk what."""

from __future__ import annotations

from siaga.desks.patients.commands import (
    AcceptPatient,
    ChooseDestination,
    DeclinePatient,
    DescribePatient,
    EndPatient,
    GiveToCrew,
    HandOver,
    NoteArrival,
    RegisterPatients,
    ReopenPatient,
    SortPatient,
    TakeUpPreAlert,
    TakeVitals,
)
from siaga.desks.patients.decide import boundary, decide
from siaga.desks.patients.follow import OFFLOAD, PRE_ALERT, follow
from siaga.desks.patients.react import react, ring
from siaga.desks.patients.state import STATES, Heard, evolve
from siaga.language.patients import PatientFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

ROOM = frozenset(
    {Role.CALL_TAKER, Role.SHIFT_LEAD, Role.DISPATCHER, Role.SUPERVISOR, Role.DUTY_DOCTOR}
)
BESIDE_THE_PATIENT = ROOM | {Role.FIELD_CREW}
AT_THE_HOSPITAL = ROOM | {Role.HOSPITAL_DESK}

_COMMAND = "0198c0de-0000-7000-8000-0000000012"
_PATIENT = "0198c0de-0000-7000-8000-000000001201"
_PRE_ALERT = "0198c0de-0000-7000-8000-000000001206"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"
_OWN = {"patient_id": _PATIENT, "incident_id": _INCIDENT}

DESK = Desk(
    name="patients",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(PatientFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=frozenset({PRE_ALERT, OFFLOAD}),
    doors=(
        Door(
            command=RegisterPatients,
            roles=BESIDE_THE_PATIENT,
            summary="Write down how many patients there are; who they are comes later or never.",
            example={
                "command_id": _PATIENT,
                "incident_id": _INCIDENT,
                "count": 3,
                "colour": "delayed",
            },
        ),
        Door(
            command=SortPatient,
            roles=BESIDE_THE_PATIENT,
            summary="Give a patient a colour by START.",
            example={"command_id": _COMMAND + "02", **_OWN, "colour": "immediate"},
        ),
        Door(
            command=DescribePatient,
            roles=BESIDE_THE_PATIENT,
            summary="Write down who it is, what is wrong, or the insurance; each replaces its own.",
            example={
                "command_id": _COMMAND + "03",
                **_OWN,
                "condition": {"complaint": "Nyeri dada sejak pagi", "mechanism": "illness"},
                "coverage": {"bpjs_status": "active", "criteria": ["a", "b"]},
            },
        ),
        Door(
            command=TakeVitals,
            roles=BESIDE_THE_PATIENT,
            summary="Write down one set of measurements.",
            example={
                "command_id": _COMMAND + "04",
                **_OWN,
                "vitals": {"pulse": 110, "systolic": 90, "diastolic": 60, "spo2": 94},
            },
        ),
        Door(
            command=GiveToCrew,
            roles=BESIDE_THE_PATIENT,
            summary="Say whose crew has the patient.",
            example={
                "command_id": _COMMAND + "05",
                **_OWN,
                "dispatch_id": "0198c0de-0000-7000-8000-000000000201",
            },
        ),
        Door(
            command=ChooseDestination,
            roles=BESIDE_THE_PATIENT,
            summary="Choose the hospital; it is told at once who is coming, and when.",
            example={
                "command_id": _PRE_ALERT,
                **_OWN,
                "hospital": "rsud-raden-mattaher",
                "despite": ["diverting"],
            },
        ),
        Door(
            command=AcceptPatient,
            roles=AT_THE_HOSPITAL,
            summary="The hospital expects the patient; on behalf with `via` and `told_by`.",
            example={"command_id": _COMMAND + "07", **_OWN, "pre_alert_id": _PRE_ALERT},
        ),
        Door(
            command=DeclinePatient,
            roles=AT_THE_HOSPITAL,
            summary="The hospital asks to divert: the room is rung; an emergency is received.",
            example={
                "command_id": _COMMAND + "08",
                **_OWN,
                "pre_alert_id": _PRE_ALERT,
                "reason": "Kamar bedah terpakai",
            },
        ),
        Door(
            command=TakeUpPreAlert,
            roles=ROOM,
            summary="A person of the room has the unanswered or declined pre-alert in hand.",
            example={"command_id": _COMMAND + "09", **_OWN, "pre_alert_id": _PRE_ALERT},
        ),
        Door(
            command=NoteArrival,
            roles=BESIDE_THE_PATIENT | AT_THE_HOSPITAL,
            summary="The patient is at the hospital's door: the off-load clock begins.",
            example={"command_id": _COMMAND + "10", **_OWN},
        ),
        Door(
            command=HandOver,
            roles=BESIDE_THE_PATIENT | AT_THE_HOSPITAL,
            summary="Handed over to the nurse named.",
            example={"command_id": _COMMAND + "11", **_OWN, "received_by": "Ns. Rina"},
        ),
        Door(
            command=EndPatient,
            roles=BESIDE_THE_PATIENT,
            summary="It ended without a hospital; a refusal needs a witness or a signature.",
            example={
                "command_id": _COMMAND + "12",
                **_OWN,
                "ending": "refused",
                "witness": "Pak RT",
            },
        ),
        Door(
            command=ReopenPatient,
            roles=BESIDE_THE_PATIENT,
            summary="The ending was wrong.",
            example={"command_id": _COMMAND + "13", **_OWN, "reason": "Salah pilih pasien"},
        ),
    ),
)
