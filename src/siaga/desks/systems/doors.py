"""Who may ask the systems desk what."""

from __future__ import annotations

from siaga.desks.systems.commands import (
    ConnectSystem,
    DisconnectSystem,
    PauseSystem,
    ResumeSystem,
    RevokeKey,
    SendAgain,
    SetSummary,
    StopSummary,
    TestSystem,
)
from siaga.desks.systems.decide import boundary, decide
from siaga.desks.systems.follow import follow
from siaga.desks.systems.react import TIMERS, react, ring
from siaga.desks.systems.state import STATES, Heard, evolve
from siaga.language.systems import SystemsFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

ADMIN = frozenset({Role.ADMINISTRATOR})
WATCHES = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SHIFT_LEAD})

_COMMAND = "0198c0de-0000-7000-8000-0000000520"
_SYSTEM = "agency:damkar"
_SECRET = "whsec_c2VidWFoLXJhaGFzaWEtY29udG9oLXNhamEtMDE="

DESK = Desk(
    name="systems",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(SystemsFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=TIMERS,
    doors=(
        Door(
            command=ConnectSystem,
            roles=ADMIN,
            summary="Where an agency's own system, or a neighbour's centre, is posted to.",
            example={
                "command_id": _COMMAND + "01",
                "system": _SYSTEM,
                "webhook_url": "https://sistem.example.id/siaga",
                "webhook_secret": _SECRET,
            },
        ),
        Door(
            command=DisconnectSystem,
            roles=ADMIN,
            summary="Nothing is posted there any more.",
            example={"command_id": _COMMAND + "02", "system": _SYSTEM},
        ),
        Door(
            command=TestSystem,
            roles=WATCHES,
            summary="Post a test to it now.",
            example={"command_id": _COMMAND + "03", "system": _SYSTEM},
        ),
        Door(
            command=PauseSystem,
            roles=WATCHES,
            summary="Hold back what is posted to it, until its deadline.",
            example={
                "command_id": _COMMAND + "04",
                "system": _SYSTEM,
                "reason": "Server mereka dirawat",
            },
        ),
        Door(
            command=ResumeSystem,
            roles=WATCHES,
            summary="Go on posting to it.",
            example={"command_id": _COMMAND + "05", "system": _SYSTEM},
        ),
        Door(
            command=SendAgain,
            roles=WATCHES,
            summary="Send a notice again that did not arrive, under its own key.",
            example={"command_id": _COMMAND + "06", "notice_id": _COMMAND + "07"},
        ),
        Door(
            command=RevokeKey,
            roles=ADMIN,
            summary="A machine's key opens nothing from now on.",
            example={"command_id": _COMMAND + "08", "key_id": _COMMAND + "09"},
        ),
        Door(
            command=SetSummary,
            roles=ADMIN,
            summary="Send an agency its open tasks by e-mail each morning.",
            example={
                "command_id": _COMMAND + "10",
                "agency": "damkar",
                "email": "piket@damkar.example.id",
            },
        ),
        Door(
            command=StopSummary,
            roles=ADMIN,
            summary="No more e-mail of open tasks.",
            example={"command_id": _COMMAND + "11", "agency": "damkar"},
        ),
    ),
)
