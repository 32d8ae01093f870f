"""Who may ask the place desk what."""

from __future__ import annotations

from siaga.desks.place.commands import ChangePlan, RevertPlan, WithdrawPlan
from siaga.desks.place.decide import boundary, decide
from siaga.desks.place.state import STATES, Heard, evolve
from siaga.language.plans import PlanFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

PLANNERS = frozenset({Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR})

_COMMAND = "0198c0de-0000-7000-8000-0000000012"

DESK = Desk(
    name="place",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(PlanFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    doors=(
        Door(
            command=ChangePlan,
            roles=PLANNERS,
            summary="A response plan as it is to be, whole; refused if somebody changed it since.",
            example={
                "command_id": _COMMAND + "01",
                "edition": 0,
                "reason": "Keputusan rapat 3 Desember",
                "plan": {
                    "id": "contoh-kebakaran",
                    "name": {"id": "Kebakaran lahan, alarm 3", "en": "Land fire, alarm 3"},
                    "types": ["fire.land"],
                    "alarm": 3,
                    "priorities": ["P3"],
                    "needs": [{"capability": "fire-suppression", "count": 2}],
                    "agencies": [{"agency": "bpbd", "note": "Mohon personel dan pompa"}],
                },
            },
        ),
        Door(
            command=WithdrawPlan,
            roles=PLANNERS,
            summary="A plan that holds no longer; its editions are kept.",
            example={
                "command_id": _COMMAND + "02",
                "plan_id": "contoh-kebakaran",
                "edition": 1,
                "reason": "Digabung dengan rencana umum",
            },
        ),
        Door(
            command=RevertPlan,
            roles=PLANNERS,
            summary="Undo: a plan is again what it was as an earlier edition; 0 is the file.",
            example={
                "command_id": _COMMAND + "03",
                "plan_id": "contoh-kebakaran",
                "edition": 2,
                "to_edition": 1,
                "reason": "Perubahan tadi keliru",
            },
        ),
    ),
)
