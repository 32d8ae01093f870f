"""Who may ask the units desk what."""

from __future__ import annotations

from siaga.desks.units.commands import GoOffDuty, GoOnDuty
from siaga.desks.units.decide import boundary, decide
from siaga.desks.units.state import STATES, Heard, evolve
from siaga.language.units import UnitFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

ROOM = frozenset({Role.CALL_TAKER, Role.SHIFT_LEAD, Role.DISPATCHER, Role.SUPERVISOR})
WHO_COMMANDS_A_UNIT = ROOM | {Role.AGENCY_DESK, Role.FIELD_CREW}

DESK = Desk(
    name="units",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(UnitFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    doors=(
        Door(
            command=GoOnDuty,
            roles=WHO_COMMANDS_A_UNIT,
            summary="Put a unit on duty: from now on it can be sent.",
            example={
                "command_id": "0198c0de-0000-7000-8000-000000000101",
                "unit_id": "amb-1",
                "crew_count": 3,
            },
        ),
        Door(
            command=GoOffDuty,
            roles=WHO_COMMANDS_A_UNIT,
            summary="Take a unit off duty, with the reason and the promised return.",
            example={
                "command_id": "0198c0de-0000-7000-8000-000000000102",
                "unit_id": "amb-1",
                "reason": "refuel",
                "back_at": "2025-11-22T03:30:00Z",
            },
        ),
    ),
)
