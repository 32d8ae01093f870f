"""Who may ask the hospitals desk what."""

from __future__ import annotations

from siaga.desks.hospitals.commands import DeclareDiversion, EndDiversion, ReportHospital
from siaga.desks.hospitals.decide import boundary, decide
from siaga.desks.hospitals.follow import DIVERSION, follow
from siaga.desks.hospitals.react import ring
from siaga.desks.hospitals.state import STATES, Heard, evolve
from siaga.language.hospitals import HospitalFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

WHO_SPEAKS = frozenset(
    {
        Role.CALL_TAKER,
        Role.SHIFT_LEAD,
        Role.DISPATCHER,
        Role.SUPERVISOR,
        Role.DUTY_DOCTOR,
        Role.HOSPITAL_DESK,
    }
)

_COMMAND = "0198c0de-0000-7000-8000-0000000013"
_HOSPITAL = "rsud-raden-mattaher"

DESK = Desk(
    name="hospitals",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(HospitalFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    ring=ring,
    timers=frozenset({DIVERSION}),
    doors=(
        Door(
            command=ReportHospital,
            roles=WHO_SPEAKS,
            summary="Free beds, services and load of an emergency department, as of now.",
            example={
                "command_id": _COMMAND + "01",
                "hospital": _HOSPITAL,
                "beds": [{"bed": "emergency_department", "available": 3, "baseline": 12}],
                "waiting": 7,
                "via": "phone",
                "told_by": "Ns. Rina, IGD",
            },
        ),
        Door(
            command=DeclareDiversion,
            roles=WHO_SPEAKS,
            summary="The department asks ambulances to go elsewhere, why and for how long.",
            example={
                "command_id": _COMMAND + "02",
                "hospital": _HOSPITAL,
                "traffic": "advisory",
                "reason": "full",
                "hours": 2,
            },
        ),
        Door(
            command=EndDiversion,
            roles=WHO_SPEAKS,
            summary="The department receives as usual again.",
            example={"command_id": _COMMAND + "03", "hospital": _HOSPITAL},
        ),
    ),
)
