"""Who may ask the guide desk what.

Cards are signed by a route of their own, which asks for the password again, and are issued by the
room when it opens: neither has a door.
"""

from __future__ import annotations

from siaga.desks.guide.commands import (
    AnswerQuestion,
    CountVictims,
    EndGuide,
    GiveInstruction,
    RecordNoCompressions,
    StartCompressions,
    StartGuide,
    TallyVictim,
    UnsignCard,
)
from siaga.desks.guide.decide import boundary, decide
from siaga.desks.guide.state import STATES, Heard, evolve
from siaga.language.guide import GuideFact
from siaga.language.guide_cards import SIGNERS
from siaga.language.values import ROOM_ROLES
from siaga.platform.desk import Desk, Door, heard_types

GUIDES = ROOM_ROLES
"""Who guides callers; a trainee does so with a mentor beside."""

_COMMAND = "0198c0de-0000-7000-8000-0000000006"
_CONTACT = "0198c0de-0000-7000-8000-000000000101"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"

DESK = Desk(
    name="guide",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(GuideFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    doors=(
        Door(
            command=StartGuide,
            roles=GUIDES,
            summary="Begin a guide card for a caller; one that runs with another card is ended.",
            example={
                "command_id": _COMMAND + "01",
                "card": "arrest",
                "contact_id": _CONTACT,
                "incident_id": _INCIDENT,
            },
        ),
        Door(
            command=AnswerQuestion,
            roles=GUIDES,
            summary="What the caller answered; answering again replaces what came after it.",
            example={
                "command_id": _COMMAND + "02",
                "card": "arrest",
                "question": "awake",
                "answer": "no",
                "contact_id": _CONTACT,
            },
        ),
        Door(
            command=GiveInstruction,
            roles=GUIDES,
            summary="This sentence of the card was said.",
            example={
                "command_id": _COMMAND + "03",
                "card": "arrest",
                "step": "adult.1",
                "contact_id": _CONTACT,
            },
        ),
        Door(
            command=EndGuide,
            roles=GUIDES,
            summary="The guide is over, and why.",
            example={
                "command_id": _COMMAND + "04",
                "ending": "help_arrived",
                "contact_id": _CONTACT,
            },
        ),
        Door(
            command=StartCompressions,
            roles=GUIDES,
            summary="Somebody presses the chest.",
            example={"command_id": _COMMAND + "05", "contact_id": _CONTACT},
        ),
        Door(
            command=RecordNoCompressions,
            roles=GUIDES,
            summary="Nobody presses the chest, and why not.",
            example={
                "command_id": _COMMAND + "06",
                "reason": "not_at_patient",
                "contact_id": _CONTACT,
            },
        ),
        Door(
            command=TallyVictim,
            roles=GUIDES,
            summary="Sort one victim by START or JumpSTART, from what was found.",
            example={
                "command_id": _COMMAND + "07",
                "incident_id": _INCIDENT,
                "method": "start",
                "seen": ["breathes", "rate_over_30"],
                "not_seen": ["walks"],
            },
        ),
        Door(
            command=CountVictims,
            roles=GUIDES,
            summary="So many more victims of a word, or fewer when it corrects.",
            example={
                "command_id": _COMMAND + "08",
                "incident_id": _INCIDENT,
                "word": "minor",
                "count": 12,
            },
        ),
        Door(
            command=UnsignCard,
            roles=SIGNERS,
            summary="Take the signature of a card back: it is a draft again.",
            example={
                "command_id": _COMMAND + "09",
                "card": "arrest",
                "reason": "Kalimat ketiga membingungkan penelepon.",
            },
        ),
    ),
)
