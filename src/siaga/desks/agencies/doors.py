"""Who may ask the agencies desk what."""

from __future__ import annotations

from siaga.desks.agencies.commands import (
    Accept,
    AssignTeam,
    ConfirmDelivery,
    Decline,
    Extend,
    Finish,
    HandBack,
    ReadNotes,
    Reopen,
    SendReferral,
    Start,
    TakeBack,
    Verify,
    WriteNote,
)
from siaga.desks.agencies.decide import boundary, decide
from siaga.desks.agencies.follow import follow
from siaga.desks.agencies.react import TIMERS, react, ring
from siaga.desks.agencies.state import STATES, Heard, evolve
from siaga.language.agencies import ReferralFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

ROOM = frozenset({Role.CALL_TAKER, Role.SHIFT_LEAD, Role.DISPATCHER, Role.SUPERVISOR})
AGENCY = frozenset({Role.AGENCY_DESK})
WHO_ANSWERS = ROOM | AGENCY

_COMMAND = "0198c0de-0000-7000-8000-0000000003"
_REFERRAL = "0198c0de-0000-7000-8000-000000000301"

DESK = Desk(
    name="agencies",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(ReferralFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=TIMERS,
    doors=(
        Door(
            command=SendReferral,
            roles=ROOM,
            summary="Give an agency its own task on an incident, with a deadline.",
            example={
                "command_id": _REFERRAL,
                "incident_id": "0198c0de-0000-7000-8000-000000000001",
                "agency": "damkar",
                "note": "Mohon bantuan penerangan",
            },
        ),
        Door(
            command=ConfirmDelivery,
            roles=AGENCY,
            summary="The agency's page shows the task.",
            example={
                "command_id": _COMMAND + "02",
                "referral_id": _REFERRAL,
            },
        ),
        Door(
            command=Accept,
            roles=WHO_ANSWERS,
            summary="The agency takes the task, on its page or told to the room.",
            example={
                "command_id": _COMMAND + "03",
                "referral_id": _REFERRAL,
                "promised_at": "2025-11-22T05:00:00Z",
                "via": "phone",
                "told_by": "Petugas piket",
            },
        ),
        Door(
            command=Decline,
            roles=WHO_ANSWERS,
            summary="The agency cannot take the task; the centre has it again.",
            example={
                "command_id": _COMMAND + "04",
                "referral_id": _REFERRAL,
                "reason": "Bukan wewenang kami",
            },
        ),
        Door(
            command=Start,
            roles=WHO_ANSWERS,
            summary="The agency's people are at work; implies that it accepted.",
            example={
                "command_id": _COMMAND + "05",
                "referral_id": _REFERRAL,
                "via": "chat_group",
                "occurred_at": "2025-11-22T03:10:00Z",
            },
        ),
        Door(
            command=Finish,
            roles=WHO_ANSWERS,
            summary="The task is done, with proof; a person of the centre verifies it.",
            example={
                "command_id": _COMMAND + "06",
                "referral_id": _REFERRAL,
                "note": "Lampu diganti",
                "proof": [],
            },
        ),
        Door(
            command=HandBack,
            roles=WHO_ANSWERS,
            summary="The agency gives an accepted task back, with the reason.",
            example={
                "command_id": _COMMAND + "07",
                "referral_id": _REFERRAL,
                "reason": "Alat rusak",
            },
        ),
        Door(
            command=Verify,
            roles=ROOM,
            summary="The centre has seen that the task is done.",
            example={
                "command_id": _COMMAND + "08",
                "referral_id": _REFERRAL,
                "note": "Pelapor membenarkan",
            },
        ),
        Door(
            command=Reopen,
            roles=ROOM,
            summary="The proof is rejected, verified or not: the agency has the task again.",
            example={
                "command_id": _COMMAND + "09",
                "referral_id": _REFERRAL,
                "reason": "Lampu masih mati",
            },
        ),
        Door(
            command=TakeBack,
            roles=ROOM,
            summary="The centre takes over a task nobody else has.",
            example={
                "command_id": _COMMAND + "10",
                "referral_id": _REFERRAL,
                "reason": "Dialihkan ke instansi lain",
            },
        ),
        Door(
            command=AssignTeam,
            roles=WHO_ANSWERS,
            summary="Who of the agency does it: a team, a person, or both; implies acceptance.",
            example={
                "command_id": _COMMAND + "11",
                "referral_id": _REFERRAL,
                "leader": "Pak Regu",
                "number": "0812-0000-0001",
                "via": "chat_group",
            },
        ),
        Door(
            command=WriteNote,
            roles=WHO_ANSWERS,
            summary="The agency and the room tell each other something about the task.",
            example={
                "command_id": _COMMAND + "12",
                "referral_id": _REFERRAL,
                "note": "Tiang berkarat, perlu diganti besok",
            },
        ),
        Door(
            command=ReadNotes,
            roles=WHO_ANSWERS,
            summary="So many notes of the other side have been read.",
            example={"command_id": _COMMAND + "13", "referral_id": _REFERRAL, "count": 1},
        ),
        Door(
            command=Extend,
            roles=ROOM,
            summary="Give an overdue task until then; it rings again if nothing has come of it.",
            example={
                "command_id": _COMMAND + "14",
                "referral_id": _REFERRAL,
                "promised_at": "2025-11-24T05:00:00Z",
            },
        ),
    ),
)
