"""Who may ask the dispatch desk what."""

from __future__ import annotations

from siaga.desks.dispatch.commands import (
    Acknowledge,
    AnswerBase,
    AnswerPreAlert,
    AskBase,
    Cancel,
    ConfirmDelivery,
    ConfirmStandDown,
    Decline,
    DispatchUnit,
    DropNeed,
    DropNextJob,
    EndPreAlert,
    PreAlert,
    Reassign,
    RecordPartner,
    ReportStatus,
    SetNextJob,
    SettleClaim,
    SwapUnit,
    WaitForUnit,
)
from siaga.desks.dispatch.decide import boundary, decide, reach
from siaga.desks.dispatch.follow import BASE_ASK, PRE_ALERT, STAND_DOWN, UNIT_NEED, follow
from siaga.desks.dispatch.react import react, ring
from siaga.desks.dispatch.state import STATES, Heard, evolve
from siaga.language.dispatch_desk import DispatchDeskFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

ROOM = frozenset({Role.CALL_TAKER, Role.SHIFT_LEAD, Role.DISPATCHER, Role.SUPERVISOR})
CREW = frozenset({Role.FIELD_CREW})
WHO_REPORTS = ROOM | CREW | {Role.AGENCY_DESK}

_COMMAND = "0198c0de-0000-7000-8000-0000000002"
_DISPATCH = "0198c0de-0000-7000-8000-000000000201"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"
_OTHER = "0198c0de-0000-7000-8000-000000000002"

