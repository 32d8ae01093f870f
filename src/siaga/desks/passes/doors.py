"""Who may ask the passes desk what. Opening a pass has its own address: `/p/…`."""

from __future__ import annotations

from siaga.desks.passes.commands import IssuePass, RevokePass
from siaga.desks.passes.decide import boundary, decide
from siaga.desks.passes.follow import follow
from siaga.desks.passes.react import TIMERS, react, ring
from siaga.desks.passes.state import STATES, Heard, evolve
from siaga.language.passes import PassFact
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door, heard_types

ISSUERS = (ROOM_ROLES - {Role.TRAINEE}) | {
    Role.AGENCY_DESK,
    Role.HOSPITAL_DESK,
    Role.DUTY_DOCTOR,
}

_COMMAND = "0198c0de-0000-7000-8000-0000000015"

DESK = Desk(
    name="passes",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(PassFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=TIMERS,
    doors=(
        Door(
            command=IssuePass,
            roles=ISSUERS,
            summary="Give somebody without an account a door to one task, incident or bed board.",
            example={
                "command_id": _COMMAND + "01",
                "kind": "agency_task",
                "referral_id": "0198c0de-0000-7000-8000-000000000301",
                "hours": 72,
            },
        ),
        Door(
            command=RevokePass,
            roles=ISSUERS,
            summary="Close it at once, in every browser that opened it.",
            example={"command_id": _COMMAND + "02", "pass_id": _COMMAND + "01"},
        ),
    ),
)
