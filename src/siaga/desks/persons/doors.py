"""Who may ask the persons desk what. Matches are suggested by a worker, which has no door."""

from __future__ import annotations

from siaga.desks.persons.commands import (
    AddPersonPhoto,
    ConfirmMatch,
    CutMatch,
    DescribePerson,
    EndPersonReport,
    GiveConsent,
    JudgeDifferent,
    PublishPoster,
    ReportPerson,
    WithdrawConsent,
    WithdrawPoster,
)
from siaga.desks.persons.decide import boundary, decide
from siaga.desks.persons.follow import TIMERS, follow
from siaga.desks.persons.react import react, ring
from siaga.desks.persons.state import STATES, Heard, evolve
from siaga.language.persons import PersonsFact
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door, heard_types

JUDGES = ROOM_ROLES - {Role.TRAINEE}
"""Who says that two are one, and what of somebody may be shown in public."""

_COMMAND = "0198c0de-0000-7000-8000-000000000a"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"
_PAIR = {"missing_id": _COMMAND + "01", "found_id": _COMMAND + "12"}
_PERSON = {"person_id": _COMMAND + "01"}

DESK = Desk(
    name="persons",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(PersonsFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=TIMERS,
    doors=(
        Door(
            command=ReportPerson,
            roles=ROOM_ROLES,
            summary="Somebody is missing, was found, or was left alone; at once, without waiting.",
            example={
                "command_id": _COMMAND + "01",
                "incident_id": _INCIDENT,
                "kind": "missing",
                "sex": "female",
                "age_years": 74,
                "build": "thin",
                "clothes": [{"garment": "dress", "colour": "green"}],
                "seen_at": "2025-11-22T01:00:00Z",
                "location": {
                    "latitude": -1.6101,
                    "longitude": 103.6131,
                    "source": "pin",
                },
                "name": "Nama contoh",
                "marks": "Bekas luka di dahi",
                "condition": "Pikun",
            },
        ),
        Door(
            command=DescribePerson,
            roles=ROOM_ROLES,
            summary="More is known of the person; what is left out stays as it was.",
            example={"command_id": _COMMAND + "02", **_PERSON, "marks": "Memakai tongkat"},
        ),
        Door(
            command=AddPersonPhoto,
            roles=ROOM_ROLES,
            summary="A photo of the person; one of another incident is refused.",
            example={
                "command_id": _COMMAND + "03",
                **_PERSON,
                "photo": [{"media_type": "image/jpeg", "stored": "0" * 64}],
            },
        ),
        Door(
            command=ConfirmMatch,
            roles=JUDGES,
            summary="A person of the room says that the missing and the found one are the same.",
            example={"command_id": _COMMAND + "04", **_PAIR},
        ),
        Door(
            command=CutMatch,
            roles=JUDGES,
            summary="It was somebody else after all: both are open again.",
            example={"command_id": _COMMAND + "05", **_PAIR, "reason": "Keluarga tidak mengenal"},
        ),
        Door(
            command=JudgeDifferent,
            roles=JUDGES,
            summary="Not the same person: not suggested again.",
            example={"command_id": _COMMAND + "06", **_PAIR},
        ),
        Door(
            command=EndPersonReport,
            roles=JUDGES,
            summary="The report is over: with the family, in care, dead, mistaken.",
            example={"command_id": _COMMAND + "07", **_PERSON, "end": "with_family"},
        ),
        Door(
            command=GiveConsent,
            roles=JUDGES,
            summary="The family agrees to a poster: with or without photo, with or without name.",
            example={
                "command_id": _COMMAND + "08",
                **_PERSON,
                "by": "Anak kandung, lewat telepon",
                "photo": True,
                "name": False,
                "via": "phone",
            },
        ),
        Door(
            command=WithdrawConsent,
            roles=JUDGES,
            summary="The family takes its consent back: a running poster ends at once.",
            example={"command_id": _COMMAND + "09", **_PERSON},
        ),
        Door(
            command=PublishPoster,
            roles=JUDGES,
            summary="A public page and a sheet to print, for some days, within the consent.",
            example={"command_id": _COMMAND + "10", **_PERSON, "days": 3, "with_photo": False},
        ),
        Door(
            command=WithdrawPoster,
            roles=JUDGES,
            summary="The poster ends at once.",
            example={"command_id": _COMMAND + "11", **_PERSON},
        ),
    ),
)
