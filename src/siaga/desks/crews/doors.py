"""Who may ask the crews desk what."""

from __future__ import annotations

from siaga.desks.crews.commands import (
    AddFieldNote,
    AnswerPanic,
    NoteLane,
    RaisePanic,
    SeeChanges,
    SignOff,
    SignOn,
    WithdrawPanic,
)
from siaga.desks.crews.decide import boundary, decide
from siaga.desks.crews.follow import PANIC, follow
from siaga.desks.crews.react import ring
from siaga.desks.crews.state import STATES, Heard, evolve
from siaga.language.crews import CrewsFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

ROOM = frozenset({Role.CALL_TAKER, Role.SHIFT_LEAD, Role.DISPATCHER, Role.SUPERVISOR})
CREW = frozenset({Role.FIELD_CREW})

_COMMAND = "0198c0de-0000-7000-8000-0000000008"
_DISPATCH = "0198c0de-0000-7000-8000-000000000201"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"

DESK = Desk(
    name="crews",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(CrewsFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    ring=ring,
    timers=frozenset({PANIC}),
    doors=(
        Door(
            command=SignOn,
            roles=CREW,
            summary="Work on a unit from now on; several people may be on one.",
            example={"command_id": _COMMAND + "01", "unit_id": "amb-1", "via": "device"},
        ),
        Door(
            command=SignOff,
            roles=ROOM | CREW | {Role.AGENCY_DESK},
            summary="Leave a unit; the room may do it for who went home.",
            example={"command_id": _COMMAND + "02", "unit_id": "amb-1", "via": "device"},
        ),
        Door(
            command=AddFieldNote,
            roles=ROOM | CREW | {Role.VOLUNTEER},
            summary="Note, photo, voice or signature from the scene, by whom is sent there.",
            example={
                "command_id": _COMMAND + "03",
                "incident_id": _INCIDENT,
                "text": "Satu orang terjepit, butuh alat pemotong",
                "via": "device",
                "device_at": "2025-11-22T03:30:00Z",
                "sent_at": "2025-11-22T03:41:00Z",
            },
        ),
        Door(
            command=SeeChanges,
            roles=CREW,
            summary="The crew has read what changed in its job.",
            example={
                "command_id": _COMMAND + "04",
                "dispatch_id": _DISPATCH,
                "changes": ["place"],
            },
        ),
        Door(
            command=NoteLane,
            roles=CREW,
            summary="What the lane is like, by who came there: remembered for the next crew.",
            example={
                "command_id": _COMMAND + "08",
                "incident_id": _INCIDENT,
                "car_fits": False,
                "on_foot_m": 100,
                "via": "device",
            },
        ),
        Door(
            command=RaisePanic,
            roles=CREW,
            summary="A crew member is in danger: it sounds at every desk until somebody answers.",
            example={
                "command_id": _COMMAND + "05",
                "unit_id": "amb-1",
                "location": {"latitude": -1.61, "longitude": 103.61, "source": "gps"},
            },
        ),
        Door(
            command=WithdrawPanic,
            roles=CREW,
            summary="It was pressed by mistake: told to the room, which answers all the same.",
            example={"command_id": _COMMAND + "06", "unit_id": "amb-1"},
        ),
        Door(
            command=AnswerPanic,
            roles=ROOM,
            summary="Take up a panic: the sound stops; with an outcome it is over.",
            example={"command_id": _COMMAND + "07", "unit_id": "amb-1"},
        ),
    ),
)
