"""Who may ask the premises desk what. What lies near an incident is found by a worker."""

from __future__ import annotations

from siaga.desks.premises.commands import (
    AcceptPremise,
    EndPremise,
    NotePremise,
    ProposePremise,
    ReviewPremise,
)
from siaga.desks.premises.decide import boundary, decide
from siaga.desks.premises.follow import TIMERS, follow
from siaga.desks.premises.react import ring
from siaga.desks.premises.state import STATES, Heard, evolve
from siaga.language.premises import PremisesFact
from siaga.language.values import ROOM_ROLES, Role
from siaga.platform.desk import Desk, Door, heard_types

WRITERS = ROOM_ROLES - {Role.TRAINEE}
REVIEWERS = frozenset({Role.SUPERVISOR, Role.SHIFT_LEAD})

_COMMAND = "0198c0de-0000-7000-8000-000000000c"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"
_NOTE = {"note_id": _COMMAND + "01"}

DESK = Desk(
    name="premises",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(PremisesFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    ring=ring,
    timers=TIMERS,
    doors=(
        Door(
            command=NotePremise,
            roles=WRITERS,
            summary="What crews should know of an address; it ends by itself.",
            example={
                "command_id": _COMMAND + "01",
                "kind": "dog",
                "source": "neighbour",
                "location": {"latitude": -1.6101, "longitude": 103.6131, "source": "pin"},
                "premise_words": "Anjing besar di halaman, tidak diikat",
                "premise_told_by": "Ketua RT",
                "incident_id": _INCIDENT,
            },
        ),
        Door(
            command=ProposePremise,
            roles=frozenset({Role.FIELD_CREW}),
            summary="A crew that was there proposes a note; the room accepts or ends it.",
            example={
                "command_id": _COMMAND + "02",
                "incident_id": _INCIDENT,
                "kind": "access",
                "premise_words": "Tandu tidak muat di tangga",
            },
        ),
        Door(
            command=AcceptPremise,
            roles=WRITERS,
            summary="A crew's proposal counts from now on.",
            example={"command_id": _COMMAND + "03", **_NOTE},
        ),
        Door(
            command=ReviewPremise,
            roles=REVIEWERS,
            summary="The note still holds; it gets a new end.",
            example={"command_id": _COMMAND + "04", **_NOTE},
        ),
        Door(
            command=EndPremise,
            roles=WRITERS,
            summary="The note holds no more, with the reason.",
            example={"command_id": _COMMAND + "05", **_NOTE, "why": "over"},
        ),
    ),
)