DESK = Desk(
    name="dispatch",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(DispatchDeskFact),
    boundary=boundary,
    reach=reach,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=frozenset({UNIT_NEED, STAND_DOWN, PRE_ALERT, BASE_ASK}),
    doors=(
        Door(
            command=DispatchUnit,
            roles=ROOM,
            summary="Send a unit to an incident; its base was asked where the base commands it.",
            example={
                "command_id": _DISPATCH,
                "incident_id": _INCIDENT,
                "unit_id": "amb-1",
                "asked_via": "phone",
                "asked_of": "Petugas piket",
            },
        ),
        Door(
            command=ConfirmDelivery,
            roles=CREW,
            summary="The crew's device shows the job: delivered, not yet acknowledged.",
            example={"command_id": _COMMAND + "02", "dispatch_id": _DISPATCH},
        ),
        Door(
            command=Acknowledge,
            roles=WHO_REPORTS,
            summary="The crew takes the job, by its device or told to the room.",
            example={
                "command_id": _COMMAND + "03",
                "dispatch_id": _DISPATCH,
                "via": "radio",
                "told_by": "Komandan regu",
            },
        ),
        Door(
            command=ReportStatus,
            roles=WHO_REPORTS,
            summary="The dispatch reached a later stage; with a reason, a passed one is corrected.",
            example={
                "command_id": _COMMAND + "04",
                "dispatch_id": _DISPATCH,
                "status": "on_scene",
                "via": "device",
                "occurred_at": "2025-11-22T02:41:00Z",
            },
        ),
        Door(
            command=Cancel,
            roles=ROOM,
            summary="Call the unit off: it is free again.",
            example={
                "command_id": _COMMAND + "05",
                "dispatch_id": _DISPATCH,
                "reason": "Ditangani warga",
            },
        ),
        Door(
            command=Decline,
            roles=WHO_REPORTS,
            summary="The crew cannot go; the incident needs another unit.",
            example={
                "command_id": _COMMAND + "06",
                "dispatch_id": _DISPATCH,
                "reason": "Ban pecah",
                "via": "phone",
                "told_by": "Sopir",
            },
        ),
        Door(
            command=WaitForUnit,
            roles=ROOM,
            summary="Note that no unit can go now, and when to look again.",
            example={
                "command_id": _COMMAND + "07",
                "incident_id": _INCIDENT,
                "reason": "no_free_unit",
                "recheck_s": 300,
                "next_free_at": "2025-11-22T02:55:00Z",
            },
        ),
        Door(
            command=Reassign,
            roles=ROOM,
            summary="Take a unit off its job for another incident; both stories say so.",
            example={
                "command_id": _COMMAND + "08",
                "dispatch_id": _DISPATCH,
                "unit_id": "amb-1",
                "from_id": _INCIDENT,
                "incident_id": _OTHER,
                "reason": "Henti jantung lebih dekat",
                "consent": "crew",
                "consent_of": "Komandan regu",
            },
        ),
        Door(
            command=SwapUnit,
            roles=ROOM,
            summary="Let another unit take a job over.",
            example={
                "command_id": _COMMAND + "09",
                "dispatch_id": _DISPATCH,
                "unit_id": "amb-1",
                "incident_id": _INCIDENT,
                "new_unit_id": "amb-2",
                "reason": "Ban pecah",
            },
        ),
        Door(
            command=RecordPartner,
            roles=ROOM,
            summary="Keep what a partner ambulance answered; who comes gets a dispatch.",
            example={
                "command_id": _COMMAND + "0a",
                "incident_id": _INCIDENT,
                "partner_id": "mitra-pmi",
                "answer": "coming",
                "eta_min": 12,
                "via": "phone",
                "told_by": "Petugas jaga",
            },
        ),
        Door(
            command=SettleClaim,
            roles=ROOM,
            summary="Decide which of two times of a stage holds.",
            example={
                "command_id": _COMMAND + "0b",
                "dispatch_id": _DISPATCH,
                "stage": "on_scene",
                "accept": True,
            },
        ),
        Door(
            command=ConfirmStandDown,
            roles=WHO_REPORTS,
            summary="The crew has read that it is called off, or said so to the room.",
            example={
                "command_id": _COMMAND + "0c",
                "dispatch_id": _DISPATCH,
                "via": "device",
                "device_at": "2025-11-22T02:41:00Z",
                "sent_at": "2025-11-22T02:41:01Z",
            },
        ),
        Door(
            command=PreAlert,
            roles=ROOM,
            summary="Tell a free unit to stand ready before place and kind are known.",
            example={"command_id": _COMMAND + "0d", "unit_id": "amb-1", "note": "Orang jatuh"},
        ),
        Door(
            command=AnswerPreAlert,
            roles=WHO_REPORTS,
            summary="The crew says whether it stands ready.",
            example={"command_id": _COMMAND + "0e", "unit_id": "amb-1", "ready": True},
        ),
        Door(
            command=EndPreAlert,
            roles=ROOM,
            summary="The unit need not stand ready any more.",
            example={"command_id": _COMMAND + "0f", "unit_id": "amb-1"},
        ),
        Door(
            command=SetNextJob,
            roles=ROOM,
            summary="Let the incident wait for a busy unit, which takes it when it is clear.",
            example={
                "command_id": _COMMAND + "10",
                "unit_id": "amb-1",
                "incident_id": _INCIDENT,
                "next_free_at": "2025-11-22T02:55:00Z",
            },
        ),
        Door(
            command=DropNextJob,
            roles=ROOM,
            summary="The busy unit need not take this incident next.",
            example={
                "command_id": _COMMAND + "11",
                "unit_id": "amb-1",
                "incident_id": _INCIDENT,
            },
        ),
        Door(
            command=DropNeed,
            roles=ROOM,
            summary="No unit is waited for any more.",
            example={"command_id": _COMMAND + "12", "incident_id": _INCIDENT},
        ),
        Door(
            command=AskBase,
            roles=ROOM,
            summary="The unit's base was asked and has not answered yet; its silence rings.",
            example={
                "command_id": _COMMAND + "13",
                "incident_id": _INCIDENT,
                "unit_id": "pat-1",
                "via": "chat_group",
                "asked_of": "Grup WA Polresta",
            },
        ),
        Door(
            command=AnswerBase,
            roles=ROOM,
            summary="What the base said: it refuses and why, or agrees and names its unit later.",
            example={
                "command_id": _COMMAND + "14",
                "incident_id": _INCIDENT,
                "agency": "polresta",
                "agreed": False,
                "reason": "Semua unit di luar",
                "via": "phone",
                "told_by": "Komandan piket",
            },
        ),
    ),
)
