"""Who may ask the triage desk what. Suggestions come from the advisor, never by a door."""

from __future__ import annotations

from siaga.desks.triage.commands import JudgeDifferent
from siaga.desks.triage.decide import boundary, decide
from siaga.desks.triage.react import react
from siaga.desks.triage.state import STATES, Heard, evolve
from siaga.language.triage import TriageFact
from siaga.language.values import ROOM_ROLES
from siaga.platform.desk import Desk, Door, heard_types

DESK = Desk(
    name="triage",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(TriageFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    react=react,
    doors=(
        Door(
            command=JudgeDifferent,
            roles=ROOM_ROLES,
            summary="Say that a contact does not speak of this incident.",
            example={
                "command_id": "0198c0de-0000-7000-8000-000000000201",
                "contact_id": "0198c0de-0000-7000-8000-000000000101",
                "incident_id": "0198c0de-0000-7000-8000-000000000001",
            },
        ),
    ),
)
