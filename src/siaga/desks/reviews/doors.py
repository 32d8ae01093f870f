"""Who may ask the reviews desk what."""

from __future__ import annotations

from siaga.desks.reviews.commands import (
    AddTask,
    EndTask,
    HandOverCase,
    KeepCase,
    RecordFirstCheck,
    RecordReview,
    SetReview,
)
from siaga.desks.reviews.decide import boundary, decide
from siaga.desks.reviews.follow import TIMERS, follow
from siaga.desks.reviews.react import react, ring
from siaga.desks.reviews.state import STATES, Heard, evolve
from siaga.language.checks import CheckFact
from siaga.language.reviews import ReviewsFact
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door, heard_types

HANDLERS = ROOM_ROLES - {Role.TRAINEE}
"""Who answers for cases that last."""

_COMMAND = "0198c0de-0000-7000-8000-0000000009"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"

DESK = Desk(
    name="reviews",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(ReviewsFact | CheckFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=TIMERS,
    doors=(
        Door(
            command=SetReview,
            roles=HANDLERS,
            summary="Look at the incident again at this time; it becomes a long case.",
            example={
                "command_id": _COMMAND + "01",
                "incident_id": _INCIDENT,
                "due_at": "2026-11-22T05:00:00Z",
                "reason": "Menunggu kabar keluarga",
            },
        ),
        Door(
            command=RecordReview,
            roles=HANDLERS,
            summary="Somebody looked at the long case; it rings again later.",
            example={
                "command_id": _COMMAND + "02",
                "incident_id": _INCIDENT,
                "note": "Keluarga sudah dihubungi, belum ada kabar",
            },
        ),
        Door(
            command=AddTask,
            roles=HANDLERS,
            summary="Something to be done in a long case: what, who, until when.",
            example={
                "command_id": _COMMAND + "03",
                "incident_id": _INCIDENT,
                "what": "Telepon RT 04 dan pos ronda",
                "who": "Petugas piket malam",
                "until_at": "2026-11-22T05:00:00Z",
            },
        ),
        Door(
            command=EndTask,
            roles=HANDLERS,
            summary="The task is done, or not wanted any more.",
            example={
                "command_id": _COMMAND + "04",
                "incident_id": _INCIDENT,
                "task_id": _COMMAND + "03",
                "done": True,
            },
        ),
        Door(
            command=HandOverCase,
            roles=HANDLERS,
            summary="Offer a long case to the next shift; who takes the incident over has it.",
            example={
                "command_id": _COMMAND + "05",
                "incident_id": _INCIDENT,
                "note": "Anak korban menunggu di rumah",
            },
        ),
        Door(
            command=KeepCase,
            roles=HANDLERS,
            summary="The owner stays: the hand-over is taken back.",
            example={"command_id": _COMMAND + "06", "incident_id": _INCIDENT},
        ),
        Door(
            command=RecordFirstCheck,
            roles=HANDLERS,
            summary="Somebody has looked at the incident, as its response plan wants.",
            example={"command_id": _COMMAND + "07", "incident_id": _INCIDENT},
        ),
    ),
)
