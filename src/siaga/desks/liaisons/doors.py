"""Who may ask the liaisons desk what."""

from __future__ import annotations

from siaga.desks.liaisons.commands import ListLiaison, RemoveLiaison
from siaga.desks.liaisons.decide import boundary, decide
from siaga.desks.liaisons.state import STATES, Heard, evolve
from siaga.language.liaisons import LiaisonFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

KEEPERS = frozenset({Role.CALL_TAKER, Role.SHIFT_LEAD, Role.DISPATCHER, Role.SUPERVISOR, Role.HEAD})

_COMMAND = "0198c0de-0000-7000-8000-0000000009"

DESK = Desk(
    name="liaisons",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(LiaisonFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    doors=(
        Door(
            command=ListLiaison,
            roles=KEEPERS,
            summary="Write down who holds a post in a kelurahan or RT, and the number.",
            example={
                "command_id": _COMMAND + "01",
                "area": "15.71.08.1004",
                "post": "ketua-rt",
                "rt": "04",
                "name": "Bu Sari",
                "number": "081299300000",
            },
        ),
        Door(
            command=RemoveLiaison,
            roles=KEEPERS,
            summary="Nobody is known to hold this post any more.",
            example={
                "command_id": _COMMAND + "02",
                "area": "15.71.08.1004",
                "post": "ketua-rt",
                "rt": "04",
            },
        ),
    ),
)
