"""Who may ask the shelters desk what."""

from __future__ import annotations

from siaga.desks.shelters.commands import (
    AcknowledgeWater,
    ApproveSituation,
    AskHouse,
    BeginSituationReports,
    CloseShelter,
    CountShelter,
    NoteHouse,
    OpenShelter,
    ReportWaterLevel,
)
from siaga.desks.shelters.decide import boundary, decide
from siaga.desks.shelters.follow import TIMERS, follow
from siaga.desks.shelters.react import react, ring
from siaga.desks.shelters.state import STATES, Heard, evolve
from siaga.language.shelters import SheltersFact
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door, heard_types

HANDLERS = ROOM_ROLES - {Role.TRAINEE}

_COMMAND = "0198c0de-0000-7000-8000-000000000b"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"

DESK = Desk(
    name="shelters",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(SheltersFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=TIMERS,
    doors=(
        Door(
            command=OpenShelter,
            roles=HANDLERS,
            summary="Open a shelter: one of the place, or where people already are.",
            example={
                "command_id": _COMMAND + "01",
                "incident_id": _INCIDENT,
                "name": "Halaman masjid, RT 07",
                "capacity": 120,
            },
        ),
        Door(
            command=CountShelter,
            roles=ROOM_ROLES,
            summary="What was counted in a shelter now: heads by kind, needs still open.",
            example={
                "command_id": _COMMAND + "02",
                "shelter_id": _COMMAND + "01",
                "heads": [{"kind": "women", "count": 31}, {"kind": "infants", "count": 4}],
                "needs": [{"need": "blankets", "count": 60}],
                "via": "phone",
                "told_by": "Koordinator posko",
            },
        ),
        Door(
            command=CloseShelter,
            roles=HANDLERS,
            summary="The shelter is empty and closed.",
            example={"command_id": _COMMAND + "03", "shelter_id": _COMMAND + "01"},
        ),
        Door(
            command=ReportWaterLevel,
            roles=ROOM_ROLES,
            summary="A river level that was read, or the stage its agency declared.",
            example={
                "command_id": _COMMAND + "04",
                "gauge": "batanghari-kota",
                "stage": "siaga-3",
                "via": "chat_group",
                "told_by": "Petugas pos pantau",
            },
        ),
        Door(
            command=AcknowledgeWater,
            roles=HANDLERS,
            summary="Somebody has seen the river's alarm and acts on it.",
            example={"command_id": _COMMAND + "05", "gauge": "batanghari-kota"},
        ),
        Door(
            command=NoteHouse,
            roles=HANDLERS,
            summary="People who will not leave their house; they are asked again.",
            example={
                "command_id": _COMMAND + "06",
                "incident_id": _INCIDENT,
                "people": 3,
                "who": "Rumah panggung cat biru",
                "number": "0812-0000-0007",
            },
        ),
        Door(
            command=AskHouse,
            roles=HANDLERS,
            summary="They were asked again: stay, nobody there, evacuated, out of danger.",
            example={
                "command_id": _COMMAND + "07",
                "house_id": _COMMAND + "06",
                "answer": "stays",
            },
        ),
        Door(
            command=BeginSituationReports,
            roles=HANDLERS,
            summary="From now on a situation report is due in this rhythm.",
            example={"command_id": _COMMAND + "08", "incident_id": _INCIDENT, "every_min": 360},
        ),
        Door(
            command=ApproveSituation,
            roles=HANDLERS,
            summary="Approve the drafted situation report: these figures, for good.",
            example={
                "command_id": _COMMAND + "09",
                "incident_id": _INCIDENT,
                "figures": [
                    {"key": "shelters_open", "value": 3, "source": "shelters"},
                ],
                "drawn_at": "2025-11-22T05:00:00Z",
            },
        ),
    ),
)
