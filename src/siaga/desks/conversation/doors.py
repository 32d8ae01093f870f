"""Who may ask the conversation desk what."""

from __future__ import annotations

from siaga.desks.conversation.commands import HandOver, RememberLanguage, SeeMessages
from siaga.desks.conversation.decide import boundary, decide
from siaga.desks.conversation.follow import NUDGE, follow
from siaga.desks.conversation.react import react, ring
from siaga.desks.conversation.state import STATES, Heard, evolve
from siaga.language.conversation import ConversationFact
from siaga.language.values import ROOM_ROLES
from siaga.platform.desk import Desk, Door, heard_types

_COMMAND = "0198c0de-0000-7000-8000-0000000011"
_CONTACT = "0198c0de-0000-7000-8000-000000000101"

DESK = Desk(
    name="conversation",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(ConversationFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=frozenset({NUDGE}),
    doors=(
        Door(
            command=SeeMessages,
            roles=ROOM_ROLES,
            summary="A person has the conversation open; WhatsApp then shows it as read.",
            example={
                "command_id": _COMMAND + "01",
                "contact_id": _CONTACT,
                "message_id": _CONTACT,
            },
        ),
        Door(
            command=HandOver,
            roles=ROOM_ROLES,
            summary="Give the conversation to another person of the room.",
            example={
                "command_id": _COMMAND + "02",
                "contact_id": _CONTACT,
                "to": "0198c0de-0000-7000-8000-000000000901",
                "note": "Pelapor menunggu kabar ambulans.",
            },
        ),
        Door(
            command=RememberLanguage,
            roles=ROOM_ROLES,
            summary="Say what language the citizen writes; automatic texts follow it.",
            example={"command_id": _COMMAND + "03", "contact_id": _CONTACT, "language": "en"},
        ),
    ),
)
