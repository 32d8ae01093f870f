"""Who may ask the dispatch desk what."""

from __future__ import annotations

from siaga.desks.dispatch.commands import (
    Acknowledge,
    Cancel,
    ConfirmDelivery,
    Decline,
    DispatchUnit,
    ReportStatus,
    WaitForUnit,
)
from siaga.desks.dispatch.decide import boundary, decide
from siaga.desks.dispatch.follow import UNIT_NEED, follow
from siaga.desks.dispatch.react import react, ring
from siaga.desks.dispatch.state import STATES, Heard, evolve
from siaga.language.dispatch import DispatchFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

ROOM = frozenset({Role.CALL_TAKER, Role.SHIFT_LEAD, Role.DISPATCHER, Role.SUPERVISOR})
CREW = frozenset({Role.FIELD_CREW})
WHO_REPORTS = ROOM | CREW | {Role.AGENCY_DESK}

_COMMAND = "0198c0de-0000-7000-8000-0000000002"
_DISPATCH = "0198c0de-0000-7000-8000-000000000201"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"

DESK = Desk(
    name="dispatch",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(DispatchFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=frozenset({UNIT_NEED}),
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
    ),
)
