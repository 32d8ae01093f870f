"""Who may ask the intake desk what."""

from __future__ import annotations

from siaga.desks.intake.commands import (
    AnswerContact,
    AttachReport,
    ClassifyContact,
    RecordCall,
    RecordForwarded,
    RecordService,
    ReopenContact,
    ReplyToContact,
    ReportByAgency,
    SetContactSafety,
)
from siaga.desks.intake.decide import boundary, decide
from siaga.desks.intake.follow import follow
from siaga.desks.intake.react import react
from siaga.desks.intake.state import STATES, Heard, evolve
from siaga.language.intake import IntakeFact
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door, heard_types

LISTENERS = ROOM_ROLES
"""Who takes contacts; a trainee does so with a mentor beside."""

JUDGES = ROOM_ROLES - {Role.TRAINEE}
"""Who may name a kind, which can wrap a contact up, and decide about writing back."""

_COMMAND = "0198c0de-0000-7000-8000-0000000001"
_CONTACT = "0198c0de-0000-7000-8000-000000000101"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"

DESK = Desk(
    name="intake",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(IntakeFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    doors=(
        Door(
            command=RecordCall,
            roles=LISTENERS,
            summary="Enter a telephone call or a visitor by hand; the number is optional.",
            example={
                "command_id": _CONTACT,
                "words": "Rumah terbakar di belakang pasar, ada orang di dalam.",
                "name": "Ibu Rina",
                "number": "0812-0000-0001",
                "location": {
                    "latitude": -1.6101,
                    "longitude": 103.6131,
                    "accuracy_m": 50,
                    "source": "spoken",
                    "address": "Belakang pasar, RT 04",
                },
                "channel": "phone",
            },
        ),
        Door(
            command=RecordForwarded,
            roles=LISTENERS,
            summary="Enter a message that an official or a chat group passed on.",
            example={
                "command_id": _COMMAND + "02",
                "words": "Pohon tumbang menutup jalan depan kantor lurah.",
                "forwarded_by": "Lurah, lewat grup WA",
            },
        ),
        Door(
            command=ReportByAgency,
            roles=frozenset({Role.AGENCY_DESK}),
            summary="An agency was called directly: opens a contact, an incident and its own task.",
            example={
                "command_id": _COMMAND + "21",
                "incident_type": "fire.building",
                "words": "Warga menelepon pos: dapur rumah terbakar.",
                "number": "0812-0000-0001",
                "location": {"latitude": -1.6101, "longitude": 103.6131, "source": "pin"},
            },
        ),
        Door(
            command=RecordService,
            roles=JUDGES,
            summary="Take down a public service on one screen, or that one more wants it.",
            example={
                "command_id": _COMMAND + "22",
                "incident_type": "public_facility.street_light",
                "words": "Tiang LPJU 0123, tiga lampu mati",
                "location": {"latitude": -1.6101, "longitude": 103.6131, "source": "pin"},
            },
        ),
        Door(
            command=AnswerContact,
            roles=LISTENERS,
            summary="Take a waiting contact, or one that somebody else had; its clock stops.",
            example={"command_id": _COMMAND + "03", "contact_id": _CONTACT},
        ),
        Door(
            command=ClassifyContact,
            roles=JUDGES,
            summary="Name the contact's kind; kinds that need no incident also wrap it up.",
            example={
                "command_id": _COMMAND + "04",
                "contact_id": _CONTACT,
                "kind": "information",
                "seen": 4,
            },
        ),
        Door(
            command=AttachReport,
            roles=LISTENERS,
            summary="The contact speaks of an incident that is already open.",
            example={
                "command_id": _COMMAND + "05",
                "contact_id": _CONTACT,
                "incident_id": _INCIDENT,
            },
        ),
        Door(
            command=ReopenContact,
            roles=LISTENERS,
            summary="Take a wrapped-up contact in hand again, however long ago it was.",
            example={"command_id": _COMMAND + "06", "contact_id": _CONTACT},
        ),
        Door(
            command=SetContactSafety,
            roles=JUDGES,
            summary="Say whether the centre may write or call back; a looser one needs a reason.",
            example={
                "command_id": _COMMAND + "07",
                "contact_id": _CONTACT,
                "safety": "do_not_contact",
            },
        ),
        Door(
            command=ReplyToContact,
            roles=JUDGES,
            summary="Write to the citizen in the chat the contact came by.",
            example={
                "command_id": _COMMAND + "08",
                "contact_id": _CONTACT,
                "text": "Bantuan sedang berangkat. Tetap di tempat aman.",
                "ask_location": True,
            },
        ),
    ),
)
