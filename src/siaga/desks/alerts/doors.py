"""Who may ask the alerts desk what."""

from __future__ import annotations

from siaga.desks.alerts.commands import (
    ConfirmAlert,
    ForgetDevice,
    ReadAlert,
    RegisterNumber,
    SayAlert,
    TakeAlert,
    TellPlan,
    TestDevice,
    TestWays,
)
from siaga.desks.alerts.decide import boundary, decide
from siaga.desks.alerts.decide.devices import KEEPERS
from siaga.desks.alerts.follow import follow
from siaga.desks.alerts.react import TIMERS, react, ring
from siaga.desks.alerts.state import STATES, Heard, evolve
from siaga.language.alerts import AlertFact
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door, heard_types

ROOM = ROOM_ROLES - {Role.TRAINEE}
TOLD = ROOM_ROLES | {
    Role.FIELD_CREW,
    Role.AGENCY_DESK,
    Role.HOSPITAL_DESK,
    Role.DUTY_DOCTOR,
    Role.HEAD,
}
OWNERS = TOLD | KEEPERS

_COMMAND = "0198c0de-0000-7000-8000-0000000017"
_ALERT = "dispatch-0198c0de-0000-7000-8000-000000000201"

DESK = Desk(
    name="alerts",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(AlertFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=TIMERS,
    doors=(
        Door(
            command=ConfirmAlert,
            roles=TOLD,
            summary="The alert arrived: the open page shows it, or the device does.",
            example={"command_id": _COMMAND + "01", "alert_id": _ALERT, "way": "page"},
        ),
        Door(
            command=SayAlert,
            roles=ROOM,
            summary="A person of the room has told them over the radio, or otherwise.",
            example={
                "command_id": _COMMAND + "02",
                "alert_id": _ALERT,
                "via": "radio",
                "told_by": "Petugas piket",
            },
        ),
        Door(
            command=ReadAlert,
            roles=TOLD,
            summary="A receipt: the change of a job, or a test, was read.",
            example={"command_id": _COMMAND + "03", "alert_id": _ALERT},
        ),
        Door(
            command=TakeAlert,
            roles=ROOM,
            summary="A person of the room sees to an alert that nobody answered.",
            example={"command_id": _COMMAND + "04", "alert_id": _ALERT},
        ),
        Door(
            command=TellPlan,
            roles=ROOM,
            summary="Send a message of a response plan, once, by every way there is.",
            example={
                "command_id": _COMMAND + "09",
                "incident_id": _COMMAND + "01",
                "told": {"to": "head", "message": "told_alarm"},
                "alarm": 2,
            },
        ),
        Door(
            command=RegisterNumber,
            roles=KEEPERS,
            summary="Where a unit, an agency or a hospital is reached without a browser.",
            example={
                "command_id": _COMMAND + "05",
                "number": "0812-0000-0003",
                "ways": ["sms", "voice"],
                "unit_id": "amb-1",
            },
        ),
        Door(
            command=ForgetDevice,
            roles=OWNERS,
            summary="No alerts to this browser or number any more.",
            example={"command_id": _COMMAND + "06", "device_id": _COMMAND + "05"},
        ),
        Door(
            command=TestDevice,
            roles=OWNERS,
            summary="Sound once on one's own device.",
            example={"command_id": _COMMAND + "07", "device_id": _COMMAND + "05"},
        ),
        Door(
            command=TestWays,
            roles=ROOM_ROLES - {Role.TRAINEE} | KEEPERS,
            summary="Try every way now, as it is done each day.",
            example={"command_id": _COMMAND + "08"},
        ),
    ),
)
